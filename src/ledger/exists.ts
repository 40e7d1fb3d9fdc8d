/** Does the ledger know a dossier, or any at all? Guarantees: reads only, by the unique code, spelled as stored. */
import type { Queryable } from './database.ts';

/** True when there is a dossier of exactly this code. */
export async function dossierExists(db: Queryable, code: string): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 FROM dossier WHERE code = $1', [code]);
  return rows.length > 0;
}

/** True when there is any dossier. */
export async function hasDossiers(db: Queryable): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 FROM dossier LIMIT 1');
  return rows.length > 0;
}
