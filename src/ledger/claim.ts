/**
 * Taking dossiers into work.
 * Guarantees: one worker at a time holds a dossier (the key of the lease table sees to it);
 * every later statement of that work repeats the lease as its guard (invariant 4).
 * Must not: keep a transaction open while the portal is called.
 */

import type { DeliveryState } from '../domain/delivery.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import type { Queryable } from './database.ts';
import { dueByKey, inState } from './due-by-key.ts';
import { LEFT_BEHIND, WAS_CALLED } from './left-behind.ts';

/** A dossier delivery in our hands, state `sending`. */
export interface ClaimedDossier {
  readonly deliveryId: number;
  readonly dossierId: number;
  readonly dossier: Dossier;
  readonly attempt: number;
  /** The portal has accepted some version of it before. */
  readonly known: boolean;
}

/** A step in our hands; not yet `sending`: it is marked just before its call. */
export interface ClaimedStep {
  readonly deliveryId: number;
  readonly dossierId: number;
  readonly step: Step;
  /** Of `step`: what is marked as sent must still be this. */
  readonly hash: string;
  readonly attempt: number;
  /** `unknown`: may be at the portal already, read back first. */
  readonly state: DeliveryState;
  /** The source has it no more (following.ts). */
  readonly withdrawn: boolean;
  /** What the source says of it by now, if something else (following.ts). */
  readonly next: Step | null;
  /** Another text of it, of before a correction, may be at the portal (decision 0034). */
  readonly otherUntold: boolean;
  /** Milliseconds since its answer was given up; `null` = none was. */
  readonly lostForMs: number | null;
}

const SENDING = inState('sending');

const LEASE = `
  WITH got AS (
    INSERT INTO lease AS l (dossier_id, token, until)
    SELECT DISTINCT dossier_id, $2::uuid, now() + $3 * interval '1 millisecond'
    FROM (${dueByKey('$1::bigint[]')}) w WHERE due_at <= now()
    ORDER BY dossier_id
    ON CONFLICT (dossier_id) DO UPDATE SET until = excluded.until WHERE l.token = excluded.token
    RETURNING dossier_id),
  begun AS (DELETE FROM enqueued e USING got WHERE e.dossier_id = got.dossier_id)
  SELECT dossier_id AS id FROM got`;

/**
 * Leases those of `dossierIds` that are free and have something due. An expired lease is not taken
 * here: `rescueExpired` first settles what its owner left behind. Harmless when repeated because its
 * answer was lost: what this token got, it gets again.
 */
export async function lease(
  db: Queryable,
  dossierIds: readonly number[],
  token: string,
  leaseMs: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(LEASE, [dossierIds, token, leaseMs]);
  const got = new Set(rows.map((row) => row.id));
  return dossierIds.filter((id) => got.has(id));
}

const CLAIM_DOSSIERS = `
  WITH ours AS (SELECT dossier_id FROM lease WHERE token = $1 FOR KEY SHARE)
  UPDATE delivery v SET state = 'sending', sent_version = v.version, sent_hash = v.payload_hash,
    attempt = CASE WHEN v.state = 'sending' THEN v.attempt ELSE v.attempt + 1 END,
    claimed_from = CASE WHEN v.state = 'sending' THEN v.claimed_from ELSE v.state END, sent_payload = NULL
  FROM ours
  WHERE ours.dossier_id = v.dossier_id AND v.kind = 'dossier' AND v.payload IS NOT NULL
    AND (${inState('queued', 'retrying', 'unknown')} AND v.due_at <= now() OR ${SENDING})
  RETURNING v.id, v.dossier_id, v.payload, v.attempt, v.accepted_version`;

/**
 * Marks the due dossier deliveries under `token` as being sent and hands them out. To be asked before
 * the first call: what is `sending` then was marked by this token, in a claim whose answer was lost.
 */
export async function claimDossiers(db: Queryable, token: string): Promise<ClaimedDossier[]> {
  const { rows } = await db.query<{
    id: number;
    dossier_id: number;
    payload: Dossier;
    attempt: number;
    accepted_version: number | null;
  }>(CLAIM_DOSSIERS, [token]);
  return rows.map((row) => ({
    deliveryId: row.id,
    dossierId: row.dossier_id,
    dossier: row.payload,
    attempt: row.attempt,
    known: row.accepted_version !== null,
  }));
}

/**
 * Whoever waits for the row and finds the lease ended meanwhile has lost it. In a query of its own, or the leases would be
 * locked anew for each delivery.
 */
const CALLING = `
  WITH ours AS MATERIALIZED (SELECT dossier_id FROM lease WHERE token = $1 FOR KEY SHARE)
  UPDATE delivery v SET claimed_from = NULL
  FROM unnest($2::bigint[]) AS x(id)
  WHERE v.id = x.id AND v.dossier_id IN (SELECT dossier_id FROM ours) AND v.kind = 'dossier' AND ${SENDING}
  RETURNING v.id`;

/**
 * Notes that a call with these claimed dossiers is about to begin: from now on the portal may have them,
 * and the try counts. False: the lease of one of them was lost. Do not call.
 */
export async function noteCalling(
  db: Queryable,
  token: string,
  deliveryIds: readonly number[],
): Promise<boolean> {
  const { rows } = await db.query<{ id: number }>(CALLING, [token, deliveryIds]);
  return rows.length === deliveryIds.length;
}

/**
 * Steps that may go: their dossier is at the portal (and no look-up says otherwise), no version of it is
 * on its way, and no earlier step of it still waits for its time (order is kept, invariant 5).
 */
const DUE_STEPS = `
  SELECT v.id, v.dossier_id, v.payload, v.payload_hash, v.attempt, v.state, v.withdrawn, v.next_payload,
    coalesce(v.untold_hash <> v.payload_hash, false) AS other_untold, (extract(epoch FROM now() - v.lost_at) * 1000)::float8 AS lost_for_ms
  FROM lease l
  JOIN delivery p ON p.dossier_id = l.dossier_id AND p.kind = 'dossier'
    AND p.accepted_version IS NOT NULL AND p.state IN ('accepted', 'held') AND p.absence IS DISTINCT FROM 'absent'
  JOIN delivery v ON v.dossier_id = l.dossier_id AND v.kind = 'step' AND ${inState('queued', 'retrying', 'unknown')}
  WHERE l.token = $1 AND NOT EXISTS (
    SELECT FROM delivery w WHERE w.dossier_id = l.dossier_id AND w.kind = 'step'
      AND w.state::text IN ('queued', 'retrying', 'unknown') AND w.due_at > now()
      AND (w.position, w.id) <= (v.position, v.id))
  ORDER BY v.dossier_id, v.position, v.id`;

/** The steps under `token` that may be sent now, dossier by dossier, each in order. */
export async function dueSteps(db: Queryable, token: string): Promise<ClaimedStep[]> {
  const { rows } = await db.query<{
    id: number;
    dossier_id: number;
    payload: Step;
    payload_hash: string;
    attempt: number;
    state: DeliveryState;
    withdrawn: boolean;
    next_payload: Step | null;
    other_untold: boolean;
    lost_for_ms: number | null;
  }>(DUE_STEPS, [token]);
  return rows.map((row) => ({
    deliveryId: row.id,
    dossierId: row.dossier_id,
    step: row.payload,
    hash: row.payload_hash,
    attempt: row.attempt,
    state: row.state,
    withdrawn: row.withdrawn,
    next: row.next_payload,
    otherUntold: row.other_untold,
    lostForMs: row.lost_for_ms,
  }));
}

/** What another worker has in hand is not ours to try before that lease ends: else the job runs in circles. */
const NEXT_DUE = `
  SELECT w.dossier_id, (extract(epoch FROM greatest(w.due_at, l.until) - now()) * 1000)::float8 AS ms
  FROM (${dueByKey('$1::bigint[]')}) w
  LEFT JOIN lease l ON l.dossier_id = w.dossier_id`;

/** Which of `dossierIds` still have something to send, and in how many milliseconds (0 = now). */
export async function nextDue(db: Queryable, dossierIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await db.query<{ dossier_id: number; ms: number }>(NEXT_DUE, [dossierIds]);
  return new Map(rows.map((row) => [row.dossier_id, Math.max(0, row.ms)]));
}

/**
 * The lease is locked against being ended meanwhile: a worker that has lost it marks nothing. One that
 * is `sending` goes again after its call was refused; not where the source has corrected it since.
 */
const MARK_STEPS = `
  WITH ours AS MATERIALIZED (
    SELECT dossier_id FROM lease WHERE token = $1 AND dossier_id = ANY($4::bigint[]) FOR KEY SHARE),
  marked AS MATERIALIZED (
    SELECT v.id FROM unnest($2::bigint[], $3::text[]) AS x(id, hash)
    JOIN delivery v ON v.id = x.id AND v.payload_hash = x.hash AND ${inState('queued', 'retrying', 'sending')}
      AND v.next_hash IS NULL AND NOT v.withdrawn
    WHERE v.dossier_id IN (SELECT dossier_id FROM ours)
    FOR NO KEY UPDATE OF v),
  sent AS (
    UPDATE delivery v SET state = 'sending',
      attempt = CASE WHEN v.state = 'sending' THEN v.attempt ELSE v.attempt + 1 END,
      sent_version = v.version, sent_hash = v.payload_hash
    FROM marked WHERE v.id = marked.id AND (SELECT count(*) FROM marked) = cardinality($2::bigint[])
    RETURNING v.id)
  SELECT (SELECT count(*) FROM sent)::int AS sent, (SELECT count(*) FROM ours)::int AS held`;

/** `changed`: one of them was corrected or withdrawn since it was handed out; the lease stands. */
export type Marking = 'marked' | 'lost' | 'changed';

/**
 * Marks steps as being sent, just before their call; all of them or none. Only where it answers
 * `marked` may the call go.
 */
export async function markStepsSending(
  db: Queryable,
  token: string,
  steps: readonly Pick<ClaimedStep, 'deliveryId' | 'dossierId' | 'hash'>[],
): Promise<Marking> {
  const dossiers = [...new Set(steps.map((step) => step.dossierId))];
  const { rows } = await db.query<{ sent: number; held: number }>(MARK_STEPS, [
    token,
    steps.map((step) => step.deliveryId),
    steps.map((step) => step.hash),
    dossiers,
  ]);
  const [row] = rows;
  if (row?.sent === steps.length) return 'marked';
  return row?.held === dossiers.length ? 'changed' : 'lost';
}

const DEFER = `
  UPDATE delivery v SET due_at = now() + x.delay_ms * interval '1 millisecond'
  FROM jsonb_to_recordset($2::jsonb) AS x(delivery_id bigint, delay_ms integer)
  JOIN delivery s ON s.id = x.delivery_id
  JOIN lease l ON l.dossier_id = s.dossier_id AND l.token = $1
  WHERE v.id = x.delivery_id AND v.kind = 'step' AND v.state IN ('queued', 'retrying')`;

/** A step that could not be tried. */
export interface Unsent {
  readonly deliveryId: number;
  readonly delayMs: number;
}

/** Steps that no call carried: they wait, in the state they have, and no attempt is used up. Harmless when repeated. */
export async function deferUnsent(db: Queryable, token: string, waits: readonly Unsent[]): Promise<void> {
  const rows = waits.map(({ deliveryId, delayMs }) => ({
    delivery_id: deliveryId,
    delay_ms: Math.round(delayMs),
  }));
  await db.query(DEFER, [token, JSON.stringify(rows)]);
}

const RENEW = `UPDATE lease SET until = now() + $2 * interval '1 millisecond' WHERE token = $1`;

/**
 * Extends the lease of all `dossiers` that were taken under `token`; false when one of them is not held
 * under it any more: a call that carries it must not go.
 */
export async function renewLease(
  db: Queryable,
  token: string,
  leaseMs: number,
  dossiers: number,
): Promise<boolean> {
  const { rowCount } = await db.query(RENEW, [token, leaseMs]);
  return rowCount === dossiers;
}

const RELEASE = `
  WITH freed AS (DELETE FROM lease WHERE token = $1 RETURNING dossier_id),
  lost AS (
    UPDATE delivery v SET ${LEFT_BEHIND}
    FROM delivery s
    WHERE s.dossier_id = ANY(ARRAY(SELECT dossier_id FROM freed)) AND s.state::text = 'sending'
      AND v.id = s.id AND ${SENDING}
    RETURNING v.id, v.dossier_id, ${WAS_CALLED} AS called)
  INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms, batch)
  SELECT dossier_id, id, now(), '', 'unknown', 'given back while sending', 1, 0, left($1::uuid::text, 8) FROM lost WHERE called`;

/**
 * Gives the dossiers back. What was sent and not settled is `unknown`, with an attempt that says so;
 * for what no call began it is as before:
 * nothing is `sending` without a lease, and what the portal may have is known from the record of attempts.
 */
export async function releaseLease(db: Queryable, token: string): Promise<void> {
  await db.query(RELEASE, [token]);
}
