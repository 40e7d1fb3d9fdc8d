/**
 * Which measures of a period one record counts for.
 * Guarantees: a record is judged by itself, whichever side it is of; what is received after `asOf` counts for nothing.
 * Must not: know the other sides: what has not arrived is told by sides.ts.
 */
import type { Formula, OnTimeRules } from '../domain/score/formula.ts';
import { type ClockSeconds, has, type ScoreRecord } from '../domain/score/score-record.ts';
import type { ScoreWorld } from '../domain/score/score-world.ts';
import { Appointments } from './appointments.ts';
import { closedAt, endOfRow } from './course.ts';
import { judge, type Verdict } from './on-time.ts';
import type { Period } from './period.ts';
import { BIT } from './slots.ts';
import { DAY_SECONDS } from './work-days.ts';

const YEAR = 365 * DAY_SECONDS;

/** A record with what it counts for. */
export interface Measured {
  readonly record: ScoreRecord;
  /** See slots.ts. */
  readonly bits: number;
  readonly due: ClockSeconds | null;
  /** By the formula; `null` = received after `asOf`. */
  readonly verdict: Verdict | null;
  /** The same, but an end that its row alone tells is an end, whatever the formula: how whoever wrote it sees it. */
  readonly asRecorded: Verdict | null;
}

/** See the file's head. */
export class Measuring {
  readonly #onTime: OnTimeRules;
  readonly #byRow: OnTimeRules;
  readonly #begin: ClockSeconds;
  readonly #asOf: ClockSeconds;
  readonly #world: ScoreWorld;
  readonly #appointments: Appointments;

  constructor(formula: Formula, period: Period, asOf: ClockSeconds, world: ScoreWorld) {
    this.#onTime = formula.onTime;
    this.#byRow = { ...formula.onTime, end: 'steps-or-record' };
    this.#begin = period.begin;
    this.#asOf = asOf;
    this.#world = world;
    this.#appointments = new Appointments(world.calendar);
  }

  /** See the file's head. */
  of(record: ScoreRecord): Measured {
    const procedure = this.#world.procedures.get(record.procedure);
    const due = this.#appointments.due(record, procedure);
    if (record.received > this.#asOf) return { record, bits: 0, due, verdict: null, asRecorded: null };
    const verdict = judge(record, due, this.#onTime, this.#asOf);
    const isEndedByRow = endOfRow(record, this.#asOf) !== null && verdict.endedBy !== 'step';
    const asRecorded = isEndedByRow ? judge(record, due, this.#byRow, this.#asOf) : verdict;
    const isReceived = record.received >= this.#begin;
    let bits = isReceived ? receivedBits(record, procedure?.returnsResult ?? null) : 0;
    const closed = isReceived ? null : closedAt(record, this.#asOf);
    if (closed === null || closed >= this.#begin) bits |= courseBits(verdict, isEndedByRow);
    if (closed === null && verdict.onTime === false && record.received < this.#begin - YEAR)
      bits |= BIT['open-over-a-year'];
    return { record, bits, due, verdict, asRecorded };
  }
}

function courseBits(verdict: Verdict, isEndedByRow: boolean): number {
  if (verdict.onTime === null) return BIT['no-term'];
  const byRow = isEndedByRow ? BIT['ended-without-step'] : 0;
  return BIT['in-process'] | (verdict.onTime ? BIT['on-time'] : 0) | byRow;
}

/** @param returnsResult of the procedure; `null` = not known, and then no result is taken to be due */
function receivedBits(record: ScoreRecord, returnsResult: boolean | null): number {
  const isDue = returnsResult === true;
  const hasFile = has(record, 'resultFile');
  let bits = BIT.received | BIT.synchronized | BIT['synchronized-on-time'];
  if (returnsResult === null) bits |= BIT['result-unknown'];
  if (has(record, 'citizen')) bits |= BIT['filed-by-citizen'];
  if (has(record, 'online') && (!isDue || has(record, 'resultCodeAndFile'))) bits |= BIT.online;
  if (has(record, 'hasFee')) {
    bits |= BIT['with-fee'];
    if (has(record, 'paidOnline')) bits |= BIT['paid-online'];
  }
  if (isDue) {
    bits |= BIT['result-due'] | (hasFile ? BIT['result-file'] : 0);
    if (has(record, 'completed'))
      bits |= BIT['result-due-completed'] | (hasFile ? BIT['result-file-completed'] : 0);
  }
  if (has(record, 'componentFile') && (!isDue || hasFile)) bits |= BIT.digitized;
  if (has(record, 'reused')) bits |= BIT.reused;
  if (has(record, 'fromStore')) bits |= BIT['from-store'];
  if (has(record, 'population')) bits |= BIT.population;
  return bits;
}
