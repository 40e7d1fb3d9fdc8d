/**
 * A text in both languages, and the names of indicators as a formula gives them.
 * Guarantees: terminal, files and the page for people call each thing by the same words.
 * Must not: hold names of indicators: they are the formula's, since each version has its own.
 */
import type { Language } from '../../domain/errors.ts';
import type { Formula } from '../../domain/score/formula.ts';

/** Vietnamese and English. */
export type Wording = Readonly<Record<Language, string>>;

/** Name of each indicator by its code. */
export type IndicatorNames = ReadonlyMap<string, Wording>;

/** The names that this version of the formulas gives. */
export function namesOf(formula: Pick<Formula, 'indicators'>): IndicatorNames {
  return new Map(formula.indicators.map(({ code, name }) => [code, name]));
}
