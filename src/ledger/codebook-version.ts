/** Short ids for codebook versions, so that a dossier row needs four bytes and not a hash to name one. */
import type { Queryable } from './database.ts';

/** The id of a codebook hash, made on first use. */
export async function codebookId(db: Queryable, hash: string): Promise<number> {
  await db.query('INSERT INTO codebook_version (hash) VALUES ($1) ON CONFLICT (hash) DO NOTHING', [hash]);
  const { rows } = await db.query<{ id: number }>('SELECT id FROM codebook_version WHERE hash = $1', [hash]);
  const row = rows[0];
  if (!row) throw new Error(`codebook version ${hash} vanished`);
  return row.id;
}
