/** What the guides tell people to type exists: verbs, options, scripts, settings, error codes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { furtherSettings } from '../../src/config/source-settings.ts';
import { parseConfig } from '../../src/config.ts';
import { ERROR_CODES, entryOf, isErrorCode } from '../../src/domain/errors.ts';
import { DECISIONS, type Document, GUIDES, ROOT, readDocument, shellLines } from './markdown.ts';

afterEach(() => vi.restoreAllMocks());

const helps = new Map<string, Promise<string>>();

/** The real program's help for these words, '' where it refuses them. */
function helpOf(words: readonly string[]): Promise<string> {
  const key = words.join(' ');
  const known = helps.get(key) ?? askHelp(words);
  helps.set(key, known);
  return known;
}

async function askHelp(words: readonly string[]): Promise<string> {
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    said += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  // What is looked for below are the English headings.
  vi.stubEnv('LANGUAGE_CODE', 'en');
  const code = await main([...words, '--help']);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  return code === 0 ? said : '';
}

/** What is wrong with a call of `dongbo`, `null` when nothing is. */
async function faultOfCall(words: readonly string[]): Promise<string | null> {
  const first = words.findIndex((word) => word.startsWith('-'));
  const before = first < 0 ? words : words.slice(0, first);
  // The longest row of words that the program knows as a verb; what follows are its arguments.
  let verb: readonly string[] = [];
  for (let length = before.length; length > 0 && verb.length === 0; length -= 1) {
    const candidate = before.slice(0, length);
    if ((await helpOf(candidate)).startsWith(`Usage: dongbo ${candidate.join(' ')} `)) verb = candidate;
  }
  if (verb.length === 0) return 'no such verb';
  const help = await helpOf(verb);
  const usage = help.split('\n')[0] ?? '';
  if (/\[command\]/.test(usage) && before.length > verb.length) return 'no such verb';
  const given = before.length - verb.length;
  if (given > (usage.match(/<[^>]+>/g) ?? []).length) return 'too many arguments';
  for (const [index, word] of words.entries()) {
    if (!word.startsWith('--')) continue;
    const declared = help.split('\n').find((line) => line.trim().startsWith(`${word} `));
    if (declared === undefined && word !== '--help') return `no option ${word}`;
    const next = words[index + 1];
    const takesValue = declared?.trim().startsWith(`${word} <`) === true;
    if (takesValue !== (next !== undefined && !next.startsWith('--'))) return `${word}: value or none?`;
  }
  return null;
}

/** Words of a call of `dongbo` in any of its spellings; `null` for another command. */
function wordsOfCall(line: string): string[] | null {
  const match = /^(?:npx dongbo|node bin\/dongbo\.mjs|dongbo)(?:\s+(.*))?$/.exec(line);
  return match ? (match[1] ?? '').split(/\s+/).filter((word) => word !== '') : null;
}

const scripts = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts);

/** What is wrong with a command of `deploy/README.md`, `null` when nothing is, `undefined` for another command. */
function faultOfService(line: string): string | null | undefined {
  const [command, ...words] = line.split(/\s+/);
  if (command === 'systemctl' || command === 'journalctl') {
    const units = words.filter((word) => /\.(service|timer|target)$/.test(word));
    const unknown = units.filter(
      (unit) => !existsSync(join(ROOT, 'deploy/systemd', unit.replace(/@[^.]*/, '@'))),
    );
    return units.length === 0 || unknown.length > 0 ? `no such unit ${unknown}` : null;
  }
  // Installing is tried whole by the tests of deploy/; here only its options.
  if (/^sh (?:\/opt\/dongbo\/current\/deploy\/)?install\.sh/.test(line)) {
    const known = readFileSync(join(ROOT, 'deploy/install.sh'), 'utf8');
    const options = words.filter((word) => word.startsWith('--'));
    return options.every((option) => known.includes(`${option})`)) ? null : `no option ${options}`;
  }
  return command === 'tar' && words.some((word) => word.includes('/deploy/install.sh')) ? null : undefined;
}

async function faultOf(spoken: string): Promise<string | null> {
  // Where its output goes is the shell's business.
  const line = spoken.replace(/^sudo /, '').replace(/ > [\w./-]+$/, '');
  const ofService = faultOfService(line);
  if (ofService !== undefined) return ofService;
  const words = wordsOfCall(line);
  if (words !== null) return words.length === 0 || words[0] === '…' ? null : faultOfCall(words);
  const script = /^npm (?:run )?([\w:-]+)/.exec(line)?.[1];
  if (script !== undefined) return scripts.includes(script) ? null : 'no such script';
  const file = /^(?:node|bash|sh) ([\w./-]+)/.exec(line)?.[1];
  if (file !== undefined) return existsSync(join(ROOT, file)) ? null : 'no such file';
  return 'a kind of command that this test does not know';
}

async function faultsOf(lines: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const line of lines) {
    const fault = await faultOf(line);
    if (fault !== null) faults.push(`${line}: ${fault}`);
  }
  return faults;
}

const shellOf = (document: Document): string[] =>
  document.fences.filter(({ language }) => language === 'sh' || language === 'console').flatMap(shellLines);

describe('the check itself', () => {
  it.each([
    ['npx dongbo synk --once', 'no such verb'],
    ['npx dongbo held lst', 'no such verb'],
    ['npx dongbo sync --onse', 'no option --onse'],
    ['npx dongbo sync --once 5', '--once: value or none?'],
    ['npx dongbo simulate portal --port', '--port: value or none?'],
    ['npx dongbo explain a b', 'too many arguments'],
    ['npm run nothing', 'no such script'],
    ['bash .ci/nothing', 'no such file'],
    ['sudo systemctl start dongbo-nothing.service', 'no such unit dongbo-nothing.service'],
    ['sudo sh install.sh --downgrade x.tar.gz', 'no option --downgrade'],
    ['sudo systemctl enable --now dongbo-worker@9465.service', null],
    ['npx dongbo simulate portal --port 0 --mode rows', null],
    ['dongbo held show DB-DOS-004 --limit 5', null],
  ])('%s: %s', async (line, fault) => {
    expect(await faultOf(line)).toBe(fault);
  });
});

describe('remedies', () => {
  it('name only commands that exist', async () => {
    const texts = ERROR_CODES.flatMap((code) => {
      const { vi: vietnamese, en } = entryOf(code);
      return [vietnamese, en].flatMap(({ cause, remedy }) => [cause, remedy]);
    });
    // A verb, its second word where there is one, an option and no prose behind it.
    const named = texts.flatMap(
      (text) =>
        text.match(
          /\bdongbo [a-z]+(?: (?:pull|show|list|release|check|portal|province)\b)?(?: --[a-z]+)?/g,
        ) ?? [],
    );
    const calls = [...new Set(named)].map((call) => (/ show$/.test(call) ? `${call} X` : call));
    expect(calls.length).toBeGreaterThan(5);
    expect(await faultsOf(calls)).toEqual([]);
  });
});

/** Further sources that guides take for an example. */
const EXAMPLE_SOURCES = ['dat-dai'];

describe.each(GUIDES)('$path', (document) => {
  it('has only commands that exist', async () => {
    const inline = document.codes.filter((code) => /^(npx dongbo|dongbo|npm run|npm test)( |$)/.test(code));
    expect(
      await faultsOf([...shellOf(document), ...inline.filter((code) => !code.includes('<command>'))]),
    ).toEqual([]);
  });

  it('names only settings that exist', () => {
    const families = new Set(Object.keys(SETTINGS).map((name) => name.split('_')[0]));
    const named = [...document.codes, ...document.fences.map(({ text }) => text)]
      .flatMap((text) => text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [])
      .filter((name) => families.has(name.split('_')[0]));
    const isSetting = (name: string): boolean =>
      Object.hasOwn(SETTINGS, name) ||
      furtherSettings(EXAMPLE_SOURCES).some(([further]) => further === name) ||
      Object.entries(SETTINGS).some(([secret, { secret: is }]) => is === true && `${secret}_FILE` === name);
    expect([...new Set(named)].filter((name) => !isSetting(name))).toEqual([]);
  });

  it('shows only .env files that pass', () => {
    for (const { text } of document.fences.filter(({ language }) => language === 'dotenv')) {
      expect(() => parseConfig({}, parseEnv(text))).not.toThrow();
    }
  });
});

describe.each([...GUIDES, ...DECISIONS])('$path', ({ text }) => {
  it('names only error codes that exist', () => {
    expect((text.match(/DB-[A-Z]{3}-\d{3}/g) ?? []).filter((code) => !isErrorCode(code))).toEqual([]);
  });
});

/** Every verb of the program, by its own help. */
async function verbs(words: readonly string[] = []): Promise<string[]> {
  // Examples stand below, behind an empty line.
  const listed = (await helpOf(words)).split(/^Commands:$/m)[1]?.split('\n\n')[0] ?? '';
  const names = [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);
  if (names.length === 0) return [words.join(' ')];
  const found: string[] = [];
  // One after the other: the output that is caught is the process's, and a verb is loaded before it speaks.
  for (const name of names) if (name !== 'help') found.push(...(await verbs([...words, name])));
  return found;
}

describe('the two READMEs', () => {
  const [english, vietnamese] = ['README.md', 'README.vi.md'].map(readDocument);

  it('have the same blocks of commands and settings in the same order', () => {
    const blocks = (document?: Document) =>
      document?.fences
        .filter(({ language }) => language !== 'text')
        .map((fence) => [fence.language, fence.mark, shellLines(fence)]);
    expect(blocks(vietnamese)).toEqual(blocks(english));
    expect(blocks(english)?.length).toBeGreaterThan(3);
  });

  it('name every verb of the program', async () => {
    const named = english?.codes.filter((code) => code.startsWith('dongbo ')) ?? [];
    const all = await verbs();
    expect(all).toEqual(expect.arrayContaining(['demo', 'held list', 'simulate province']));
    const missing = all.filter(
      (verb) => !named.some((code) => code === `dongbo ${verb}` || code.startsWith(`dongbo ${verb} `)),
    );
    expect(missing).toEqual([]);
  });

  it('name the same verbs, settings, codes and files', () => {
    const named = (document?: Document) => {
      const text = document?.text ?? '';
      const verbs = (document?.codes ?? []).filter((code) => code.startsWith('dongbo '));
      const others = text.match(/\b[A-Z]+(?:_[A-Z]+)+\b|DB-[A-Z]{3}-\d{3}/g) ?? [];
      const files = (document?.links ?? []).filter((link) => !/^README|^#/.test(link));
      return [...new Set([...verbs, ...others, ...files])].sort();
    };
    expect(named(vietnamese)).toEqual(named(english));
  });
});
