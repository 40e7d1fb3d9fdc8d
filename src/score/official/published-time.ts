/**
 * The moment up to which the portal had counted, as people and files write it.
 * Guarantees: without a zone it is Vietnam's clock; a day alone ends at its last second.
 */

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const DAY_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(.*)$/;

/** `null` where the text is no such moment. */
export function publishedTime(written: string): Date | null {
  const [, day = '', month = '', year = '', rest = ''] = DAY_FIRST.exec(written.trim()) ?? [];
  const text =
    year === '' ? written.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}`;
  const [, date, clock, seconds = '00', zone = '+07:00'] = FORM.exec(text) ?? [];
  if (date === undefined) return null;
  const at = new Date(`${date}T${clock === undefined ? '23:59:59' : `${clock}:${seconds}`}${zone}`);
  if (Number.isNaN(at.getTime())) return null;
  // `2026-02-30` would be a day of March.
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date) ? at : null;
}
