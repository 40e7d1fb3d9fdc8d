/**
 * Times as the portal writes them: `yyyyMMddHHmmss`, wall clock of Asia/Ho_Chi_Minh.
 * Guarantees: no zone is ever converted; what is absent stays ''.
 */
import type { LocalTime } from '../../domain/codes.ts';

/** `2026-10-01T08:30:00` → `20261001083000`; '' stays ''. */
export function toWireTime(time: LocalTime | ''): string {
  return time.replace(/\D/g, '').slice(0, 14);
}

/**
 * A time shown by the portal as `yyyyMMddHHmmss`, '' where it cannot be read. The form in which
 * `TraCuuHoSo` shows times is unseen: wire form, ISO and day-first are taken.
 */
export function readWireTime(text: string): string {
  const dayFirst = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?/.exec(text);
  if (dayFirst) {
    const [, day, month, year, hour, minute, second] = dayFirst;
    return [year, month, day, hour, minute, second].map((part) => (part ?? '0').padStart(2, '0')).join('');
  }
  // A zone at the end ("+07:00", "Z") or fractions of a second are not part of the wall clock.
  const digits = text.replace(/\D/g, '').slice(0, 14);
  return digits.length === 14 ? digits : '';
}
