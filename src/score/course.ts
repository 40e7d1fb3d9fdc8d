/**
 * What a record tells of a dossier's course up to a moment: what ended it, what was asked of the citizen, for how long.
 * Guarantees: what lies after the moment has not happened. Rules of the portal's own description of its indicators; what
 * that leaves open, and how it is read here, is decision 0027.
 * Must not: know appointments, terms or formulas.
 */
import type { ClockSeconds, ScoreRecord } from '../domain/score/score-record.ts';

/** Status "supplement asked". */
export const ASKED = 5;

const REFUSED = 3;
const WITHDRAWN = 7;
const STOPPED = 8;
const PROCESSED = 9;
const RETURNED = 10;

/**
 * Time of the step that ended it: the latest of 3, 8, 9 and, at or after the receipt, 7; and of 10 where there is no 9.
 * `null` = none did.
 */
export function endingStep(record: ScoreRecord, asOf: ClockSeconds): ClockSeconds | null {
  if (record.events === undefined) return null;
  let end: ClockSeconds | null = null;
  let returned: ClockSeconds | null = null;
  let isProcessed = false;
  for (const [status, at] of record.events) {
    if (at > asOf) break;
    if (status === RETURNED) returned = at;
    else if (status === PROCESSED || status === REFUSED || status === STOPPED) end = at;
    else if (status === WITHDRAWN && at >= record.received) end = at;
    isProcessed ||= status === PROCESSED;
  }
  // Events stand in the order of time: the last one is the latest.
  return isProcessed || returned === null ? end : Math.max(end ?? returned, returned);
}

/** The end that the dossier's own row tells; `null` = none by then. */
export function endOfRow(record: ScoreRecord, asOf: ClockSeconds): ClockSeconds | null {
  return record.end === undefined || record.end > asOf ? null : record.end;
}

/** How often more papers were asked for, by steps or by the list of requests, whichever tells of more; requests of one moment are one. */
export function timesAsked(record: ScoreRecord, asOf: ClockSeconds): number {
  let bySteps = 0;
  let last: ClockSeconds | null = null;
  for (const [status, at] of record.events ?? []) {
    if (status !== ASKED || at > asOf || at === last) continue;
    bySteps += 1;
    last = at;
  }
  let byList = 0;
  last = null;
  for (const [requested] of record.supplements ?? []) {
    if (requested > asOf || requested === last) continue;
    byList += 1;
    last = requested;
  }
  return Math.max(bySteps, byList);
}

/** Time of the latest request that was not met: neither does the list tell of its completion nor has another step followed. */
export function openRequest(record: ScoreRecord, asOf: ClockSeconds): ClockSeconds | null {
  let open: ClockSeconds | null = null;
  for (const [requested, completed] of record.supplements ?? []) {
    if (requested > asOf || (completed !== null && completed <= asOf)) continue;
    if (stepAfter(record, requested, asOf) === null) open = requested;
  }
  let byStep: ClockSeconds | null = null;
  for (const [status, at] of record.events ?? []) {
    if (at > asOf) break;
    byStep = status === ASKED ? at : null;
  }
  if (byStep === null || isMet(record, byStep, asOf)) return open;
  return open === null ? byStep : Math.max(open, byStep);
}

/**
 * When it stopped being in process: by a step, else by its row, else by a request that the citizen has not met.
 * `null` = it is in process. The same for every wording, so that the ledger can tell which dossiers a period needs.
 */
export function closedAt(record: ScoreRecord, asOf: ClockSeconds): ClockSeconds | null {
  return endingStep(record, asOf) ?? endOfRow(record, asOf) ?? openRequest(record, asOf);
}

/**
 * Seconds between receipt and `end` during which the agency waited for the citizen: from a request to its completion, or
 * where the list does not tell that, to the next other step. Requests that overlap are counted once.
 */
export function citizensTime(record: ScoreRecord, end: ClockSeconds, asOf: ClockSeconds): number {
  let seconds = 0;
  let counted = record.received;
  const take = (from: ClockSeconds, to: ClockSeconds): void => {
    const begin = Math.max(from, counted);
    const stop = Math.min(to, end);
    if (stop <= begin) return;
    seconds += stop - begin;
    counted = stop;
  };
  if (record.supplements !== undefined) {
    for (const [requested, completed] of record.supplements) {
      if (requested > asOf) break;
      const isCompleted = completed !== null && completed <= asOf;
      take(requested, isCompleted ? completed : (stepAfter(record, requested, asOf) ?? asOf));
    }
    return seconds;
  }
  let asked: ClockSeconds | null = null;
  for (const [status, at] of record.events ?? []) {
    if (at > asOf) break;
    if (status === ASKED) asked ??= at;
    else if (asked !== null) {
      take(asked, at);
      asked = null;
    }
  }
  if (asked !== null) take(asked, asOf);
  return seconds;
}

/** Time of the first step of another status after a moment. */
function stepAfter(record: ScoreRecord, moment: ClockSeconds, asOf: ClockSeconds): ClockSeconds | null {
  for (const [status, at] of record.events ?? []) {
    if (at > asOf) return null;
    if (status !== ASKED && at > moment) return at;
  }
  return null;
}

/** Does the list tell of a completion after a request of which only a step tells? */
function isMet(record: ScoreRecord, asked: ClockSeconds, asOf: ClockSeconds): boolean {
  for (const [, completed] of record.supplements ?? [])
    if (completed !== null && completed >= asked && completed <= asOf) return true;
  return false;
}
