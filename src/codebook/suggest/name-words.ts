/**
 * A name as words to be compared: abbreviations written out, numbers without leading noughts.
 * Guarantees: pure; the same for every spelling with the same exact key; one with letters or digits has a word.
 * Must not: write out what has several meanings; such an abbreviation stays a word (isInitials tells it).
 */
import { ABBREVIATIONS } from './abbreviations.ts';
import { exactKey } from './exact-name.ts';
import { foldMarks } from './fold-marks.ts';

export interface NameWord {
  /** As written, but for case, tone placement and i/y. */
  readonly text: string;
  /** Without marks; a number without leading noughts. */
  readonly folded: string;
}

/** Longer names exist, but what tells them apart stands within this many words. */
const MOST_WORDS = 400;
/** A Vietnamese syllable without marks: what else is made of letters is initials, a foreign word or a slip. */
const SYLLABLE =
  /^(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?$/;
const LETTERS = /^[a-z]+$/;
/** Phường, quận, huyện, xã: the only words that are written with one letter. */
const PLACES: ReadonlySet<string> = new Set(['p', 'q', 'h', 'x']);
const BETWEEN = /[ ./-]+/;

const EXPANSIONS = readExpansions();

/** The words of a name whose {@link exactKey} is given. */
export function nameWords(key: string): readonly NameWord[] {
  const parts = key.split(BETWEEN, MOST_WORDS * 2);
  // Folding the whole name at once is cheaper; a word that is nothing but marks would shift the words after it.
  const folded = foldMarks(key).split(BETWEEN, MOST_WORDS * 2);
  const aligned = folded.length === parts.length;
  const words: NameWord[] = [];
  for (let at = 0; at < parts.length && words.length < MOST_WORDS; at += 1) {
    const part = parts[at] ?? '';
    if (foldMarks(part) === '') continue;
    const joined = parts[at + 1] === '&' ? EXPANSIONS.get(`${part}&${parts[at + 2] ?? ''}`) : undefined;
    if (joined !== undefined) at += 2;
    words.push(
      ...(joined ??
        EXPANSIONS.get(part) ?? [part === '&' ? word('và') : word(part, aligned ? folded[at] : undefined)]),
    );
  }
  return words;
}

/** Letters that are no Vietnamese syllable and may stand for words: `qsdd`, `tt`, and `p` for `phường` as in addresses. */
export function isInitials(folded: string): boolean {
  if (folded.length === 1) return PLACES.has(folded);
  return folded.length >= 2 && folded.length <= 12 && LETTERS.test(folded) && !SYLLABLE.test(folded);
}

function word(text: string, known?: string): NameWord {
  const folded = known ?? foldMarks(text);
  return { text, folded: /^0+\d/.test(folded) ? folded.replace(/^0+(?=\d)/, '') : folded };
}

/** By the abbreviation as written and, where no other abbreviation or word is in the way, without its marks. */
function readExpansions(): ReadonlyMap<string, readonly NameWord[]> {
  const expansions = new Map<string, readonly NameWord[]>();
  const entries = Object.entries(ABBREVIATIONS).map(
    ([short, full]) =>
      [
        exactKey(short).replaceAll(' ', ''),
        exactKey(full)
          .split(' ')
          .map((part) => word(part)),
      ] as const,
  );
  for (const [short, full] of entries) expansions.set(short, full);
  for (const [short, full] of entries) {
    const folded = foldMarks(short);
    if (!expansions.has(folded) && !SYLLABLE.test(folded)) {
      expansions.set(folded, full);
    }
  }
  return expansions;
}
