/**
 * A computed score in the form of a file.
 * Guarantees: libraries that only one form needs are loaded for it alone; CSV has the mark by which spreadsheets know
 * UTF-8.
 */
import { costCsv, indicatorCsv } from '../score/files/score-csv.ts';
import { scoreDocument, type TakenScore } from './score-document.ts';
import type { ScoreFile } from './score-output.ts';
import type { ScoreTelling } from './score-text.ts';
import { writeWhole } from './whole-file.ts';

const MARK = '\uFEFF';

/** Lines of CSV: of the dossiers that cost points where asked for. */
export function csvOf(
  { report, official }: TakenScore,
  telling: ScoreTelling,
  costs: boolean,
): Iterable<string> {
  return costs ? costCsv(report, telling) : indicatorCsv(report, telling, official);
}

async function piecesOf(
  format: ScoreFile['format'],
  score: TakenScore,
  telling: ScoreTelling,
  costs: boolean,
): Promise<Iterable<string | Uint8Array>> {
  switch (format) {
    case 'csv':
      return marked(csvOf(score, telling, costs));
    case 'json':
      return [`${JSON.stringify(scoreDocument(score, []), null, 2)}\n`];
    case 'xlsx': {
      const { scoreWorkbook } = await import('../score/files/score-workbook.ts');
      return [await scoreWorkbook(score.report, telling, score.official)];
    }
    case 'html': {
      const { scorePage } = await import('../score/page/score-page.ts');
      return [scorePage(score.report, telling.names, telling.language, score.official)];
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
  score: TakenScore,
  telling: ScoreTelling,
  costs: boolean,
): Promise<void> {
  for (const { format, path, replace } of files) {
    await writeWhole(path, await piecesOf(format, score, telling, costs), replace);
  }
}
