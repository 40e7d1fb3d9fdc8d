/**
 * The document of `dongbo score --json`.
 * Guarantees: `period`, `formulaVersion` and `indicators` with their eight first names are promised (others may come
 * and go before them); ratios 0..1, unrounded; `null` has its reason.
 */
import type { ScoreReport } from '../domain/score/score-report.ts';
import type { OfficialComparison } from '../score/official/comparison.ts';
import { officialDocument } from './official-document.ts';
import { lostToSynchronization } from './score-numbers.ts';

/** A score, and what was published beside it; `null` = it was not asked for. */
export interface TakenScore {
  readonly report: ScoreReport;
  readonly official: OfficialComparison | null;
}

/** See the file's head. @param files that were written beside it */
export function scoreDocument({ report, official }: TakenScore, files: readonly string[]) {
  const { period, formulaVersion, indicators, ...further } = report;
  return {
    period,
    formulaVersion,
    indicators: indicators.map(
      ({ code, group, numerator, denominator, ratio, score, max, reason, ...others }) => ({
        code,
        group,
        numerator,
        denominator,
        ratio,
        score,
        max,
        reason,
        ...others,
      }),
    ),
    lostToSynchronization: lostToSynchronization(report),
    ...further,
    official: official === null ? null : officialDocument(official),
    files,
  };
}
