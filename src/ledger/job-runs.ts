/** When each scheduled job last ran and last succeeded: the memory that node-cron has not. */
import type { Queryable } from './database.ts';

/** One job's record. */
export interface JobRun {
  readonly job: string;
  readonly lastRun: Date | null;
  readonly lastSuccess: Date | null;
  readonly lastError: string;
  /** Name of the last run, to find it in the log; '' = of an older version. */
  readonly run: string;
}

/** Notes the run named `run`; `error` '' = success. The error text must carry no personal data. */
export async function noteJobRun(db: Queryable, job: string, error: string, run: string): Promise<void> {
  await db.query(
    `INSERT INTO job_run (job, last_run_at, last_success_at, last_error, run)
     VALUES ($1, now(), CASE WHEN $2 = '' THEN now() END, $2, $3)
     ON CONFLICT (job) DO UPDATE SET last_run_at = now(), last_error = $2, run = $3,
       last_success_at = CASE WHEN $2 = '' THEN now() ELSE job_run.last_success_at END`,
    [job, error, run],
  );
}

/** Every job that ever ran. */
export async function jobRuns(db: Queryable): Promise<JobRun[]> {
  const { rows } = await db.query<{
    job: string;
    last_run_at: Date;
    last_success_at: Date;
    last_error: string;
    run: string;
  }>('SELECT job, last_run_at, last_success_at, last_error, run FROM job_run ORDER BY job');
  return rows.map((row) => ({
    job: row.job,
    lastRun: row.last_run_at,
    lastSuccess: row.last_success_at,
    lastError: row.last_error,
    run: row.run,
  }));
}
