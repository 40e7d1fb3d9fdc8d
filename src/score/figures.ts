/**
 * The figures of one view: how many each measure has, or why that cannot be told.
 * Guarantees: what the catalogue lacks, or cannot be judged, is said as such, and never told as a 0.
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

/** What has neither an appointment nor a term is not judged, and so in neither of these. */
const OF_TERMS: ReadonlySet<string> = new Set(['in-process', 'on-time']);

/** Of the province, or of one procedure's own counters. */
export function figuresOf(counts: Counts): Figures {
  return (measure) => {
    if (isOfProcedures(measure)) return counts.ofProcedures(measure) ?? 'catalogue-lacks';
    const count = counts.of(measure);
    if (OF_TERMS.has(measure) && counts.of('in-process') === 0 && counts.of('no-term') > 0) return 'no-term';
    const isUnknown = count === 0 && OF_RESULTS.has(measure) && counts.of('result-due') === 0;
    return isUnknown && counts.of('result-unknown') > 0 ? 'catalogue-lacks' : count;
  };
}
