/**
 * Is a published ratio a part of 1, or of 100?
 * Guarantees: told by numerator and denominator, by a percent sign, or by whoever imports it; else it is not told.
 * Must not: go by the size of the number: 0.8 may be 0.8 %, and 1.05 more than all.
 */
import type { Amount } from './amount.ts';

/** In what a file writes its ratios. */
export type RatioUnit = 'fraction' | 'percent';

/** `no-unit`: nothing tells which. `contradiction`: neither is what numerator and denominator say, or not the unit that was told. */
export type RatioFault = 'no-unit' | 'contradiction';

/** Ratios are published rounded, to whole percents at the coarsest. */
const ROUNDED = 0.0051;

/** The ratio as a part of 1. @param unit what whoever imports the file says */
export function ratioOf(
  { value, percent }: Amount,
  numerator: number | null,
  denominator: number | null,
  unit: RatioUnit | null,
): number | RatioFault {
  if (value === 0) return 0;
  if (percent) return value / 100;
  const asTold = unit === 'percent' ? value / 100 : value;
  if (numerator === null || denominator === null || denominator === 0) {
    return unit === null ? 'no-unit' : asTold;
  }
  const computed = numerator / denominator;
  // More may have been synchronized than was reported; what is published then may end at 1.
  const fits = (ratio: number): boolean =>
    Math.abs(ratio - computed) <= ROUNDED || (computed > 1 && ratio === 1);
  const asFraction = fits(value);
  const asPercent = fits(value / 100);
  if (asFraction && asPercent) return computed;
  if (!asFraction && !asPercent) return unit === null ? 'contradiction' : asTold;
  const told = asFraction ? 'fraction' : 'percent';
  return unit !== null && unit !== told ? 'contradiction' : asFraction ? value : value / 100;
}
