/**
 * What is still to be sent.
 * Guarantees: counts only what can go by itself: a step of a held dossier that was never accepted
 * waits for a person, not for time.
 */
import type { Lane } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';

/** Work that is not done. */
export interface Pending {
  /** Dossiers with a delivery that is due now or in a worker's hands. */
  readonly due: number;
  /** Dossiers whose delivery waits for its time (retry or read-back). */
  readonly waiting: number;
  /** Milliseconds until the next of them falls due; `null` when none waits. */
  readonly nextDueMs: number | null;
}

const PENDING = `
  WITH open AS (
    SELECT w.dossier_id, w.due_at, l.token IS NOT NULL AS leased
    FROM due_dossier w LEFT JOIN lease l ON l.dossier_id = w.dossier_id
    UNION
    SELECT dossier_id, now(), true FROM delivery WHERE state = 'sending')
  SELECT count(DISTINCT dossier_id) FILTER (WHERE leased OR due_at <= now())::int AS due,
    count(DISTINCT dossier_id) FILTER (WHERE NOT leased AND due_at > now())::int AS waiting,
    (extract(epoch FROM min(due_at) FILTER (WHERE NOT leased AND due_at > now()) - now()) * 1000)::float8 AS next_ms
  FROM open`;

/** Counts the work that is not done. */
export async function pending(db: Queryable): Promise<Pending> {
  const { rows } = await db.query<{ due: number; waiting: number; next_ms: number | null }>(PENDING);
  const row = rows[0];
  return { due: row?.due ?? 0, waiting: row?.waiting ?? 0, nextDueMs: row?.next_ms ?? null };
}

const BUSY = `
  SELECT EXISTS (SELECT FROM lease) OR EXISTS (SELECT FROM due_dossier WHERE due_at <= now())
    OR EXISTS (SELECT FROM delivery WHERE state = 'sending') AS busy`;

/** Is anything due or in hand? Stops at the first dossier found, so it may be asked often. */
export async function isBusy(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ busy: boolean }>(BUSY);
  return rows[0]?.busy === true;
}

const IN_HAND = `
  SELECT EXISTS (SELECT FROM lease) OR EXISTS (SELECT FROM delivery WHERE state = 'sending') AS busy`;

const BUSY_BESIDE = `
  SELECT EXISTS (SELECT FROM lease) OR EXISTS (SELECT FROM delivery WHERE state = 'sending') OR EXISTS (
    SELECT FROM due_dossier w JOIN dossier d ON d.id = w.dossier_id
    WHERE d.lane = ANY($1::lane[]) AND w.due_at <= now() + $2 * interval '1 millisecond') AS busy`;

/** Is anything in hand, or due within so many milliseconds in one of `lanes`? For when the others are paused. */
export async function isBusyIn(db: Queryable, lanes: readonly Lane[], withinMs: number): Promise<boolean> {
  // With no lane to look for, the whole backlog would be searched in vain.
  const { rows } = await (lanes.length === 0
    ? db.query<{ busy: boolean }>(IN_HAND)
    : db.query<{ busy: boolean }>(BUSY_BESIDE, [lanes, withinMs]));
  return rows[0]?.busy === true;
}
