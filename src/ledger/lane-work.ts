/**
 * Has a lane work that could go now? Guarantees: reads only; stops at the first dossier found; what its
 * breaker or a person's pause holds back, or a worker has in hand, could not; once the breaker lets somebody try
 * whether the portal is back, it could.
 */
import type { Lane } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';

const PENDING = `IN ('queued', 'retrying', 'unknown')`;
const FREE = 'NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = v.dossier_id)';

/**
 * The view due_dossier puts all that waits in order before it answers: here each kind is asked for by itself, so that the
 * first one found ends the search. A step counts where no earlier one of its dossier waits, as in the view.
 */
const COULD_GO = `
  SELECT EXISTS (SELECT FROM breaker b WHERE b.lane = $1 AND b.paused_at IS NULL
    AND (b.state = 'closed' OR b.probe_at <= now())) AND (
    EXISTS (SELECT FROM delivery v JOIN dossier d ON d.id = v.dossier_id AND d.lane = $1
      WHERE v.kind = 'dossier' AND v.state ${PENDING} AND v.due_at <= now() AND ${FREE})
    OR EXISTS (SELECT FROM delivery v JOIN dossier d ON d.id = v.dossier_id AND d.lane = $1
      JOIN delivery p ON p.dossier_id = v.dossier_id AND p.kind = 'dossier' AND p.accepted_version IS NOT NULL
        AND p.state IN ('accepted', 'held') AND p.absence IS DISTINCT FROM 'absent'
      WHERE v.kind = 'step' AND v.state ${PENDING} AND v.due_at <= now() AND ${FREE}
        AND NOT EXISTS (SELECT FROM delivery w WHERE w.dossier_id = v.dossier_id AND w.kind = 'step'
          AND w.state ${PENDING} AND (w.position, w.id) < (v.position, v.id)))) AS could_go`;

/** True when a dossier of `lane` is due, nobody has taken it, and the lane is not paused or may be tried. */
export async function couldGo(db: Queryable, lane: Lane): Promise<boolean> {
  const { rows } = await db.query<{ could_go: boolean }>(COULD_GO, [lane]);
  return rows[0]?.could_go === true;
}
