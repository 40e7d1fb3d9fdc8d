/**
 * What the dead left behind, and what the queue has forgotten.
 * Guarantees: an expired lease is ended in one statement; what was being sent under it becomes
 * `unknown` with an attempt that says so, and what had not left goes back as it was; due work without a
 * job is found from the ledger, whatever the queue has lost (invariants 1, 3, 4, 9).
 */
import type { Lane } from '../domain/delivery.ts';
import type { Database, Queryable } from './database.ts';
import { LEFT_BEHIND, WAS_CALLED } from './left-behind.ts';

const EXPIRE = `
  WITH dead AS (
    DELETE FROM lease
    WHERE dossier_id IN (SELECT dossier_id FROM lease WHERE until < now() FOR UPDATE SKIP LOCKED)
    RETURNING dossier_id, token),
  lost AS (
    UPDATE delivery v SET ${LEFT_BEHIND}
    FROM dead JOIN delivery s ON s.dossier_id = dead.dossier_id AND s.state = 'sending'
    WHERE v.id = s.id AND v.state = 'sending'
    RETURNING v.id, v.dossier_id, dead.token, ${WAS_CALLED} AS called),
  noted AS (
    INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms, batch)
    SELECT dossier_id, id, now(), '', 'unknown', 'worker ended while sending', 1, 0, left(token::text, 8) FROM lost WHERE called)
  SELECT (SELECT count(*) FROM dead)::int AS dossiers, (SELECT count(*) FROM lost WHERE called)::int AS deliveries`;

/** Ends expired leases. Answers how many dossiers and how many deliveries they concerned. */
export async function rescueExpired(db: Queryable): Promise<{ dossiers: number; deliveries: number }> {
  const { rows } = await db.query<{ dossiers: number; deliveries: number }>(EXPIRE);
  return rows[0] ?? { dossiers: 0, deliveries: 0 };
}

/**
 * `EXCEPT` and not `NOT EXISTS`: leases and marks come and go by the hundred thousand, so that what
 * PostgreSQL believes of these tables is often wrong, and an anti-join planned for an empty table takes
 * minutes where it is full. Sorted before the join, so that each page of the wide table is read once. What is urgent
 * (hurry.ts) is of the lane `live`: only there is it asked for, and for each by its key, for the same reason.
 */
const FORGOTTEN = `
  WITH open AS (
    SELECT dossier_id FROM due_dossier WHERE due_at <= now()
    EXCEPT (
      SELECT dossier_id FROM enqueued
      WHERE $2::timestamptz IS NULL OR at >= $2 AND at <= now() + interval '5 seconds'
      UNION ALL SELECT unnest($3::bigint[])
      UNION ALL SELECT dossier_id FROM lease)
    ORDER BY dossier_id)
  SELECT d.lane, (array_agg(d.id ORDER BY
    CASE WHEN d.lane = 'live' THEN (SELECT f.urgent_due FROM score_fact f WHERE f.dossier_id = d.id) END NULLS LAST,
    d.source_changed_at DESC NULLS LAST, d.id DESC))[1:$1] AS ids
  FROM open JOIN dossier d ON d.id = open.dossier_id
  GROUP BY d.lane`;

/** What the queue is known to have. */
export interface Carried {
  /** Ids in its jobs. */
  readonly ids: readonly number[];
  /** From before it was asked; marks made since stand, for their jobs may be younger than the answer. */
  readonly since: Date;
}

/**
 * Dossiers with due work that nobody has in hand and no job carries, by lane: urgent ones, then the newest change first.
 * Where the queue was asked, its answer counts; a mark older than that says only that there was a job once.
 * @param limit most of a lane
 * @param carried `null`: the queue was not asked, every mark stands for a job
 */
export async function forgotten(
  db: Queryable,
  limit: number,
  carried: Carried | null,
): Promise<Record<Lane, number[]>> {
  const { rows } = await db.query<{ lane: Lane; ids: number[] }>(FORGOTTEN, [
    limit,
    carried?.since ?? null,
    carried?.ids ?? [],
  ]);
  const found: Record<Lane, number[]> = { live: [], backfill: [] };
  for (const { lane, ids } of rows) found[lane] = ids.map(Number);
  return found;
}

/** The database's clock, which all marks are made by. */
export async function databaseNow(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now ?? new Date(0);
}

const MARK = `
  INSERT INTO enqueued (dossier_id, at)
  SELECT id, now() + $2 * interval '1 millisecond' FROM unnest($1::bigint[]) AS id ORDER BY id
  ON CONFLICT (dossier_id) DO UPDATE SET at = excluded.at`;

/** Notes that a job carries these dossiers. @param delayMs until that job begins */
export async function markEnqueued(db: Database, dossierIds: readonly number[], delayMs = 0): Promise<void> {
  await db.query(MARK, [dossierIds, Math.round(delayMs)]);
}
