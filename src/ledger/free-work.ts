/** Is there work that nobody has in hand? Guarantees: reads only; stops at the first dossier found. */
import { LANES, type Lane } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';

const FREE = `
  SELECT EXISTS (
    SELECT FROM due_dossier w
    WHERE w.due_at <= now() AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = w.dossier_id)) AS free`;

const FREE_OF_LANES = `
  SELECT EXISTS (
    SELECT FROM due_dossier w JOIN dossier d ON d.id = w.dossier_id
    WHERE w.due_at <= now() AND d.lane = ANY($1::lane[])
      AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = w.dossier_id)) AS free`;

/** True when a dossier of `lanes` is due and no worker of any machine has taken it. */
export async function hasFreeWork(db: Queryable, lanes: readonly Lane[] = LANES): Promise<boolean> {
  if (lanes.length === 0) return false;
  const { rows } = await (lanes.length === LANES.length
    ? db.query<{ free: boolean }>(FREE)
    : db.query<{ free: boolean }>(FREE_OF_LANES, [lanes]));
  return rows[0]?.free === true;
}
