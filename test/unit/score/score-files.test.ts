/** A score as CSV and as a workbook: what stands in the cells, whatever names a province gives. */
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { Indicator, ScoreReport } from '../../../src/domain/score/score-report.ts';
import { costCsv, indicatorCsv } from '../../../src/score/files/score-csv.ts';
import { scoreWorkbook } from '../../../src/score/files/score-workbook.ts';
import { MADE_UP_COMPARISON } from '../../support/made-up-official.ts';

const EVIL = '=HYPERLINK("http://example";"xem")';
const ONLINE: Indicator = {
  code: 'ONLINE_DOSSIERS',
  group: 'online',
  numerator: 1,
  denominator: 3,
  ratio: 1 / 3,
  score: null,
  max: 12,
  reason: 'formula-unknown',
  atMost: null,
};
const PROGRESS: Indicator = {
  code: 'PROGRESS_ON_TIME',
  group: 'progress',
  numerator: 7,
  denominator: 8,
  ratio: 0.875,
  score: 17.5,
  max: 20,
  reason: null,
  atMost: null,
};

const REPORT: ScoreReport = {
  period: '2026-10',
  from: '2026-10-01' as ScoreReport['from'],
  to: '2026-10-31' as ScoreReport['to'],
  asOf: '2026-10-31T23:59:59',
  formulaVersion: '766-2026',
  formulaSource: 'Quyết định 766/QĐ-TTg',
  sum: { score: 17.5, max: 20 },
  indicators: [PROGRESS, ONLINE],
  province: [{ ...PROGRESS, numerator: 8, ratio: 1, score: 20 }, ONLINE],
  groupedBy: 'agency',
  groups: [
    {
      code: 'H99.41',
      name: EVIL,
      commune: true,
      sum: { score: 17.5, max: 20 },
      indicators: [PROGRESS, { ...ONLINE, numerator: null, denominator: null, ratio: null }],
      dossiers: 8,
      lateBecauseOfSync: 1,
    },
  ],
  costs: [
    {
      indicator: 'PROGRESS_ON_TIME',
      blame: 'synchronization',
      reason: 'last-step-missing',
      count: 1,
      points: 2.5,
      dossiers: [
        {
          dossier: 'H99.41-261002-000001',
          agency: '\t@SUM(1)\u202e\u0007"hai\nba"',
          procedure: '-1+1',
          received: '2026-10-02T08:00:00',
          due: '2026-10-09T16:30:00',
          ended: '2026-10-05T10:00:00',
        },
      ],
    },
  ],
  trend: [
    {
      day: '2026-10-02' as ScoreReport['from'],
      recorded: 1,
      synchronized: 1,
      onTime: 0,
      lateBecauseOfSync: 1,
      late: 0,
    },
  ],
  whatIf: [{ reason: 'all', dossiers: 1, withOthers: 0, points: 0.5, indicators: [] }],
  notes: [{ note: 'no-term', count: 2 }],
};
const TELLING = {
  language: 'vi',
  names: new Map([['PROGRESS_ON_TIME', { vi: 'Đúng hạn', en: 'On time' }]]),
} as const;

const rowsOf = (pieces: Iterable<string>) =>
  parse([...pieces].join(''), { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];

describe('CSV', () => {
  it('has a row an agency and indicator, with nothing where nothing is known', () => {
    const [progress, online, ...others] = rowsOf(indicatorCsv(REPORT, TELLING));
    expect(others).toEqual([]);
    expect(progress).toEqual({
      period: '2026-10',
      formula: '766-2026',
      unit_code: 'H99.41',
      unit: `'${EVIL}`,
      group: 'progress',
      indicator: 'PROGRESS_ON_TIME',
      name: 'Đúng hạn',
      numerator: '7',
      denominator: '8',
      ratio: '0.875',
      score: '17.5',
      max: '20',
      at_most: '',
      reason: '',
      reason_text: '',
    });
    expect(online).toMatchObject({
      numerator: '',
      ratio: '',
      score: '',
      reason: 'formula-unknown',
      max: '12',
    });
    expect(online?.reason_text).toContain('chưa biết');
    // Without groups: the province.
    const [own] = rowsOf(indicatorCsv({ ...REPORT, groupedBy: null, groups: [] }, TELLING));
    expect(own).toMatchObject({ unit: '', indicator: 'PROGRESS_ON_TIME' });
  });

  it('names each dossier that costs points, and no cell is a formula or turns text round', () => {
    const [row] = rowsOf(costCsv(REPORT, TELLING));
    expect(row).toMatchObject({
      dossier: 'H99.41-261002-000001',
      blame: 'synchronization',
      reason: 'last-step-missing',
      agency: `'@SUM(1) "hai ba"`,
      procedure: "'-1+1",
      due: '2026-10-09T16:30:00',
    });
  });

  it('comes in pieces, each of whole lines', () => {
    const [cost] = REPORT.costs;
    if (cost === undefined) throw new Error('no cost');
    const dossiers = Array.from({ length: 1_200 }, () => cost.dossiers[0]).filter((one) => one !== undefined);
    const pieces = [...costCsv({ ...REPORT, costs: [{ ...cost, dossiers }] }, TELLING)];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.every((piece) => piece.endsWith('\r\n'))).toBe(true);
    expect(rowsOf(pieces)).toHaveLength(1_200);
  });
});

async function workbook(language: 'vi' | 'en', report = REPORT) {
  const book = new ExcelJS.Workbook();
  const bytes = await scoreWorkbook(report, { ...TELLING, language });
  await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  return book;
}

describe('a workbook', () => {
  it('has figures as numbers, names as text, and nothing where nothing is known', async () => {
    const book = await workbook('vi');
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      'Tổng hợp',
      'Xếp hạng',
      'Theo đơn vị',
      'Mất điểm',
      'Hồ sơ',
      'Theo ngày',
      'Nếu sửa',
      'Ghi chú',
    ]);
    const summary = book.getWorksheet('Tổng hợp');
    const cells = 'ABCDEFGHI'.split('').map((column) => summary?.getCell(`${column}2`).value);
    expect(cells).toEqual(['Tiến độ giải quyết', 'Đúng hạn', 'PROGRESS_ON_TIME', 7, 8, 0.875, 17.5, 20, 20]);
    expect(summary?.getCell('F2').numFmt).toBe('0.0%');
    expect(summary?.getCell('G3').value).toBeNull();
    expect(String(summary?.getCell('K3').value)).toContain('chưa biết');
    expect(summary?.getCell('G4').value).toBe(17.5);
    const unit = book.getWorksheet('Xếp hạng')?.getCell('B2');
    expect(unit?.value).toBe(EVIL);
    expect(unit?.formula).toBeUndefined();
    expect(book.getWorksheet('Hồ sơ')?.getCell('E2').value).toBe('@SUM(1) "hai ba"');
    expect(book.getWorksheet('Hồ sơ')?.getCell('H2').value).toBe('2026-10-09 16:30:00');
  });

  it('tells what a cause is of a difference, and what is only possible', async () => {
    const book = new ExcelJS.Workbook();
    const bytes = await scoreWorkbook(REPORT, { ...TELLING, language: 'en' }, MADE_UP_COMPARISON);
    await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
    const whys: string[] = [];
    book.getWorksheet('Published')?.eachRow((row) => whys.push(String(row.getCell(13).value ?? '')));
    const told = whys.join('\n').split('\n');
    expect(told.find((line) => line.startsWith('-210 / 0, -0.07 points: '))).toBeDefined();
    expect(told.find((line) => line.startsWith('Maybe: '))).toBeDefined();
    expect(told).toContain('The portal notes: TEMP_NATIONAL_REPORT_DENOMINATOR');
    expect(told).toContain('unknown code');
    expect(told.find((line) => line.startsWith('No part of the difference: '))).toBeDefined();
  });

  it('leaves out sheets that would be empty, and speaks English', async () => {
    const bare = { ...REPORT, groupedBy: null, groups: [], costs: [], trend: [], whatIf: [], notes: [] };
    const book = await workbook('en', bare);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Summary', 'Notes']);
    expect(book.getWorksheet('Summary')?.getCell('A1').value).toBe('Group');
  });
});
