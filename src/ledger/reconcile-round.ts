/**
 * How far portal and ledger are compared.
 * Guarantees: one round at a time goes through all dossiers, in order of id; it goes on where it stopped,
 * whoever stopped and however.
 * Must not: move backwards (a process that was thought dead and comes back late changes nothing).
 */
import type { Database, Queryable } from './database.ts';

/** A round that is under way. */
export interface Round {
  readonly id: number;
  /** Every dossier up to this id is compared. */
  readonly afterId: number;
  readonly checked: number;
}

const OPEN = `SELECT id, after_id AS "afterId", checked FROM reconcile_round WHERE finished_at IS NULL`;

/** The round to go on with; a new one where none is open, or where one is wanted. */
export function openRound(db: Database, anew: boolean): Promise<Round> {
  return db.transaction(async (tx) => {
    if (anew) await tx.query('UPDATE reconcile_round SET finished_at = now() WHERE finished_at IS NULL');
    await tx.query('INSERT INTO reconcile_round DEFAULT VALUES ON CONFLICT DO NOTHING');
    const { rows } = await tx.query<Round>(OPEN);
    const [round] = rows;
    if (round === undefined) throw new Error('no round of comparing is open');
    return round;
  });
}

/** Notes that every dossier up to `afterId` is compared, `more` of them since the last note. */
export async function noteProgress(db: Queryable, id: number, afterId: number, more: number): Promise<void> {
  await db.query(
    `UPDATE reconcile_round SET after_id = $2, checked = checked + $3
     WHERE id = $1 AND finished_at IS NULL AND after_id < $2`,
    [id, afterId, more],
  );
}

/** The round is through. */
export async function finishRound(db: Queryable, id: number): Promise<void> {
  await db.query('UPDATE reconcile_round SET finished_at = now() WHERE id = $1 AND finished_at IS NULL', [
    id,
  ]);
}

/** A round with how much there is of it. */
export interface RoundStand {
  readonly checked: number;
  /** Dossiers that the portal has accepted, by now. */
  readonly total: number;
  readonly finished: boolean;
}

/** How the newest round stands. */
export async function roundStand(db: Queryable): Promise<RoundStand> {
  const { rows } = await db.query<RoundStand>(
    `SELECT coalesce(r.checked, 0) AS checked, coalesce(r.finished_at IS NOT NULL, false) AS finished,
       (SELECT count(*)::int FROM delivery v JOIN dossier d ON d.id = v.dossier_id
        WHERE v.kind = 'dossier' AND v.accepted_version IS NOT NULL AND d.pruned_at IS NULL) AS total
     FROM (SELECT) one LEFT JOIN (SELECT * FROM reconcile_round ORDER BY id DESC LIMIT 1) r ON true`,
  );
  return rows[0] ?? { checked: 0, total: 0, finished: false };
}
