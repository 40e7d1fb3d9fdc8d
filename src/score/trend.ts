/**
 * A period day by day: what was received, what of it the portal has, what was ended and how.
 * Guarantees: days as the province has them; a day that has not come has no figures.
 */

import type { IsoDay } from '../domain/codes.ts';
import { type ClockSeconds, localOf } from '../domain/score/score-record.ts';
import type { TrendDay } from '../domain/score/score-report.ts';
import { hasEnded } from './on-time.ts';
import type { Period } from './period.ts';
import type { Sides } from './sides.ts';
import { DAY_SECONDS } from './work-days.ts';

type Counters = { -readonly [Name in Exclude<keyof TrendDay, 'day'>]: number };

/** See the file's head. */
export class Trend {
  readonly #begin: ClockSeconds;
  readonly #days: readonly Counters[];

  constructor({ begin }: Period, asOf: ClockSeconds) {
    this.#begin = begin;
    const days = Math.max(0, Math.floor((asOf - begin) / DAY_SECONDS) + 1);
    this.#days = Array.from({ length: days }, () => ({
      recorded: 0,
      synchronized: 0,
      onTime: 0,
      lateBecauseOfSync: 0,
      late: 0,
    }));
  }

  /** Each dossier once. */
  add({ portal, released: { record, asRecorded: verdict } }: Sides, isLateBySync: boolean): void {
    if (verdict === null) return;
    const received = this.#dayOf(record.received);
    if (received !== undefined) {
      received.recorded += 1;
      if (portal !== null) received.synchronized += 1;
    }
    if (verdict.onTime === null || !hasEnded(verdict)) return;
    const ended = this.#dayOf(verdict.end);
    if (ended === undefined) return;
    if (verdict.onTime) ended.onTime += 1;
    else ended.late += 1;
    if (isLateBySync) ended.lateBecauseOfSync += 1;
  }

  /** In their order, up to the one of `asOf`. */
  told(): readonly TrendDay[] {
    return this.#days.map((counters, place) => ({
      day: localOf(this.#begin + place * DAY_SECONDS).slice(0, 10) as IsoDay,
      ...counters,
    }));
  }

  #dayOf(clock: ClockSeconds): Counters | undefined {
    return this.#days[Math.floor((clock - this.#begin) / DAY_SECONDS)];
  }
}
