/** Days among the words of a call. Guarantees: what is no day is wrong use (DB-CFG-003, exit 2), never a default. */
import { DongboError } from '../domain/errors.ts';

const DAY_MS = 86_400_000;

/** The moment at which a day of Vietnam (`YYYY-MM-DD`) begins. Throws DB-CFG-003. */
export function startOfDay(option: string, text: string): Date {
  const at = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+07:00` : Number.NaN);
  // 30 February is taken for 2 March by some engines and for no date by others.
  const same =
    !Number.isNaN(at.getTime()) && new Date(at.getTime() + 7 * 3_600_000).toISOString().startsWith(text);
  if (!same) throw new DongboError('DB-CFG-003', { option, value: text, expected: 'YYYY-MM-DD' });
  return at;
}

/** The moment at which the day after begins. Throws DB-CFG-003. */
export function endOfDay(option: string, text: string): Date {
  return new Date(startOfDay(option, text).getTime() + DAY_MS);
}
