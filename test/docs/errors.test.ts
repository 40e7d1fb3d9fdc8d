/** docs/errors.md is the catalogue of errors, whole and of this version; what its remedies tell people to type exists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { placeholdersOf } from '../../src/cli/error-placeholders.ts';
import { areaOf, areaWords } from '../../src/cli/error-words.ts';
import { errorsPage } from '../../src/cli/errors-page.ts';
import { createProgram } from '../../src/cli/main.ts';
import { ERROR_CODES, entryOf } from '../../src/domain/errors.ts';
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
  });
});

/** What is wrong with the calls of `dongbo` in a sentence. */
function faultsOf(sentence: string, program: Command): string[] {
  // A word that goes on in Vietnamese letters is prose, and so is what follows a verb without verbs below it.
  const calls = /\bdongbo ([a-z]+)(?![\p{L}_])(?: ([a-z]+)(?![\p{L}_-]))?(?: (--[a-z-]+))?/gu;
  return [...sentence.matchAll(calls)].flatMap(([call, verb = '', below = '', option]) => {
    const command = program.commands.find((each) => each.name() === verb);
    if (command === undefined) return [`${call}: no such verb`];
    const meant = command.commands.find((each) => each.name() === below);
    if (command.commands.length > 0 && meant === undefined) return [`${call}: no such verb`];
    const known = (meant ?? command).options.some(({ long }) => long === option);
    return option === undefined || known ? [] : [`${call}: no such option`];
  });
}

it('remedies promise no command that does not exist', () => {
  const program = createProgram(async () => {});
  expect(faultsOf('Run dongbo synk, dongbo held lst or dongbo sync --onse.', program)).toHaveLength(3);
  const faults = ERROR_CODES.flatMap((code) =>
    Object.values({ vi: entryOf(code).vi, en: entryOf(code).en }).flatMap(({ cause, remedy }) =>
      faultsOf(`${cause}. ${remedy}`, program).map((fault) => `${code}: ${fault}`),
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

  it.each(['DB-DOS-004', 'dos-004', ' db-dos-004 '])('tells all of "%s"', async (word) => {
    const { code, stdout } = await errors(word);
    expect(code).toBe(0);
    expect(stdout).toContain(entryOf('DB-DOS-004').vi.remedy);
    expect(stdout).toContain('đơn vị vận hành');
    expect(stdout).toContain('{value}: ');
  });

  it('of a code that is none is wrong use', async () => {
    const { code, stderr } = await errors('DB-DOS-999');
    expect(code).toBe(2);
    expect(stderr).toContain('DB-CFG-003');
  });
});
