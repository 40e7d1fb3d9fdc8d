/**
 * Who holds our advisory locks: which process leads, and which does a job at this moment.
 * Guarantees: reads only; what the server does not show (another user's session) is '' and not made up.
 */
import type { Queryable } from './database.ts';
import { JOB_LOCKS } from './job-lock.ts';
import { LEADERSHIP } from './leadership.ts';

/** A session of PostgreSQL, as the server shows it. */
export interface SessionAtWork {
  /** The name that the process gave itself, with its host's where it has told it. */
  readonly program: string;
  /** Address as the server sees it: of a pooler, where there is one; 'local' = its own machine. */
  readonly address: string;
}

const HOLDERS = `
  SELECT l.objid::bigint AS object, coalesce(a.application_name, '') AS program,
    CASE WHEN a.pid IS NULL THEN '' ELSE coalesce(host(a.client_addr), 'local') END AS address
  FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1::bigint::oid AND l.objsubid = 2
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

interface Row extends SessionAtWork {
  readonly object: number;
}

/** Who leads the scheduler; `null` = nobody. */
export async function leaderOf(db: Queryable): Promise<SessionAtWork | null> {
  const { rows } = await db.query<Row & Record<string, unknown>>(`${HOLDERS} AND l.objid = 0`, [LEADERSHIP]);
  const [row] = rows;
  return row === undefined ? null : { program: row.program, address: row.address };
}

/** Who does which of `jobs` now. */
export async function jobsAtWork(
  db: Queryable,
  jobs: readonly string[],
): Promise<ReadonlyMap<string, SessionAtWork>> {
  const { rows } = await db.query<Row & { job: string } & Record<string, unknown>>(
    `SELECT j.job, h.program, h.address FROM unnest($2::text[]) AS j (job)
     JOIN (${HOLDERS}) h ON h.object = hashtext(j.job)::bigint & 4294967295`,
    [JOB_LOCKS, jobs],
  );
  return new Map(rows.map(({ job, program, address }) => [job, { program, address }]));
}
