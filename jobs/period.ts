/** How far apart the runs of a schedule are at most. Guarantees: by the calendar, whatever the expression says. */
import { createTask, parse, validate } from 'node-cron';
import type { Config } from '../src/config.ts';
import type { Job } from './job.ts';
import { TIMEZONE } from './schedule.ts';

const DAY_MS = 86_400_000;
/** Two years: of a schedule of once a year both of its days are seen. */
const DAYS = 2 * 366;

/** Longest pause between two numbers that follow each other. */
const longest = (sorted: readonly number[]): number =>
  sorted.slice(1).reduce((most, at, index) => Math.max(most, at - (sorted[index] ?? at)), 0);

/** Milliseconds into a day of all its due times, in order. */
function timesOf(expression: string): number[] {
  const { hour, minute, second } = parse(expression);
  const times = hour.flatMap((h) => minute.flatMap((m) => second.map((s) => ((h * 60 + m) * 60 + s) * 1000)));
  return times.sort((a, b) => a - b);
}

/**
 * Milliseconds of the longest pause between two runs.
 * @param from a moment from which on it is looked for
 * @returns `null` for what is no expression, or is never due twice
 */
export function longestPauseMs(expression: string, from: Date): number | null {
  if (!validate(expression)) return null;
  const times = timesOf(expression);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const task = createTask(expression, () => undefined, { timezone: TIMEZONE });
  try {
    // The province's clock is seven hours ahead all the year.
    const midnight = Math.floor(from.getTime() / DAY_MS) * DAY_MS - 7 * 3_600_000;
    const days = Array.from({ length: DAYS }, (_day, index) => midnight + index * DAY_MS);
    const due = days.filter((day) => task.match(new Date(day + first)));
    if (due.length < 2) return null;
    return Math.max(longest(times), longest(due) - last + first);
  } finally {
    void task.destroy();
  }
}

/** Seconds of the longest pause between two runs of each job, by its name; `null` for what is never due twice. */
export function periodsOf(jobs: readonly Job[], config: Config): ReadonlyMap<string, number | null> {
  const now = new Date();
  // Most sources have the same schedule.
  const known = new Map(
    [...new Set(jobs.map((job) => job.expression(config)))].map((one) => [one, longestPauseMs(one, now)]),
  );
  return new Map(
    jobs.map((job) => {
      const ms = known.get(job.expression(config)) ?? null;
      return [job.name, ms === null ? null : ms / 1000];
    }),
  );
}
