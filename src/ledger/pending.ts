/**
 * What is still to be sent.
 * Guarantees: counts only what can go by itself: a step of a held dossier that was never accepted
 * waits for a person, not for time.
 */
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
    SELECT v.dossier_id, min(v.due_at) FILTER (WHERE v.state <> 'sending') AS due_at,
      bool_or(v.state = 'sending') AS sending
    FROM delivery v
    WHERE v.state IN ('queued', 'retrying', 'unknown', 'sending')
      AND (v.kind = 'dossier' OR EXISTS (
        SELECT FROM delivery p WHERE p.dossier_id = v.dossier_id AND p.kind = 'dossier'
          AND (p.accepted_version IS NOT NULL OR p.state IN ('queued', 'retrying', 'unknown', 'sending'))))
    GROUP BY v.dossier_id)
  SELECT count(*) FILTER (WHERE sending OR due_at <= now())::int AS due,
    count(*) FILTER (WHERE NOT sending AND due_at > now())::int AS waiting,
    (extract(epoch FROM min(due_at) FILTER (WHERE NOT sending AND due_at > now()) - now()) * 1000)::float8 AS next_ms
  FROM open`;

/** Counts the work that is not done. */
export async function pending(db: Queryable): Promise<Pending> {
  const { rows } = await db.query<{ due: number; waiting: number; next_ms: number | null }>(PENDING);
  const row = rows[0];
  return { due: row?.due ?? 0, waiting: row?.waiting ?? 0, nextDueMs: row?.next_ms ?? null };
}
