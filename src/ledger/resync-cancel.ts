/**
 * Calling a resync back.
 * Guarantees: called back is only what is surely at the portal as it is wanted, or was held by an answer
 * of the portal, and of which nothing is on the wire or may have arrived since; it then stands as before,
 * what was held is held again for the same reason. A dossier counts once nothing of it goes by the resync
 * any more. A run that is under way stops at its next page.
 * Must not: take back what changed: tables and source want it by themselves.
 */
import type { Database, Queryable } from './database.ts';
import { lockDeliveries, REFUSED, SURELY_AS_ACCEPTED } from './keep-accepted.ts';

const ITEMS_AFTER = `
  SELECT dossier_id AS id FROM resync_item WHERE resync_id = $1 AND dossier_id > $2 ORDER BY dossier_id LIMIT $3`;

/** Items of the page, and what the portal held of them before (send-again.ts). */
const ITEMS = `items AS (
    SELECT * FROM resync_item WHERE resync_id = $1 AND dossier_id = ANY($2::bigint[])),
  freed AS (
    SELECT i.dossier_id, i.queued_at, k.* FROM items i CROSS JOIN LATERAL jsonb_to_recordset(i.held) AS k(
      scope held_scope, part text, code text, field text, value text, params jsonb, blocking boolean,
      since timestamptz, version integer))`;

const OF_DELIVERY = `f.dossier_id = v.dossier_id AND f.part = v.step_id AND (f.scope = 'step') = (v.kind = 'step')`;

/**
 * Whoever claims it waits for this, and then finds it accepted; whoever has claimed it keeps it. One that
 * waits for its next try may come back, too: each answer said that nothing is stored.
 */
const ACCEPTED_AGAIN = `
  WITH ${ITEMS}
  UPDATE delivery v SET state = 'accepted', attempt = 0, wanted_at = least(v.wanted_at, v.accepted_at)
  FROM items i
  WHERE v.dossier_id = i.dossier_id AND v.kind = 'dossier' AND v.state IN ('queued', 'retrying')
    AND v.version = i.version AND v.payload_hash = v.accepted_hash AND ${SURELY_AS_ACCEPTED}
    AND NOT EXISTS (SELECT FROM freed f WHERE ${OF_DELIVERY})
  RETURNING v.dossier_id AS id`;

/**
 * No call with it has begun since, or an outage kept it from arriving, and its answer is not out. A refusal does not stand
 * over what the source has corrected or dropped since.
 */
const HELD_AGAIN = `
  WITH ${ITEMS},
  back AS (
    UPDATE delivery v SET state = 'held', attempt = 0
    FROM (SELECT dossier_id, scope, part, version, queued_at, bool_or(code <> '${REFUSED}') AS unclear
      FROM freed GROUP BY 1, 2, 3, 4, 5) f
    WHERE ${OF_DELIVERY} AND v.version = f.version AND v.attempt = 0
      AND (f.unclear OR NOT v.withdrawn AND v.next_hash IS NULL)
      AND (v.state = 'queued' OR v.state = 'unknown' AND v.kind = 'step')
      AND (v.lost_at IS NULL OR v.lost_at < f.queued_at)
    RETURNING v.dossier_id, v.kind, v.step_id),
  put AS (
    INSERT INTO held (dossier_id, origin, scope, part, code, field, value, params, blocking, since)
    SELECT f.dossier_id, 'portal', f.scope, f.part, f.code, f.field, f.value, f.params, f.blocking, f.since
    FROM freed f JOIN back v ON ${OF_DELIVERY}
    ON CONFLICT DO NOTHING)
  SELECT DISTINCT dossier_id AS id FROM back`;

const OVER = `
  WITH ${ITEMS}
  DELETE FROM resync_item i
  WHERE i.resync_id = $1 AND i.dossier_id = ANY($2::bigint[]) AND NOT EXISTS (
    SELECT FROM delivery v WHERE v.dossier_id = i.dossier_id
      AND v.state IN ('queued', 'retrying', 'unknown', 'sending')
      AND (v.kind = 'dossier' OR EXISTS (SELECT FROM freed f WHERE ${OF_DELIVERY})))`;

/** What became of a page of a resync that is called back. */
export interface CalledBack {
  /** The last dossier that was looked at; `null` = there were no more. */
  readonly last: number | null;
  readonly cancelled: number;
}

/** From now on no page of this resync is queued any more. */
export async function stopResync(db: Queryable, id: number): Promise<void> {
  await db.query('UPDATE resync SET cancelled_at = coalesce(cancelled_at, now()) WHERE id = $1', [id]);
}

/** Calls back what may be called back of a resync, dossiers after `after`, at most `limit`. */
export function callBack(db: Database, id: number, after: number, limit: number): Promise<CalledBack> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: number }>(ITEMS_AFTER, [id, after, limit]);
    await lockDeliveries(tx, rows);
    const ids = rows.map((row) => row.id);
    const accepted = await tx.query<{ id: number }>(ACCEPTED_AGAIN, [id, ids]);
    const held = await tx.query<{ id: number }>(HELD_AGAIN, [id, ids]);
    const back = [...new Set([...accepted.rows, ...held.rows].map((row) => row.id))];
    const { rowCount } = await tx.query(OVER, [id, back]);
    await tx.query('UPDATE resync SET cancelled = cancelled + $2 WHERE id = $1', [id, rowCount ?? 0]);
    return { last: rows.at(-1)?.id ?? null, cancelled: rowCount ?? 0 };
  });
}
