/**
 * Times of ISO 8601 as the database writes them, which is the form in which rows tell when they changed.
 * Guarantees: pure; no digit of a fraction is lost; without a zone it is local time in Vietnam.
 */

const WRITTEN =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(\.\d{1,9})?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?)?$/i;

/** `2026-11-29 10:00:00.5+07:00` of `2026-11-29T10:00:00.5+0700`; what is no such time stays, and counts as none. */
export function databaseTime(text: string | null): string | null {
  const found = WRITTEN.exec(text?.trim() ?? '');
  if (!found) return text;
  const [, day = '', minutes, seconds = '00', fraction = '', zone = ''] = found;
  if (minutes === undefined) return day;
  return `${day} ${minutes}:${seconds}${fraction}${offset(zone)}`;
}

function offset(zone: string): string {
  if (zone === '' || /^z$/i.test(zone)) return zone === '' ? '' : '+00';
  const digits = zone.replace(':', '');
  return digits.length > 3 ? `${digits.slice(0, 3)}:${digits.slice(3)}` : digits;
}
