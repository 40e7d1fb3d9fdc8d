/**
 * Days and moments among the words of a call. Guarantees: what is none is wrong use (DB-CFG-003, exit 2), never
 * a default; the zone of the machine is never asked.
 */
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

const MOMENT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/**
 * The moment that is named: an ISO time with its zone, or a bare day of Vietnam, to its last second (the source
 * tells no part of one). Throws DB-CFG-003, which says `expected`.
 */
export function momentOf(option: string, text: string, expected: string): Date {
  const day = MOMENT.exec(text)?.[1];
  try {
    if (day === undefined) return new Date(endOfDay(option, text).getTime() - 1_000);
    startOfDay(option, day);
    return new Date(text);
  } catch {
    throw new DongboError('DB-CFG-003', { option, value: text, expected });
  }
}
