/**
 * A computed score as an Excel workbook: summary, units, what costs points, dossiers, trend, what if, notes.
 * Guarantees: the figures of the report, unrounded, in the language that is asked for; sheets that would be empty are
 * left out.
 * Must not: read or write files; carry personal data.
 */
import ExcelJS, { type Workbook } from 'exceljs';
import type { Language } from '../../domain/errors.ts';
import type { GroupedBy, Indicator, ScoreReport } from '../../domain/score/score-report.ts';
import { tellCause } from '../official/cause-words.ts';
import type { ComparedFigures, OfficialComparison } from '../official/comparison.ts';
import { blameWords } from '../words/blame-words.ts';
import { groupNames } from '../words/group-names.ts';
import { noFigureWords } from '../words/no-figure-words.ts';
import { tellNote } from '../words/note-words.ts';
import { tellReason } from '../words/reason-words.ts';
import { unknownUnit } from '../words/unit-words.ts';
import { addReportSheet, type CellKind, type ReportCell, type ReportColumn } from './report-sheet.ts';
import type { Telling } from './score-csv.ts';

type Words = Readonly<Record<Language, string>>;
/** Header in both languages, width, kind. */
type Look = readonly [header: Words, width: number, kind: CellKind];

const UNIT: Readonly<Record<GroupedBy, Words>> = {
  agency: { vi: 'Cơ quan', en: 'Agency' },
  procedure: { vi: 'Thủ tục', en: 'Procedure' },
  commune: { vi: 'Xã, phường', en: 'Commune' },
};
const NAME: Look = [{ vi: 'Chỉ số', en: 'Indicator' }, 46, 'wrapped'];
const CODE: Look = [{ vi: 'Mã', en: 'Code' }, 30, 'text'];
const FIGURES: readonly Look[] = [
  [{ vi: 'Tử số', en: 'Numerator' }, 12, 'count'],
  [{ vi: 'Mẫu số', en: 'Denominator' }, 12, 'count'],
  [{ vi: 'Tỷ lệ', en: 'Ratio' }, 10, 'share'],
  [{ vi: 'Điểm', en: 'Score' }, 10, 'points'],
  [{ vi: 'Tối đa', en: 'Max' }, 10, 'points'],
];
const WHY: Look = [{ vi: 'Vì sao chưa có điểm', en: 'Why there is no score' }, 50, 'wrapped'];
const REASON: readonly Look[] = [
  [{ vi: 'Do đâu', en: 'Whose' }, 20, 'text'],
  [{ vi: 'Lý do', en: 'Reason' }, 50, 'wrapped'],
];

/** The sheets of one report in one language. */
class Sheets {
  readonly #workbook: Workbook;
  readonly #report: ScoreReport;
  readonly #telling: Telling;

  constructor(workbook: Workbook, report: ScoreReport, telling: Telling) {
    this.#workbook = workbook;
    this.#report = report;
    this.#telling = telling;
  }

  #say(words: Words): string {
    return words[this.#telling.language];
  }

  #nameOf(code: string): string {
    return this.#telling.names.get(code)?.[this.#telling.language] ?? code;
  }

  #add(name: Words, looks: readonly Look[], rows: readonly (readonly ReportCell[])[], bold?: number): void {
    if (rows.length === 0) return;
    const columns = looks.map(
      ([header, width, kind]): ReportColumn => ({ header: this.#say(header), width, kind }),
    );
    addReportSheet(this.#workbook, this.#say(name), columns, rows, new Set(bold === undefined ? [] : [bold]));
  }

  #figures({ numerator, denominator, ratio, score, max }: Indicator): ReportCell[] {
    return [numerator, denominator, ratio, score, max];
  }

  #why({ reason }: Indicator): string {
    return reason === null ? '' : this.#say(noFigureWords[reason]);
  }

  summary(): void {
    const { indicators, province, sum } = this.#report;
    const ifAll = new Map(province.map((one) => [one.code, one.score]));
    const rows = indicators.map((one) => [
      this.#say(groupNames[one.group]),
      this.#nameOf(one.code),
      one.code,
      ...this.#figures(one),
      ifAll.get(one.code) ?? null,
      one.atMost,
      this.#why(one),
    ]);
    const total = this.#say({ vi: 'Tổng các chỉ số có điểm', en: 'Sum of what has a score' });
    rows.push(['', total, '', null, null, null, sum.score, sum.max, null, null, '']);
    const looks: readonly Look[] = [
      [{ vi: 'Nhóm', en: 'Group' }, 24, 'text'],
      NAME,
      CODE,
      ...FIGURES,
      [{ vi: 'Điểm nếu Cổng có đủ', en: 'Score if all were there' }, 14, 'points'],
      [{ vi: 'Nhiều nhất', en: 'At most' }, 10, 'points'],
      WHY,
    ];
    this.#add({ vi: 'Tổng hợp', en: 'Summary' }, looks, rows, rows.length - 1);
  }

  units(): void {
    const { groupedBy } = this.#report;
    if (groupedBy === null) return;
    const groups = this.#report.groups.map((group) => ({
      ...group,
      name: group.name === '' && group.code === '' ? this.#say(unknownUnit) : group.name,
    }));
    const unit: readonly Look[] = [
      [UNIT[groupedBy], 46, 'wrapped'],
      [{ vi: 'Mã đơn vị', en: 'Its code' }, 18, 'text'],
    ];
    const ranked = groups.map(({ name, code, sum, dossiers, lateBecauseOfSync }, place) => [
      place + 1,
      name,
      code,
      sum.score,
      sum.max,
      dossiers,
      lateBecauseOfSync,
    ]);
    const ranks: readonly Look[] = [
      [{ vi: 'Hạng', en: 'Rank' }, 8, 'count'],
      ...unit,
      [{ vi: 'Điểm', en: 'Score' }, 10, 'points'],
      [{ vi: 'Tối đa', en: 'Max' }, 10, 'points'],
      [{ vi: 'Hồ sơ', en: 'Dossiers' }, 10, 'count'],
      [{ vi: 'Trễ vì đồng bộ', en: 'Late because of synchronization' }, 12, 'count'],
    ];
    this.#add({ vi: 'Xếp hạng', en: 'Ranking' }, ranks, ranked);
    const rows = groups.flatMap(({ name, code, indicators }) =>
      indicators.map((one) => [
        name,
        code,
        this.#nameOf(one.code),
        one.code,
        ...this.#figures(one),
        this.#why(one),
      ]),
    );
    this.#add({ vi: 'Theo đơn vị', en: 'By unit' }, [...unit, NAME, CODE, ...FIGURES, WHY], rows);
  }

  costs(): void {
    const { costs } = this.#report;
    const { language } = this.#telling;
    const told = costs.map((cost) => {
      const { message, remedy } = tellReason(cost.reason, language);
      return { ...cost, blameName: this.#say(blameWords[cost.blame]), message, remedy };
    });
    this.#add(
      { vi: 'Mất điểm', en: 'Costs' },
      [
        NAME,
        CODE,
        ...REASON,
        [{ vi: 'Hồ sơ', en: 'Dossiers' }, 10, 'count'],
        [{ vi: 'Điểm', en: 'Points' }, 10, 'points'],
        [{ vi: 'Cách xử lý', en: 'Remedy' }, 60, 'wrapped'],
      ],
      told.map(({ indicator, blameName, message, count, points, remedy }) => [
        this.#nameOf(indicator),
        indicator,
        blameName,
        message,
        count,
        points,
        remedy,
      ]),
    );
    this.#add(
      { vi: 'Hồ sơ', en: 'Dossiers' },
      [
        [{ vi: 'Hồ sơ', en: 'Dossier' }, 28, 'text'],
        NAME,
        ...REASON,
        [{ vi: 'Cơ quan', en: 'Agency' }, 36, 'wrapped'],
        [{ vi: 'Thủ tục', en: 'Procedure' }, 36, 'wrapped'],
        [{ vi: 'Tiếp nhận', en: 'Received' }, 20, 'text'],
        [{ vi: 'Hẹn trả', en: 'Due' }, 20, 'text'],
        [{ vi: 'Kết thúc', en: 'Ended' }, 20, 'text'],
      ],
      told.flatMap(({ indicator, blameName, message, dossiers }) =>
        dossiers.map(({ dossier, agency, procedure, received, due, ended }) => [
          dossier,
          this.#nameOf(indicator),
          blameName,
          message,
          agency,
          procedure,
          received,
          due,
          ended,
        ]),
      ),
    );
  }

  trend(): void {
    const looks: readonly Look[] = [
      [{ vi: 'Ngày', en: 'Day' }, 12, 'text'],
      [{ vi: 'Tiếp nhận', en: 'Received' }, 12, 'count'],
      [{ vi: 'Cổng đã có', en: 'At the portal' }, 12, 'count'],
      [{ vi: 'Xong đúng hạn', en: 'Ended in time' }, 12, 'count'],
      [{ vi: 'Trễ vì đồng bộ', en: 'Late because of synchronization' }, 12, 'count'],
      [{ vi: 'Xong trễ hạn', en: 'Ended late' }, 12, 'count'],
    ];
    const rows = this.#report.trend.map((one) => [
      one.day,
      one.recorded,
      one.synchronized,
      one.onTime,
      one.lateBecauseOfSync,
      one.late,
    ]);
    this.#add({ vi: 'Theo ngày', en: 'Trend' }, looks, rows);
  }

  whatIf(): void {
    const looks: readonly Look[] = [
      [{ vi: 'Mã lỗi', en: 'Code' }, 14, 'text'],
      [{ vi: 'Nếu sửa', en: 'If this were mended' }, 60, 'wrapped'],
      [{ vi: 'Hồ sơ chỉ vướng lỗi này', en: 'Dossiers of it alone' }, 14, 'count'],
      [{ vi: 'Hồ sơ vướng cả lỗi khác', en: 'Dossiers of others too' }, 14, 'count'],
      [{ vi: 'Thêm điểm', en: 'More points' }, 12, 'points'],
    ];
    const all = this.#say({ vi: 'mọi thứ đang bị giữ', en: 'everything that is held' });
    const rows = this.#report.whatIf.map(({ reason, dossiers, withOthers, points }) => [
      reason === 'all' ? '' : reason,
      reason === 'all' ? all : tellReason(reason, this.#telling.language).message,
      dossiers,
      withOthers,
      points,
    ]);
    this.#add({ vi: 'Nếu sửa', en: 'What if' }, looks, rows);
  }

  published(official: OfficialComparison): void {
    const looks: readonly Look[] = [
      [{ vi: 'Đơn vị', en: 'Whose' }, 30, 'wrapped'],
      NAME,
      CODE,
      ...FIGURES.slice(0, 4).map(
        ([{ vi, en }, width, kind]): Look => [{ vi: `${vi} công bố`, en: `${en}, published` }, width, kind],
      ),
      ...FIGURES.slice(0, 4).map(
        ([{ vi, en }, width, kind]): Look => [{ vi: `${vi} Dongbo tính`, en: `${en}, ours` }, width, kind],
      ),
      [{ vi: 'Lệch điểm', en: 'Difference of scores' }, 12, 'points'],
      [{ vi: 'Vì sao', en: 'Why' }, 80, 'wrapped'],
    ];
    const four = (side: ComparedFigures | null): ReportCell[] =>
      side === null ? [null, null, null, null] : [side.numerator, side.denominator, side.ratio, side.score];
    const province = this.#say({ vi: 'Toàn tỉnh', en: 'The province' });
    const rows = official.indicators.map((one) => [
      one.agency === '' ? province : one.agencyName || one.agency,
      this.#nameOf(one.code),
      one.code,
      ...four(one.official),
      ...four(one.ours),
      one.difference.score,
      one.causes.map((cause) => tellCause(cause, this.#telling.language)).join('\n'),
    ]);
    this.#add({ vi: 'Cổng công bố', en: 'Published' }, looks, rows);
  }

  notes(): void {
    const { period, from, to, asOf, formulaVersion, formulaSource, notes } = this.#report;
    const rows = [
      [this.#say({ vi: 'Kỳ', en: 'Period' }), `${period} (${from} – ${to})`],
      [this.#say({ vi: 'Tính đến', en: 'Counted up to' }), asOf.replace('T', ' ')],
      [this.#say({ vi: 'Bộ công thức', en: 'Formulas' }), formulaVersion],
      [this.#say({ vi: 'Căn cứ', en: 'Their source' }), formulaSource],
      ...notes.map((note) => [
        this.#say({ vi: 'Lưu ý', en: 'Note' }),
        tellNote(note, this.#telling.language),
      ]),
    ];
    const looks: readonly Look[] = [
      [{ vi: 'Mục', en: 'What' }, 18, 'text'],
      [{ vi: 'Nội dung', en: 'Told' }, 110, 'wrapped'],
    ];
    this.#add({ vi: 'Ghi chú', en: 'Notes' }, looks, rows);
  }
}

/** The bytes of an .xlsx file. @param official published figures, on a sheet of their own */
export async function scoreWorkbook(
  report: ScoreReport,
  telling: Telling,
  official: OfficialComparison | null = null,
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'Dongbo';
  const sheets = new Sheets(workbook, report, telling);
  sheets.summary();
  sheets.units();
  sheets.costs();
  sheets.trend();
  sheets.whatIf();
  if (official !== null) sheets.published(official);
  sheets.notes();
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
