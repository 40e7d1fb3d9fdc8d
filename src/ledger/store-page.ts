/**
 * Stores a page of read and normalized dossiers.
 * Guarantees: a fixed number of statements a page; the cursor moves in the same transaction
 * (invariant 2); a delivery that is being sent keeps its state and only learns the wanted version
 * (its settling compares); a step that may be at the portal is never changed, dropped nor sent again, unless it goes
 * whatever the portal has (decision 0034): then it may change; what the source says of it by now is kept beside it
 * (following.ts); rows
 * normalized again never overwrite what was read since, nor take away what the portal accepted.
 */
import type { Lane } from '../domain/delivery.ts';
import { isApplied } from './apply-codebook.ts';
import type { Database, Queryable } from './database.ts';
import { doubtChanged, isDoubtful } from './doubt.ts';
import { dueByKey, inState } from './due-by-key.ts';
import { lookForVanished, noteFollowing } from './following.ts';
import { toJsonb } from './jsonb.ts';
import { REFUSED, SURELY_AS_ACCEPTED } from './keep-accepted.ts';
import { normalizedAgain, upsertDossiers } from './store-dossiers.ts';
import { storeFresh } from './store-fresh.ts';
import { storeHeld } from './store-held.ts';
import { storeUse } from './store-use.ts';
import { deliveryRow, type Placed, type StoredPage, stepIds, stepRows } from './stored-page.ts';
import { TOLD_AFTER_CHANGE } from './told.ts';

/** Ids of the stored dossiers that have something to send now, by lane, in the page's order. */
export type DueByLane = Readonly<Record<Lane, readonly number[]>>;

const AS_ACCEPTED = `(excluded.payload_hash = v.accepted_hash AND ${SURELY_AS_ACCEPTED})`;

/**
 * A payload equal to the accepted one needs no call, unless the portal may have another that was sent
 * since (keep-accepted.ts). One equal to the wanted one changes nothing, so that a refusal of the
 * portal stands until the content changes.
 */
const UPSERT_DOSSIER_DELIVERIES = `
  INSERT INTO delivery AS v (dossier_id, kind, payload, payload_hash, state, wanted_at)
  SELECT x.id, 'dossier', x.payload, x.payload_hash,
    CASE WHEN x.payload_hash IS NULL THEN 'held' ELSE 'queued' END::delivery_state,
    coalesce(x.changed_at, now())
  FROM json_to_recordset($1::json) AS x(
    id bigint, payload json, payload_hash text, changed_at timestamptz)
  ORDER BY x.id
  ON CONFLICT (dossier_id, kind, step_id) DO UPDATE SET
    payload = excluded.payload, payload_hash = excluded.payload_hash,
    version = v.version + 1,
    sent_version = CASE WHEN ${AS_ACCEPTED} THEN v.version + 1 ELSE v.sent_version END,
    sent_hash = CASE WHEN ${AS_ACCEPTED} THEN v.accepted_hash ELSE v.sent_hash END,
    accepted_version = CASE WHEN ${AS_ACCEPTED} THEN v.version + 1 ELSE v.accepted_version END,
    state = CASE
      WHEN v.state = 'sending' THEN v.state
      WHEN excluded.payload_hash IS NULL THEN 'held'
      WHEN ${AS_ACCEPTED} THEN 'accepted'
      ELSE 'queued' END::delivery_state,
    attempt = CASE WHEN v.state = 'sending' THEN v.attempt ELSE 0 END,
    due_at = CASE WHEN v.state = 'sending' THEN v.due_at ELSE now() END,
    wanted_at = excluded.wanted_at, ${TOLD_AFTER_CHANGE}
  WHERE v.payload_hash IS DISTINCT FROM excluded.payload_hash`;

/**
 * The portal surely does not have this step, or it goes again whatever the portal has: only then may it change, or vanish
 * where nothing is left to look for ({@link LOOK_FOR_VANISHED}). A step that is held because its answer was lost or not
 * understood may be there, and would be there twice. Its row must be locked by a statement before this one, which else would
 * see why it is held as it was.
 */
const NOT_AT_PORTAL = `(v.accepted_version IS NULL AND (${inState('queued', 'retrying')}
      OR ${inState('held')} AND NOT EXISTS (
        SELECT FROM held h WHERE h.dossier_id = v.dossier_id AND h.origin = 'portal' AND h.scope = 'step'
          AND h.part = v.step_id AND h.code <> '${REFUSED}')))`;

const DOUBT_CHANGED = doubtChanged(NOT_AT_PORTAL);

/**
 * A step that is new here, or has an earlier time by now, may be at the portal all the same, where the ledger
 * does not know everything (doubt.ts). Those that were in doubt as they stood are so before this.
 */
const UPSERT_STEPS = `
  INSERT INTO delivery AS v (dossier_id, kind, step_id, position, payload, payload_hash, wanted_at,
    state, sent_version, sent_hash, lost_at)
  SELECT x.id, 'step', x.step_id, x.position, x.payload, x.payload_hash, coalesce(x.changed_at, now()),
    CASE WHEN doubtful THEN 'unknown' ELSE 'queued' END::delivery_state,
    CASE WHEN doubtful THEN 1 END, CASE WHEN doubtful THEN x.payload_hash END, CASE WHEN doubtful THEN now() END
  FROM json_to_recordset($1::json) AS x(
    id bigint, step_id text, position integer, payload json, payload_hash text, changed_at timestamptz),
    LATERAL (SELECT ${isDoubtful(`x.payload ->> 'at'`)} AS doubtful) doubt_of
  ORDER BY x.id, x.step_id
  ON CONFLICT (dossier_id, kind, step_id) DO UPDATE SET
    payload = excluded.payload, payload_hash = excluded.payload_hash, next_payload = NULL, next_hash = NULL,
    version = v.version + 1, state = excluded.state, attempt = 0, due_at = now(), wanted_at = excluded.wanted_at,
    sent_version = CASE WHEN excluded.state = 'unknown' THEN v.version + 1 ELSE v.sent_version END,
    sent_hash = coalesce(excluded.sent_hash, v.sent_hash), lost_at = coalesce(excluded.lost_at, v.lost_at)
  WHERE v.payload_hash IS DISTINCT FROM excluded.payload_hash AND ${NOT_AT_PORTAL}`;

const LOOK_FOR_VANISHED = lookForVanished(NOT_AT_PORTAL);

const DELETE_VANISHED_STEPS = `
  DELETE FROM delivery v
  USING jsonb_to_recordset($1::jsonb) AS x(id bigint, step_ids jsonb)
  WHERE v.dossier_id = x.id AND v.kind = 'step' AND NOT x.step_ids ? v.step_id AND ${NOT_AT_PORTAL}`;

const DUE = `
  SELECT d.id, d.lane FROM dossier d
  WHERE d.id IN (SELECT dossier_id FROM (${dueByKey('$1::bigint[]')}) w WHERE due_at <= now())`;

const MOVE_CURSOR = `
  INSERT INTO source_cursor (source, position_at, position_key, map_hash, moved_at) VALUES ($1, $2, $3, $4, now())
  ON CONFLICT (source) DO UPDATE SET
    position_at = excluded.position_at, map_hash = excluded.map_hash, position_key = excluded.position_key, moved_at = now()`;

/** Stores the page and answers what of it is to be sent. Enqueue only after this has returned (invariant 3). */
export function storePage(db: Database, page: StoredPage): Promise<DueByLane> {
  return db.transaction((tx) => storePageIn(tx, page));
}

/** {@link storePage} within a transaction that does more. */
export async function storePageIn(tx: Queryable, page: StoredPage): Promise<DueByLane> {
  // First of all: whoever changes the applied codebook waits for this page, and the other way round.
  const applied = await isApplied(tx, page.codebook.version);
  if (page.cursor) {
    const { source, position, mapHash } = page.cursor;
    await tx.query(MOVE_CURSOR, [source, position.at, position.key, mapHash]);
  }
  if (page.dossiers.length + (page.shadowed?.length ?? 0) === 0) return { live: [], backfill: [] };
  const { placed, fresh, kept } = page.loses
    ? await normalizedAgain(tx, page, page.loses)
    : await upsertDossiers(tx, page);
  await storeUse(tx, placed, page.codebook, applied);
  await storeFresh(
    tx,
    placed.filter(({ id }) => fresh.has(id)),
  );
  // Of what is new nothing can be at the portal, nor be in anybody's way: a first load is spared the looking.
  const known = placed.filter(({ id }) => !fresh.has(id));
  if (known.length > 0) await storeKnown(tx, known, kept);
  await storeHeld(tx, placed, fresh);
  return due(tx, placed, fresh);
}

async function storeKnown(tx: Queryable, known: readonly Placed[], kept: ReadonlySet<number>): Promise<void> {
  const told = known.filter(({ id }) => !kept.has(id));
  await tx.query(UPSERT_DOSSIER_DELIVERIES, [toJsonb(told.map(deliveryRow))]);
  const ids = known.map(stepIds);
  const steps = known.flatMap(stepRows);
  await tx.query(LOOK_FOR_VANISHED, [toJsonb(ids)]);
  await tx.query(DELETE_VANISHED_STEPS, [toJsonb(ids)]);
  await tx.query(DOUBT_CHANGED, [toJsonb(steps)]);
  await tx.query(UPSERT_STEPS, [toJsonb(steps)]);
  await noteFollowing(tx, ids, steps);
}

/** Of what is new the dossier itself is due, where it has anything to say; of what was known the ledger tells. */
async function due(tx: Queryable, placed: readonly Placed[], fresh: ReadonlySet<number>): Promise<DueByLane> {
  const known = placed.flatMap(({ id }) => (fresh.has(id) ? [] : [id]));
  const { rows } = known.length > 0 ? await tx.query<{ id: number; lane: Lane }>(DUE, [known]) : { rows: [] };
  const laneOf = new Map(rows.map((row) => [row.id, row.lane]));
  for (const { id, lane, payloadHash } of placed) {
    if (fresh.has(id) && payloadHash !== null) laneOf.set(id, lane);
  }
  const inLane = (lane: Lane): number[] => placed.flatMap(({ id }) => (laneOf.get(id) === lane ? [id] : []));
  return { live: inLane('live'), backfill: inLane('backfill') };
}
