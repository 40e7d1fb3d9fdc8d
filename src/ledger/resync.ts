/**
 * Sending dossiers again because a person says so.
 * Guarantees: only what the portal has accepted, or an answer of the portal holds, is queued anew; steps
 * that it has accepted never are, those that it may have are read back first (release.ts); what was
 * queued is written down in the same transaction, so that a run that is cut short can be told and called
 * back; called back is only what nobody has begun and what is surely at the portal as it is wanted.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { Database, Queryable } from './database.ts';
import { lockDeliveries, SURELY_AS_ACCEPTED } from './keep-accepted.ts';
import { type ReleaseRequest, releaseHeldIn } from './release.ts';
import { STANDING, type StandingDossier } from './standing.ts';
import { TOLD } from './told.ts';

/** A dossier that is to go again, as it stands. */
export interface ResyncDossier extends StandingDossier {
  /** What the portal was last told and has accepted; `null` = nothing, or not known (told.ts). */
  readonly told: Dossier | null;
  /** Steps that wait to be sent, or may be on their way. */
  readonly openSteps: number;
}

const ROWS = `
  SELECT ${STANDING}, ${TOLD} AS told,
    (SELECT count(*) FROM delivery w WHERE w.dossier_id = d.id AND w.kind = 'step'
      AND w.state IN ('queued', 'retrying', 'unknown', 'sending'))::int AS "openSteps"
  FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
  WHERE d.id = ANY($1::bigint[]) AND d.pruned_at IS NULL ORDER BY d.id`;

/** The dossiers of these ids; without those whose personal data were taken out, of which nothing whole could be said. */
export async function resyncDossiers(db: Queryable, ids: readonly number[]): Promise<ResyncDossier[]> {
  const { rows } = await db.query<ResyncDossier>(ROWS, [ids]);
  return rows;
}

/** Writes down that a resync begins. Answers its number. */
export async function beginResync(
  db: Queryable,
  who: string,
  selection: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'INSERT INTO resync (who, selection) VALUES ($1, $2) RETURNING id',
    [who, JSON.stringify(selection)],
  );
  return rows[0]?.id ?? 0;
}

/** All that was selected has been looked at. */
export async function completeResync(db: Queryable, id: number): Promise<void> {
  await db.query('UPDATE resync SET complete = true WHERE id = $1', [id]);
}

/** The time since which it is wanted begins anew: a month-old dossier is not a month late now. */
const AGAIN = `
  UPDATE delivery v SET state = 'queued', attempt = 0, due_at = now(), wanted_at = now()
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'dossier' AND v.state = 'accepted'`;

const ITEMS = `
  INSERT INTO resync_item (dossier_id, resync_id, version)
  SELECT v.dossier_id, $1, v.version FROM delivery v
  WHERE v.kind = 'dossier' AND (v.dossier_id = ANY($2::bigint[]) AND v.state = 'queued'
    OR v.dossier_id = ANY($3::bigint[]))
  ON CONFLICT DO NOTHING`;

/** What of a page is to go. */
export interface ResyncPage {
  /** Dossiers that are sent again if the portal has accepted them as they are wanted. */
  readonly again: readonly number[];
  /** Dossiers that were not on their way before this page: those that are now, are so by this resync. */
  readonly atRest: readonly number[];
  /** What an answer of the portal holds of them. */
  readonly release: ReleaseRequest;
}

/** Queues a page of a resync. Answers how many dossiers; `recover` or the next pass finds them. */
export function queueAgain(db: Database, resync: number, page: ResyncPage): Promise<number> {
  return db.transaction(async (tx) => {
    await lockDeliveries(
      tx,
      page.atRest.map((id) => ({ id })),
    );
    await tx.query(AGAIN, [page.again]);
    const released = await releaseHeldIn(tx, page.release);
    const ids = [...new Set(released.map(({ dossierId }) => dossierId))];
    const { rowCount } = await tx.query(ITEMS, [resync, page.atRest, ids]);
    await tx.query('UPDATE resync SET queued = queued + $2 WHERE id = $1', [resync, rowCount ?? 0]);
    return rowCount ?? 0;
  });
}

const ITEMS_AFTER = `
  SELECT dossier_id AS id FROM resync_item WHERE resync_id = $1 AND dossier_id > $2 ORDER BY dossier_id LIMIT $3`;

/** Whoever claims it waits for this, and then finds it accepted; whoever has claimed it keeps it. */
const CALL_BACK = `
  WITH back AS (
    UPDATE delivery v SET state = 'accepted', attempt = 0, wanted_at = least(v.wanted_at, v.accepted_at)
    FROM resync_item i
    WHERE i.resync_id = $1 AND i.dossier_id = ANY($2::bigint[]) AND v.dossier_id = i.dossier_id
      AND v.kind = 'dossier' AND v.state = 'queued' AND v.version = i.version
      AND v.payload_hash = v.accepted_hash AND ${SURELY_AS_ACCEPTED}
    RETURNING v.dossier_id)
  DELETE FROM resync_item i USING back WHERE i.resync_id = $1 AND i.dossier_id = back.dossier_id`;

/** What became of a page of a resync that is called back. */
export interface CalledBack {
  /** The last dossier that was looked at; `null` = there were no more. */
  readonly last: number | null;
  readonly cancelled: number;
}

/** Calls back what may be called back of a resync, dossiers after `after`, at most `limit`. */
export function callBack(db: Database, id: number, after: number, limit: number): Promise<CalledBack> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: number }>(ITEMS_AFTER, [id, after, limit]);
    await lockDeliveries(tx, rows);
    const { rowCount } = await tx.query(CALL_BACK, [id, rows.map((row) => row.id)]);
    const cancelled = rowCount ?? 0;
    await tx.query(
      'UPDATE resync SET cancelled = cancelled + $2, cancelled_at = coalesce(cancelled_at, now()) WHERE id = $1',
      [id, cancelled],
    );
    return { last: rows.at(-1)?.id ?? null, cancelled };
  });
}
