/**
 * Wall-clock times of Asia/Ho_Chi_Minh as real sources write them.
 * Guarantees: every form here is one that 3-source-contract.md tells the daemon to bear, to the minute.
 */
import { between, pick, type Random } from '../random.ts';

/** A minute in milliseconds. */
export const MINUTE = 60_000;
/** A day in milliseconds. */
export const DAY = 24 * 60 * MINUTE;
const OFFSET = 7 * 60 * MINUTE;

/** Year, month … of a moment, as text with leading noughts. */
function parts(ms: number) {
  const iso = new Date(ms + OFFSET).toISOString();
  return { year: iso.slice(0, 4), month: iso.slice(5, 7), day: iso.slice(8, 10), clock: iso.slice(11, 16) };
}

/** The local start of the day. */
export function startOfDay(ms: number): number {
  return Math.floor((ms + OFFSET) / DAY) * DAY - OFFSET;
}

const FORMS: readonly ((ms: number) => string)[] = [
  (ms) => localText(ms),
  (ms) => localText(ms),
  (ms) => `${dayFirst(ms)} ${parts(ms).clock}`,
  (ms) => `${dayFirst(ms)} ${parts(ms).clock}:00`,
  (ms) => `${parts(ms).clock}:00 ${dayFirst(ms)}`,
  (ms) => `${localText(ms).replace(' ', 'T')}+07:00`,
  (ms) => new Date(ms).toISOString(),
  (ms) => localText(ms).replace(/\D/g, ''),
];

function dayFirst(ms: number): string {
  const { year, month, day } = parts(ms);
  return `${day}/${month}/${year}`;
}

/** `2026-11-02 08:30:00` */
export function localText(ms: number): string {
  const { year, month, day, clock } = parts(ms);
  return `${year}-${month}-${day} ${clock}:00`;
}

/** `261102` as dossier codes carry it. */
export function shortDay(ms: number): string {
  const { year, month, day } = parts(ms);
  return `${year.slice(2)}${month}${day}`;
}

/** A time in one of the forms of real sources. */
export function writeTime(random: Random, ms: number): string {
  return pick(random, FORMS)(ms);
}

/** An absent time: nothing, or one of the stand-ins that databases keep for nothing. */
export function writeAbsent(random: Random): string | null {
  return pick(random, [null, null, null, '', '0001-01-01', '1900-01-01 00:00:00']);
}

/** A time of receipt at a counter: a weekday between half past seven and half past four, an hour or more before `now`. */
export function receiptTime(random: Random, now: number): number {
  let day = startOfDay(now) - between(random, 0, 35) * DAY;
  const clock = between(random, 7 * 60 + 30, 16 * 60 + 30) * MINUTE;
  while (isWeekend(day) || day + clock > now - 60 * MINUTE) day -= DAY;
  return day + clock;
}

function isWeekend(ms: number): boolean {
  const weekday = new Date(ms + OFFSET).getUTCDay();
  return weekday === 0 || weekday === 6;
}
