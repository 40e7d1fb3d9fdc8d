/** A file is JSON or CSV by what is in it; CSV as people's spreadsheets write it; what is neither is refused. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOfficialFile } from '../../../src/compose/official-file.ts';
import { readOfficial } from '../../../src/score/official/read-official.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dongbo-official-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array, name = 'file') {
  const path = join(folder, name);
  await writeFile(path, content);
  return readOfficialFile(path);
}
const refusal = (content: string | Uint8Array) =>
  read(content).then(
    () => 'taken',
    (error: { code?: string; params?: { reason?: string } }) => `${error.code} ${error.params?.reason ?? ''}`,
  );
const amounts = ({ found }: Awaited<ReturnType<typeof read>>) =>
  found.map(({ code, amounts: { numerator, ratio } }) => [code, numerator, ratio]);

it('reads JSON under any name, with a byte order mark, and in UTF-16', async () => {
  const json = '\ufeff [{"code":"A_B","numerator":1,"denominator":2}]';
  expect(amounts(await read(json, 'saved.txt'))).toEqual([['A_B', 1, undefined]]);
  expect(amounts(await read(Buffer.from(json, 'utf16le')))).toEqual([['A_B', 1, undefined]]);
});

it('reads CSV with semicolons, commas and quotes, a byte order mark, other line ends, and Excel’s hint', async () => {
  expect(amounts(await read('\ufeffcode;numerator;ratio\r\nA_B;1;0,5\r\n'))).toEqual([['A_B', '1', '0,5']]);
  expect(amounts(await read('code,numerator,ratio\nA_B,1,"0,5"\n'))).toEqual([['A_B', '1', '0,5']]);
  const hinted = await read('sep=;\ncode;numerator;ratio\nA_B;x;y');
  expect(hinted.found[0]?.placeOf('numerator')).toBe('3:5');
});

it('tells faults of the form by line and column', async () => {
  const unquoted = await read('code,numerator,ratio\nA_B,1,0,5\n"A_C,1');
  expect(unquoted.faults.map(({ place, code }) => `${place} ${code}`)).toEqual([
    '3:1 DB-MAP-011',
    '2:1 DB-SCR-032',
    '3:1 DB-SCR-032',
  ]);
});

it('reads the example of the guide', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../../docs/official-scores.md'), 'utf8');
  const example = /```csv\n(.*?)```/s.exec(guide)?.[1] ?? '';
  const { found, faults } = await read(example);
  const own = { province: 'H99', named: '', agencies: [] };
  const told = {
    period: null,
    agency: null,
    unit: null,
    publishedAt: null,
    own,
    renamed: new Map<string, string>(),
  };
  const reading = readOfficial(found, { ...told, known: new Set(['DOSSIER_SYNC', 'PROGRESS_ON_TIME']) });
  expect([...faults, ...reading.faults, ...reading.unknownCodes]).toEqual([]);
  expect(reading.figures).toHaveLength(2);
});

it('guesses no encoding', async () => {
  const { faults } = await read(Buffer.from('code;ratio\nMã;1', 'latin1'));
  expect(faults.map(({ place, code }) => `${place} ${code}`)).toEqual(['1:1 DB-MAP-005']);
});

it('refuses what is neither, and says what it seems to be', async () => {
  expect(await refusal('')).toBe('DB-SCR-023 ');
  expect(await refusal('PK\u0003\u0004…')).toContain('Excel');
  expect(await refusal('<!DOCTYPE html><title>Request Rejected</title>')).toContain('HTML');
  expect(await refusal('{"code": "A_B",\n  "numerator": bí mật}')).toMatch(/^DB-SCR-021 JSON( 2:16)?$/);
  expect(await refusal('{"code": "A_B",\n  "numerator": [1,')).toBe('DB-SCR-021 JSON 2:19');
  expect(await refusal(Buffer.alloc(20 * 1024 * 1024 + 1, 0x20))).toContain('DB-SCR-020');
  await expect(readOfficialFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'DB-SCR-036' });
  await expect(readOfficialFile(folder)).rejects.toMatchObject({ code: 'DB-SCR-036' });
});
