import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stageFile } from '../../../../src/codebook/exchange/stage-file.ts';
import { hashOf, readTableFile } from '../../../../src/codebook/exchange/table-file.ts';
import {
  checkTableText,
  isOptional,
  TABLE_FILES,
  TABLES,
  type TableFile,
  type TableRow,
} from '../../../../src/codebook/exchange/table-shape.ts';
import { writeTables } from '../../../../src/codebook/exchange/write-table.ts';
import { checkMappings } from '../../../../src/codebook/load-mappings.ts';
import { mappingsFolder } from '../mappings-folder.ts';

const procedure = (province_code: string, national_code: string, note = ''): TableRow => ({
  province_code,
  national_code,
  note,
});
const rowsOf = (dir: string, file: TableFile = 'procedures.csv') =>
  readTableFile(dir, file).lines.map(({ row }) => row);
const write = (dir: string, rows: readonly TableRow[], file: TableFile = 'procedures.csv') =>
  writeTables(dir, [{ before: readTableFile(dir, file), rows }], 'vi');
const append = (dir: string, rows: readonly TableRow[]) => write(dir, [...rowsOf(dir), ...rows]);
const read = (dir: string, file = 'procedures.csv') => readFileSync(join(dir, file), 'utf8');

/** What Excel leaves behind: mark, CRLF, another order of columns, needless quotes, rows of commas. */
const EXCEL = [
  '\uFEFFnational_code,province_code,valid_from,valid_to,note',
  '" 1.014325","HT-1",,,"hai',
  'dòng, ""ngoặc"""',
  '1.000894, HT-2 ,,,',
  ',,,,',
  '1.001193,007,2026-01-01,,cuối',
].join('\r\n');

it('the list of columns is that of the readers', () => {
  for (const file of TABLE_FILES) {
    expect(checkTableText(file, `${TABLES[file].columns.join(',')}\n`)).toEqual([]);
    for (const column of TABLES[file].columns.filter((one) => !isOptional(file, one))) {
      const without = TABLES[file].columns.filter((other) => other !== column);
      expect(checkTableText(file, `${without.join(',')}\n`).map(({ code }) => code)).toContain('DB-MAP-007');
    }
  }
});

describe('rows that are not touched', () => {
  it('keep their bytes when rows are added, taken out and moved', async () => {
    const dir = mappingsFolder({ 'procedures.csv': EXCEL });
    await append(dir, [procedure('HT-9', ' 1.1 ', 'a,b')]);
    expect(read(dir)).toBe(`${EXCEL}\r\n" 1.1 ",HT-9,,,"a,b"\r\n`);

    const [first, second, third, added] = rowsOf(dir);
    if (!first || !second || !third || !added) throw new Error('rows are missing');
    await write(dir, [third, first, { ...second, note: 'mới' }]);
    expect(read(dir)).toBe(
      [
        '\uFEFFnational_code,province_code,valid_from,valid_to,note',
        '1.001193,007,2026-01-01,,cuối',
        '" 1.014325","HT-1",,,"hai',
        'dòng, ""ngoặc"""',
        '1.000894," HT-2 ",,,mới',
        '',
      ].join('\r\n'),
    );
  });

  it('leave the file alone altogether when nothing else is there', async () => {
    const dir = mappingsFolder({ 'procedures.csv': EXCEL });
    const before = statSync(join(dir, 'procedures.csv'));
    expect(await write(dir, rowsOf(dir))).toEqual([]);
    expect(statSync(join(dir, 'procedures.csv'))).toMatchObject({ mtimeMs: before.mtimeMs, ino: before.ino });
    expect(existsSync(join(dir, 'procedures.csv.bak'))).toBe(false);
  });
});

describe('nothing is written', () => {
  it('where a reader finds a fault; every fault is told', async () => {
    const dir = mappingsFolder({ 'procedures.csv': EXCEL });
    const faulty = [procedure('ht-1', '1.1'), procedure('X', '')];
    await expect(append(dir, faulty)).rejects.toMatchObject({
      code: 'DB-XLS-001',
      params: { count: 2 },
      details: [
        expect.stringContaining('procedures.csv:7:5 DB-MAP-018'),
        expect.stringContaining('DB-MAP-014'),
      ],
    });
    expect(read(dir)).toBe(EXCEL);
  });

  it('for any table of a call where one has a fault or changed', async () => {
    const dir = mappingsFolder();
    const good = { before: readTableFile(dir, 'procedures.csv'), rows: [procedure('a', '1.1')] };
    const status = (national_status: string) => ({ province_status: 'x', national_status });
    const before = readTableFile(dir, 'statuses.csv');
    await expect(writeTables(dir, [good, { before, rows: [status('11')] }])).rejects.toMatchObject({
      code: 'DB-XLS-001',
    });
    writeFileSync(join(dir, 'statuses.csv'), `${read(dir, 'statuses.csv')}a,,1,\n`);
    await expect(writeTables(dir, [good, { before, rows: [status('1')] }])).rejects.toMatchObject({
      code: 'DB-XLS-002',
    });
    expect(rowsOf(dir)).toEqual([]);
    expect(readdirSync(dir).filter((name) => /\.(new|bak)$/.test(name))).toEqual([]);
  });

  it('where the file changes between laying the new text beside it and putting it in place', async () => {
    const dir = mappingsFolder();
    const path = join(dir, 'procedures.csv');
    const staged = await stageFile(path, Buffer.from('new'), hashOf(readFileSync(path)));
    writeFileSync(path, 'edited');
    await expect(staged.commit()).rejects.toMatchObject({ code: 'DB-XLS-002' });
    expect(read(dir)).toBe('edited');
    expect(readdirSync(dir).filter((name) => name.includes('.new'))).toEqual([]);
  });

  it('while another writer is at it; what a killed one left is passed over after a minute', async () => {
    const dir = mappingsFolder();
    const beside = join(dir, '.procedures.csv.new');
    writeFileSync(beside, 'half');
    const add = () => append(dir, [procedure('a', '1.1')]);
    await expect(add()).rejects.toMatchObject({ code: 'DB-XLS-003', exitCode: 75 });
    const old = (Date.now() - 61_000) / 1000;
    utimesSync(beside, old, old);
    await add();
    expect(rowsOf(dir)).toMatchObject([{ province_code: 'a' }]);
  });
});

it('of many writers at once, each either adds its row or is refused; none is lost', async () => {
  const dir = mappingsFolder();
  const codes = Array.from({ length: 12 }, (_, n) => `c${n}`);
  const outcomes = await Promise.allSettled(codes.map((code) => append(dir, [procedure(code, '1.1')])));
  const added = codes.filter((_, n) => outcomes[n]?.status === 'fulfilled');
  expect(added.length).toBeGreaterThan(0);
  expect(
    rowsOf(dir)
      .map((row) => row.province_code)
      .toSorted(),
  ).toEqual(added.toSorted());
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason.code).toMatch(/DB-XLS-00[23]/);
  }
});

it('mode, link and the old content stay', async () => {
  const real = mappingsFolder();
  const dir = mappingsFolder({ 'procedures.csv': null });
  const target = join(real, 'procedures.csv');
  const old = readFileSync(target, 'utf8');
  chmodSync(target, 0o640);
  symlinkSync(target, join(dir, 'procedures.csv'));
  await append(dir, [procedure('a', '1.1')]);
  expect(rowsOf(real)).toHaveLength(1);
  expect(statSync(target).mode & 0o777).toBe(0o640);
  expect(read(real, 'procedures.csv.bak')).toBe(old);
  expect(checkMappings(dir).faults).toEqual([]);
});

it('a table that is not there is made; one that is no table is replaced', async () => {
  const dir = mappingsFolder({ 'procedures.csv': null, 'statuses.csv': 'a;b\n1;2\n' });
  await append(dir, [procedure('a', '1.1')]);
  expect(read(dir)).toBe('province_code,national_code,valid_from,valid_to,note\na,1.1,,,\n');
  const row = { province_status: 'a', national_status: '1' };
  await write(dir, [row], 'statuses.csv');
  expect(read(dir, 'statuses.csv')).toBe('province_status,province_substatus,national_status,note\na,,1,\n');
});
