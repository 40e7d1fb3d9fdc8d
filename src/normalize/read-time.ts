/**
 * Reads a time in any of the forms that provincial systems write (3-source-contract.md).
 * Guarantees: wall-clock time of Asia/Ho_Chi_Minh; a time without zone is local; day comes before
 * month unless the month then would be above 12.
 * Must not: guess: what fits no form is `unreadable`, what no calendar has is `impossible`. So it does
 * not read a year of two digits (`02-JAN-26` may be 2002), nor a bare number of seconds or milliseconds
 * (`1767323045123` may be that, `2026010203045` a time that lost a digit), nor `1/2/2026 3:04 PM`.
 */
import type { SourceText } from '../domain/source-dossier.ts';
import { ABSENT, assemble, localTime, type TimeParts, type TimeReading, UNREADABLE } from './calendar.ts';
import { cleanText } from './clean-text.ts';

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d{1,9})?)?(?: ?([AP]M|SA|CH|sáng|chiều))?`;
const ZONE = String.raw`(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)`;
const THEN_CLOCK = `(?:(?:,? |T)${CLOCK}(?: ?${ZONE})?)?$`;
/** `2026-01-02`, `2026-01-02T03:04:05.123Z`, `2026-01-02 03:04:05.123+07`. */
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?:T| )${CLOCK}(?: ?${ZONE})?)?$`,
  'i',
);
/** A day of XML, `2026-01-02+07:00`, `2026-01-02Z`: the moment at which it begins there. */
const DAY_WITH_ZONE = /^(\d{4})-(\d{2})-(\d{2}) ?(Z|[+-]\d{2}:\d{2})$/i;
/** `02/01/2026`, `ngày 02-01-2026 03:04`, `02.01.2026`, `02/01/2026 3:04:05 CH`. */
const DAY_FIRST = new RegExp(String.raw`^(?:ngày )?(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${THEN_CLOCK}`, 'i');
/** `03:04:05 02/01/2026`, `03:04 ngày 02/01/2026`. */
const CLOCK_FIRST = new RegExp(String.raw`^${CLOCK},? (?:ngày )?(\d{1,2})([-/.])(\d{1,2})\6(\d{4})$`, 'i');
/** `20260102`, `20260102030405`. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
/** `20260102T030405.123Z`, ISO's basic form. */
const BASIC = new RegExp(
  String.raw`^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:(\d{2})(?:[.,]\d{1,9})?)?${ZONE}?$`,
  'i',
);
/** Oracle `02-JAN-2026 03:04:05`, mail `Fri, 2 Jan 2026 03:04:05 +0700`. */
const DAY_THEN_NAME = new RegExp(
  String.raw`^(?:[a-z]{3,9}, )?(\d{1,2})[- ]([a-z]{3,9})[- ](\d{4})${THEN_CLOCK}`,
  'i',
);
/** SQL Server `Jan 2 2026 3:04AM`, `January 2, 2026`. */
const NAME_THEN_DAY = new RegExp(String.raw`^([a-z]{3,9}) (\d{1,2}),? (\d{4})${THEN_CLOCK}`, 'i');
/** `ngày 02 tháng 01 năm 2026`. */
const IN_WORDS = /^ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})$/i;
/** .NET `/Date(1767323045123)/`, the slashes escaped in JSON, the offset of no meaning for the instant. */
const DOT_NET = /^\\?\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?\/$/;
/** PostgreSQL's ends of time, and .NET's least day as a server west of it writes it. */
const NO_TIME = /^(?:-?infinity|0001-12-31(?: [\d:.+-]+)? BC)$/i;
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** @returns local time to the second (fractions dropped), absent, or why not. */
export function readTime(raw: SourceText): TimeReading {
  const text = cleanText(raw);
  if (text === '') return ABSENT;
  const found = YEAR_FIRST.exec(text);
  if (found) {
    const [, year, , month, day, hour, minute, second, half, zone] = found;
    return assemble({ year, month, day, hour, minute, second, half, zone });
  }
  return readOtherForm(text);
}

function readOtherForm(text: string): TimeReading {
  let found = COMPACT.exec(text);
  if (found) {
    const [, year, month, day, hour, minute, second] = found;
    return assemble({ year, month, day, hour, minute, second });
  }
  found = DAY_WITH_ZONE.exec(text);
  if (found) return assemble({ year: found[1], month: found[2], day: found[3], zone: found[4] });
  found = BASIC.exec(text);
  if (found) {
    const [, year, month, day, hour, minute, second, zone] = found;
    return assemble({ year, month, day, hour, minute, second, zone });
  }
  found = DAY_FIRST.exec(text);
  if (found) {
    const [, day, , month, year, hour, minute, second, half, zone] = found;
    return dayFirst({ year, month, day, hour, minute, second, half, zone });
  }
  found = CLOCK_FIRST.exec(text);
  if (found) {
    const [, hour, minute, second, half, day, , month, year] = found;
    return dayFirst({ year, month, day, hour, minute, second, half });
  }
  found = IN_WORDS.exec(text);
  if (found) return assemble({ year: found[3], month: found[2], day: found[1] });
  found = DOT_NET.exec(text);
  if (found) return localTime(Number(found[1]));
  return NO_TIME.test(text) ? ABSENT : readNamedMonth(text);
}

function readNamedMonth(text: string): TimeReading {
  let found = DAY_THEN_NAME.exec(text);
  let [, day, name, year, hour, minute, second, half, zone] = found ?? [];
  if (!found) {
    found = NAME_THEN_DAY.exec(text);
    [, name, day, year, hour, minute, second, half, zone] = found ?? [];
  }
  if (!found || name === undefined) return UNREADABLE;
  const month = monthOf(name);
  return month === 0
    ? UNREADABLE
    : assemble({ year, month: String(month), day, hour, minute, second, half, zone });
}

/** 1 to 12; 0 where it is no English month: the whole name, or its first three letters. */
function monthOf(name: string): number {
  const lower = name.toLowerCase();
  return 1 + MONTHS.findIndex((month) => month === lower || month.slice(0, 3) === lower);
}

/** A day without an hour? Only of a text that {@link readTime} reads. */
export function isDayAlone(raw: SourceText): boolean {
  const text = cleanText(raw);
  if (DAY_WITH_ZONE.test(text)) return true;
  return text !== '' && !text.includes(':') && !text.includes('(') && !/^\d{8}T?\d{4}/i.test(text);
}

function dayFirst(parts: TimeParts): TimeReading {
  const { day, month } = parts;
  if (Number(month) > 12) return assemble({ ...parts, day: month, month: day });
  return isMonthPerhapsFirst(parts) ? UNREADABLE : assemble(parts);
}

/**
 * `1/2/2026 3:04:05 PM` is how .NET and SQL Server write 2 January in the United States' way. With a zero
 * in front of day, month or hour it is not that way, and with SA or CH it is Vietnamese.
 */
function isMonthPerhapsFirst({ day, month, hour, half }: TimeParts): boolean {
  if (half === undefined || !/m$/i.test(half) || day === month || Number(day) > 12) return false;
  return ![day, month, hour].some((digits) => digits?.startsWith('0'));
}
