/**
 * Taking dossiers into work.
 * Guarantees: one worker at a time holds a dossier (a lease, in one statement with SKIP LOCKED);
 * every later statement of that work repeats the lease as its guard (invariant 4).
 * Must not: keep a transaction open while the portal is called.
 */

import type { DeliveryState } from '../domain/delivery.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import type { Queryable } from './database.ts';

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
  readonly attempt: number;
  /** `unknown`: may be at the portal already, read back first. */
  readonly state: DeliveryState;
}

const LEASE = `
  UPDATE dossier d SET lease = $2, lease_until = now() + $3 * interval '1 millisecond', enqueued_at = NULL
  WHERE d.id IN (
    SELECT c.id FROM dossier c
    WHERE c.id = ANY($1::bigint[]) AND c.lease IS NULL
      AND c.id IN (SELECT dossier_id FROM due_dossier WHERE dossier_id = ANY($1::bigint[]) AND due_at <= now())
    FOR UPDATE SKIP LOCKED)
  RETURNING d.id`;

/**
 * Leases those of `dossierIds` that are free and have something due. An expired lease is not taken
 * here: `rescueExpired` first settles what its owner left behind.
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
  UPDATE delivery v SET state = 'sending', attempt = v.attempt + 1, sent_version = v.version, sent_hash = v.payload_hash
  FROM dossier d
  WHERE d.id = v.dossier_id AND d.lease = $1 AND v.kind = 'dossier'
    AND v.state IN ('queued', 'retrying', 'unknown') AND v.due_at <= now() AND v.payload IS NOT NULL
  RETURNING v.id, v.dossier_id, v.payload, v.attempt, v.accepted_version`;

/** Marks the due dossier deliveries under `token` as being sent and hands them out. */
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
 * Steps that may go: their dossier is at the portal and no version of it is on its way; and no
 * earlier step of it still waits for its time (order within a dossier is kept, invariant 5).
 */
const DUE_STEPS = `
  SELECT v.id, v.dossier_id, v.payload, v.attempt, v.state
  FROM dossier d
  JOIN delivery p ON p.dossier_id = d.id AND p.kind = 'dossier'
    AND p.accepted_version IS NOT NULL AND p.state IN ('accepted', 'held')
  JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'step' AND v.state IN ('queued', 'retrying', 'unknown')
  WHERE d.lease = $1 AND NOT EXISTS (
    SELECT FROM delivery w WHERE w.dossier_id = d.id AND w.kind = 'step'
      AND w.state IN ('queued', 'retrying', 'unknown') AND w.due_at > now()
      AND (w.position, w.id) <= (v.position, v.id))
  ORDER BY v.dossier_id, v.position, v.id`;

/** The steps under `token` that may be sent now, dossier by dossier, each in order. */
export async function dueSteps(db: Queryable, token: string): Promise<ClaimedStep[]> {
  const { rows } = await db.query<{
    id: number;
    dossier_id: number;
    payload: Step;
    attempt: number;
    state: DeliveryState;
  }>(DUE_STEPS, [token]);
  return rows.map((row) => ({
    deliveryId: row.id,
    dossierId: row.dossier_id,
    step: row.payload,
    attempt: row.attempt,
    state: row.state,
  }));
}

const NEXT_DUE = `
  SELECT dossier_id, (extract(epoch FROM due_at - now()) * 1000)::float8 AS ms
  FROM due_dossier WHERE dossier_id = ANY($1::bigint[])`;

/** Which of `dossierIds` still have something to send, and in how many milliseconds (0 = now). */
export async function nextDue(db: Queryable, dossierIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await db.query<{ dossier_id: number; ms: number }>(NEXT_DUE, [dossierIds]);
  return new Map(rows.map((row) => [row.dossier_id, Math.max(0, row.ms)]));
}

const MARK_STEPS = `
  UPDATE delivery v SET state = 'sending',
    attempt = CASE WHEN v.state = 'sending' THEN v.attempt ELSE v.attempt + 1 END,
    sent_version = v.version, sent_hash = v.payload_hash
  FROM dossier d
  WHERE d.id = v.dossier_id AND d.lease = $1 AND v.id = ANY($2::bigint[]) AND v.state IN ('queued', 'retrying', 'sending')
  RETURNING v.id`;

/** Marks steps as being sent, just before their call. False: the lease was lost, do not call. */
export async function markStepsSending(
  db: Queryable,
  token: string,
  deliveryIds: readonly number[],
): Promise<boolean> {
  const { rows } = await db.query<{ id: number }>(MARK_STEPS, [token, deliveryIds]);
  return rows.length === deliveryIds.length;
}

const RENEW = `UPDATE dossier SET lease_until = now() + $2 * interval '1 millisecond' WHERE lease = $1`;

/** Extends the lease; false when nothing is held under `token` any more. */
export async function renewLease(db: Queryable, token: string, leaseMs: number): Promise<boolean> {
  const { rowCount } = await db.query(RENEW, [token, leaseMs]);
  return (rowCount ?? 0) > 0;
}

/** Gives the dossiers back. What is still `sending` under the lease stays for `rescueExpired`. */
export async function releaseLease(db: Queryable, token: string): Promise<void> {
  await db.query('UPDATE dossier SET lease = NULL, lease_until = NULL WHERE lease = $1', [token]);
}
