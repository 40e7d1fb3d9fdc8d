/**
 * A computed score as an Excel workbook: summary, units, what costs points, dossiers, trend, what if, published figures,
 * notes.
 * Guarantees: the figures of the report, unrounded, in the language that is asked for.
 * Must not: read or write files; carry personal data.
 */
import ExcelJS from 'exceljs';
import type { Language } from '../../domain/errors.ts';
import type { ScoreReport } from '../../domain/score/score-report.ts';
import { tellEffect } from '../official/cause-words.ts';
import type {
  ComparedFigures,
  ComparedIndicator,
  DifferenceCause,
  OfficialComparison,
} from '../official/comparison.ts';
import { tellNote } from '../words/note-words.ts';
import { addCosts, addWhatIf } from './cost-sheets.ts';
import { addSummary, addUnits } from './indicator-sheets.ts';
import type { ReportCell } from './report-sheet.ts';
import type { Telling } from './score-csv.ts';
import { CODE, FIGURES, type Look, NAME, SheetPen } from './sheet-pen.ts';

function addTrend(pen: SheetPen): void {
  const looks: readonly Look[] = [
    [{ vi: 'Ngày', en: 'Day' }, 12, 'text'],
    [{ vi: 'Tiếp nhận', en: 'Received' }, 12, 'count'],
    [{ vi: 'Cổng đã có', en: 'At the portal' }, 12, 'count'],
    [{ vi: 'Xong đúng hạn', en: 'Ended in time' }, 12, 'count'],
    [{ vi: 'Trễ vì đồng bộ', en: 'Late because of synchronization' }, 12, 'count'],
    [{ vi: 'Xong trễ hạn', en: 'Ended late' }, 12, 'count'],
  ];
  const rows = pen.report.trend.map((one) => [
    one.day,
    one.recorded,
    one.synchronized,
    one.onTime,
    one.lateBecauseOfSync,
    one.late,
  ]);
  pen.add({ vi: 'Theo ngày', en: 'Trend' }, looks, rows);
}

function addPublished(pen: SheetPen, official: OfficialComparison): void {
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
  const province = pen.say({ vi: 'Toàn tỉnh', en: 'The province' });
  const rows = official.indicators.map((one) => [
    one.agency === '' ? province : one.agencyName || one.agency,
    pen.nameOf(one.code),
    one.code,
    ...four(one.official),
    ...four(one.ours),
    one.difference.score,
    whyApart(one, pen),
  ]);
  pen.add({ vi: 'Cổng công bố', en: 'Published' }, looks, rows);
}

function whyApart({ agrees, ours, group, causes, official }: ComparedIndicator, pen: SheetPen): string[] {
  const flags = official.flags.map(
    (flag) => `${pen.say({ vi: 'Cổng ghi', en: 'The portal notes' })}: ${flag}`,
  );
  if (group === null) return [pen.say({ vi: 'mã lạ', en: 'unknown code' }), ...flags];
  if (ours === null) {
    const none = {
      vi: 'sổ không có hồ sơ nào của đơn vị này',
      en: 'no dossiers of this agency in the ledger',
    };
    return [pen.say(none), ...flags];
  }
  const told = causes.filter(({ effect, kind }) => !agrees || (effect !== 'both' && kind !== 'rounding'));
  return [...told.map((cause) => causeOf(cause, pen)), ...flags];
}

/** `-2 / 0, -0,14 điểm: …` of a part of the difference. */
function causeOf(cause: DifferenceCause, pen: SheetPen): string {
  const { effect, numerator, denominator, score } = cause;
  const told = tellEffect(cause, pen.language);
  if (effect !== 'difference') return told;
  const more = (amount: number | null): string => signed(amount, pen.language);
  const counts =
    numerator === null && denominator === null ? [] : [`${more(numerator)} / ${more(denominator)}`];
  const points = score === null ? [] : [`${more(score)} ${pen.say({ vi: 'điểm', en: 'points' })}`];
  const amounts = [...counts, ...points].join(', ');
  return amounts === '' ? told : `${amounts}: ${told}`;
}

function signed(amount: number | null, language: Language): string {
  const form = { maximumFractionDigits: 2, signDisplay: 'exceptZero' } as const;
  return amount?.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-US', form) ?? '–';
}

function addNotes(pen: SheetPen): void {
  const { period, from, to, asOf, formulaVersion, formulaSource, notes } = pen.report;
  const rows = [
    [pen.say({ vi: 'Kỳ', en: 'Period' }), `${period} (${from} – ${to})`],
    [pen.say({ vi: 'Tính đến', en: 'Counted up to' }), asOf.replace('T', ' ')],
    [pen.say({ vi: 'Bộ công thức', en: 'Formulas' }), formulaVersion],
    [pen.say({ vi: 'Căn cứ', en: 'Their source' }), formulaSource],
    ...notes.map((note) => [pen.say({ vi: 'Lưu ý', en: 'Note' }), tellNote(note, pen.language)]),
  ];
  const looks: readonly Look[] = [
    [{ vi: 'Mục', en: 'What' }, 18, 'text'],
    [{ vi: 'Nội dung', en: 'Told' }, 110, 'wrapped'],
  ];
  pen.add({ vi: 'Ghi chú', en: 'Notes' }, looks, rows);
}

/** The bytes of an .xlsx file. @param official published figures, on a sheet of their own */
export async function scoreWorkbook(
  report: ScoreReport,
  telling: Telling,
  official: OfficialComparison | null = null,
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'Dongbo';
  const pen = new SheetPen(workbook, report, telling);
  addSummary(pen);
  addUnits(pen);
  addCosts(pen);
  addTrend(pen);
  addWhatIf(pen);
  if (official !== null) addPublished(pen, official);
  addNotes(pen);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
