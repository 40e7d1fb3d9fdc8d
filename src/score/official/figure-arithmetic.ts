/**
 * Arithmetic of figures of which some are lacking.
 * Guarantees: what one side lacks has no difference, and never counts as 0.
 */
import type { Amounts } from './comparison.ts';

/** Published points are rounded to two digits, from ratios that are rounded: the formulas reproduce them within this. */
export const POINTS_APART = 0.015;
/** Ratios that are published rounded, to whole percents at the coarsest. */
const RATIO_APART = 0.0051;
/** What the machine's arithmetic leaves of points that are equal. */
const NOTHING = 1e-9;

const apart = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b;

/** `a` less `b`, each amount that both have. */
export function less(a: Amounts, b: Amounts): Amounts {
  return {
    numerator: apart(a.numerator, b.numerator),
    denominator: apart(a.denominator, b.denominator),
    score: apart(a.score, b.score),
  };
}

/** Is any amount apart, by more than the machine's arithmetic? */
export function isSomething({ numerator, denominator, score }: Amounts): boolean {
  return [numerator, denominator, score].some((amount) => amount !== null && Math.abs(amount) > NOTHING);
}

/** Are numbers and points the same, but for rounding? */
export function isRounding({ numerator, denominator, score }: Amounts): boolean {
  return !isSomething({ numerator, denominator, score: null }) && Math.abs(score ?? 0) <= POINTS_APART;
}

/** The ratio as published, else as numerator and denominator say. */
export function ratioIn(
  figures: Pick<Amounts, 'numerator' | 'denominator'> & { readonly ratio: number | null },
): number | null {
  const { numerator, denominator, ratio } = figures;
  if (ratio !== null) return ratio;
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}

/** Are two ratios the same, but for rounding, where numbers do not tell more? */
export function isRatioApart(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) > RATIO_APART;
}
