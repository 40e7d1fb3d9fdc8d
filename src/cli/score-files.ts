/**
 * A computed score in the form of a file.
 * Guarantees: libraries that only one form needs are loaded for it alone; CSV has the mark by which spreadsheets know
 * UTF-8.
 */
import type { ScoreReport } from '../domain/score/score-report.ts';
import { costCsv, indicatorCsv } from '../score/files/score-csv.ts';
import { scoreDocument } from './score-document.ts';
import type { ScoreFile } from './score-output.ts';
import type { ScoreTelling } from './score-text.ts';
import { writeWhole } from './whole-file.ts';

const MARK = '\uFEFF';

/** Lines of CSV: of the dossiers that cost points where asked for. */
export function csvOf(report: ScoreReport, telling: ScoreTelling, costs: boolean): Iterable<string> {
  return costs ? costCsv(report, telling) : indicatorCsv(report, telling);
}

async function piecesOf(
  format: ScoreFile['format'],
  report: ScoreReport,
  telling: ScoreTelling,
  costs: boolean,
): Promise<Iterable<string | Uint8Array>> {
  switch (format) {
    case 'csv':
      return marked(csvOf(report, telling, costs));
    case 'json':
      return [`${JSON.stringify(scoreDocument(report, []), null, 2)}\n`];
    case 'xlsx': {
      const { scoreWorkbook } = await import('../score/files/score-workbook.ts');
      return [await scoreWorkbook(report, telling)];
    }
    case 'html': {
      const { scorePage } = await import('../score/page/score-page.ts');
      return [scorePage(report, telling.names, telling.language)];
    }
  }
}

function* marked(lines: Iterable<string>): Generator<string> {
  yield MARK;
  yield* lines;
}

/** Writes each file, whole or not at all. Throws DB-SCR-007, DB-SCR-008. */
export async function writeScore(
  files: readonly ScoreFile[],
  report: ScoreReport,
  telling: ScoreTelling,
  costs: boolean,
): Promise<void> {
  for (const { format, path, replace } of files) {
    await writeWhole(path, await piecesOf(format, report, telling, costs), replace);
  }
}
