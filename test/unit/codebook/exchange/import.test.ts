import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { CellValue, Worksheet } from 'exceljs';
import { describe, expect, it } from 'vitest';
import { MAX_CELLS, MAX_ROWS } from '../../../../src/codebook/exchange/measure-part.ts';
import { planImport } from '../../../../src/codebook/exchange/plan-import.ts';
import { mappingsFolder } from '../mappings-folder.ts';
import { edited, exported, fileWith, planOf, told } from './edit-workbook.ts';

const HEADER = 'province_code,national_code,valid_from,valid_to,note';
const TABLE = `${HEADER}\n100,1.001193,,,\n007,1.000894,,,\nHT-3,1.004873,,,\n`;
const dir = mappingsFolder({ 'procedures.csv': TABLE });

/** Changes one cell of the first table; answers the faults, and the cells that came out changed. */
async function typed(at: string, value: CellValue, format?: string) {
  const plan = await planOf(dir, (sheet) => {
    const cell = sheet('procedures').getCell(at);
    cell.value = value;
    if (format !== undefined) cell.numFmt = format;
  });
  const changed = plan.tables[0]?.difference.changed ?? [];
  return {
    told: told(plan).map((line) => line.replace('Thủ tục (procedures)!', '')),
    params: plan.faults[0]?.params,
    cells: changed.flatMap(({ after, columns }) => columns.map((column) => after.row[column])),
  };
}

describe('what Excel does behind people’s backs', () => {
  it.each<[string, string, CellValue, string | undefined, string]>([
    ['a number typed over a code', 'A4', 7, undefined, 'A4 DB-XLS-014'],
    [
      'a number whose zero may be lost, though it looks like one that is there',
      'B3',
      1.1,
      undefined,
      'B3 DB-XLS-014',
    ],
    ['true typed over a code', 'A4', true, undefined, 'A4 DB-XLS-014'],
    ['a code that became a date', 'B4', new Date('2026-01-02'), 'dd/mm/yyyy', 'B4 DB-XLS-015'],
    ['a day with a time', 'C4', new Date('2026-01-02T08:00:00Z'), 'dd/mm/yyyy hh:mm', 'C4 DB-XLS-015'],
    ['a number in a column of days', 'C4', 20260102, undefined, 'C4 DB-MAP-015'],
    [
      'a formula that failed',
      'B4',
      { formula: 'A1/0', result: { error: '#DIV/0!' } } as CellValue,
      undefined,
      'B4 DB-XLS-016',
    ],
    [
      'a formula that was never reckoned',
      'B4',
      { formula: 'A1', date1904: false } as CellValue,
      undefined,
      'B4 DB-XLS-016',
    ],
    ['an error value', 'E4', { error: '#REF!' } as CellValue, undefined, 'E4 DB-XLS-016'],
  ])('%s is told at its cell', async (_what, at, value, format, fault) => {
    expect((await typed(at, value, format)).told).toEqual([fault]);
  });

  it.each<[string, string, CellValue, string | undefined, string[]]>([
    ['a number that is exactly the code that stands there', 'A2', 100, undefined, []],
    ['a day', 'C4', new Date('2026-01-31'), 'dd/mm/yyyy', ['2026-01-31']],
    ['a number in a note', 'E4', 12.5, undefined, ['12.5']],
    [
      'the result of a formula',
      'B4',
      { formula: 'CONCAT("1.";"1")', result: '1.1', date1904: false },
      undefined,
      ['1.1'],
    ],
    [
      'rich text',
      'B4',
      { richText: [{ text: ' 1.' }, { text: '1', font: { bold: true } }] },
      undefined,
      [' 1.1'],
    ],
    ['a break within a cell', 'E4', 'a\r\nb', undefined, ['a\nb']],
  ])('%s is taken', async (_what, at, value, format, cells) => {
    expect(await typed(at, value, format)).toMatchObject({ told: [], cells });
  });

  it('merged cells are told once; deleted, empty and formatted rows are no rows', async () => {
    const plan = await planOf(dir, (sheet) => {
      const procedures = sheet('procedures');
      procedures.mergeCells('B2:B3');
      procedures.getCell('A90').value = ' \u00a0';
      procedures.getCell('A91').font = { bold: true };
      // Only what is there to be read was left behind.
      procedures.getCell('J92').value = 'x';
    });
    expect(told(plan)).toEqual(['Thủ tục (procedures)!B2 DB-XLS-017', 'Thủ tục (procedures)!B3 DB-MAP-014']);
  });
});

describe('sheets and headers', () => {
  const rows = (sheet: Worksheet, cells: CellValue[][]) => {
    sheet.addRows(cells);
  };

  it('columns may move and be added; what is passed over is told', async () => {
    const plan = await planOf(dir, (sheet, workbook) => {
      const procedures = sheet('procedures');
      procedures.spliceColumns(1, 0, ['Người duyệt', 'An']);
      procedures.getCell('G1').value = 'tên quốc gia (chỉ xem)';
      procedures.getCell('B1').value = '  PROVINCE_CODE\u00a0';
      workbook.addWorksheet('Nháp').getCell('A1').value = 'tính thử';
    });
    expect(told(plan)).toEqual([]);
    expect(plan.passedOver.map(({ place }) => place)).toEqual(['Nháp', 'Thủ tục (procedures)!A1']);
    expect(plan.tables[0]?.difference).toMatchObject({ unchanged: 3, changed: [], added: [], removed: [] });
  });

  it('a renamed or doubled column is a fault, and no rows are judged or lost', async () => {
    const plan = await planOf(dir, (sheet) => {
      sheet('procedures').getCell('B1').value = 'Mã quốc gia';
      sheet('statuses').getCell('D1').value = 'national_status';
    });
    expect(told(plan)).toEqual([
      'Thủ tục (procedures)!E1 DB-MAP-007',
      'Trạng thái (statuses)!D1 DB-MAP-009',
      'Trạng thái (statuses)!D1 DB-MAP-007',
    ]);
    expect(plan.tables.map(({ before }) => before.file)).not.toContain('procedures.csv');
  });

  it('a sheet with another name is known by its columns; two of one table are a fault', async () => {
    const plan = await planOf(dir, (sheet, workbook) => {
      sheet('agencies').name = 'Sheet5';
      rows(workbook.addWorksheet('bản sao (procedures)'), [HEADER.split(',')]);
      rows(workbook.addWorksheet('ban sao'), [['kind', 'procedure', ...HEADER.split(',')]]);
    });
    expect(told(plan)).toEqual(['bản sao (procedures) DB-XLS-013', 'ban sao DB-XLS-013']);
    expect(plan.tables.map(({ before }) => before.file)).toContain('agencies.csv');
  });

  it('faults of the readers are told at the cell, overlaps with the row of the sheet', async () => {
    const plan = await planOf(dir, (sheet) => {
      const procedures = sheet('procedures');
      // A break before them: lines of the file and rows of the sheet part ways.
      procedures.getCell('E2').value = 'a\nb\nc';
      procedures.getCell('A4').value = ' 007 ';
      procedures.getCell('D3').value = '31/12/2026';
      rows(sheet('values'), [['chanel', 'x', '1']]);
      rows(sheet('statuses'), [['x', '', '11']]);
    });
    expect(told(plan)).toEqual([
      'Thủ tục (procedures)!D3 DB-MAP-015',
      'Trạng thái (statuses)!C2 DB-MAP-017',
      'Giá trị khác (values)!A2 DB-MAP-017',
    ]);
    const overlap = await planOf(dir, (sheet) => {
      sheet('procedures').getCell('E2').value = 'a\nb\nc';
      sheet('procedures').getCell('A4').value = ' 007 ';
    });
    expect(overlap.faults).toMatchObject([
      { place: 'Thủ tục (procedures)!A4', code: 'DB-MAP-018', params: { other: 3 } },
    ]);
  });
});

describe('CSV as spreadsheets write it', () => {
  const rows = [
    HEADER.split(','),
    ['HT-1', ' 1.1', '', '', 'một; hai'],
    ['HT-2', '1.2', '2026-01-01', '', 'x'],
  ];
  const csv = (separator: string) =>
    rows.map((row) => row.map((cell) => `"${cell}"`).join(separator)).join('\r\n');
  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

  it.each<[string, string | Uint8Array]>([
    ['semicolons and a mark', `\uFEFF${csv(';')}`],
    ['tabs in UTF-16, "Unicode Text"', utf16(csv('\t'))],
    ['UTF-16 with the big end first', utf16(csv(';')).swap16()],
    ['the hint sep=', `sep=;\r\n${csv(';')}`],
    ['commas and rows of nothing but separators', `${csv(',')}\n,,,,\n,,,,\n`],
  ])('%s', async (_what, content) => {
    for (const name of ['procedures.csv', 'tinh gui.csv']) {
      const plan = await planImport(mappingsFolder(), fileWith(content, name));
      expect(told(plan)).toEqual([]);
      expect(plan.tables[0]?.difference.rows).toEqual([
        { province_code: 'HT-1', national_code: ' 1.1', valid_from: '', valid_to: '', note: 'một; hai' },
        { province_code: 'HT-2', national_code: '1.2', valid_from: '2026-01-01', valid_to: '', note: 'x' },
      ]);
    }
  });

  it('a sheet saved as CSV, labels and all, is the same table', async () => {
    const labels = 'province_code\nMã,national_code\nMã,"valid_from\nTừ",valid_to,note,tên quốc gia (chỉ xem)'
      .split(',')
      .map((cell) => `"${cell.replaceAll('"', '')}"`)
      .join(';');
    const plan = await planImport(dir, fileWith(`${labels}\n100;1.001193;;;;Khai sinh\n`, 'Thu tuc.csv'));
    expect(told(plan)).toEqual([]);
    expect(plan.tables[0]?.difference).toMatchObject({ unchanged: 1, removed: [{ line: 3 }, { line: 4 }] });
  });

  it('faults are told by line and column', async () => {
    const text = `${HEADER.replaceAll(',', ';')}\nHT-1;1.1;1/7/2025;;\nHT-2;1.2;;\nht-1;1.1;;;\n`;
    expect(told(await planImport(dir, fileWith(text, 'procedures.csv')))).toEqual([
      'procedures.csv:3:1 DB-MAP-013',
      'procedures.csv:2:10 DB-MAP-015',
    ]);
    const old = Buffer.from(`${HEADER}\nHT-1,1.1,,,ti\xeang\n`, 'latin1');
    expect(told(await planImport(dir, fileWith(old, 'procedures.csv')))).toEqual([
      'procedures.csv:1:1 DB-MAP-005',
    ]);
  });

  it('a folder brings the tables that are in it', async () => {
    const folder = join(dirname(fileWith('', 'x')), 'bang');
    mkdirSync(folder);
    writeFileSync(join(folder, 'procedures.csv'), csv(';'));
    writeFileSync(join(folder, 'HOLIDAYS.CSV'), 'date;name\n2026-09-02;Quốc khánh\n');
    const plan = await planImport(dir, folder);
    expect(plan.tables.map(({ before }) => before.file)).toEqual(['procedures.csv', 'holidays.csv']);
  });
});

/** A zip of one part, whose directory says `claimed` bytes. */
function zipOf(name: string, content: Buffer, claimed = content.length): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30 + name.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const entry = Buffer.alloc(46 + name.length);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(claimed, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, entry, end]);
}

describe('files that are no tables', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['an old .xls, or a password', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'DB-XLS-009'],
    ['no zip', 'province_code;national_code', 'DB-XLS-010'],
    ['nothing', '', 'DB-XLS-010'],
    ['a zip of something else', zipOf('mimetype', Buffer.from('text')), 'DB-XLS-010'],
    [
      'a bomb that says it is small',
      zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(300 * 2 ** 20), 1_000),
      'DB-XLS-011',
    ],
    [
      'more rows than anybody has',
      zipOf('xl/worksheets/sheet1.xml', Buffer.from('<row r="1"/>'.repeat(MAX_ROWS + 1))),
      'DB-XLS-011',
    ],
    [
      'more cells, though they are empty',
      zipOf('xl/worksheets/sheet1.xml', Buffer.from('<c s="1"/><c\n/>'.repeat(MAX_CELLS / 2 + 1))),
      'DB-XLS-011',
    ],
    [
      'one merged range of a whole sheet',
      zipOf('xl/worksheets/sheet1.xml', Buffer.from('<mergeCells><mergeCell ref="A1:XFD1048576"/>')),
      'DB-XLS-011',
    ],
    [
      'a name for a whole sheet',
      zipOf('xl/workbook.xml', Buffer.from('<definedName name="x">\'A\'!$A$1:$XFD$1048576</definedName>')),
      'DB-XLS-011',
    ],
  ])('%s is refused', async (_what, content, code) => {
    await expect(planImport(dir, fileWith(content))).rejects.toMatchObject({ code });
  });

  it('a workbook that is cut off, one without tables, and a path that leads nowhere', async () => {
    const bytes = readFileSync(await exported(dir));
    await expect(planImport(dir, fileWith(bytes.subarray(0, bytes.length / 2)))).rejects.toMatchObject({
      code: 'DB-XLS-010',
    });
    const emptied = await edited(dir, (_sheet, workbook) => {
      for (const { id } of workbook.worksheets.slice(1)) workbook.removeWorksheet(id);
    });
    await expect(planImport(dir, emptied)).rejects.toMatchObject({ code: 'DB-XLS-012' });
    await expect(planImport(dir, fileWith('a,b\n', 'x.csv'))).rejects.toMatchObject({ code: 'DB-XLS-012' });
    for (const name of ['không có.xlsx', `${'x'.repeat(300)}.xlsx`, 'procedures.csv/x.csv']) {
      await expect(planImport(dir, join(dir, name))).rejects.toMatchObject({ code: 'DB-XLS-008' });
    }
  });
});
