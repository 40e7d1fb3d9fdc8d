/**
 * Has a lane work that could go now? Guarantees: reads only; stops at the first dossier found; what its
 * breaker or a person's pause holds back, or a worker has in hand, could not.
 */
import type { Lane } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';

const COULD_GO = `
  SELECT EXISTS (SELECT FROM breaker b WHERE b.lane = $1 AND b.state = 'closed' AND b.paused_at IS NULL) AND EXISTS (
    SELECT FROM due_dossier w JOIN dossier d ON d.id = w.dossier_id
    WHERE w.due_at <= now() AND d.lane = $1
      AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = w.dossier_id)) AS could_go`;

/** True when a dossier of `lane` is due, nobody has taken it and the lane is not paused. */
export async function couldGo(db: Queryable, lane: Lane): Promise<boolean> {
  const { rows } = await db.query<{ could_go: boolean }>(COULD_GO, [lane]);
  return rows[0]?.could_go === true;
}
