/**
 * What the dead left behind, and what the queue has forgotten.
 * Guarantees: an expired lease is ended in one statement; what was being sent under it becomes
 * `unknown` with an attempt that says so; due work without a job is found from the ledger alone
 * (invariants 1, 3, 4, 9).
 */
import type { Lane } from '../domain/delivery.ts';
import type { Database, Queryable } from './database.ts';
import { LEFT_BEHIND } from './left-behind.ts';

const EXPIRE = `
  WITH dead AS (
    DELETE FROM lease
    WHERE dossier_id IN (SELECT dossier_id FROM lease WHERE until < now() FOR UPDATE SKIP LOCKED)
    RETURNING dossier_id),
  lost AS (
    UPDATE delivery v SET ${LEFT_BEHIND}
    FROM dead WHERE v.dossier_id = dead.dossier_id AND v.state = 'sending'
    RETURNING v.id, v.dossier_id),
  noted AS (
    INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms)
    SELECT dossier_id, id, now(), '', 'unknown', 'worker ended while sending', 1, 0 FROM lost)
  SELECT (SELECT count(*) FROM dead)::int AS dossiers, (SELECT count(*) FROM lost)::int AS deliveries`;

/** Ends expired leases. Answers how many dossiers and how many deliveries they concerned. */
export async function rescueExpired(db: Queryable): Promise<{ dossiers: number; deliveries: number }> {
  const { rows } = await db.query<{ dossiers: number; deliveries: number }>(EXPIRE);
  return rows[0] ?? { dossiers: 0, deliveries: 0 };
}

const FORGOTTEN = `
  WITH pick AS (
    SELECT d.id, d.source_changed_at FROM dossier d
    WHERE d.lane = $3
      AND d.id IN (SELECT dossier_id FROM due_dossier WHERE due_at <= now())
      AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = d.id)
      AND NOT EXISTS (SELECT FROM enqueued e WHERE e.dossier_id = d.id AND e.at >= $2)
    ORDER BY d.source_changed_at DESC NULLS LAST, d.id
    LIMIT $1),
  marked AS (
    INSERT INTO enqueued (dossier_id, at) SELECT id, now() FROM pick ORDER BY id
    ON CONFLICT (dossier_id) DO UPDATE SET at = excluded.at)
  SELECT id FROM pick ORDER BY source_changed_at DESC NULLS LAST, id`;

/**
 * Dossiers of `lane` with due work for which no job is known, newest change first, marked as enqueued.
 * @param before jobs of dossiers enqueued before this moment are given up for lost; `null` = none is.
 */
export async function takeForgotten(
  db: Queryable,
  lane: Lane,
  limit: number,
  before: Date | null,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(FORGOTTEN, [limit, before ?? new Date(0), lane]);
  return rows.map((row) => row.id);
}

const VOID_MARKS = 'DELETE FROM enqueued e USING dossier d WHERE d.id = e.dossier_id AND d.lane = $1';

/** The queue has no job of this lane: every mark is void, also those of jobs that were to begin later. */
export async function voidMarks(db: Queryable, lane: Lane): Promise<void> {
  await db.query(VOID_MARKS, [lane]);
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
