/** The jobs and when each runs next. */
import { createTask, parse, validate } from 'node-cron';
import type { Config } from '../src/config.ts';
import { catalogueJob } from './catalogue.ts';
import { extractJob } from './extract.ts';
import { irregularJob } from './irregular.ts';
import type { Job } from './job.ts';
import { pruneJob } from './prune.ts';
import { reconcileJob } from './reconcile.ts';
import { recoverJob } from './recover.ts';

/** Every scheduled job. */
export const JOBS: readonly Job[] = [
  extractJob,
  irregularJob,
  recoverJob,
  catalogueJob,
  pruneJob,
  reconcileJob,
];

/** Schedules are told in the province's time, wherever the server stands. */
export const TIMEZONE = 'Asia/Ho_Chi_Minh';

/** Faults of the cron expressions, empty when all are right. */
export function scheduleFaults(config: Config): string[] {
  return JOBS.filter((job) => !validate(job.expression(config))).map(
    (job) =>
      `SCHEDULE_${job.name.toUpperCase()} ("${job.expression(config)}"): không phải biểu thức cron / not a cron expression`,
  );
}

/** When `job` runs next after now; `null` for a job this version does not have. */
export function nextRunOf(job: string, config: Config): Date | null {
  const found = JOBS.find(({ name }) => name === job);
  if (!found || !validate(found.expression(config))) return null;
  const task = createTask(found.expression(config), () => undefined, { timezone: TIMEZONE });
  try {
    return task.getNextRuns(1)[0] ?? null;
  } finally {
    void task.destroy();
  }
}

/** Days back that a due time is looked for: nobody schedules more seldom than once a year. */
const DAYS_BACK = 366;
const DAY_MS = 86_400_000;
/** The province's clock is seven hours ahead all the year. */
const AHEAD_MS = 7 * 3_600_000;

/** When `expression` was last due, at `now` or before; `null` = not within a year. */
export function lastDueOf(expression: string, now: Date): Date | null {
  const { hour, minute, second } = parse(expression);
  const times = [hour, minute, second].map((values) => [...values].sort((a, b) => b - a));
  const midnight = Math.floor((now.getTime() + AHEAD_MS) / DAY_MS) * DAY_MS - AHEAD_MS;
  const task = createTask(expression, () => undefined, { timezone: TIMEZONE });
  try {
    for (let days = 0; days <= DAYS_BACK; days += 1) {
      // All times of a day are due or none is: the latest of them that has come speaks for the day.
      const start = midnight - days * DAY_MS;
      const due = latestOf(times, now.getTime() - start);
      if (due !== null && task.match(new Date(start + due))) return new Date(start + due);
    }
    return null;
  } finally {
    void task.destroy();
  }
}

/** Milliseconds into the day of the latest time that is no later than `untilMs`. */
function latestOf(
  [hours = [], minutes = [], seconds = []]: readonly number[][],
  untilMs: number,
): number | null {
  for (const hour of hours) {
    for (const minute of minutes) {
      for (const second of seconds) {
        const ms = ((hour * 60 + minute) * 60 + second) * 1000;
        if (ms <= untilMs) return ms;
      }
    }
  }
  return null;
}

/** Has a due time of `expression` passed since the job was last done? */
export function wasMissed(expression: string, lastDone: Date | null, now: Date): boolean {
  const due = lastDueOf(expression, now);
  return due !== null && (lastDone === null || lastDone < due);
}
