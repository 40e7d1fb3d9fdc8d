/**
 * What every sheet of a score is written with: the report, the language, names, and columns with their headers.
 * Guarantees: a sheet without rows is left out.
 */
import type { Workbook } from 'exceljs';
import type { Language } from '../../domain/errors.ts';
import type { Indicator, ScoreReport } from '../../domain/score/score-report.ts';
import { noFigureWords } from '../words/no-figure-words.ts';
import type { Wording } from '../words/wording.ts';
import { addReportSheet, type CellKind, type ReportCell, type ReportColumn } from './report-sheet.ts';
import type { Telling } from './score-csv.ts';

/** Header in both languages, width, kind. */
export type Look = readonly [header: Wording, width: number, kind: CellKind];

/** Name of the indicator. */
export const NAME: Look = [{ vi: 'Chỉ số', en: 'Indicator' }, 46, 'wrapped'];
/** Its code. */
export const CODE: Look = [{ vi: 'Mã', en: 'Code' }, 30, 'text'];
/** Its figures; see {@link figuresOf}. */
export const FIGURES: readonly Look[] = [
  [{ vi: 'Tử số', en: 'Numerator' }, 12, 'count'],
  [{ vi: 'Mẫu số', en: 'Denominator' }, 12, 'count'],
  [{ vi: 'Tỷ lệ', en: 'Ratio' }, 10, 'share'],
  [{ vi: 'Điểm', en: 'Score' }, 10, 'points'],
  [{ vi: 'Tối đa', en: 'Max' }, 10, 'points'],
];
/** Why it has no score; see {@link whyNone}. */
export const WHY: Look = [{ vi: 'Vì sao chưa có điểm', en: 'Why there is no score' }, 50, 'wrapped'];

/** See the file's head. */
export class SheetPen {
  readonly report: ScoreReport;
  readonly telling: Telling;
  readonly #workbook: Workbook;

  constructor(workbook: Workbook, report: ScoreReport, telling: Telling) {
    this.#workbook = workbook;
    this.report = report;
    this.telling = telling;
  }

  get language(): Language {
    return this.telling.language;
  }

  say(words: Wording): string {
    return words[this.language];
  }

  /** Of an indicator. */
  nameOf(code: string): string {
    return this.telling.names.get(code)?.[this.language] ?? code;
  }

  /** @param bold place of the row, from 0, that sums up the others */
  add(name: Wording, looks: readonly Look[], rows: readonly (readonly ReportCell[])[], bold?: number): void {
    if (rows.length === 0) return;
    const columns = looks.map(
      ([header, width, kind]): ReportColumn => ({ header: this.say(header), width, kind }),
    );
    addReportSheet(this.#workbook, this.say(name), columns, rows, new Set(bold === undefined ? [] : [bold]));
  }
}

/** Cells of {@link FIGURES}. */
export function figuresOf({ numerator, denominator, ratio, score, max }: Indicator): ReportCell[] {
  return [numerator, denominator, ratio, score, max];
}

/** Cell of {@link WHY}. */
export function whyNone(pen: SheetPen, { reason }: Indicator): string {
  return reason === null ? '' : pen.say(noFigureWords[reason]);
}
