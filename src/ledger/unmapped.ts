/** Codes of the province that have no national one, as the ledger's held parts show them. Guarantees: reads only; counts. */
import type { Queryable } from './database.ts';

/** Reasons that say: this code has no row and is no national one (of this procedure). */
const UNMAPPED = `
  SELECT k.kind AS name, count(DISTINCT lower(btrim(h.value)))::int AS count
  FROM (VALUES
    ('procedure', 'DB-DOS-004'), ('status', 'DB-DOS-011'), ('status', 'DB-STP-008'), ('agency', 'DB-DOS-024'),
    ('component', 'DB-CMP-005'), ('component', 'DB-CMP-006'), ('component', 'DB-RES-011'), ('component', 'DB-RES-012'),
    ('result', 'DB-RES-005'), ('result', 'DB-RES-006'), ('result', 'DB-CMP-016')) AS k (kind, code)
  LEFT JOIN held h ON h.code = k.code
  GROUP BY k.kind`;

/** How many different ones there are, by kind. */
export async function unmappedCodes(db: Queryable): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; count: number }>(UNMAPPED);
  return new Map(rows.map(({ name, count }) => [name, count]));
}
