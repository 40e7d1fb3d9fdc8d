/**
 * Working days: Monday to Friday but for days off, and the Saturdays and Sundays that are worked for others.
 * Guarantees: days are whole days of Vietnam's clock since 2000-01-01, negative before; a long term costs no more than a
 * short one, since a catalogue may say anything and a month has hundreds of thousands of dossiers.
 */
import type { IsoDay } from '../domain/codes.ts';
import { clockOf } from '../domain/score/score-record.ts';
import type { WorkCalendar } from '../domain/score/score-world.ts';

/** Whole days since 2000-01-01, a Saturday. */
export type DayNumber = number;

/** Seconds of a day: Vietnam's clock has no summer time. */
export const DAY_SECONDS = 86_400;

/** Days from 2000 to 2099 are listed; before and after, days are counted one by one. */
const LISTED_DAYS = 36_525;

/** See the file's head. */
export class WorkDays {
  readonly #off: ReadonlySet<DayNumber>;
  readonly #worked: ReadonlySet<DayNumber>;
  #listed: { readonly days: readonly DayNumber[]; readonly upTo: Int32Array } | null = null;

  constructor(calendar: WorkCalendar) {
    this.#off = numbersOf(calendar.daysOff);
    this.#worked = numbersOf(calendar.workedDays);
  }

  /** Is work done that day? */
  isWorked(day: DayNumber): boolean {
    if (this.#worked.has(day)) return true;
    const isWeekend = ((day % 7) + 7) % 7 < 2;
    return !isWeekend && !this.#off.has(day);
  }

  /** The day itself, or the next working day after it. */
  onOrAfter(day: DayNumber): DayNumber {
    let found = day;
    while (!this.isWorked(found)) found += 1;
    return found;
  }

  /** The `count`th working day after `day`, which is not counted itself. */
  after(day: DayNumber, count: number): DayNumber {
    if (count <= 0) return day;
    this.#listed ??= this.#list();
    const { days, upTo } = this.#listed;
    return days[(upTo[day] ?? Number.NaN) + count - 1] ?? this.#walked(day, count);
  }

  #walked(day: DayNumber, count: number): DayNumber {
    let found = day;
    for (let left = count; left > 0; ) {
      found += 1;
      if (this.isWorked(found)) left -= 1;
    }
    return found;
  }

  /** Working days, and how many there are up to each day. */
  #list(): { readonly days: readonly DayNumber[]; readonly upTo: Int32Array } {
    const days: DayNumber[] = [];
    const upTo = new Int32Array(LISTED_DAYS);
    for (let day = 0; day < LISTED_DAYS; day += 1) {
      if (this.isWorked(day)) days.push(day);
      upTo[day] = days.length;
    }
    return { days, upTo };
  }
}

function numbersOf(days: ReadonlySet<IsoDay>): ReadonlySet<DayNumber> {
  const numbers = new Set<DayNumber>();
  for (const day of days) {
    const clock = clockOf(`${day}T00:00:00`);
    if (clock !== null) numbers.add(clock / DAY_SECONDS);
  }
  return numbers;
}
