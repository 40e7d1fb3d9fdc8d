/**
 * The lookup that makes rereading free.
 * Guarantees: one round trip a page, by the unique index on the code; reads nothing but hashes.
 */
import type { Queryable } from './database.ts';

/** What the ledger holds of a code. */
export interface KnownDossier {
  readonly sourceHash: string;
}

/** Hashes of those of `codes` that the ledger knows. */
export async function knownDossiers(
  db: Queryable,
  codes: readonly string[],
): Promise<Map<string, KnownDossier>> {
  const { rows } = await db.query<{ code: string; source_hash: string }>(
    'SELECT code, source_hash FROM dossier WHERE code = ANY($1::text[])',
    [codes],
  );
  return new Map(rows.map((row) => [row.code, { sourceHash: row.source_hash }]));
}
