/** docs/errors.md is the catalogue of errors, whole and of this version; what its remedies tell people to type exists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { PLACEHOLDER_KEYS, placeholdersOf } from '../../src/cli/error-placeholders.ts';
import { areaOf, areaWords } from '../../src/cli/error-words.ts';
import { errorsPage } from '../../src/cli/errors-page.ts';
import { createProgram } from '../../src/cli/main.ts';
import { allVerbs } from '../../src/cli/verbs.ts';
import { ERROR_CODES, entryOf, explainError, unmarked } from '../../src/domain/errors.ts';
import { runCommand } from '../support/e2e/command.ts';
import { ROOT, readDocument } from './markdown.ts';

const page = (): string => readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');

describe('docs/errors.md', () => {
  it('is what the program makes', () => {
    expect(page() === errorsPage(), 'docs/errors.md is of another version: run npm run docs:errors').toBe(
      true,
    );
  });

  it('has each code under a heading to link to', () => {
    const { anchors } = readDocument('docs/errors.md');
    expect(ERROR_CODES.filter((code) => !anchors.includes(code.toLowerCase()))).toEqual([]);
  });

  it('names every area and explains every placeholder in both languages', () => {
    expect(ERROR_CODES.map(areaOf).filter((area) => areaWords(area).vi.name === area)).toEqual([]);
    const unexplained = ERROR_CODES.flatMap((code) =>
      (['vi', 'en'] as const).flatMap((language) =>
        placeholdersOf(code, language)
          .filter(({ meaning }) => meaning === '')
          .map(({ name }) => `${code} {${name}}: add it to src/cli/error-placeholders.ts`),
      ),
    );
    expect(unexplained).toEqual([]);
    const used = ERROR_CODES.flatMap((code) =>
      placeholdersOf(code, 'vi').flatMap(({ name }) => [
        name,
        `${areaOf(code)}.${name}`,
        `${code.slice(3)}.${name}`,
      ]),
    );
    expect(PLACEHOLDER_KEYS.filter((key) => !used.includes(key))).toEqual([]);
  });
});

/** Verbs that have verbs below them and do something by themselves, too. */
const BY_ITSELF: ReadonlySet<string> = new Set(['jobs', 'reconcile', 'resync']);

/** What is wrong with the calls of `dongbo` in a sentence. */
function faultsOf(sentence: string, program: Command): string[] {
  // A word that goes on in Vietnamese letters is prose, and so is what follows a verb without verbs below it.
  const calls = /\bdongbo ([a-z]+)(?![\p{L}_])(?: ([a-z]+)(?![\p{L}_-]))?(?: (--[a-z-]+))?/gu;
  return [...sentence.matchAll(calls)].flatMap(([call, verb = '', below = '', option]) => {
    const command = program.commands.find((each) => each.name() === verb);
    if (command === undefined) return [`${call}: no such verb`];
    const meant = command.commands.find((each) => each.name() === below);
    if (command.commands.length > 0 && meant === undefined && !BY_ITSELF.has(verb))
      return [`${call}: no such verb`];
    const known = (meant ?? command).options.some(({ long }) => long === option);
    return option === undefined || known ? [] : [`${call}: no such option`];
  });
}

/** What a person types or looks for, where the texts can have it: to be marked, so that pages show it as code. */
const TYPED =
  /\bdongbo [a-z]+(?![\p{L}_])|(?<!\S)--[a-z]|<[^>]*>|\b[\w-]+\.(?:csv|yaml|log)\b|\b[A-Z]+(?:_[A-Z]+)+\b|\b[a-z]+_[a-z_]+\b/u;

it('what people type or look for is marked in every text, and every mark is closed', () => {
  expect('Run dongbo sync, see a_b.').toMatch(TYPED);
  const bare = ERROR_CODES.flatMap((code) =>
    [entryOf(code).vi, entryOf(code).en].flatMap(({ cause, remedy }) =>
      [cause, remedy].flatMap((text) => {
        const pieces = text.split('`');
        const outside = pieces.filter((_piece, index) => index % 2 === 0).join(' ');
        const found = TYPED.exec(outside)?.[0];
        if (pieces.length % 2 === 0) return [`${code}: a mark is not closed`];
        return found === undefined ? [] : [`${code}: ${found}`];
      }),
    ),
  );
  expect(bare).toEqual([]);
});

it('remedies promise no command that does not exist', async () => {
  const program = createProgram(await allVerbs(), async () => {});
  expect(faultsOf('Run dongbo synk, dongbo held lst or dongbo sync --onse.', program)).toHaveLength(3);
  const faults = ERROR_CODES.flatMap((code) =>
    Object.values({ vi: entryOf(code).vi, en: entryOf(code).en }).flatMap(({ cause, remedy }) =>
      faultsOf(unmarked(`${cause}. ${remedy}`), program).map((fault) => `${code}: ${fault}`),
    ),
  );
  expect(faults).toEqual([]);
});

describe('dongbo errors', () => {
  // Also where the settings are what is wrong.
  const errors = (...words: readonly string[]) =>
    runCommand(['errors', ...words], {
      DATABASE_URL: 'nothing',
      PORTAL_CONCURRENCY: 'many',
      LANGUAGE_CODE: 'vi',
    });

  it('prints the page', async () => {
    expect((await errors('--markdown')).stdout).toBe(errorsPage());
  });

  it('lists every code with class and actor', async () => {
    const { stdout } = await errors('--json');
    const document: { code: string }[] = JSON.parse(stdout);
    expect(document.map(({ code }) => code)).toEqual(ERROR_CODES);
    expect((await errors()).stdout).toContain('cán bộ một cửa');
  });

  it('tells what a name stands for in that very code', async () => {
    expect((await errors('CAT-002')).stdout).toContain('{procedure}: mã đã hỏi, của thủ tục, thành phần');
    expect((await errors('XLS-004')).stdout).toContain('{path}: đường dẫn của tệp hoặc thư mục');
    expect((await errors('MAP-022')).stdout).toContain('{path}: vị trí trong tệp YAML');
  });

  it.each(['DB-DOS-004', 'dos-004', ' db-dos-004 '])('tells all of "%s"', async (word) => {
    const { code, stdout } = await errors(word);
    expect(code).toBe(0);
    expect(stdout).toContain(explainError('DB-DOS-004', 'vi').remedy);
    expect(stdout).not.toContain('`');
    expect(stdout).toContain('đơn vị vận hành');
    expect(stdout).toContain('{value}: ');
  });

  it('of a code that is none is wrong use', async () => {
    const { code, stderr } = await errors('nope');
    expect(code).toBe(2);
    expect(stderr).toContain('DB-CFG-007');
    expect(stderr).toContain('nope');
  });
});
