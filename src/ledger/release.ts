/**
 * Sending again what the portal refused or left unclear, because a person says so.
 * Guarantees: touches only what is held by an answer of the portal and has something to say; a step
 * that may be at the portal, also because this ledger does not know everything (doubt.ts), becomes
 * `unknown`, so that it is read back before anything goes (invariant 5), unless a person has looked and says that it is not there. Then it goes as the source
 * has it by now, or is dropped where the source has it no more (following.ts).
 */
import type { DeliveryState } from '../domain/delivery.ts';
import type { Database, Queryable } from './database.ts';
import { isDoubtful } from './doubt.ts';
import { dropWithdrawn, takeFollowing } from './following.ts';
import { type HeldBy, NOT_PRUNED } from './held-list.ts';
import { REFUSED } from './keep-accepted.ts';
import { STANDING, type StandingDossier } from './standing.ts';

/** A dossier of which something is held, as it stands. */
export interface HeldDossier extends StandingDossier {
  /** What normalization holds for the reason that is released: scope, part and field with `|` between. */
  readonly places: readonly string[];
}

/**
 * Rows of `held h` of a reason, or of a dossier, but none of what was taken out: nothing whole could be said of
 * it (prune.ts); parameters $1 (reason) and $2 (dossier), one of them null. */
const CONCERNED = `((h.code = $1 OR h.dossier_id = (SELECT id FROM dossier WHERE code = $2)) AND ${NOT_PRUNED})`;

const parametersOf = (by: HeldBy): [string | null, string | null] =>
  'reason' in by ? [by.reason, null] : [null, by.dossier];

/** How many dossiers have something held of that reason, or under that code. */
export async function countHeldDossiers(db: Queryable, by: HeldBy): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(DISTINCT h.dossier_id)::int AS count FROM held h WHERE ${CONCERNED}`,
    parametersOf(by),
  );
  return rows[0]?.count ?? 0;
}

const PAGE = `
  WITH page AS (
    SELECT DISTINCT h.dossier_id AS id FROM held h WHERE ${CONCERNED} AND h.dossier_id > $3
    ORDER BY h.dossier_id LIMIT $4)
  SELECT ${STANDING},
    ARRAY(SELECT concat_ws('|', h.scope, h.part, h.field) FROM held h
      WHERE h.dossier_id = d.id AND h.origin = 'normalize' AND h.code = $1) AS places
  FROM page JOIN dossier d ON d.id = page.id JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
  ORDER BY d.id`;

/** Those dossiers after id `after`, at most `limit`, in order of id. */
export async function heldDossiers(
  db: Queryable,
  by: HeldBy,
  after: number,
  limit: number,
): Promise<HeldDossier[]> {
  const { rows } = await db.query<HeldDossier>(PAGE, [...parametersOf(by), after, limit]);
  return rows;
}

/** A delivery that goes again. */
export interface ReleasedDelivery {
  readonly dossierId: number;
  readonly kind: 'dossier' | 'step';
  /** It may be at the portal: looked up there before it is sent. */
  readonly readBack: boolean;
}

/** SQL: the ledger is older than the portal, which may have taken since what it refused before (doubt.ts). */
const TAKEN_SINCE = isDoubtful(`v.payload ->> 'at'`);

/** SQL: a person has said of this text that it is not there; of an older one (decision 0034) nobody has. */
const TOLD_OF = `($3::boolean AND coalesce(v.untold_hash = v.payload_hash, false))`;

/** Parameters: see `valuesOf`. */
const PICKED = `
  SELECT v.id, v.dossier_id, v.kind, v.step_id, v.withdrawn,
    v.kind = 'step' AND NOT $3::boolean AND (bool_or(h.code <> '${REFUSED}') OR ${TAKEN_SINCE}) AS read_back,
    bool_and(h.code = '${REFUSED}') AS refused,
    v.withdrawn AND v.untold_hash IS NOT NULL AND NOT ${TOLD_OF} AS looked_for
  FROM delivery v JOIN held h ON h.dossier_id = v.dossier_id AND h.origin = 'portal'
    AND h.part = v.step_id AND (h.scope = 'step') = (v.kind = 'step')
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.state = 'held' AND v.payload IS NOT NULL
    AND NOT (v.kind = 'dossier' AND v.dossier_id = ANY($4::bigint[])) AND ($5::text IS NULL OR v.step_id = $5)
  GROUP BY v.id HAVING $2::text IS NULL OR bool_or(h.code = $2)`;

/**
 * A call that nobody here has made ended with whoever made it, before the doubt was noted; of one whose
 * answer was lost it is known since when.
 */
const RELEASE = `
  WITH picked AS (${PICKED}),
  freed AS (
    DELETE FROM held h USING picked p
    WHERE h.dossier_id = p.dossier_id AND h.origin = 'portal' AND h.part = p.step_id
      AND (h.scope = 'step') = (p.kind = 'step'))
  UPDATE delivery v SET attempt = 0, due_at = now(), ${takeFollowing('NOT p.read_back')},
    state = CASE WHEN p.read_back THEN 'unknown' ELSE 'queued' END::delivery_state,
    sent_version = CASE WHEN p.read_back THEN v.version ELSE v.sent_version END,
    sent_hash = CASE WHEN p.read_back THEN v.payload_hash ELSE v.sent_hash END,
    lost_at = CASE WHEN p.read_back AND p.refused THEN (SELECT noted_at FROM doubt) ELSE v.lost_at END,
    untold_payload = CASE WHEN ${TOLD_OF} THEN NULL ELSE v.untold_payload END,
    untold_hash = CASE WHEN ${TOLD_OF} THEN NULL ELSE v.untold_hash END
  FROM picked p WHERE v.id = p.id AND v.state = 'held'
  RETURNING v.id, v.state, v.dossier_id AS "dossierId", v.kind, p.read_back AS "readBack"`;

/** What of the portal's is to go again. */
export interface ReleaseRequest {
  readonly dossierIds: readonly number[];
  /** Only what is held for this reason; `null` = whatever the portal holds of these dossiers. */
  readonly reason: string | null;
  /** Only the step of this id; `null` = the dossier itself and all its steps. */
  readonly step: string | null;
  /** A person has looked: none of these steps is at the portal. */
  readonly notAtPortal: boolean;
  /** Dossiers that themselves stay (a fault holds the whole, or the portal has what they say); their steps may go. */
  readonly staying: readonly number[];
}

const valuesOf = ({ dossierIds, reason, step, notAtPortal, staying }: ReleaseRequest): unknown[] => [
  dossierIds,
  reason,
  notAtPortal,
  staying,
  step,
];

/** Lets go what the portal holds of these dossiers. Answers what goes; `recover` or the next pass finds it. */
export function releaseHeld(db: Database, request: ReleaseRequest): Promise<ReleasedDelivery[]> {
  return db.transaction((tx) => releaseHeldIn(tx, request));
}

interface Released extends ReleasedDelivery {
  readonly id: number;
  readonly state: DeliveryState;
}

/** {@link releaseHeld} within a transaction that does more. */
export async function releaseHeldIn(tx: Queryable, request: ReleaseRequest): Promise<ReleasedDelivery[]> {
  const { rows } = await tx.query<Released>(RELEASE, valuesOf(request));
  const left = await dropWithdrawn(tx, rows);
  return left.map(({ dossierId, kind, state }) => ({ dossierId, kind, readBack: state === 'unknown' }));
}

/** What {@link releaseHeld} would let go. Changes nothing. */
export async function wouldRelease(db: Queryable, request: ReleaseRequest): Promise<ReleasedDelivery[]> {
  const { rows } = await db.query<ReleasedDelivery>(
    `SELECT dossier_id AS "dossierId", kind, read_back OR looked_for AS "readBack" FROM (${PICKED}) picked
     WHERE read_back OR looked_for OR NOT withdrawn`,
    valuesOf(request),
  );
  return rows;
}

/** What the portal holds of the step `v`. */
const OF_STEP = `SELECT FROM held h
  WHERE h.dossier_id = v.dossier_id AND h.origin = 'portal' AND h.scope = 'step' AND h.part = v.step_id`;

/** Ids of the steps of a dossier that an answer of the portal holds, in their order. */
export async function heldSteps(db: Queryable, dossier: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT v.step_id AS id FROM delivery v JOIN dossier d ON d.id = v.dossier_id
     WHERE d.code = $1 AND v.kind = 'step' AND v.state = 'held' AND EXISTS (${OF_STEP}) ORDER BY v.position, v.id`,
    [dossier],
  );
  return rows.map(({ id }) => id);
}

const SEEN = `
  WITH seen AS (
    UPDATE delivery v SET state = 'accepted', accepted_version = v.sent_version, accepted_hash = v.sent_hash,
      accepted_at = now(), attempt = 0
    WHERE v.dossier_id = (SELECT id FROM dossier WHERE code = $1) AND v.kind = 'step' AND v.step_id = $2
      AND v.state = 'held' AND v.sent_hash = v.payload_hash AND EXISTS (${OF_STEP})
    RETURNING v.id, v.dossier_id, v.step_id),
  freed AS (
    DELETE FROM held h USING seen s
    WHERE h.dossier_id = s.dossier_id AND h.origin = 'portal' AND h.scope = 'step' AND h.part = s.step_id)
  INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms)
  SELECT dossier_id, id, now(), '', 'accepted', $3, 1, 0 FROM seen RETURNING id`;

/**
 * A person has looked: the step that the portal left unclear, or refused because it has it, is there.
 * It counts as accepted as it was sent, so that it never goes again and the steps after it are not in
 * doubt; the record of attempts says that a person said so. False: no such step is held, or the source
 * says something else of it than what was sent.
 * @param said what the record of attempts says
 */
export async function markStepSeen(
  db: Queryable,
  dossier: string,
  stepId: string,
  said: string,
): Promise<boolean> {
  const { rows } = await db.query(SEEN, [dossier, stepId, said]);
  return rows.length > 0;
}
