/** The jobs and when each runs next. */
import { createTask, validate } from 'node-cron';
import type { Config } from '../src/config.ts';
import { catalogueJob } from './catalogue.ts';
import { extractJob } from './extract.ts';
import { irregularJob } from './irregular.ts';
import type { Job } from './job.ts';
import { recoverJob } from './recover.ts';

/** Every scheduled job. */
export const JOBS: readonly Job[] = [extractJob, irregularJob, recoverJob, catalogueJob];

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
