/**
 * How long the portal asks to wait (`Retry-After`, RFC 9110 section 10.2.3).
 * Guarantees: whole seconds, 0 to 24 hours, or `undefined` where nothing readable is asked.
 */

const LONGEST_SECONDS = 24 * 60 * 60;

/** @param header seconds or an HTTP date. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : secondsUntil(text, now);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, 0), LONGEST_SECONDS);
}

function secondsUntil(date: string, now: Date): number | undefined {
  // An HTTP date names its weekday; without one `Date.parse` would take "-5" for a year.
  if (!/^[A-Za-z]{3,9},? /.test(date)) return undefined;
  const at = Date.parse(date);
  return Number.isNaN(at) ? undefined : Math.ceil((at - now.getTime()) / 1000);
}
