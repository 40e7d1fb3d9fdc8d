/**
 * From the numbers of a date and a clock to local time of Asia/Ho_Chi_Minh.
 * Guarantees: by arithmetic (UTC+7 all year since 1975); a day, an hour or an offset that does not
 * exist is `impossible`; the stand-ins of databases for "none" are absent.
 */
import type { LocalTime } from '../domain/codes.ts';

/** '' = absent, also for stand-ins ({@link STAND_INS}). */
export type TimeReading =
  | { readonly ok: true; readonly time: LocalTime | '' }
  | { readonly ok: false; readonly why: 'unreadable' | 'impossible' };

/** What a text says of a time; digits as written, `undefined` where it says nothing. */
export interface TimeParts {
  readonly year: string | undefined;
  readonly month: string | undefined;
  readonly day: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  /** `AM`, `PM`, `SA` or `sáng`, `CH` or `chiều`. */
  readonly half?: string | undefined;
  /** `Z`, `+07`, `+07:00`. */
  readonly zone?: string | undefined;
}

export const ABSENT: TimeReading = { ok: true, time: '' };
export const UNREADABLE: TimeReading = { ok: false, why: 'unreadable' };
export const IMPOSSIBLE: TimeReading = { ok: false, why: 'impossible' };

/**
 * The least and greatest days of databases and runtimes and their days zero: MySQL (`0000-00-00`), .NET and
 * SQL `date` (in UTC on the last day of the year before), SQL Server `datetime` (two), OLE, Unix, and the end of SQL time. Nothing of a one-stop system happened then.
 */
const STAND_INS: ReadonlySet<string> = new Set(
  '0-0-0 0-12-31 1-1-1 1753-1-1 1899-12-30 1900-1-1 1970-1-1 9999-12-31'.split(' '),
);
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Vietnam's offset, minutes east of UTC. */
const VIETNAM_MINUTES = 7 * 60;
/** Of Vietnam until 1911, in two editions of the time zone database: local time all the same. */
const LOCAL_MEAN_TIME = /^\+07:?06:?[34]0$/;
/** No dossier of a one-stop system is older or due later; years outside are slips of the pen. */
const FIRST_YEAR = 1901;
const LAST_YEAR = 2099;

/** Local time to the second, absent, or `impossible`. */
export function assemble(parts: TimeParts): TimeReading {
  const year = Number(parts.year);
  const month = Number(parts.month);
  const day = Number(parts.day);
  if (isStandIn(year, month, day)) return ABSENT;
  const minute = parts.minute === undefined ? 0 : Number(parts.minute);
  const second = parts.second === undefined ? 0 : Number(parts.second);
  // ISO 8601: the end of a day is the beginning of the next.
  const isEndOfDay = parts.hour === '24' && minute === 0 && second === 0 && parts.half === undefined;
  const hour = isEndOfDay ? 0 : hourOf(parts);
  const offset = parts.zone === undefined ? VIETNAM_MINUTES : offsetMinutes(parts.zone);
  if (offset === null || !isReal(year, month, day, hour, minute, second)) return IMPOSSIBLE;
  if (offset === VIETNAM_MINUTES && !isEndOfDay) return inRange(year, month, day, hour, minute, second);
  return localTime(Date.UTC(year, month - 1, day + (isEndOfDay ? 1 : 0), hour, minute - offset, second));
}

/** Local time of an instant in milliseconds since 1970 UTC, fractions of a second dropped. */
export function localTime(instant: number): TimeReading {
  const local = new Date(instant + VIETNAM_MINUTES * 60_000);
  const year = local.getUTCFullYear();
  const month = local.getUTCMonth() + 1;
  const day = local.getUTCDate();
  if (isStandIn(year, month, day)) return ABSENT;
  return inRange(year, month, day, local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds());
}

function isStandIn(year: number, month: number, day: number): boolean {
  // Nearly every year is none of these, and building the text is what costs.
  if (year > 1970 && year < 9999) return false;
  return STAND_INS.has(`${year}-${month}-${day}`);
}

/** Hour of the day; `NaN`, which no day has, where the half of the day contradicts it (`13:00 SA`). */
function hourOf({ hour: written, half }: TimeParts): number {
  const hour = written === undefined ? 0 : Number(written);
  if (half === undefined) return hour;
  const isAfternoon = /^[pc]/i.test(half);
  if (hour === 12) return isAfternoon ? 12 : 0;
  // Some write the hours of the whole day and the half beside it: `15:04 CH`.
  if (isAfternoon) return hour === 0 ? Number.NaN : hour < 12 ? hour + 12 : hour;
  return hour < 12 ? hour : Number.NaN;
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
  if (length === undefined || year < 100 || !(hour <= 23) || minute > 59 || second > 59 || day < 1)
    return false;
  return day <= length || (month === 2 && day === 29 && isLeap(year));
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Minutes east of UTC; `null` where no place on Earth has it. */
function offsetMinutes(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.replace(/\D/g, '');
  if (digits.length === 6) return LOCAL_MEAN_TIME.test(zone) ? VIETNAM_MINUTES : null;
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
