/**
 * What the dead left behind, and what the queue has forgotten.
 * Guarantees: an expired lease is ended in one statement; what was being sent under it becomes
 * `unknown` with an attempt that says so; due work without a job is found from the ledger alone
 * (invariants 1, 3, 4, 9).
 */
import type { Lane } from '../domain/delivery.ts';
import type { Database, Queryable } from './database.ts';

const EXPIRE = `
  WITH dead AS (
    UPDATE dossier SET lease = NULL, lease_until = NULL, enqueued_at = NULL
    WHERE id IN (SELECT id FROM dossier WHERE lease IS NOT NULL AND lease_until < now() FOR UPDATE SKIP LOCKED)
    RETURNING id),
  lost AS (
    UPDATE delivery v SET state = 'unknown', due_at = now()
    FROM dead WHERE v.dossier_id = dead.id AND v.state = 'sending'
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

const ORPHANS = `
  UPDATE delivery v SET state = 'unknown', due_at = now()
  FROM dossier d
  WHERE v.state = 'sending' AND d.id = v.dossier_id AND d.lease IS NULL
  RETURNING v.id`;

/**
 * Deliveries left `sending` by a worker that gave its lease back without settling (its transaction
 * failed after the call): they too are `unknown`.
 */
export async function rescueOrphans(db: Queryable): Promise<number> {
  const { rows } = await db.query(ORPHANS);
  return rows.length;
}

const FORGOTTEN = `
  WITH pick AS (
    SELECT d.id, d.lane, d.source_changed_at FROM dossier d
    WHERE d.lane = $3 AND d.lease IS NULL AND (d.enqueued_at IS NULL OR d.enqueued_at < $2)
      AND d.id IN (SELECT dossier_id FROM due_dossier WHERE due_at <= now())
    ORDER BY d.source_changed_at DESC NULLS LAST, d.id
    LIMIT $1
    FOR UPDATE SKIP LOCKED)
  UPDATE dossier d SET enqueued_at = now() FROM pick WHERE d.id = pick.id
  RETURNING d.id, d.source_changed_at`;

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
  const { rows } = await db.query<{ id: number; source_changed_at: Date | null }>(FORGOTTEN, [
    limit,
    before ?? new Date(0),
    lane,
  ]);
  rows.sort(
    (a, b) => (b.source_changed_at?.getTime() ?? 0) - (a.source_changed_at?.getTime() ?? 0) || a.id - b.id,
  );
  return rows.map((row) => row.id);
}

/** The database's clock, which all marks are made by. */
export async function databaseNow(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now ?? new Date(0);
}

/** Notes that a job carries these dossiers now. */
export async function markEnqueued(db: Database, dossierIds: readonly number[]): Promise<void> {
  await db.query('UPDATE dossier SET enqueued_at = now() WHERE id = ANY($1::bigint[])', [dossierIds]);
}
