/** A dossier worth showing to people who see Dongbo for the first time. Guarantees: reads only. */
import type { Queryable } from './database.ts';

/** Code of an accepted dossier, one that went incomplete before others; `null` when none was accepted. */
export async function exampleDossier(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ code: string }>(
    `SELECT d.code FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
     WHERE v.state = 'accepted' ORDER BY d.incomplete DESC, d.code LIMIT 1`,
  );
  return rows[0]?.code ?? null;
}
