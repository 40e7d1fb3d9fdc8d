/** Is there work that nobody has in hand? Guarantees: reads only; stops at the first dossier found. */
import type { Queryable } from './database.ts';

const FREE = `
  SELECT EXISTS (
    SELECT FROM due_dossier w
    WHERE w.due_at <= now() AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = w.dossier_id)) AS free`;

/** True when a dossier is due and no worker of any machine has taken it. */
export async function hasFreeWork(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ free: boolean }>(FREE);
  return rows[0]?.free === true;
}
