/**
 * Points that a version of the formulas gives for published numbers.
 * Guarantees: the same arithmetic as our own score; `null` where it has no points, or a number that it needs was not published.
 */
import type { Formula, Measure } from '../../domain/score/formula.ts';
import { indicatorsOf } from '../indicators.ts';
import { ratioIn } from './figure-arithmetic.ts';

/** Numbers of one indicator. */
export interface PublishedNumbers {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly ratio: number | null;
}

/**
 * @param numbers by code, of one agency and period
 * @param isCommune are they a commune's?
 */
export function pointsBy(
  formula: Formula,
  code: string,
  numbers: ReadonlyMap<string, PublishedNumbers>,
  isCommune = false,
): number | null {
  const wanted = formula.indicators.find((indicator) => indicator.code === code);
  if (wanted === undefined) return null;
  const { scoring } = wanted;
  const parts = scoring.kind === 'sum' ? scoring.of.map((part) => part.code) : [code];
  const counted = formula.indicators.filter((indicator) => parts.includes(indicator.code));
  const ratios = new Map<Measure, number>();
  for (const { code: part, numerator } of counted) {
    const published = numbers.get(part);
    const ratio = published === undefined ? null : ratioIn(published);
    if (numerator === null || ratio === null || ratios.has(numerator)) return null;
    ratios.set(numerator, ratio);
  }
  // A part of 1 is its own ratio, so that parts which share a denominator do not get in each other's way.
  const indicators = counted.includes(wanted) ? counted : [...counted, wanted];
  const scored = indicatorsOf({ ...formula, indicators }, (measure) => ratios.get(measure) ?? 1, isCommune);
  return scored.find((indicator) => indicator.code === code)?.score ?? null;
}
