/**
 * Sending again what the portal refused or left unclear, because a person says so.
 * Guarantees: touches only what is held by an answer of the portal; what normalization holds is
 * mended in the tables or in the source, and goes by itself.
 */
import type { Database } from './database.ts';

/** What was released. */
export interface Released {
  readonly dossiers: number;
  readonly steps: number;
}

const RELEASE = `
  WITH freed AS (
    DELETE FROM held h USING dossier d
    WHERE d.id = h.dossier_id AND h.origin = 'portal' AND (h.code = $1 OR d.code = $1)
    RETURNING h.dossier_id, h.scope, h.part),
  queued AS (
    UPDATE delivery v SET state = 'queued', attempt = 0, due_at = now()
    FROM freed f
    WHERE v.dossier_id = f.dossier_id AND v.state = 'held' AND v.payload IS NOT NULL
      AND v.kind = CASE f.scope WHEN 'step' THEN 'step' ELSE 'dossier' END::delivery_kind
      AND v.step_id = CASE f.scope WHEN 'step' THEN f.part ELSE '' END
    RETURNING v.kind)
  SELECT count(*) FILTER (WHERE kind = 'dossier')::int AS dossiers,
    count(*) FILTER (WHERE kind = 'step')::int AS steps
  FROM queued`;

/** Queues what is held for the reason (error code) or of the dossier `what`. */
export async function releaseHeld(db: Database, what: string): Promise<Released> {
  const { rows } = await db.query<{ dossiers: number; steps: number }>(RELEASE, [what]);
  return rows[0] ?? { dossiers: 0, steps: 0 };
}
