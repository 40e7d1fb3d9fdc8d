import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worksheet } from 'exceljs';
import { describe, expect, it } from 'vitest';
import { checkNewTargets } from '../../../../src/codebook/exchange/check-new-targets.ts';
import { doubtsOf } from '../../../../src/codebook/exchange/import-doubts.ts';
import { planImport } from '../../../../src/codebook/exchange/plan-import.ts';
import type { IsoDay } from '../../../../src/domain/codes.ts';
import { mappingsFolder } from '../mappings-folder.ts';
import { edited, planOf } from './edit-workbook.ts';

const HEADER = 'province_code,national_code,valid_from,valid_to,note';
const rowsOf = (codes: readonly string[]) =>
  `${HEADER}\n${codes.map((code, index) => `P${index},${code},,,n${index}\n`).join('')}`;
const CODES = ['1.001193', '1.000894', '1.004873', '1.000001', '1.000002', '1.000003'];
const FILES = { 'procedures.csv': rowsOf(CODES) };
const told = (doubts: ReturnType<typeof doubtsOf>) => doubts.map(({ code, params }) => ({ code, params }));

/** Turns the cells of one column upside down, as sorting it alone does. */
function turn(sheet: Worksheet, column: string): void {
  const places = CODES.map((_, index) => `${column}${index + 2}`);
  const values = places.map((at) => sheet.getCell(at).value).reverse();
  for (const [index, at] of places.entries()) sheet.getCell(at).value = values[index] ?? null;
}

describe('a word of consent', () => {
  it.each<[string, (sheet: Worksheet) => void, object[]]>([
    [
      'is asked for one column sorted by itself',
      (sheet) => turn(sheet, 'B'),
      [{ code: 'DB-XLS-018', params: { file: 'procedures.csv', removed: 0, changed: 6, total: 6 } }],
    ],
    [
      "also where it is the province's",
      (sheet) => turn(sheet, 'A'),
      [{ code: 'DB-XLS-018', params: { file: 'procedures.csv', removed: 0, changed: 6, total: 6 } }],
    ],
    [
      'is asked for rows that vanish together with rows that change',
      (sheet) => {
        sheet.getCell('B2').value = '1.1';
        sheet.getCell('B3').value = '1.2';
        sheet.spliceRows(7, 1);
      },
      [{ code: 'DB-XLS-018', params: { file: 'procedures.csv', removed: 1, changed: 2, total: 6 } }],
    ],
    ['is not asked for notes', (sheet) => turn(sheet, 'E'), []],
    [
      'nor for one row',
      (sheet) => {
        sheet.getCell('B2').value = '1.1';
      },
      [],
    ],
  ])('%s', async (_what, change, doubts) => {
    const plan = await planOf(mappingsFolder(FILES), (sheet) => change(sheet('procedures')));
    expect(told(doubtsOf(plan, []))).toEqual(doubts);
  });

  it('is asked where an old workbook would bring back a row that was taken out since', async () => {
    const dir = mappingsFolder(FILES);
    const path = await edited(dir, () => {});
    expect(doubtsOf(await planImport(dir, path), [])).toEqual([]);
    writeFileSync(join(dir, 'procedures.csv'), rowsOf(CODES.slice(0, 5)));
    expect(told(doubtsOf(await planImport(dir, path), []))).toEqual([
      { code: 'DB-XLS-019', params: { file: 'procedures.csv', added: 1, removed: 0, changed: 0 } },
    ]);
  });
});

describe('codes that the catalogue does not have', () => {
  const procedure = (code: string, published: boolean) => ({
    code,
    name: code,
    published,
    sectorCode: '',
    sectorName: '',
    components: [{ code: `TP.${code}`, name: 'Tờ khai' }],
    results: [],
  });
  const snapshot = {
    hash: '',
    procedures: [procedure('1.001193', true), procedure('1.000894', false)],
    agencies: [],
  };

  it('are told at the cells of new and changed rows, and of no others', async () => {
    const plan = await planOf(mappingsFolder(FILES), (sheet) => {
      const procedures = sheet('procedures');
      procedures.getCell('E2').value = 'hai\ndòng';
      procedures.getCell('B4').value = '1.000894';
      procedures.getCell('A20').value = 'MỚI';
      procedures.getCell('B20').value = '9.999999';
      procedures.getCell('A21').value = 'ĐÃ HẾT';
      procedures.getCell('B21').value = '9.999998';
      procedures.getCell('D21').value = '2026-01-31';
      sheet('document-types').getRow(5).values = ['component', '9.1', 'GT', 'TP.1.001193'];
      sheet('document-types').getRow(6).values = ['component', '1.001193', 'GT', 'TP.2'];
    });
    expect(plan.faults).toEqual([]);
    const targets = checkNewTargets(plan, snapshot, '2026-06-01' as IsoDay);
    expect(targets.map(({ place, code }) => `${place} ${code}`)).toEqual([
      'Thủ tục (procedures)!B4 DB-MAP-030',
      'Thủ tục (procedures)!B20 DB-MAP-029',
      'Loại giấy tờ (document-types)!B5 DB-MAP-029',
      'Loại giấy tờ (document-types)!D6 DB-MAP-029',
    ]);
    expect(told(doubtsOf(plan, targets))).toEqual([{ code: 'DB-XLS-020', params: { count: 4 } }]);
    expect(checkNewTargets(plan, { hash: '', procedures: [], agencies: [] }, '2026-06-01' as IsoDay)).toEqual(
      [],
    );
  });
});
