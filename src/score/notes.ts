/**
 * What a reader must know of the figures, as far as counting tells.
 * Guarantees: a note stands only where there is something to know.
 */
import type { Formula } from '../domain/score/formula.ts';
import type { ClockSeconds } from '../domain/score/score-record.ts';
import type { ScoreNote } from '../domain/score/score-report.ts';
import type { Counts } from './counts.ts';
import type { Period } from './period.ts';
import { DAY_SECONDS } from './work-days.ts';

/** @param portal what was counted of what the portal has */
export function notesOf(
  formula: Formula,
  { end }: Period,
  asOf: ClockSeconds,
  portal: Counts,
): readonly ScoreNote[] {
  const needsTotal = formula.indicators.some(({ denominator }) => denominator === 'recorded');
  const notes: readonly ScoreNote[] = [
    { note: 'no-term', count: portal.of('no-term') },
    { note: 'ended-without-step', count: portal.of('ended-without-step') },
    { note: 'open-over-a-year', count: portal.of('open-over-a-year') },
    { note: 'procedure-unknown', count: portal.of('result-unknown') },
    { note: 'reported-total-unknown', count: needsTotal ? portal.of('recorded') : 0 },
    // Days that are left.
    { note: 'period-not-over', count: Math.ceil((end - asOf) / DAY_SECONDS) },
  ];
  return notes.filter(({ count }) => count > 0);
}
