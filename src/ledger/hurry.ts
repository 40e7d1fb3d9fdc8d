/**
 * Which dossiers are to go before all others: finished in time by the province, due soon or past that for at most a
 * month, not at the portal.
 * Guarantees: only what can go by itself this moment: not held, in nobody's hands, its time come; the nearest
 * appointment first, of those to come before those that have passed; each once a minute, and anew when it changed.
 * From then on they are of today's lane. Leases decide who sends (invariants 4, 9): this only says in which order.
 */
import type { Queryable } from './database.ts';
import { FRESH_DAYS, VIETNAM_NOW } from './urgent.ts';

/**
 * By the next run of the job it may have fallen behind again, since what changes goes before what waits; to say it twice
 * costs a job that finds nothing to do. While its lane is paused nothing goes, and such jobs would only pile up.
 */
const RESTED = `u.hurried_at < now() - interval '50 seconds'
        AND EXISTS (SELECT FROM breaker b WHERE b.lane = 'live' AND b.state = 'closed' AND b.paused_at IS NULL)`;

const READY = `
      (u.hurried_at IS NULL OR ${RESTED}
        OR (SELECT d.stored_at > u.hurried_at FROM dossier d WHERE d.id = u.dossier_id))
      AND (SELECT true FROM due_dossier w WHERE w.dossier_id = u.dossier_id AND w.due_at <= now() LIMIT 1)`;

/**
 * Each is looked at in its turn until enough are found: most are held where many are urgent, and nobody mends those by
 * looking at all of them. A subquery that is no join, since one over a long backlog would be made whole first.
 */
const TAKE = `
  WITH urgent AS (
    SELECT f.dossier_id, f.hurried_at, f.urgent_due < ${VIETNAM_NOW} AS late, abs(f.urgent_due - ${VIETNAM_NOW}) AS away
    FROM score_fact f
    WHERE f.urgent_due BETWEEN ${VIETNAM_NOW} - ${FRESH_DAYS} * 86400 AND ${VIETNAM_NOW} + $1::bigint * 3600
      AND f.urgent_since IS NOT NULL
    ORDER BY late, away, f.dossier_id),
  ready AS (
    (SELECT u.dossier_id, u.late, u.away FROM urgent u WHERE NOT u.late AND ${READY} LIMIT $2)
    UNION ALL
    (SELECT u.dossier_id, u.late, u.away FROM urgent u WHERE u.late AND ${READY} LIMIT $3)),
  free AS (SELECT dossier_id FROM ready EXCEPT SELECT dossier_id FROM lease),
  today AS (UPDATE dossier d SET lane = 'live' FROM free WHERE d.id = free.dossier_id AND d.lane <> 'live')
  SELECT dossier_id AS id FROM ready JOIN free USING (dossier_id) ORDER BY late, away, dossier_id`;

/** Most of a run. */
export interface UrgentShare {
  /** Of those whose appointment is still to come. */
  readonly soon: number;
  /** Of those past it. */
  readonly late: number;
}

/**
 * Moves them to today's lane and answers their ids in the order in which they are to go.
 * @param dueSoonHours see `ScoreFormulas`
 */
export async function takeUrgent(
  db: Queryable,
  dueSoonHours: number,
  { soon, late }: UrgentShare,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(TAKE, [dueSoonHours, soon, late]);
  return rows.map(({ id }) => id);
}

/** Notes that they were put first. After that was done: who dies in between does it once more. */
export async function noteHurried(db: Queryable, dossierIds: readonly number[]): Promise<void> {
  await db.query('UPDATE score_fact SET hurried_at = now() WHERE dossier_id = ANY($1::bigint[])', [
    dossierIds,
  ]);
}
