/**
 * Has a lane work that could go now? Guarantees: reads only; stops at the first dossier found; what its
 * breaker or a person's pause holds back, or a worker has in hand, could not; once the breaker lets somebody try
 * whether the portal is back, it could.
 */
import type { Lane } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';

const COULD_GO = `
  SELECT EXISTS (SELECT FROM breaker b WHERE b.lane = $1 AND b.paused_at IS NULL
    AND (b.state = 'closed' OR b.probe_at <= now())) AND EXISTS (
    SELECT FROM due_dossier w JOIN dossier d ON d.id = w.dossier_id
    WHERE w.due_at <= now() AND d.lane = $1
      AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = w.dossier_id)) AS could_go`;

/** True when a dossier of `lane` is due, nobody has taken it, and the lane is not paused or may be tried. */
export async function couldGo(db: Queryable, lane: Lane): Promise<boolean> {
  const { rows } = await db.query<{ could_go: boolean }>(COULD_GO, [lane]);
  return rows[0]?.could_go === true;
}
