/**
 * What more in one indicator would bring in points, with all else as it is.
 * Guarantees: an indicator that is part of a sum brings what the sum gains; `null` where no points are known.
 */
import type { Formula } from '../domain/score/formula.ts';
import type { Indicator } from '../domain/score/score-report.ts';
import type { PointsWon } from './costs.ts';
import { type Figures, indicatorsOf } from './indicators.ts';

/** @param before the indicators of `figures` */
export function pointsWonOf(formula: Formula, figures: Figures, before: readonly Indicator[]): PointsWon {
  return (code, above, below) => {
    const changed = formula.indicators.find((indicator) => indicator.code === code);
    const more: Figures = (measure) => {
      const count = figures(measure);
      if (typeof count !== 'number') return count;
      if (measure === changed?.numerator) return count + above;
      return measure === changed?.denominator ? count + below : count;
    };
    const touched = new Set(touchedBy(formula, code));
    const after = total(indicatorsOf(formula, more, false), touched);
    return after === null ? null : after - (total(before, touched) ?? 0);
  };
}

/** The indicator itself and the sums that have it. */
function touchedBy({ indicators }: Formula, code: string): readonly string[] {
  const sums = indicators.filter(
    ({ scoring }) => scoring.kind === 'sum' && scoring.of.some((part) => part.code === code),
  );
  return [code, ...sums.map((sum) => sum.code)];
}

function total(indicators: readonly Indicator[], touched: ReadonlySet<string>): number | null {
  let points: number | null = null;
  for (const { code, score } of indicators)
    if (touched.has(code) && score !== null) points = (points ?? 0) + score;
  return points;
}
