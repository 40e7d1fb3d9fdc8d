/** Terms and working days against a calendar that is walked day by day with the days' own names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IsoDay } from '../../src/domain/codes.ts';
import { clockOf, localOf } from '../../src/domain/score/score-record.ts';
import { endOfTerm, type Term } from '../../src/score/term.ts';
import { WorkDays } from '../../src/score/work-days.ts';

const date = (text: string) => new Date(`${text}T00:00:00Z`);
const text = (day: Date) => day.toISOString().slice(0, 10);
const next = (day: Date) => new Date(day.getTime() + 86_400_000);

/** Around now, and around the borders of the days that are listed beforehand. */
const anyDay = fc
  .tuple(
    fc.constantFrom(Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 1), Date.UTC(2000, 0, 1), Date.UTC(2099, 11, 31)),
    fc.oneof(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -400, max: 1_500 })),
  )
  .map(([base, offset]) => text(new Date(base + offset * 86_400_000)) as IsoDay);
const near = fc.integer({ min: 0, max: 30 });
const setting = fc.record({
  day: anyDay,
  clock: fc.constantFrom('00:00:00', '08:30:00', '23:59:59'),
  off: fc.array(near, { maxLength: 12 }),
  worked: fc.array(near, { maxLength: 5 }),
});

function calendarOf({
  day,
  off,
  worked,
}: {
  day: string;
  off: readonly number[];
  worked: readonly number[];
}) {
  const at = (offset: number) => text(new Date(date(day).getTime() + offset * 86_400_000)) as IsoDay;
  const isWeekend = (iso: string) => [0, 6].includes(date(iso).getUTCDay());
  const daysOff = new Set(off.map(at));
  const workedDays = new Set(worked.map(at).filter(isWeekend));
  const isWorked = (iso: IsoDay) => workedDays.has(iso) || (!isWeekend(iso) && !daysOff.has(iso));
  return { days: new WorkDays({ daysOff, workedDays }), isWorked };
}

/** Walks on from a day until it is worked. */
function untilWorked(from: Date, isWorked: (iso: IsoDay) => boolean): string {
  let day = from;
  while (!isWorked(text(day) as IsoDay)) day = next(day);
  return text(day);
}

function ends(term: Term, day: string, clock: string, days: WorkDays): string {
  return localOf(endOfTerm(term, clockOf(`${day}T${clock}`) ?? Number.NaN, days));
}

describe('a term', () => {
  it('of working days counts those after the receipt, one by one', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: 1, max: 25 }), (one, count) => {
        const { days, isWorked } = calendarOf(one);
        let day = date(one.day);
        for (let left = count; left > 0; ) {
          day = next(day);
          if (isWorked(text(day) as IsoDay)) left -= 1;
        }
        expect(ends({ unit: 'working-days', count }, one.day, one.clock, days)).toBe(`${text(day)}T23:59:59`);
      }),
    );
  });

  it('of days ends on its last day, or the next working day', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: 1, max: 25 }), (one, count) => {
        const { days, isWorked } = calendarOf(one);
        let day = date(one.day);
        for (let left = count; left > 0; left -= 1) day = next(day);
        const last = untilWorked(day, isWorked);
        expect(ends({ unit: 'days', count }, one.day, one.clock, days)).toBe(`${last}T23:59:59`);
      }),
    );
  });

  it('of months ends on the same date, or the last of a shorter month, or the next working day', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: 1, max: 26 }), (one, count) => {
        const { days, isWorked } = calendarOf(one);
        const [year = 0, month = 0, wanted = 0] = one.day.split('-').map(Number);
        const later = year * 12 + (month - 1) + count;
        const prefix = `${Math.floor(later / 12)}-${String((later % 12) + 1).padStart(2, '0')}-`;
        // The last day of that month up to the wanted date: walked from its first.
        let last = date(`${prefix}01`);
        while (next(last).getUTCDate() <= wanted && text(next(last)).startsWith(prefix)) last = next(last);
        expect(ends({ unit: 'months', count }, one.day, one.clock, days)).toBe(
          `${untilWorked(last, isWorked)}T23:59:59`,
        );
      }),
    );
  });

  it('of hours ends by the clock, or with the next working day', () => {
    fc.assert(
      fc.property(setting, fc.integer({ min: 1, max: 100 }), (one, hours) => {
        const { days, isWorked } = calendarOf(one);
        const end = new Date(Date.parse(`${one.day}T${one.clock}Z`) + hours * 3_600_000)
          .toISOString()
          .slice(0, 19);
        const day = end.slice(0, 10) as IsoDay;
        const expected = isWorked(day) ? end : `${untilWorked(date(day), isWorked)}T23:59:59`;
        expect(ends({ unit: 'minutes', count: hours * 60 }, one.day, one.clock, days)).toBe(expected);
      }),
    );
  });
});
