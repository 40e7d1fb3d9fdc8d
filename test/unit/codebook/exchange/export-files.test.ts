import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportFile, exportFolder } from '../../../../src/codebook/exchange/export-files.ts';
import { planImport } from '../../../../src/codebook/exchange/plan-import.ts';
import { readTableFile } from '../../../../src/codebook/exchange/table-file.ts';
import { TABLE_FILES } from '../../../../src/codebook/exchange/table-shape.ts';
import { mappingsFolder } from '../mappings-folder.ts';

const bytes = Buffer.from('x');
const tablesOf = (dir: string) => TABLE_FILES.map((file) => readTableFile(dir, file));
const HEADER = 'province_code,national_code,valid_from,valid_to,note';

it('a new workbook is for its owner alone; one that is there keeps its mode and a copy of what it held', async () => {
  const [dir, other] = [mappingsFolder(), mappingsFolder()];
  const to = join(other, 'ra-soat.xlsx');
  await exportFile(bytes, { to, dir, overwrite: false });
  expect(statSync(to).mode & 0o777).toBe(0o600);
  await expect(exportFile(bytes, { to, dir, overwrite: false })).rejects.toMatchObject({
    code: 'DB-XLS-006',
  });
  await exportFile(Buffer.from('y'), { to, dir, overwrite: true });
  expect([readFileSync(to, 'utf8'), readFileSync(`${to}.bak`, 'utf8')]).toEqual(['y', 'x']);
});

it('nothing comes to lie in the mappings folder, whichever way leads there', async () => {
  const [dir, other] = [mappingsFolder(), mappingsFolder()];
  const before = readdirSync(dir);
  symlinkSync(dir, join(other, 'lối tắt'));
  symlinkSync(join(dir, 'procedures.csv'), join(other, 'x.xlsx'));
  for (const to of [join(dir, 'a.xlsx'), join(other, 'lối tắt', 'a.xlsx'), join(other, 'x.xlsx')]) {
    await expect(exportFile(bytes, { to, dir, overwrite: true })).rejects.toMatchObject({
      code: 'DB-XLS-007',
    });
  }
  for (const to of [dir, join(other, 'lối tắt')]) {
    await expect(exportFolder(tablesOf(dir), { to, dir, overwrite: true })).rejects.toMatchObject({
      code: 'DB-XLS-007',
    });
  }
  expect(readdirSync(dir)).toEqual(before);
});

it('what cannot be written is told with its path', async () => {
  const [dir, other] = [mappingsFolder(), mappingsFolder()];
  const folder = join(other, 'là thư mục.xlsx');
  mkdirSync(folder);
  for (const to of [
    folder,
    join(other, `${'x'.repeat(300)}.xlsx`),
    join(other, 'procedures.csv', 'a.xlsx'),
  ]) {
    await expect(exportFile(bytes, { to, dir, overwrite: true })).rejects.toMatchObject({
      code: 'DB-XLS-004',
      params: { path: to },
    });
  }
});

it('CSV copies of an older table are known to be old, as a folder and one by one', async () => {
  const dir = mappingsFolder({ 'procedures.csv': `${HEADER}\nA,1.1,,,\n` });
  const copies = join(mappingsFolder(), 'copies');
  await exportFolder(tablesOf(dir), { to: copies, dir, overwrite: false });
  const stale = async (from: string) =>
    (await planImport(dir, from)).tables.filter((table) => table.stale).map(({ before }) => before.file);
  expect(await stale(copies)).toEqual([]);

  writeFileSync(join(dir, 'procedures.csv'), `${HEADER}\nA,1.2,,,\n`);
  expect(await stale(copies)).toEqual(['procedures.csv']);
  expect(await stale(join(copies, 'procedures.csv'))).toEqual(['procedures.csv']);
  expect(await stale(join(copies, 'values.csv'))).toEqual([]);
  // Exported anew: nothing is old any more.
  await exportFolder(tablesOf(dir), { to: copies, dir, overwrite: true });
  expect(await stale(copies)).toEqual([]);
  expect(existsSync(join(copies, 'dongbo-export.txt'))).toBe(true);
});
