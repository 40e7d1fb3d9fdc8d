/**
 * Stores a page of read and normalized dossiers.
 * Guarantees: a fixed number of statements a page; the cursor moves in the same transaction
 * (invariant 2); a delivery that is being sent keeps its state and only learns the wanted version
 * (its settling compares); a step that may be at the portal is never changed nor sent again, what the
 * source says of it by now is kept beside it (following.ts); rows
 * normalized again never overwrite what was read since, nor take away what the portal accepted.
 */
import type { IsoDay } from '../domain/codes.ts';
import type { Lane } from '../domain/delivery.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import type { Normalized } from '../domain/normalized.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { SourcePosition } from '../domain/source-ports.ts';
import { isApplied, type LedgerCodebook } from './apply-codebook.ts';
import { bringBack } from './bring-back.ts';
import { codebookId } from './codebook-version.ts';
import type { Database, Queryable } from './database.ts';
import { doubtChanged, isDoubtful } from './doubt.ts';
import { noteFollowing } from './following.ts';
import { toJsonb } from './jsonb.ts';
import { keptAsAccepted, lockDeliveries, REFUSED, SURELY_AS_ACCEPTED } from './keep-accepted.ts';
import { storeHeld } from './store-held.ts';
import { type NamedKey, storeUse } from './store-use.ts';
import { TOLD_AFTER_CHANGE } from './told.ts';

/** One dossier to store. */
export interface StoredDossier {
  readonly code: string;
  readonly source: SourceDossier;
  readonly sourceHash: string;
  readonly normalized: Normalized;
  /** Hash of `normalized.dossier`; `null` where that is `null`. */
  readonly payloadHash: string | null;
  readonly steps: readonly { readonly step: Step; readonly hash: string }[];
  /** What it asked mappings and catalogue, each question once. */
  readonly lookups: readonly NamedKey[];
  /** Day of receipt, for which it asked. */
  readonly receivedOn: IsoDay | null;
  readonly lane: Lane;
}

/** Its row with the ledger's id. */
type Placed = StoredDossier & { readonly id: number };

/** A page with what belongs to it. */
export interface StoredPage {
  readonly dossiers: readonly StoredDossier[];
  /** Who gave them; not asked where they were not read. */
  readonly sourceName?: string;
  /** With which the dossiers were normalized. */
  readonly codebook: LedgerCodebook;
  /**
   * There where the dossiers were not read but normalized again from the ledger's rows. Says whether
   * one now says less than `before`, what the portal was to be told of it (see keep-accepted.ts).
   */
  readonly loses?: (before: Dossier, dossier: StoredDossier) => boolean;
  /** Moves with the page; `null` leaves the cursor where it is. */
  readonly cursor: {
    readonly source: string;
    readonly position: SourcePosition;
    /** Of the map by which it was read. */
    readonly mapHash: string;
  } | null;
}

/** Ids of the stored dossiers that have something to send now, by lane, in the page's order. */
export type DueByLane = Readonly<Record<Lane, readonly number[]>>;

/** The row is wide and lies outside the table: the old value is taken over without being written again. */
const UPSERT_DOSSIERS = `
  INSERT INTO dossier AS d
    (code, source, source_hash, source_row, source_changed_at, codebook_id, incomplete, lane, stored_at)
  SELECT x.code, $3, x.source_hash, x.source_row, x.changed_at, $2, x.incomplete, x.lane, now()
  FROM jsonb_to_recordset($1::jsonb) AS x(
    code text, source_hash text, source_row jsonb, changed_at timestamptz, incomplete boolean, lane lane)
  ORDER BY x.code
  ON CONFLICT (code) DO UPDATE SET
    source = excluded.source, source_hash = excluded.source_hash,
    source_row = CASE WHEN d.source_hash = excluded.source_hash AND d.pruned_at IS NULL THEN d.source_row ELSE excluded.source_row END,
    source_changed_at = excluded.source_changed_at, codebook_id = excluded.codebook_id,
    incomplete = excluded.incomplete, lane = excluded.lane, stored_at = now()
  RETURNING id, code`;

/** Whose row is another one by now was read since, and is left to whoever read it; what was pruned since stays so. */
const LOCK_UNCHANGED = `
  SELECT d.id, d.code FROM unnest($1::text[], $2::text[]) AS x(code, source_hash)
  JOIN dossier d ON d.code = x.code AND d.source_hash = x.source_hash AND d.pruned_at IS NULL
  ORDER BY d.code FOR NO KEY UPDATE OF d`;

/** The mark `incomplete` tells of the payload: it stays where that does (`null`). */
const NOTE_NORMALIZED = `
  UPDATE dossier d SET codebook_id = $1, lane = x.lane::lane, incomplete = coalesce(x.incomplete, d.incomplete)
  FROM unnest($2::bigint[], $3::text[], $4::boolean[]) AS x(id, lane, incomplete)
  WHERE d.id = x.id`;

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
  FROM jsonb_to_recordset($1::jsonb) AS x(
    id bigint, payload jsonb, payload_hash text, changed_at timestamptz)
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
 * The portal surely does not have this step: only then may it change or vanish. A step that is held
 * because its answer was lost or not understood may be there, and would be there twice. Its row must be
 * locked by a statement before this one, which else would see why it is held as it was.
 */
const NOT_AT_PORTAL = `(v.accepted_version IS NULL AND (v.state IN ('queued', 'retrying')
      OR v.state = 'held' AND NOT EXISTS (
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
  FROM jsonb_to_recordset($1::jsonb) AS x(
    id bigint, step_id text, position integer, payload jsonb, payload_hash text, changed_at timestamptz),
    LATERAL (SELECT ${isDoubtful(`x.payload ->> 'at'`)} AS doubtful) doubt_of
  ORDER BY x.id, x.step_id
  ON CONFLICT (dossier_id, kind, step_id) DO UPDATE SET
    payload = excluded.payload, payload_hash = excluded.payload_hash,
    version = v.version + 1, state = excluded.state, attempt = 0, due_at = now(), wanted_at = excluded.wanted_at,
    sent_version = CASE WHEN excluded.state = 'unknown' THEN v.version + 1 ELSE v.sent_version END,
    sent_hash = coalesce(excluded.sent_hash, v.sent_hash), lost_at = coalesce(excluded.lost_at, v.lost_at)
  WHERE v.payload_hash IS DISTINCT FROM excluded.payload_hash AND ${NOT_AT_PORTAL}`;

const DELETE_VANISHED_STEPS = `
  DELETE FROM delivery v
  USING jsonb_to_recordset($1::jsonb) AS x(id bigint, step_ids jsonb)
  WHERE v.dossier_id = x.id AND v.kind = 'step' AND NOT x.step_ids ? v.step_id AND ${NOT_AT_PORTAL}`;

const DUE = `
  SELECT d.id, d.lane FROM dossier d
  WHERE d.id IN (SELECT dossier_id FROM due_dossier WHERE dossier_id = ANY($1::bigint[]) AND due_at <= now())`;

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
  if (page.dossiers.length === 0) return { live: [], backfill: [] };
  const { placed, kept } = page.loses
    ? await normalizedAgain(tx, page, page.loses)
    : { placed: await upsertDossiers(tx, page), kept: new Set<number>() };
  await storeUse(tx, placed, page.codebook, applied);
  const told = placed.filter(({ id }) => !kept.has(id));
  await tx.query(UPSERT_DOSSIER_DELIVERIES, [toJsonb(told.map(deliveryRow))]);
  const ids = placed.map(stepIds);
  const steps = placed.flatMap(stepRows);
  await tx.query(DELETE_VANISHED_STEPS, [toJsonb(ids)]);
  await tx.query(DOUBT_CHANGED, [toJsonb(steps)]);
  await tx.query(UPSERT_STEPS, [toJsonb(steps)]);
  await noteFollowing(tx, ids, steps);
  await storeHeld(tx, placed);
  return due(
    tx,
    placed.map(({ id }) => id),
  );
}

function isIncomplete({ normalized: { dossier, held } }: StoredDossier): boolean {
  return dossier !== null && held.length > 0;
}

function withIds(
  dossiers: readonly StoredDossier[],
  rows: readonly { readonly id: number; readonly code: string }[],
): Placed[] {
  const ids = new Map(rows.map((row) => [row.code, row.id]));
  return dossiers.flatMap((dossier) => {
    const id = ids.get(dossier.code);
    return id === undefined ? [] : [{ ...dossier, id }];
  });
}

async function upsertDossiers(tx: Queryable, page: StoredPage): Promise<Placed[]> {
  const rows = page.dossiers.map((d) => ({
    code: d.code,
    source_hash: d.sourceHash,
    source_row: d.source,
    changed_at: d.source.changedAt,
    incomplete: isIncomplete(d),
    lane: d.lane,
  }));
  const codebook = await codebookId(tx, page.codebook.version);
  const stored = await tx.query<{ id: number; code: string }>(UPSERT_DOSSIERS, [
    toJsonb(rows),
    codebook,
    page.sourceName ?? '',
  ]);
  const placed = withIds(page.dossiers, stored.rows);
  if (placed.length < page.dossiers.length) throw new Error('a dossier was stored but got no id');
  await lockDeliveries(tx, placed);
  await bringBack(tx, placed, () => [
    ...placed.map((dossier) => ({ ...deliveryRow(dossier), step_id: '' })),
    ...placed.flatMap(stepRows),
  ]);
  return placed;
}

async function normalizedAgain(
  tx: Queryable,
  page: StoredPage,
  loses: (before: Dossier, dossier: StoredDossier) => boolean,
): Promise<{ placed: Placed[]; kept: ReadonlySet<number> }> {
  const unchanged = await tx.query<{ id: number; code: string }>(LOCK_UNCHANGED, [
    page.dossiers.map(({ code }) => code),
    page.dossiers.map(({ sourceHash }) => sourceHash),
  ]);
  const placed = withIds(page.dossiers, unchanged.rows);
  await lockDeliveries(tx, placed);
  const kept = await keptAsAccepted(tx, placed, loses);
  await tx.query(NOTE_NORMALIZED, [
    await codebookId(tx, page.codebook.version),
    placed.map(({ id }) => id),
    placed.map(({ lane }) => lane),
    placed.map((dossier) => (kept.has(dossier.id) ? null : isIncomplete(dossier))),
  ]);
  return { placed, kept };
}

async function due(tx: Queryable, ids: readonly number[]): Promise<DueByLane> {
  const { rows } = await tx.query<{ id: number; lane: Lane }>(DUE, [ids]);
  const laneOf = new Map(rows.map((row) => [row.id, row.lane]));
  return {
    live: ids.filter((id) => laneOf.get(id) === 'live'),
    backfill: ids.filter((id) => laneOf.get(id) === 'backfill'),
  };
}

const deliveryRow = (d: Placed) => ({
  id: d.id,
  payload: d.normalized.dossier,
  payload_hash: d.payloadHash,
  changed_at: d.source.changedAt,
});

const stepIds = ({ id, steps }: Placed) => ({ id, step_ids: steps.map(({ step }) => step.id) });

const stepRows = (d: Placed) =>
  d.steps.map(({ step, hash }, position) => ({
    id: d.id,
    step_id: step.id,
    position,
    payload: step,
    payload_hash: hash,
    changed_at: d.source.changedAt,
  }));
