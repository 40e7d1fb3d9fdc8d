/**
 * Periods of the indicators: a month, a quarter, a year of Vietnam's calendar.
 * Guarantees: both ends are inclusive, to the second; what is none is `null`.
 */
import type { IsoDay } from '../domain/codes.ts';
import { type ClockSeconds, clockOf } from '../domain/score/score-record.ts';

/** See the file's head. */
export interface Period {
  /** `2026-10`, `2026-Q3`, `2026`. */
  readonly name: string;
  /** First and last day. */
  readonly from: IsoDay;
  readonly to: IsoDay;
  /** First and last second. */
  readonly begin: ClockSeconds;
  readonly end: ClockSeconds;
}

const PATTERN = /^(20\d\d)(?:-(?:(0[1-9]|1[0-2])|q([1-4])))?$/i;

/** `null` where the text names no period of this century. */
export function parsePeriod(text: string): Period | null {
  const [, yearText, monthText, quarterText] = PATTERN.exec(text.trim()) ?? [];
  if (yearText === undefined) return null;
  const year = Number(yearText);
  if (monthText !== undefined) return periodOf(`${yearText}-${monthText}`, year, Number(monthText), 1);
  if (quarterText !== undefined)
    return periodOf(`${yearText}-Q${quarterText}`, year, Number(quarterText) * 3 - 2, 3);
  return periodOf(yearText, year, 1, 12);
}

function periodOf(name: string, year: number, firstMonth: number, months: number): Period {
  const from = dayOf(Date.UTC(year, firstMonth - 1, 1));
  const to = dayOf(Date.UTC(year, firstMonth - 1 + months, 0));
  return { name, from, to, begin: clockAt(`${from}T00:00:00`), end: clockAt(`${to}T23:59:59`) };
}

function dayOf(ms: number): IsoDay {
  return new Date(ms).toISOString().slice(0, 10) as IsoDay;
}

function clockAt(time: string): ClockSeconds {
  const clock = clockOf(time);
  if (clock === null) throw new RangeError(`${time} is no time`);
  return clock;
}
