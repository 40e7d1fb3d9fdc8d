/**
 * Times as databases write them: PostgreSQL with DateStyle ISO `2026-11-24 10:00:00.123456+07`, without the
 * zone for `timestamp`, the day alone for `date`, `infinity`, or with ` BC`; others the same with `T` or with a
 * blank before the zone; and ISO 8601.
 * Guarantees: pure; no digit of a fraction is lost (a JavaScript Date would drop microseconds).
 */

interface WrittenTime {
  /** The clock's reading in seconds since 1970, zone left out. */
  readonly wallSeconds: number;
  /** `.123456` or ''. */
  readonly fraction: string;
  /** Seconds east of UTC; `null` = no zone written. */
  readonly offsetSeconds: number | null;
  /** The zone as written. */
  readonly zone: string;
  /** What parts day and time; '' for a day alone. */
  readonly mark: string;
}

const PATTERN =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(\.\d+)?(?: ?(?:Z|([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?))?)?$/;
/** A time that every month of every year has: nothing is to be reckoned there. */
const USUAL =
  /^(?!000[01]|9999)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(?: ?((?!-00)[+-]\d\d)(?::([0-5]\d))?)?$/;
/** Local time of Vietnam; what a column without zone means (3-source-contract). */
const VIETNAM_SECONDS = 7 * 3600;

function parse(text: string): WrittenTime | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const number = (index: number): number => Number(match[index] ?? 0);
  const wall = new Date(0);
  // Date.UTC would take the years 0..99 for 1900..1999.
  wall.setUTCFullYear(number(1), number(2) - 1, number(3));
  wall.setUTCHours(number(4), number(5), number(6));
  const sign = match[8] === '-' ? -1 : 1;
  return {
    wallSeconds: wall.getTime() / 1000,
    fraction: match[7] ?? '',
    offsetSeconds: match[8]
      ? sign * (number(9) * 3600 + number(10) * 60 + number(11))
      : text.endsWith('Z')
        ? 0
        : null,
    zone: /(?: ?(?:Z|[+-][\d:]+))?$/.exec(text.slice(11))?.[0] ?? '',
    mark: text.charAt(10),
  };
}

/** `YYYY-MM-DDTHH:mm:ss` of a clock's reading. */
function wallText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

/** Is it in a year of four digits after Christ? */
function isTellable(seconds: number): boolean {
  const year = new Date(seconds * 1000).getUTCFullYear();
  return year >= 1 && year <= 9999;
}

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * The time as ISO 8601 with zone, fraction kept; `null` for what ISO cannot say or PostgreSQL would
 * not take back (`infinity`, BC, a year of UTC that is not 1..9999: `0001-01-01 00:00+07` lies in
 * the year 0, which no PostgreSQL knows). Offsets with seconds (Vietnam before 1911) become UTC.
 */
export function isoTime(text: string | null): string | null {
  const usual = text === null ? null : USUAL.exec(text);
  if (text !== null && usual) {
    const [, fraction = '', hours = '+07', minutes = '00'] = usual;
    return `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction}${hours}:${minutes}`;
  }
  const time = text === null ? null : parse(text);
  if (!time) return null;
  const offset = time.offsetSeconds ?? VIETNAM_SECONDS;
  const utc = time.wallSeconds - offset;
  if (![utc, time.wallSeconds].every(isTellable)) return null;
  if (offset % 60 !== 0) return `${wallText(utc)}${time.fraction}Z`;
  const minutes = Math.abs(offset) / 60;
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${wallText(time.wallSeconds)}${time.fraction}${zone}`;
}

/** The time moved back by `seconds` (rounded up to whole ones), written in the same form; what cannot be moved stays. */
export function earlier(text: string, seconds: number): string {
  const time = parse(text);
  if (!time) return text;
  const moved = time.wallSeconds - Math.ceil(seconds);
  if (new Date(moved * 1000).getUTCFullYear() < 1) return text;
  // A day stays a day: with an hour behind it not every server would take it for one.
  if (time.mark === '') return wallText(moved).slice(0, 10);
  return `${wallText(moved).replace('T', time.mark)}${time.fraction}${time.zone}`;
}
