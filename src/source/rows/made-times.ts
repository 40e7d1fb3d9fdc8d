/**
 * Times that a source map makes of a province's writing: from seconds since 1970, from a pattern, the latest of
 * several.
 * Guarantees: pure, never throws; times come out as ISO 8601 in Vietnam's zone; what is no time stays as it is
 * written, so that it is held later with the text that somebody can look for.
 */
import { type DateToken, readDatePattern } from '../../domain/field-functions.ts';
import type { SourceText } from '../../domain/source-dossier.ts';

/** Local time of Vietnam; what a time without zone means (3-source-contract). */
const VIETNAM_SECONDS = 7 * 3600;
const DECIMAL = /^([+-]?\d{1,15})(?:\.(\d+))?$/;

/** `YYYY-MM-DDTHH:mm:ss` of a clock in Vietnam; `null` outside the years 1 to 9999. */
function vietnamWall(seconds: number): string | null {
  const wall = new Date((seconds + VIETNAM_SECONDS) * 1000);
  const year = wall.getUTCFullYear();
  return Number.isNaN(year) || year < 1 || year > 9999 ? null : wall.toISOString().slice(0, 19);
}

/** Seconds (`perSecond` 1) or milliseconds (1000) since 1970 as a time. 0 is how systems write that there is none. */
export function fromEpoch(text: SourceText, perSecond: 1 | 1000): SourceText {
  const found = DECIMAL.exec((text ?? '').trim());
  if (text === null || !found) return text;
  const whole = Number(found[1]);
  const seconds = Math.floor(whole / perSecond);
  if (whole === 0 && !/[1-9]/.test(found[2] ?? '')) return null;
  const millis = perSecond === 1000 ? String(whole - seconds * 1000).padStart(3, '0') : '';
  const fraction = `${millis}${found[2] ?? ''}`.replace(/0+$/, '');
  // A fraction of a negative number counts downwards; nobody's dossier is from before 1970.
  if (whole < 0 && (found[2] ?? '') !== '') return text;
  const wall = vietnamWall(seconds);
  return wall === null ? text : `${wall}${fraction === '' ? '' : `.${fraction}`}+07:00`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

function tokenPattern(token: DateToken): string {
  if (token.kind === 'text') return token.text.trim() === '' ? String.raw`\s+` : escaped(token.text);
  const { field, width } = token;
  if (field === 'a') return `(?<a>[AP]M|SA|CH)`;
  if (field === 'y') return String.raw`(?<y>\d{4})`;
  if (field === 'S') return String.raw`(?<S>\d{1,${width}})`;
  return String.raw`(?<${field}>\d{${width === 2 ? 2 : '1,2'}})`;
}

const two = (value: number): string => String(value).padStart(2, '0');

function hourOf(written: string | undefined, half: string | undefined): number {
  const hour = Number(written ?? 0);
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (/^(?:PM|CH)$/i.test(half) ? 12 : 0);
}

/**
 * Reads times of one pattern ({@link readDatePattern}): a day alone stays a day. What does not fit, or no
 * calendar has, stays as it is written; so does everything where the pattern is none.
 */
export function dateReader(pattern: string): (text: SourceText) => SourceText {
  const tokens = readDatePattern(pattern);
  if (tokens === null) return (text) => text;
  const shape = new RegExp(`^${tokens.map(tokenPattern).join('')}$`, 'i');
  return (text) => {
    const parts = shape.exec((text ?? '').trim())?.groups;
    if (text === null || !parts) return text;
    const [year, month, day] = [Number(parts.y), Number(parts.M), Number(parts.d)];
    const [hour, minute, second] = [hourOf(parts.H, parts.a), Number(parts.m ?? 0), Number(parts.s ?? 0)];
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    const real = year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (!real || !(hour <= 23) || minute > 59 || second > 59) return text;
    const written = `${parts.y}-${two(month)}-${two(day)}`;
    if (parts.H === undefined) return written;
    return `${written}T${two(hour)}:${two(minute)}:${two(second)}${parts.S ? `.${parts.S}` : ''}+07:00`;
  };
}

const YEAR_FIRST =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?(Z|([+-])(\d\d)(?::?(\d\d))?))?)?$/i;

/** Nanoseconds since 1970; `null` for what is not written year first. */
function instantOf(text: string): bigint | null {
  const found = YEAR_FIRST.exec(text.trim());
  if (!found) return null;
  const number = (at: number): number => Number(found[at] ?? 0);
  const wall = new Date(0);
  wall.setUTCFullYear(number(1), number(2) - 1, number(3));
  wall.setUTCHours(number(4), number(5), number(6));
  const zone = found[8] === undefined ? VIETNAM_SECONDS : number(10) * 3600 + number(11) * 60;
  const seconds = wall.getTime() / 1000 - (found[9] === '-' ? -zone : zone);
  return BigInt(seconds) * 1_000_000_000n + BigInt((found[7] ?? '').padEnd(9, '0'));
}

/** A time by UTC's clock as one in Vietnam; a day alone, what has a zone, and what is no time stay as they are. */
export function fromUtc(text: SourceText): SourceText {
  const found = YEAR_FIRST.exec((text ?? '').trim());
  if (text === null || found?.[4] === undefined || found[8] !== undefined) return text;
  const number = (at: number): number => Number(found[at] ?? 0);
  const wall = vietnamWall(
    Date.UTC(number(1), number(2) - 1, number(3), number(4), number(5), number(6)) / 1000,
  );
  return wall === null ? text : `${wall}${found[7] === undefined ? '' : `.${found[7]}`}+07:00`;
}

/** The latest (`sign` 1) or earliest (-1) of the texts that are times; the first that is there where none is one. */
export function extremeTime(texts: readonly SourceText[], sign: 1 | -1): SourceText {
  let best: { readonly text: string; readonly at: bigint } | null = null;
  let other: SourceText = null;
  for (const text of texts) {
    if (text === null || text.trim() === '') continue;
    const at = instantOf(text);
    if (at === null) other ??= text;
    else if (best === null || (sign === 1 ? at > best.at : at < best.at)) best = { text, at };
  }
  return best?.text ?? other;
}

/** Order of two times; what is no time comes first, and two such texts count as equal. */
export function compareTimes(a: SourceText | undefined, b: SourceText | undefined): number {
  const [atA, atB] = [instantOf(a ?? ''), instantOf(b ?? '')];
  if (atA === null || atB === null) return atA === atB ? 0 : atA === null ? -1 : 1;
  return atA < atB ? -1 : atA > atB ? 1 : 0;
}

/** Is it a time, and not after `untilMs` (milliseconds since 1970)? */
export function isUntil(text: SourceText | undefined, untilMs: number): boolean {
  const at = instantOf(text ?? '');
  return at !== null && Number(at / 1_000_000n) <= untilMs;
}
