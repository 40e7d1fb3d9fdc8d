/**
 * What a look-up has shown of dossiers, and taking it over into the ledger without a call.
 * Guarantees: only where nothing of the dossier has moved since it was looked up, and nobody has it in
 * hand; a step is accepted as the content that was shown, so that it never goes again (invariant 5);
 * a dossier only where no other version of it may still arrive, and where it is not in doubt whether
 * its steps are there (lost-dossier.ts). The record of attempts says where it comes from.
 * Must not: believe that something is not there.
 */
import type { DeliveryState } from '../domain/delivery.ts';
import type { Step } from '../domain/dossier.ts';
import type { Queryable } from './database.ts';
import { UNCLEAR } from './keep-accepted.ts';
import { BUSY, MARK } from './reconcile-candidates.ts';

/** What the ledger has of a dossier that is to be looked up. */
export interface ToLookUp {
  readonly id: number;
  /** Another one as soon as anything of it moves. */
  readonly mark: string;
  /** A worker has it in hand. */
  readonly busy: boolean;
  /** Look-ups miss it although the portal takes updates of it. */
  readonly refuted: boolean;
  /** In their order. */
  readonly steps: readonly {
    readonly id: string;
    readonly step: Step;
    readonly hash: string;
    readonly state: DeliveryState;
  }[];
}

const TO_LOOK_UP = `
  SELECT d.id, ${MARK} AS mark, ${BUSY} AS busy, v.absence IS NOT DISTINCT FROM 'refuted' AS refuted,
    coalesce((SELECT json_agg(json_build_object('id', s.step_id, 'step', s.payload, 'hash', s.payload_hash,
        'state', s.state) ORDER BY s.position, s.id)
      FROM delivery s WHERE s.dossier_id = d.id AND s.kind = 'step'), '[]') AS steps
  FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
  WHERE d.id = ANY($1::bigint[]) ORDER BY d.id`;

/** The dossiers of these ids as they are before they are looked up. */
export async function toLookUp(db: Queryable, ids: readonly number[]): Promise<ToLookUp[]> {
  const { rows } = await db.query<ToLookUp>(TO_LOOK_UP, [ids]);
  return rows;
}

/** A step that was shown, as the content of this hash. */
export interface SeenStep {
  readonly id: string;
  readonly hash: string;
  /** `stored`: as the ledger has it. `made`: as the present tables make it, once the page is stored. */
  readonly as: 'stored' | 'made';
}

/** What a look-up has shown of a dossier. */
export interface SeenDossier {
  /** As it was before the look-up. */
  readonly mark: string;
  /** Hash of what would go of it, where the portal shows just that; `null` = it shows something else. */
  readonly hash: string | null;
  /** Steps that are not accepted, and are there. */
  readonly steps: readonly SeenStep[];
}

interface Seen {
  readonly id: number;
  readonly seen: SeenDossier;
}

const UNMOVED = `
  SELECT d.id FROM unnest($1::bigint[], $2::text[]) AS x(id, mark) JOIN dossier d ON d.id = x.id
  WHERE ${MARK} = x.mark AND NOT ${BUSY}`;

/** Ids of those of which nothing has moved since. Their deliveries must be locked. */
export async function unmoved(
  tx: Queryable,
  looked: readonly { readonly id: number; readonly mark: string }[],
): Promise<ReadonlySet<number>> {
  if (looked.length === 0) return new Set();
  const marks = looked.map(({ mark }) => mark);
  const { rows } = await tx.query<{ id: number }>(UNMOVED, [looked.map(({ id }) => id), marks]);
  return new Set(rows.map(({ id }) => id));
}

/** SQL assignments: the portal has delivery `v` as it is wanted. */
const ACCEPTED = `state = 'accepted', sent_version = v.version, sent_hash = v.payload_hash,
    accepted_version = v.version, accepted_hash = v.payload_hash, accepted_at = now(), attempt = 0`;

const TELL = `INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms)`;

const STEPS = `
  WITH seen AS (
    UPDATE delivery v SET ${ACCEPTED}
    FROM unnest($1::bigint[], $2::text[], $3::text[]) AS x(dossier_id, step_id, hash)
    WHERE v.dossier_id = x.dossier_id AND v.kind = 'step' AND v.step_id = x.step_id AND v.payload_hash = x.hash
      AND v.state IN ('queued', 'retrying', 'unknown', 'held')
    RETURNING v.id, v.dossier_id, v.step_id),
  freed AS (
    DELETE FROM held h USING seen s
    WHERE h.dossier_id = s.dossier_id AND h.origin = 'portal' AND h.scope = 'step' AND h.part = s.step_id)
  ${TELL} SELECT dossier_id, id, now(), '', 'accepted', $4, 1, 0 FROM seen RETURNING id`;

/** Accepts the shown steps. Answers how many. */
export async function acceptShownSteps(
  tx: Queryable,
  resync: number,
  seen: readonly Seen[],
  as: SeenStep['as'],
): Promise<number> {
  const steps = seen.flatMap(({ id, seen: { steps } }) =>
    steps.filter((step) => step.as === as).map((step) => ({ dossier: id, ...step })),
  );
  if (steps.length === 0) return 0;
  const { rowCount } = await tx.query(STEPS, [
    steps.map(({ dossier }) => dossier),
    steps.map(({ id }) => id),
    steps.map(({ hash }) => hash),
    saidOf(resync),
  ]);
  return rowCount ?? 0;
}

const DOSSIERS = `
  WITH seen AS (
    UPDATE delivery v SET ${ACCEPTED}, accepted_payload = NULL, absence = NULL
    FROM unnest($1::bigint[], $2::text[]) AS x(dossier_id, hash)
    WHERE v.dossier_id = x.dossier_id AND v.kind = 'dossier' AND v.payload_hash = x.hash
      AND v.state IN ('queued', 'retrying', 'unknown', 'held') AND v.absence IS DISTINCT FROM 'creating'
      AND (coalesce(v.sent_hash = v.payload_hash, false) OR NOT ${UNCLEAR})
    RETURNING v.id, v.dossier_id),
  freed AS (
    DELETE FROM held h USING seen s
    WHERE h.dossier_id = s.dossier_id AND h.origin = 'portal' AND h.scope <> 'step'),
  told AS (${TELL} SELECT dossier_id, id, now(), '', 'accepted', $3, 1, 0 FROM seen)
  SELECT x.dossier_id AS id FROM unnest($1::bigint[], $2::text[]) AS x(dossier_id, hash)
  JOIN delivery v ON v.dossier_id = x.dossier_id AND v.kind = 'dossier'
  WHERE v.state = 'accepted' AND v.payload_hash = x.hash
  UNION SELECT dossier_id FROM seen`;

/** Accepts the dossiers that were shown just as they would go. Answers those that need no call. */
export async function acceptShown(
  tx: Queryable,
  resync: number,
  seen: readonly Seen[],
): Promise<ReadonlySet<number>> {
  const same = seen.flatMap(({ id, seen: { hash } }) => (hash === null ? [] : [{ id, hash }]));
  if (same.length === 0) return new Set();
  const { rows } = await tx.query<{ id: number }>(DOSSIERS, [
    same.map(({ id }) => id),
    same.map(({ hash }) => hash),
    saidOf(resync),
  ]);
  return new Set(rows.map(({ id }) => id));
}

const saidOf = (resync: number): string =>
  `gửi lại số ${resync}: tra cứu thấy Cổng đã có, không gửi (resync ${resync}: a look-up shows that the portal has it, not sent)`;
