/**
 * Sums and differences that the page tells besides what the report has.
 * Guarantees: only what both sides know is compared: a figure that one of them lacks is neither 0 nor a gain.
 */
import type { Cost, Indicator, ScoreReport } from '../../domain/score/score-report.ts';

/** An indicator as the portal has it and as the province's own work would give it. */
export interface Compared {
  readonly portal: Indicator;
  readonly province: Indicator;
  /** Points more at the province; `null` where one side has none. */
  readonly points: number | null;
}

/** Both sides of each indicator, in the report's order. */
export function comparedOf({ indicators, province }: ScoreReport): readonly Compared[] {
  const byCode = new Map(province.map((indicator) => [indicator.code, indicator]));
  return indicators.flatMap((portal) => {
    const own = byCode.get(portal.code);
    if (own === undefined) return [];
    const known = portal.score !== null && own.score !== null;
    return [{ portal, province: own, points: known ? (own.score ?? 0) - (portal.score ?? 0) : null }];
  });
}

/** Points that synchronization costs in all. */
export function costOfSync(report: ScoreReport): number {
  return comparedOf(report).reduce((sum, { points }) => sum + (points ?? 0), 0);
}

/** What is late, and how much of that only because of synchronization. */
export interface LateDossiers {
  /** Ended in time at the province; late at the portal, or not there and past their appointment. */
  readonly becauseOfSync: number;
  /** What the portal takes for late, and how many of these are on time by the province's record. */
  readonly atPortal: number;
  readonly onTimeAtProvince: number;
  /** Points that these cost; `null` where they are not known. */
  readonly points: number | null;
}

/** Of the first indicator of progress; `null` where the formula has none, or none was counted. */
export function lateOf(report: ScoreReport): LateDossiers | null {
  const progress = comparedOf(report).find(
    ({ portal }) => portal.group === 'progress' && portal.ratio !== null,
  );
  if (progress === undefined) return null;
  const { code, numerator, denominator } = progress.portal;
  const onTimeAtProvince = report.costs.filter(
    // What the portal does not have is not late there.
    ({ indicator, blame, reason }) =>
      indicator === code && blame === 'synchronization' && reason !== 'not-at-portal',
  );
  return {
    becauseOfSync: report.trend.reduce((sum, day) => sum + day.lateBecauseOfSync, 0),
    atPortal: (denominator ?? 0) - (numerator ?? 0),
    onTimeAtProvince: counted(onTimeAtProvince),
    points: progress.points,
  };
}

/** Dossiers of these costs together. */
export function counted(costs: readonly Cost[]): number {
  return costs.reduce((sum, { count }) => sum + count, 0);
}
