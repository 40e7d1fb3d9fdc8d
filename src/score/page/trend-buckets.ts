/**
 * Days of a period as a chart can show them: a day a bar, or a week a bar where there are too many days.
 * Guarantees: every day is in one bar; a week begins on Monday, and the first and last may be shorter.
 */
import type { TrendDay } from '../../domain/score/score-report.ts';

/** More bars than this cannot be told apart on paper. */
const MOST_BARS = 100;
const DAY_MS = 86_400_000;

/** A bar: first and last day, and what was counted. */
export interface Bucket extends Omit<TrendDay, 'day'> {
  readonly first: string;
  readonly last: string;
}

/** See the file's head. */
export function bucketsOf(trend: readonly TrendDay[]): readonly Bucket[] {
  const days = trend.map(({ day, ...counts }) => ({ first: day, last: day, ...counts }));
  if (days.length <= MOST_BARS) return days;
  const weeks: Bucket[] = [];
  for (const day of days) {
    const week = weeks.at(-1);
    if (week === undefined || isMonday(day.first)) weeks.push(day);
    else weeks[weeks.length - 1] = together(week, day);
  }
  return weeks;
}

function isMonday(day: string): boolean {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS + 3) % 7 === 0;
}

function together(week: Bucket, day: Bucket): Bucket {
  return {
    first: week.first,
    last: day.last,
    recorded: week.recorded + day.recorded,
    synchronized: week.synchronized + day.synchronized,
    onTime: week.onTime + day.onTime,
    lateBecauseOfSync: week.lateBecauseOfSync + day.lateBecauseOfSync,
    late: week.late + day.late,
  };
}
