/**
 * What is lost when the ledger goes back to an older version, counted before it does.
 * Guarantees: reads only; whatever the way down takes away and does not come again by itself is in the list,
 * so that nobody loses what was not told (a test holds it to the migrations); what is not there (0) is left out.
 * Must not: take anything back itself (migrate.ts).
 */
import { DongboError } from '../domain/errors.ts';
import { ATTENDANCE } from './attendance.ts';
import type { Queryable } from './database.ts';
import { JOB_LOCKS } from './job-lock.ts';
import { LEADERSHIP } from './leadership.ts';

/** Contents that a way down takes away; each with the migration that brought it. */
const LOSSES = {
  untold: [
    '0013',
    `SELECT count(*)::int AS count FROM delivery WHERE untold_hash IS NOT NULL AND state NOT IN ('queued', 'retrying')
       AND (state = 'held' OR untold_hash <> payload_hash)`,
  ],
  published: ['0009', 'SELECT count(*)::int AS count FROM official_score'],
  underWay: ['0006', 'SELECT count(*)::int AS count FROM resync WHERE NOT complete AND cancelled_at IS NULL'],
  audit: ['0005', 'SELECT count(*)::int AS count FROM audit'],
  pauses: ['0005', 'SELECT count(*)::int AS count FROM breaker WHERE paused_at IS NOT NULL'],
  doubt: ['0005', 'SELECT count(*)::int AS count FROM doubt'],
  resyncs: ['0005', 'SELECT count(*)::int AS count FROM resync'],
  drift: ['0005', 'SELECT count(*)::int AS count FROM drift WHERE healed_at IS NULL'],
  told: ['0005', 'SELECT count(*)::int AS count FROM delivery WHERE accepted_payload IS NOT NULL'],
  pruned: ['0005', 'SELECT count(*)::int AS count FROM dossier WHERE pruned_at IS NOT NULL'],
  following: ['0004', 'SELECT count(*)::int AS count FROM delivery WHERE next_hash IS NOT NULL OR withdrawn'],
  absent: ['0004', 'SELECT count(*)::int AS count FROM delivery WHERE absence IS NOT NULL'],
  catalogueChanges: ['0003', 'SELECT count(*)::int AS count FROM catalogue_change'],
  endedCodes: [
    '0003',
    `SELECT (SELECT count(*) FROM component WHERE valid_to IS NOT NULL)::int
       + (SELECT count(*) FROM result WHERE valid_to IS NOT NULL)::int AS count`,
  ],
  lookups: ['0002', 'SELECT count(*)::int AS count FROM dossier_use'],
} as const satisfies Readonly<Record<string, readonly [migration: string, count: string]>>;

/** What may be lost; see {@link LOSSES}. */
export type LossName = keyof typeof LOSSES;

/** Something that would be lost, and how much of it. */
export interface Loss {
  readonly what: LossName;
  readonly count: number;
}

/** Counts what going back over `undone` migrations takes away; in the order in which it is told. */
export async function lossesOf(db: Queryable, undone: readonly string[]): Promise<readonly Loss[]> {
  const losses: Loss[] = [];
  for (const what of Object.keys(LOSSES) as LossName[]) {
    const [migration, sql] = LOSSES[what];
    if (!undone.some((name) => name.startsWith(`${migration}-`))) continue;
    const { rows } = await db.query<{ count: number }>(sql);
    const count = rows[0]?.count ?? 0;
    if (count > 0) losses.push({ what, count });
  }
  return losses;
}

/** Has something else come to be lost, or more or less of it, than was told? */
export function differs(told: readonly Loss[], found: readonly Loss[]): boolean {
  const said = new Map(told.map(({ what, count }) => [what, count]));
  return found.length !== told.length || found.some(({ what, count }) => said.get(what) !== count);
}

/**
 * Keeps everybody from beginning to work for as long as `session` lives. Throws DB-OPS-006 while somebody is at
 * work, or takes the ledger back as well.
 */
export async function keepAlone(session: Queryable): Promise<void> {
  const { rows } = await session.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1, 0) AS alone', [
    ATTENDANCE,
  ]);
  const busy = await atWork(session);
  if (busy.length > 0 || !rows[0]?.alone) {
    throw new DongboError('DB-OPS-006', { where: busy.join(', ') || 'PostgreSQL' });
  }
}

/**
 * Who runs as a daemon (attendance.ts), leads, does a job or has dossiers in hand: names as they gave them; empty =
 * nobody else than the session that asks is at work.
 */
export async function atWork(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT DISTINCT coalesce(nullif(a.application_name, ''), 'PostgreSQL ' || l.pid) AS name
     FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
       AND (l.classid IN ($1::bigint::oid, $3::bigint::oid) AND l.objid = 0 OR l.classid = $2::bigint::oid)
       AND l.pid <> pg_backend_pid()
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
     UNION
     SELECT 'worker (' || count(*) || ')' FROM lease WHERE until > now() HAVING count(*) > 0`,
    [LEADERSHIP, JOB_LOCKS, ATTENDANCE],
  );
  return rows.map(({ name }) => name);
}
