import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataValidation, Worksheet } from 'exceljs';
import { describe, expect, it } from 'vitest';
import { SPARE_ROWS } from '../../../../src/codebook/exchange/drop-downs.ts';
import { exportWorkbook } from '../../../../src/codebook/exchange/export-workbook.ts';
import { FIELD_WORDS, KIND_WORDS, STATUS_WORDS } from '../../../../src/codebook/exchange/list-words.ts';
import { planImport } from '../../../../src/codebook/exchange/plan-import.ts';
import { COLUMN_WORDS, LIST_SHEET, SHEET_NAMES } from '../../../../src/codebook/exchange/sheet-words.ts';
import { readTableFile } from '../../../../src/codebook/exchange/table-file.ts';
import { TABLE_FILES, TABLES } from '../../../../src/codebook/exchange/table-shape.ts';
import { writeTables } from '../../../../src/codebook/exchange/write-table.ts';
import { DOCUMENT_KINDS } from '../../../../src/codebook/mapping-tables.ts';
import { DOSSIER_STATUSES, NATIONAL_VALUES } from '../../../../src/domain/dossier.ts';
import { mappingsFolder } from '../mappings-folder.ts';
import { edited, exported, open, planOf, told } from './edit-workbook.ts';

const catalogue = {
  hash: '',
  procedures: [
    {
      code: ' 1.014325',
      name: 'Cấp phiếu lý lịch',
      published: true,
      sectorCode: '',
      sectorName: '',
      components: [{ code: 'KQ1', name: 'Tờ khai' }],
      results: [{ code: 'KQ1', name: 'Phiếu' }],
    },
  ],
  agencies: [{ code: 'H99.05', name: 'Sở Nội vụ' }],
};

/** Cells that spreadsheets like to spoil. */
const FILES = {
  'procedures.csv': `province_code,national_code,valid_from,valid_to,note
007," 1.014325",2025-07-01,,"hai
dòng, ""ngoặc"""
1.10,1.000894,,,${'Tiếng Việt'.normalize('NFD')}
=1+1,1.001193,,,_x0041_ \u0001 \u00a0 <b>&amp;
`,
  'document-types.csv': `kind,procedure,province_code,national_code,valid_from,valid_to,note
Component,,GT,KQ1,,,
result, 1.014325 ,GT,KQ1,,,
`,
  'agencies.csv': 'province_code,national_code,name,valid_from,valid_to,note\nSTP,H99.05,,,,\n',
  'statuses.csv': 'province_status,province_substatus,national_status,note\nĐã trả,,10,\n',
  'values.csv': 'field,province_value,national_value,note\npayment,,0,\nid_type,CCCD,1,\n',
  'holidays.csv': 'date,name\n2026-09-02,Quốc khánh\n',
};

const rulesOf = (sheet: Worksheet): Record<string, DataValidation> =>
  (sheet as unknown as { dataValidations: { model: Record<string, DataValidation> } }).dataValidations.model;

describe('an export', () => {
  it('that comes back unchanged changes nothing, whatever the cells hold', async () => {
    const dir = mappingsFolder(FILES);
    const path = await exported(dir, { catalogue });
    const { faults, tables, passedOver } = await planImport(dir, path);
    expect(faults).toEqual([]);
    expect(passedOver).toEqual([]);
    expect(tables.map(({ before }) => before.file)).toEqual(TABLE_FILES);
    for (const { before, difference, stale } of tables) {
      expect(difference.rows).toEqual(before.lines.map(({ row }) => row));
      expect({ ...difference, stale }).toMatchObject({ added: [], removed: [], changed: [], stale: false });
      expect(before.lines.length).toBeGreaterThan(0);
    }
  });

  it('is text in every cell, frozen and filtered under a header with notes in both languages', async () => {
    const dir = mappingsFolder(FILES);
    const tables = TABLE_FILES.map((file) => readTableFile(dir, file));
    const workbook = await open(await exportWorkbook(tables, { catalogue }));
    for (const table of tables) {
      const { file, lines } = table;
      expect(SHEET_NAMES[file].length).toBeLessThanOrEqual(31);
      const sheet = workbook.getWorksheet(SHEET_NAMES[file]);
      if (sheet === undefined) throw new Error(`no sheet for ${file}`);
      expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
      expect(sheet.autoFilter).toMatch(new RegExp(`^A1:[A-Z]${lines.length + 1}$`));
      for (const [index, column] of TABLES[file].columns.entries()) {
        const words = COLUMN_WORDS[file][column];
        const header = sheet.getCell(1, index + 1);
        expect(header.text).toBe(`${column}\n${words?.label}`);
        expect(header.font?.bold).toBe(true);
        expect(JSON.stringify(header.note)).toContain(
          JSON.stringify(`${words?.vi}\n${words?.en}`).slice(1, -1),
        );
        // One row below the table too: what is typed there is text.
        for (let at = 2; at <= lines.length + 2; at += 1) {
          const cell = sheet.getCell(at, index + 1);
          expect([cell.numFmt, typeof (cell.value ?? '')]).toEqual(['@', 'string']);
        }
      }
    }
    const names = (name: string, column: string): unknown[] =>
      workbook.worksheets
        .find((sheet) => sheet.name.includes(name))
        ?.getColumn(column)
        .values.slice(2) ?? [];
    expect(names('procedures', 'F')).toEqual(['Cấp phiếu lý lịch']);
    expect(names('document', 'H')).toEqual(['Tờ khai', 'Phiếu']);
    expect(names('document', 'I')).toEqual([undefined, 'Cấp phiếu lý lịch']);
    expect(names('agencies', 'G')).toEqual(['Sở Nội vụ']);
  });

  it('offers the values that the readers take, also in the empty rows below', async () => {
    const dir = mappingsFolder(FILES);
    const workbook = await open(await exportWorkbook(TABLE_FILES.map((file) => readTableFile(dir, file))));
    const lists = workbook.getWorksheet(LIST_SHEET);
    const named = (name: string): unknown[] => {
      const [range = ''] = workbook.definedNames.getRanges(`gia_tri_${name}`).ranges;
      const [, from, to = from] = /\$B\$(\d+)(?::\$B\$(\d+))?$/.exec(range) ?? [];
      const rows = Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => Number(from) + n);
      return rows.map((row) => lists?.getCell(`B${row}`).value);
    };
    expect(named('kind')).toEqual(DOCUMENT_KINDS);
    expect(named('national_status')).toEqual(DOSSIER_STATUSES);
    expect(named('field')).toEqual(Object.keys(NATIONAL_VALUES));
    for (const [field, values] of Object.entries(NATIONAL_VALUES)) {
      if (values !== null) expect(named(field)).toEqual(values);
      else expect(named(field).length).toBeGreaterThan(0);
    }
    expect(
      [KIND_WORDS, STATUS_WORDS, FIELD_WORDS.channel.values].flat().every(([, vi, en]) => vi && en),
    ).toBe(true);

    const rule = (file: keyof typeof SHEET_NAMES, cell: string): DataValidation | undefined => {
      const sheet = workbook.getWorksheet(SHEET_NAMES[file]);
      return sheet && rulesOf(sheet)[cell];
    };
    const last = 2 + SPARE_ROWS;
    expect(rule('document-types.csv', `A${last}`)).toMatchObject({
      type: 'list',
      formulae: ['gia_tri_kind'],
    });
    expect(rule('statuses.csv', `C${last}`)).toMatchObject({ formulae: ['gia_tri_national_status'] });
    expect(rule('values.csv', `A${last}`)).toMatchObject({ formulae: ['gia_tri_field'] });
    expect(rule('values.csv', 'C2')).toMatchObject({ type: 'list', formulae: ['INDIRECT("gia_tri_"&$A2)'] });
    expect(rule('procedures.csv', 'C2')).toMatchObject({ prompt: expect.stringContaining('YYYY-MM-DD') });
  });

  it('refuses a cell that Excel would cut off, and names it', async () => {
    const dir = mappingsFolder({ 'holidays.csv': `date,name\n2026-09-02,${'x'.repeat(32_768)}\n` });
    await expect(exportWorkbook([readTableFile(dir, 'holidays.csv')])).rejects.toMatchObject({
      code: 'DB-XLS-005',
      params: { place: 'Ngày nghỉ (holidays)!B2' },
    });
  });
});

describe('a workbook edited at a desk', () => {
  it('brings changed, added and deleted rows, and nothing else; the file keeps its order', async () => {
    const dir = mappingsFolder(FILES);
    const path = await edited(
      dir,
      (sheet, workbook) => {
        const procedures = sheet('procedures');
        procedures.getCell('B3').value = '1.004873';
        procedures.getRow(2).hidden = true;
        procedures.spliceRows(4, 1);
        procedures.getCell('A9').value = 'MỚI';
        procedures.getCell('B9').value = {
          richText: [{ text: '1.00' }, { text: '0894', font: { bold: true } }],
        };
        procedures.getCell('C9').value = new Date('2026-01-31');
        procedures.getCell('C9').numFmt = 'dd/mm/yyyy';
        procedures.getCell('E9').value = { text: 'xem', hyperlink: 'https://tinh-mau.example' };
        // Sorted: the second row comes first now.
        const statuses = sheet('statuses');
        statuses.spliceRows(2, 0, ['Mới', '', '1']);
        statuses.name = 'trang_thai moi';
        workbook.removeWorksheet(sheet('agencies').id);
      },
      { catalogue },
    );
    const plan = await planImport(dir, path);
    expect(told(plan)).toEqual([]);
    expect(plan.tables.map(({ before }) => before.file)).not.toContain('agencies.csv');
    const [procedures] = plan.tables;
    expect(procedures?.difference).toMatchObject({
      changed: [{ before: { line: 4 }, after: { at: 3 }, columns: ['national_code'] }],
      added: [{ at: 9 }],
      removed: [{ line: 5, row: { province_code: '=1+1' } }],
      unchanged: 1,
    });

    const before = readFileSync(join(dir, 'procedures.csv'), 'utf8').split('\n');
    const changes = plan.tables.map(({ before, difference }) => ({ before, rows: difference.rows }));
    expect(await writeTables(dir, changes)).toEqual(['procedures.csv', 'statuses.csv']);
    expect(readFileSync(join(dir, 'procedures.csv'), 'utf8').split('\n')).toEqual([
      ...before.slice(0, 3),
      before[3]?.replace('1.000894', '1.004873'),
      'MỚI,1.000894,2026-01-31,,xem',
      '',
    ]);
    expect(readFileSync(join(dir, 'statuses.csv'), 'utf8')).toBe(`${FILES['statuses.csv']}Mới,,1,\n`);
  });

  it('that was exported before the table changed is told to be old', async () => {
    const dir = mappingsFolder(FILES);
    const path = await edited(dir, () => {});
    const before = readTableFile(dir, 'procedures.csv');
    const row = { province_code: 'nhận hôm qua', national_code: '1.1' };
    await writeTables(dir, [{ before, rows: [...before.lines.map(({ row }) => row), row] }]);
    const [procedures, documents] = (await planImport(dir, path)).tables;
    expect(procedures).toMatchObject({ stale: true, difference: { removed: [{ row }] } });
    expect(documents).toMatchObject({ stale: false });
  });
});

describe('proposals', () => {
  const proposal = (kind: 'procedure' | 'component' | 'agency', provinceCode: string, procedure = '') => ({
    kind,
    procedure,
    provinceCode,
    name: `Tên của ${provinceCode}`,
    dossiers: 12,
    suggestions: [
      { code: ' 1.014325', name: 'Cấp phiếu', score: 0.912 },
      { code: 'KQ1', name: 'Tờ khai', score: 0.5, fits: false },
    ],
    look: ['several-names', 'row'] as const,
  });
  const proposals = [
    proposal('procedure', 'P1'),
    proposal('procedure', 'P2'),
    proposal('component', 'C1', '1.014325'),
    proposal('agency', 'A1'),
  ];

  it('offer each row its own candidates and become rows where somebody picked one', async () => {
    const dir = mappingsFolder(FILES);
    const path = await edited(
      dir,
      (sheet) => {
        const picks = sheet('Đề xuất');
        expect(rulesOf(picks).G3).toMatchObject({ type: 'list', formulae: ['$N$3:$O$3'] });
        expect([picks.getCell('N3').value, picks.getColumn('N').hidden]).toEqual([' 1.014325', true]);
        expect(picks.getCell('I3').value).toBe(' 1.014325 — Cấp phiếu — 0.91');
        expect(picks.getCell('J3').value).toMatch(/^KQ1 — Tờ khai — 0\.50 — KHÔNG DÙNG ĐƯỢC/);
        expect(picks.getCell('F3').value).toBe(
          'mã này mang nhiều tên; bảng đã có dòng cho mã này, hãy sửa dòng đó',
        );
        picks.getCell('G3').value = picks.getCell('N3').value;
        picks.getCell('G4').value = picks.getCell('J4').value;
        picks.getCell('H4').value = 'đã hỏi Sở';
      },
      { proposals },
    );
    const plan = await planImport(dir, path);
    expect(told(plan)).toEqual([]);
    const added = plan.tables.flatMap(({ before, difference }) =>
      difference.added.map(({ row }) => ({ file: before.file, ...row })),
    );
    expect(added).toEqual([
      { file: 'procedures.csv', province_code: 'P2', national_code: ' 1.014325', note: '' },
      {
        file: 'document-types.csv',
        kind: 'component',
        procedure: '1.014325',
        province_code: 'C1',
        national_code: 'KQ1',
        note: 'đã hỏi Sở',
      },
    ]);
    await writeTables(
      dir,
      plan.tables.map(({ before, difference }) => ({ before, rows: difference.rows })),
    );
    // The same workbook once more: its own sheet lacks the new row, but the pick brings it again.
    const again = await planImport(dir, path);
    expect(told(again)).toEqual([]);
    expect(again.tables.map(({ difference }) => [difference.added, difference.removed].flat())).toEqual(
      again.tables.map(() => []),
    );
  });

  it('show no long number that a clerk typed into a name', async () => {
    const typed = {
      ...proposal('component', '079203001234'),
      name: 'CCCD 079203001234, 0912 345 678 ông A, mẫu 12345678',
    };
    const path = await exported(mappingsFolder(FILES), { proposals: [typed] });
    const sheet = (await open(readFileSync(path))).getWorksheet('Đề xuất');
    // The code is what the row stands for, and stays.
    expect([sheet?.getCell('C2').value, sheet?.getCell('D2').value]).toEqual([
      '079203001234',
      'CCCD •••, ••• ông A, mẫu 12345678',
    ]);
  });

  it('need no sheet of their table; a pick that the table contradicts is told at its cell', async () => {
    const dir = mappingsFolder(FILES);
    const plan = await planOf(
      dir,
      (sheet, workbook) => {
        for (const name of ['procedures', 'document-types', 'agencies', 'statuses', 'values', 'holidays'])
          workbook.removeWorksheet(sheet(name).id);
        sheet('Đề xuất').getCell('G2').value = '1.1';
      },
      { proposals: [proposal('procedure', '007'), proposal('procedure', 'P2')] },
    );
    expect(told(plan)).toEqual(['Đề xuất!C2 DB-MAP-018']);
    expect(plan.faults[0]?.params).toMatchObject({ other: 'procedures.csv:2' });
  });

  it('for a code whose row with the same target has ended are told, not dropped', async () => {
    const ended = `province_code,national_code,valid_from,valid_to,note\nP1,1.1,,2026-01-31,\nP2,1.1,,,\n`;
    const plan = await planOf(
      mappingsFolder({ ...FILES, 'procedures.csv': ended }),
      (sheet) => {
        sheet('Đề xuất').getCell('G2').value = '1.1';
        sheet('Đề xuất').getCell('G3').value = '1.1';
      },
      { proposals },
    );
    // P2 says so already for all time; P1 needs a person to part the time.
    expect(told(plan)).toEqual(['Đề xuất!C2 DB-MAP-018']);
  });

  it('on two sheets are a fault: neither takes the place of the other unseen', async () => {
    const plan = await planOf(
      mappingsFolder(FILES),
      (sheet, workbook) => {
        const picks = sheet('Đề xuất');
        picks.getCell('G3').value = '1.1';
        const copy = workbook.addWorksheet('Đề xuất (2)');
        for (const at of [1, 2, 3]) copy.getRow(at).values = picks.getRow(at).values;
        copy.getCell('G3').value = '1.2';
      },
      { proposals },
    );
    expect(plan.faults).toMatchObject([
      { place: 'Đề xuất (2)', code: 'DB-XLS-013', params: { other: 'Đề xuất' } },
    ]);
  });
});
