/** Where a score goes, and that files of it are whole: nobody's file is written over unless it is named. */
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sayIn } from '../../../src/cli/command-context.ts';
import { type OutputOptions, planOutput } from '../../../src/cli/score-output.ts';
import { writeWhole } from '../../../src/cli/whole-file.ts';
import { DongboError } from '../../../src/domain/errors.ts';

const plan = (options: OutputOptions) => planOutput(options, '2026-Q3', sayIn('en'));

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DongboError) return error.code;
    throw error;
  }
  return 'none';
}

describe('the plan', () => {
  const at = (name: string) => resolve(name);
  it.each<[OutputOptions, string, string[]]>([
    [{}, 'text', []],
    [{ json: true }, 'json', []],
    [{ csv: true, costs: true }, 'csv', []],
    [{ csv: true, output: 'a.txt' }, 'told', ['csv a.txt replace']],
    [{ html: true }, 'told', ['html diem-766-2026-Q3.html']],
    [
      { html: true, xlsx: true, json: true },
      'json',
      ['xlsx diem-766-2026-Q3.xlsx', 'html diem-766-2026-Q3.html'],
    ],
    [{ csv: true, xlsx: true }, 'csv', ['xlsx diem-766-2026-Q3.xlsx']],
    [{ output: 'x/Thang 10.HTML' }, 'told', ['html x/Thang 10.HTML replace']],
    [{ json: true, output: 'a.json' }, 'json', ['json a.json replace']],
    [{ costs: true, output: 'a.csv' }, 'told', ['csv a.csv replace']],
  ])('of %j', (options, stdout, files) => {
    const { stdout: to, files: planned } = plan(options);
    expect(to).toBe(stdout);
    expect(planned).toEqual(
      files.map((told) => {
        const [, format, name = '', replace] = /^(\w+) (.+?)( replace)?$/.exec(told) ?? [];
        return { format, path: at(name), replace: replace !== undefined };
      }),
    );
  });

  it.each<OutputOptions>([
    { csv: true, json: true },
    { csv: true, html: true, output: 'a.html' },
    { output: 'a.pdf' },
    { output: 'bao-cao' },
    { costs: true },
    { costs: true, html: true },
  ])('refuses %j', (options) => {
    expect(codeOf(() => plan(options))).toBe('DB-CFG-005');
  });
});

describe('a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dongbo-score-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, pieces: Iterable<string>, replace = false) =>
    writeWhole(join(folder, name), pieces, replace).then(
      () => 'written',
      (error: unknown) => (error instanceof DongboError ? error.code : String(error)),
    );
  const read = (name: string) => readFile(join(folder, name), 'utf8');

  it('that is there stays as it is unless it is to be replaced', async () => {
    expect(await write('a.csv', ['một', ',hai'])).toBe('written');
    expect(await write('a.csv', ['khác'])).toBe('DB-SCR-007');
    expect(await read('a.csv')).toBe('một,hai');
    expect(await write('a.csv', ['khác'], true)).toBe('written');
    expect(await read('a.csv')).toBe('khác');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it('that cannot be written to its end is not there, and the old one is', async () => {
    await writeFile(join(folder, 'a.csv'), 'cũ');
    function* broken(): Generator<string> {
      yield 'nửa';
      throw new Error('no more');
    }
    expect(await write('a.csv', broken(), true)).toBe('DB-SCR-008');
    expect(await read('a.csv')).toBe('cũ');
    expect(await write('b.csv', broken())).toBe('DB-SCR-008');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it('is found behind a link, and neither a folder nor a device is taken for one', async () => {
    await writeFile(join(folder, 'a.csv'), 'cũ');
    await symlink(join(folder, 'a.csv'), join(folder, 'link.csv'));
    expect(await write('link.csv', ['mới'], true)).toBe('written');
    expect(await read('a.csv')).toBe('mới');
    expect(await write('.', ['x'], true)).toBe('DB-SCR-008');
    await symlink('/dev/null', join(folder, 'null.csv'));
    expect(await write('null.csv', ['x'], true)).toBe('DB-SCR-008');
    expect(await write('missing/a.csv', ['x'])).toBe('DB-SCR-008');
  });
});
