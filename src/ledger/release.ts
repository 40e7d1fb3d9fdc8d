/**
 * Sending again what the portal refused or left unclear, because a person says so.
 * Guarantees: touches only what is held by an answer of the portal and has something to say; a step
 * that may be at the portal becomes `unknown`, so that it is read back before anything goes
 * (invariant 5), unless a person has looked and says that it is not there.
 */
import type { Lane } from '../domain/delivery.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { Queryable } from './database.ts';
import type { HeldBy } from './held-list.ts';
import { MAYBE_THERE, REFUSED, SURELY_AS_ACCEPTED } from './keep-accepted.ts';

/** A dossier of which something is held, as it stands. */
export interface HeldDossier {
  readonly id: number;
  readonly code: string;
  readonly sourceHash: string;
  readonly source: SourceDossier;
  readonly lane: Lane;
  /** What is to be sent, and its hash; `null` while a fault holds the dossier. */
  readonly payload: Dossier | null;
  readonly payloadHash: string | null;
  /** The portal has `payload`, or may have it (keep-accepted.ts). */
  readonly maybeThere: boolean;
  /** The portal accepted this hash; what has it again loses nothing. */
  readonly acceptedHash: string | null;
  /** And surely has no other: what has that hash again needs no call. */
  readonly surelyAsAccepted: boolean;
  /** It is on its way already, or about to be sent. */
  readonly pending: boolean;
  /** Steps that the ledger has, sent or not. */
  readonly stepIds: readonly string[];
}

/** Rows of `held h` of a reason, or of a dossier; parameters $1 (reason) and $2 (dossier), one of them null. */
const CONCERNED = `(h.code = $1 OR h.dossier_id = (SELECT id FROM dossier WHERE code = $2))`;

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
  SELECT d.id, d.code, d.source_hash AS "sourceHash", d.source_row AS source, d.lane,
    v.payload, v.payload_hash AS "payloadHash",
    ${MAYBE_THERE} AS "maybeThere", v.accepted_hash AS "acceptedHash", ${SURELY_AS_ACCEPTED} AS "surelyAsAccepted",
    v.state IN ('queued', 'retrying', 'unknown', 'sending') AS pending,
    ARRAY(SELECT w.step_id FROM delivery w WHERE w.dossier_id = d.id AND w.kind = 'step') AS "stepIds"
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

/** Parameters: those of {@link ReleaseRequest}, in its order. */
const PICKED = `
  SELECT v.id, v.dossier_id, v.kind, v.step_id,
    v.kind = 'step' AND NOT $3::boolean AND bool_or(h.code <> '${REFUSED}') AS read_back
  FROM delivery v JOIN held h ON h.dossier_id = v.dossier_id AND h.origin = 'portal'
    AND h.part = v.step_id AND (h.scope = 'step') = (v.kind = 'step')
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.state = 'held' AND v.payload IS NOT NULL
    AND NOT (v.kind = 'dossier' AND v.dossier_id = ANY($4::bigint[]))
  GROUP BY v.id HAVING $2::text IS NULL OR bool_or(h.code = $2)`;

const RELEASE = `
  WITH picked AS (${PICKED}),
  freed AS (
    DELETE FROM held h USING picked p
    WHERE h.dossier_id = p.dossier_id AND h.origin = 'portal' AND h.part = p.step_id
      AND (h.scope = 'step') = (p.kind = 'step'))
  UPDATE delivery v SET attempt = 0, due_at = now(),
    state = CASE WHEN p.read_back THEN 'unknown' ELSE 'queued' END::delivery_state
  FROM picked p WHERE v.id = p.id AND v.state = 'held'
  RETURNING v.dossier_id AS "dossierId", v.kind, p.read_back AS "readBack"`;

/** What of the portal's is to go again. */
export interface ReleaseRequest {
  readonly dossierIds: readonly number[];
  /** Only what is held for this reason; `null` = whatever the portal holds of these dossiers. */
  readonly reason: string | null;
  /** A person has looked: none of these steps is at the portal. */
  readonly notAtPortal: boolean;
  /** Dossiers that themselves stay (a fault holds the whole, or the portal has what they say); their steps may go. */
  readonly staying: readonly number[];
}

const valuesOf = ({ dossierIds, reason, notAtPortal, staying }: ReleaseRequest): unknown[] => [
  dossierIds,
  reason,
  notAtPortal,
  staying,
];

/** Lets go what the portal holds of these dossiers. Answers what goes; `recover` or the next pass finds it. */
export async function releaseHeld(db: Queryable, request: ReleaseRequest): Promise<ReleasedDelivery[]> {
  const { rows } = await db.query<ReleasedDelivery>(RELEASE, valuesOf(request));
  return rows;
}

/** What {@link releaseHeld} would let go. Changes nothing. */
export async function wouldRelease(db: Queryable, request: ReleaseRequest): Promise<ReleasedDelivery[]> {
  const { rows } = await db.query<ReleasedDelivery>(
    `SELECT dossier_id AS "dossierId", kind, read_back AS "readBack" FROM (${PICKED}) picked`,
    valuesOf(request),
  );
  return rows;
}
