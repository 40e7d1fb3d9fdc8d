/**
 * Which version of the formulas a period is scored by.
 * Guarantees: by name where one is named; else the one in force on the period's last day, since a period is scored after
 * it is over. `null` = there is none.
 */
import type { Formula, ScoreFormulas } from '../domain/score/formula.ts';
import type { Period } from './period.ts';

/** Of several in force the one that came into force last; of these the first in the file. */
export function formulaFor(
  formulas: ScoreFormulas,
  period: Pick<Period, 'to'>,
  name?: string,
): Formula | null {
  if (name !== undefined) return formulas.versions.find((version) => version.name === name) ?? null;
  let chosen: Formula | null = null;
  for (const version of formulas.versions) {
    const { validFrom, validTo } = version;
    const isInForce = validFrom <= period.to && (validTo === '' || period.to <= validTo);
    if (isInForce && (chosen === null || validFrom > chosen.validFrom)) chosen = version;
  }
  return chosen;
}
