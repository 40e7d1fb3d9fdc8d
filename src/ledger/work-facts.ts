/**
 * Whether the work goes on, for the doctor: lanes, leader, jobs at work, how much is held.
 * Guarantees: reads only; counts, no dossier.
 */
import type { Lane } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';
import { JOB_LOCKS } from './job-lock.ts';
import { LEADERSHIP } from './leadership.ts';

/** Why a lane does not call, or does. */
export interface LaneFacts {
  readonly lane: Lane;
  readonly state: string;
  readonly since: Date;
  /** The portal's or the network's words, redacted when they were noted. */
  readonly reason: string;
  /** Set while a person has paused it. */
  readonly pausedAt: Date | null;
}

/** Of each lane, `live` first. */
export async function laneFacts(db: Queryable): Promise<LaneFacts[]> {
  const { rows } = await db.query<LaneFacts & Record<string, unknown>>(
    `SELECT lane, state::text, since, reason, paused_at AS "pausedAt" FROM breaker ORDER BY lane`,
  );
  return rows;
}

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
