/**
 * The figures of one view: how many each measure has, or why that cannot be told.
 * Guarantees: what the catalogue lacks is said as such, and never told as a 0.
 */
import type { Counts } from './counts.ts';
import type { Figures } from './indicators.ts';
import { isOfProcedures } from './slots.ts';

/** Of dossiers whose procedures the catalogue does not have, it is not known whether a result is due. */
const OF_RESULTS: ReadonlySet<string> = new Set([
  'result-due',
  'result-due-completed',
  'result-file',
  'result-file-completed',
]);

/** Of the province, or of one procedure's own counters. */
export function figuresOf(counts: Counts): Figures {
  return (measure) => {
    if (isOfProcedures(measure)) return counts.ofProcedures(measure) ?? 'catalogue-lacks';
    const count = counts.of(measure);
    const isUnknown = count === 0 && OF_RESULTS.has(measure) && counts.of('result-due') === 0;
    return isUnknown && counts.of('result-unknown') > 0 ? 'catalogue-lacks' : count;
  };
}
