/** The jobs, of every source and of the whole, and when each runs next. */
import { createTask, parse, validate } from 'node-cron';
import { hasIrregular } from '../src/compose/reading.ts';
import { mainAsSet, type ScheduledSource } from '../src/compose/sources.ts';
import { canBeSwept } from '../src/compose/sweeping.ts';
import type { Config } from '../src/config.ts';
import { catalogueJob } from './catalogue.ts';
import { extractJob } from './extract.ts';
import { irregularJob } from './irregular.ts';
import type { Job } from './job.ts';
import { pruneJob } from './prune.ts';
import { reconcileJob } from './reconcile.ts';
import { recoverJob } from './recover.ts';
import { scoreJob } from './score.ts';
import { sweepJob } from './sweep.ts';

/** Jobs that each source has, where its kind allows. */
const OF_A_SOURCE: readonly ((source: ScheduledSource) => Job | null)[] = [
  extractJob,
  (source) => (hasIrregular(source) ? irregularJob(source) : null),
  (source) => (canBeSwept(source) ? sweepJob(source) : null),
];

/** Jobs that there are once. */
const OF_THE_WHOLE: readonly Job[] = [recoverJob, catalogueJob, pruneJob, reconcileJob, scoreJob];

/** Every scheduled job. */
export function jobsOf(sources: readonly ScheduledSource[]): readonly Job[] {
  return [...OF_A_SOURCE.flatMap((make) => sources.flatMap((source) => make(source) ?? [])), ...OF_THE_WHOLE];
}

/** Schedules are told in the province's time, wherever the server stands. */
export const TIMEZONE = 'Asia/Ho_Chi_Minh';

/** Faults of the cron expressions, empty when all are right. */
export function scheduleFaults(config: Config, sources: readonly ScheduledSource[] = []): string[] {
  // The settings are looked at though no source may go by them.
  const jobs = [...jobsOf([mainAsSet(config)]), ...jobsOf(sources)];
  const faults = jobs
    .filter((job) => !validate(job.expression(config)))
    .map(
      (job) => `${job.says} ("${job.expression(config)}"): không phải biểu thức cron / not a cron expression`,
    );
  return [...new Set(faults)];
}

/** When `job` runs next after now; `null` for one that never does. */
export function nextRunOf(job: Job, config: Config): Date | null {
  if (!validate(job.expression(config))) return null;
  const task = createTask(job.expression(config), () => undefined, { timezone: TIMEZONE });
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
