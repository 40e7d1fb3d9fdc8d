/**
 * The end of a term as the catalogue writes it: `5 Ngày làm việc`, `2 Tháng`, `24 Giờ`.
 * Guarantees: the day of receipt is not counted; a term of days, months or years ends with its last day, and where that
 * is a day off, with the next working day (Bộ luật Dân sự 2015, điều 147 and 148). Hours run by the clock; where they end
 * on a day off, the term ends with the next working day. Part of a day is a day.
 * Must not: guess: what cannot be read (`OTHER`, working hours, a sentence) is no term.
 */
import type { ClockSeconds } from '../domain/score/score-record.ts';
import type { ScoreProcedure } from '../domain/score/score-world.ts';
import { DAY_SECONDS, type DayNumber, type WorkDays } from './work-days.ts';

/** A term that can be read. */
export interface Term {
  readonly unit: 'working-days' | 'days' | 'months' | 'minutes';
  readonly count: number;
}

/** No procedure takes longer; a greater number is a slip of the pen. */
const MOST = 10_000;
const DAY_MS = DAY_SECONDS * 1000;
const FIRST_DAY = Date.UTC(2000, 0, 1);
const MONTHS_OF_YEAR = 12;
const MINUTES_OF_HOUR = 60;

/** `null` where it cannot be read. */
export function readTerm({ time, unit }: ScoreProcedure['terms'][number]): Term | null {
  const written = time.trim();
  const count = /^\d+([.,]\d+)?$/.test(written) ? Number(written.replace(',', '.')) : 0;
  if (count <= 0 || count > MOST) return null;
  const word = unit.normalize('NFC').toLowerCase();
  const isClock = /giờ|phút/.test(word);
  if (/làm việc/.test(word)) return isClock ? null : { unit: 'working-days', count: Math.ceil(count) };
  if (/giờ/.test(word)) return { unit: 'minutes', count: count * MINUTES_OF_HOUR };
  if (isClock) return { unit: 'minutes', count };
  if (/tháng/.test(word)) return { unit: 'months', count: Math.ceil(count) };
  if (/ngày/.test(word)) return { unit: 'days', count: Math.ceil(count) };
  if (/năm/.test(word)) return { unit: 'months', count: Math.ceil(count * MONTHS_OF_YEAR) };
  return null;
}

/** The last second of a term that begins with the receipt. */
export function endOfTerm({ unit, count }: Term, received: ClockSeconds, days: WorkDays): ClockSeconds {
  const receipt = Math.floor(received / DAY_SECONDS);
  switch (unit) {
    case 'working-days':
      return lastSecond(days.after(receipt, count));
    case 'days':
      return lastSecond(days.onOrAfter(receipt + count));
    case 'months':
      return lastSecond(days.onOrAfter(monthsLater(receipt, count)));
    case 'minutes': {
      const end = received + Math.round(count * 60);
      const day = Math.floor(end / DAY_SECONDS);
      return days.isWorked(day) ? end : lastSecond(days.onOrAfter(day));
    }
  }
}

function lastSecond(day: DayNumber): ClockSeconds {
  return (day + 1) * DAY_SECONDS - 1;
}

/** The same day of a later month; its last day where it has no such day. */
function monthsLater(day: DayNumber, months: number): DayNumber {
  const date = new Date(FIRST_DAY + day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = Date.UTC(year, month + 1, 0);
  const sameDate = Date.UTC(year, month, date.getUTCDate());
  return (Math.min(sameDate, lastOfMonth) - FIRST_DAY) / DAY_MS;
}
