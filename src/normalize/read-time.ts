/**
 * Reads a time in any of the forms that provincial systems write (3-source-contract.md).
 * Guarantees: wall-clock time of Asia/Ho_Chi_Minh, by arithmetic (UTC+7 all year since 1975);
 * a time without zone is local; day comes before month unless the month then would be above 12.
 * Must not: guess: what fits no form is `unreadable`, what no calendar has is `impossible`.
 */
import type { LocalTime } from '../domain/codes.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';

/** '' = absent, also for the stand-ins `0001-01-01` and `1900-01-01`. */
export type TimeReading =
  | { readonly ok: true; readonly time: LocalTime | '' }
  | { readonly ok: false; readonly why: 'unreadable' | 'impossible' };

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?`;
const ZONE = String.raw`(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)`;
/** `2026-01-02`, `2026-01-02T03:04:05.123Z`, `2026-01-02 03:04:05.123+07`. */
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:(?:T| )${CLOCK}(?: ?${ZONE})?)?$`,
  'i',
);
/** `02/01/2026`, `02-01-2026 03:04`. */
const DAY_FIRST = new RegExp(
  String.raw`^(\d{1,2})([-/])(\d{1,2})\2(\d{4})(?:,? ${CLOCK}(?: ?${ZONE})?)?$`,
  'i',
);
/** `03:04:05 02/01/2026`. */
const CLOCK_FIRST = new RegExp(String.raw`^${CLOCK},? (\d{1,2})([-/])(\d{1,2})\5(\d{4})$`);
/** `20260102`, `20260102030405`. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;

const ABSENT: TimeReading = { ok: true, time: '' };
const UNREADABLE: TimeReading = { ok: false, why: 'unreadable' };
const IMPOSSIBLE: TimeReading = { ok: false, why: 'impossible' };
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Vietnam's offset, minutes east of UTC. */
const VIETNAM_MINUTES = 7 * 60;
/** No dossier of a one-stop system is older or due later; years outside are slips of the pen. */
const FIRST_YEAR = 1901;
const LAST_YEAR = 2099;

/** @returns local time to the second (fractions dropped), absent, or why not. */
export function readTime(raw: SourceText): TimeReading {
  const text = cleanText(raw);
  if (text === '') return ABSENT;

  let found = YEAR_FIRST.exec(text);
  if (found) return assemble(found[1], found[3], found[4], found[5], found[6], found[7], found[8]);
  found = COMPACT.exec(text);
  if (found) return assemble(found[1], found[2], found[3], found[4], found[5], found[6], undefined);
  found = DAY_FIRST.exec(text);
  if (found) return dayFirst(found[1], found[3], found[4], found[5], found[6], found[7], found[8]);
  found = CLOCK_FIRST.exec(text);
  if (found) return dayFirst(found[4], found[6], found[7], found[1], found[2], found[3], undefined);
  return UNREADABLE;
}

/** A day without an hour? Only of a text that {@link readTime} reads: none of its forms with an hour is so short. */
export function isDayAlone(raw: SourceText): boolean {
  const { length } = cleanText(raw);
  return length > 0 && length <= 'YYYY-MM-DD'.length;
}

type Digits = string | undefined;

function dayFirst(
  first: Digits,
  second: Digits,
  year: Digits,
  hour: Digits,
  minute: Digits,
  seconds: Digits,
  zone: Digits,
): TimeReading {
  return Number(second) > 12
    ? assemble(year, first, second, hour, minute, seconds, zone)
    : assemble(year, second, first, hour, minute, seconds, zone);
}

function assemble(
  yearText: Digits,
  monthText: Digits,
  dayText: Digits,
  hourText: Digits,
  minuteText: Digits,
  secondText: Digits,
  zone: Digits,
): TimeReading {
  const year = Number(yearText);
  const month = Number(monthText);
  const day = Number(dayText);
  const hour = hourText === undefined ? 0 : Number(hourText);
  const minute = minuteText === undefined ? 0 : Number(minuteText);
  const second = secondText === undefined ? 0 : Number(secondText);

  if (isStandIn(year, month, day)) return ABSENT;
  const offset = zone === undefined ? VIETNAM_MINUTES : offsetMinutes(zone);
  if (offset === null || !isReal(year, month, day, hour, minute, second)) return IMPOSSIBLE;
  if (offset === VIETNAM_MINUTES) return inRange(year, month, day, hour, minute, second);

  const local = new Date(Date.UTC(year, month - 1, day, hour, minute + VIETNAM_MINUTES - offset, second));
  const localYear = local.getUTCFullYear();
  const localMonth = local.getUTCMonth() + 1;
  const localDay = local.getUTCDate();
  if (isStandIn(localYear, localMonth, localDay)) return ABSENT;
  return inRange(localYear, localMonth, localDay, local.getUTCHours(), local.getUTCMinutes(), second);
}

function isStandIn(year: number, month: number, day: number): boolean {
  return month === 1 && day === 1 && (year === 1 || year === 1900);
}

function isReal(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  const length = DAYS_OF_MONTH[month - 1];
  // Years below 100 would be read as 19xx by Date.UTC; none of them is in range anyway.
  if (length === undefined || year < 100 || hour > 23 || minute > 59 || second > 59 || day < 1) return false;
  return day <= length || (month === 2 && day === 29 && isLeap(year));
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Minutes east of UTC; `null` where no place on Earth has it. */
function offsetMinutes(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.replace(/\D/g, '');
  // PostgreSQL writes old times in Vietnam's local mean time, +07:06:30: local time all the same.
  if (digits.length === 6) return VIETNAM_MINUTES;
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function inRange(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): TimeReading {
  if (year < FIRST_YEAR || year > LAST_YEAR) return IMPOSSIBLE;
  const time = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}` as LocalTime;
  return { ok: true, time };
}

function two(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}
