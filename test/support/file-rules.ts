/**
 * Rules on what stands in a file: its place, name, head, size, words, and purity.
 * Guarantees: each looks at one house and answers with every fault, each with its reason and remedy.
 * Must not: read files; the plan is in house-plan.ts.
 */
import { basename } from 'node:path';
import type { Fault, House, HouseFile } from './house.ts';
import {
  EMPTY_NAMES,
  MAX_LINES,
  MAX_MEDIAN_LINES,
  PROSE_PATHS,
  PURE_PLACES,
  VIEW_NAMES,
  VIEW_PLACES,
  WIRE_NAMES,
  WIRE_PLACEHOLDER,
  WIRE_PLACES,
} from './house-plan.ts';
import { lineAt } from './scan-source.ts';

/** Each file stands in a room of the plan and is TypeScript. */
export function findUnplaced(house: House): readonly Fault[] {
  return eachFile(house, ({ path, place }) => {
    if (place !== null && path.endsWith('.ts')) return null;
    return {
      rule: 'place',
      what: place === null ? 'stands where the plan has no room' : 'is not TypeScript',
      why: 'a file without a floor could import anything',
      remedy:
        'move it into the folder whose word it speaks, or draw the new room in test/support/house-plan.ts and src/README.md',
    };
  });
}

/** No barrels, no drawers for odds and ends. */
export function findEmptyNames(house: House): readonly Fault[] {
  return eachFile(house, ({ path }) => {
    const empty = path.split('/').find((part) => EMPTY_NAMES.test(basename(part, '.ts')));
    if (empty === undefined) return null;
    return {
      rule: 'names',
      what: `has the name ${empty}, which says nothing of what is inside`,
      why: 'such files grow into a heap that everybody imports',
      remedy: 'name it after the one thing that it does or is, and import from the file itself',
    };
  });
}

/** `export *` hides where things come from, a default export lets everyone name them differently. */
export function findExportFaults(house: House): readonly Fault[] {
  return eachMatch(
    house,
    ({ scanned }) => scanned.code,
    /(?<![\w$.#])export\s*(\*|default\b|\{[^}]*\bas\s+default\b)/g,
    ([, kind = '']) => ({
      rule: 'exports',
      what: kind === '*' ? 'passes on another file (`export *`)' : 'has a default export',
      why:
        kind === '*'
          ? 'the reader cannot see where a name comes from, and rings arise'
          : 'everybody would give it another name',
      remedy: kind === '*' ? 'let users import from the file that has it' : 'export it by its name',
    }),
  );
}

/** A file begins by saying what it guarantees and what it must not do. */
export function findHeadless(house: House): readonly Fault[] {
  return eachFile(house, ({ text }) => {
    if (/^(\/\*\*|\/\/|#!)/.test(text)) return null;
    return {
      rule: 'head',
      what: 'does not begin with a comment',
      why: 'the head says what the file guarantees and must not do; without it, nobody knows what may be changed',
      remedy: 'begin it with /** … */ of two to six lines',
    };
  });
}

/** Lines of a file, a last empty one not counted. */
const linesOf = (text: string): number => text.replace(/\n$/, '').split('\n').length;

/** No file too long, and most of them short. */
export function findOversized(house: House): readonly Fault[] {
  const remedy = 'split it where two things are told; give each half its own name';
  const tooLong = eachFile(house, ({ text }) => {
    const lines = linesOf(text);
    if (lines <= MAX_LINES) return null;
    return {
      rule: 'size',
      what: `has ${lines} lines, ${MAX_LINES} at most`,
      why: 'a file should be read in one go',
      remedy,
    };
  });
  const sizes = [...house.values()]
    .filter(({ path }) => !path.startsWith('migrations/'))
    .map(({ text }) => linesOf(text))
    .sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  if (median <= MAX_MEDIAN_LINES) return tooLong;
  const what = `: half of the files have ${median} lines or more, ${MAX_MEDIAN_LINES} is the limit`;
  return [
    ...tooLong,
    {
      rule: 'size',
      path: 'src, jobs',
      line: 0,
      what,
      why: 'short files are found and understood sooner',
      remedy,
    },
  ];
}

/** What of a file is searched for stray words: code and strings, less what is written for people. */
function wordsOf({ path, scanned }: HouseFile): string {
  let text = scanned.withoutComments.replace(WIRE_PLACEHOLDER, (found) => ' '.repeat(found.length));
  if (!PROSE_PATHS.some((start) => path.startsWith(start))) return text;
  for (const { start, value } of scanned.strings.filter(({ value }) => value.includes(' '))) {
    text = text.slice(0, start + 1) + ' '.repeat(value.length) + text.slice(start + 1 + value.length);
  }
  return text;
}

/** Each vocabulary stays in its room: the wire's at the portal, the view's at the source. */
export function findStrayWords(house: House): readonly Fault[] {
  const stray = (rule: string, words: ReadonlySet<string>, places: readonly string[], why: string) =>
    eachMatch(
      house,
      (file) => (places.includes(file.place?.name ?? '') ? '' : wordsOf(file)),
      /[\p{L}\p{N}_$]+/gu,
      ([word]) =>
        words.has(word)
          ? {
              rule,
              what: `says ${word}`,
              why: `${why}; only ${places.join(', ')} may`,
              remedy: 'use the word of domain/',
            }
          : null,
    );
  return [
    ...stray(
      'wire-names',
      WIRE_NAMES,
      WIRE_PLACES,
      "that is a word of the portal's wire, and another driver has others",
    ),
    ...stray(
      'view-names',
      VIEW_NAMES,
      VIEW_PLACES,
      "that is a word of the province's views, and another province has others",
    ),
  ];
}

/** What makes two runs differ. `new Date(x)` is harmless, `new Date()` and `new Date` are the clock. */
const IMPURE =
  /(?<![\w$.#])(Date\.now|(?<!new\s+)Date\s*\(|new\s+Date\s*(?:\(\s*\)|(?![\w$(\s]))|Math\.random|process\s*\.|performance\s*\.|fetch\s*\(|crypto\s*\.\s*(?:random|getRandom)|random(?:UUID|Bytes|Int)\s*\(|setTimeout|setInterval|setImmediate|console\s*\.|globalThis)/g;

/** Same input, same output. */
export function findImpurity(house: House): readonly Fault[] {
  const codeOf = (file: HouseFile): string =>
    PURE_PLACES.includes(file.place?.name ?? '') ? file.scanned.code : '';
  return eachMatch(house, codeOf, IMPURE, ([found]) => ({
    rule: 'purity',
    what: `uses ${found.trim()}`,
    why: 'domain, normalize and score are pure: tests, explain and a later resync must come to the same result',
    remedy: 'take time, chance and settings as parameters',
  }));
}

function eachFile(
  house: House,
  judge: (file: HouseFile) => Omit<Fault, 'path' | 'line'> | null,
): readonly Fault[] {
  return [...house.values()].flatMap((file) => {
    const fault = judge(file);
    return fault === null ? [] : [{ ...fault, path: file.path, line: 0 }];
  });
}

function eachMatch(
  house: House,
  view: (file: HouseFile) => string,
  pattern: RegExp,
  judge: (match: RegExpMatchArray) => Omit<Fault, 'path' | 'line'> | null,
): readonly Fault[] {
  return [...house.values()].flatMap((file) => {
    const text = view(file);
    return [...text.matchAll(pattern)].flatMap((match) => {
      const fault = judge(match);
      return fault === null ? [] : [{ ...fault, path: file.path, line: lineAt(text, match.index) }];
    });
  });
}
