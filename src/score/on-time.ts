/**
 * Was a dossier ended in time, or is it still within its term?
 * Guarantees: every verdict has its reason and what it was computed from, so that it can be told to a person.
 * Must not: look beyond `asOf`, or judge what has neither an appointment nor a term.
 */
import type { OnTimeRules } from '../domain/score/formula.ts';
import type { ClockSeconds, ScoreRecord } from '../domain/score/score-record.ts';
import { citizensTime, endingStep, endOfRow, openRequest, timesAsked } from './course.ts';

/** See the file's head. */
export interface Verdict {
  /** `null` = not judged. */
  readonly onTime: boolean | null;
  readonly why: 'ended-in-time' | 'within-term' | 'late' | 'asked-again' | 'no-term';
  /** What it is judged by: its end, or `asOf` where it has none. */
  readonly end: ClockSeconds;
  /** `request` = the citizen has been asked and has not answered; `nothing` = it is in process. */
  readonly endedBy: 'step' | 'record' | 'request' | 'nothing';
  /** Seconds before `end` that were the citizen's. */
  readonly citizensTime: number;
}

/** Has the dossier really ended, by a step or its row? */
export function hasEnded({ endedBy }: Verdict): boolean {
  return endedBy === 'step' || endedBy === 'record';
}

/** @param due the last second in time, `null` = not known */
export function judge(
  record: ScoreRecord,
  due: ClockSeconds | null,
  rules: OnTimeRules,
  asOf: ClockSeconds,
): Verdict {
  const { end, endedBy } = endOf(record, rules, asOf);
  const wasAsked = record.events !== undefined || record.supplements !== undefined;
  const citizens = wasAsked && rules.citizensTimeOff ? citizensTime(record, end, asOf) : 0;
  const verdict = (onTime: boolean | null, why: Verdict['why']): Verdict => ({
    onTime,
    why,
    end,
    endedBy,
    citizensTime: citizens,
  });
  const isOver = endedBy === 'step' || endedBy === 'record';
  if (wasAsked && timesAsked(record, asOf) > 1 && (rules.askedAgain === 'late' || !isOver))
    return verdict(false, 'asked-again');
  if (due === null) return verdict(null, 'no-term');
  if (end - citizens > due) return verdict(false, 'late');
  return verdict(true, isOver ? 'ended-in-time' : 'within-term');
}

function endOf(
  record: ScoreRecord,
  rules: OnTimeRules,
  asOf: ClockSeconds,
): Pick<Verdict, 'end' | 'endedBy'> {
  const step = endingStep(record, asOf);
  if (step !== null) return { end: step, endedBy: 'step' };
  const row = rules.end === 'steps-or-record' ? endOfRow(record, asOf) : null;
  if (row !== null) return { end: row, endedBy: 'record' };
  const request = openRequest(record, asOf);
  if (request !== null) return { end: request, endedBy: 'request' };
  return { end: asOf, endedBy: 'nothing' };
}
