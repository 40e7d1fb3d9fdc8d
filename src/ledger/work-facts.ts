/**
 * Whether the work goes on, for the doctor: leader, jobs at work, how long ago each succeeded.
 * Guarantees: reads only; ages by the ledger's clock; no dossier.
 */
import type { Queryable } from './database.ts';
import { JOB_LOCKS } from './job-lock.ts';
import { LEADERSHIP } from './leadership.ts';

const HELD_BY_US = `
  SELECT count(*)::int AS count FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND classid = $1 AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Does some process lead? */
export async function somebodyLeads(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ count: number }>(`${HELD_BY_US} AND objid = 0`, [LEADERSHIP]);
  return (rows[0]?.count ?? 0) > 0;
}

/** Is `job` being done at this moment? */
export async function jobIsAtWork(db: Queryable, job: string): Promise<boolean> {
  const { rows } = await db.query<{ count: number }>(
    `${HELD_BY_US} AND objid::bigint = (hashtext($2)::bigint & 4294967295)`,
    [JOB_LOCKS, job],
  );
  return (rows[0]?.count ?? 0) > 0;
}

/** A job that ever ran. */
export interface JobAge {
  readonly job: string;
  /** Seconds since its last success; `null` = it never succeeded. */
  readonly ageSeconds: number | null;
  /** Code of the last run's fault; '' = none. */
  readonly lastError: string;
}

const AGES = `
  SELECT job, extract(epoch FROM clock_timestamp() - last_success_at)::float8 AS "ageSeconds", last_error AS "lastError"
  FROM job_run ORDER BY job`;

/** Of every job that ever ran. */
export async function jobAges(db: Queryable): Promise<JobAge[]> {
  const { rows } = await db.query<JobAge & Record<string, unknown>>(AGES);
  return rows;
}
