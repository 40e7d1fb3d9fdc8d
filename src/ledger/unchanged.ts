/**
 * The lookup that makes rereading free.
 * Guarantees: one round trip a page, by the unique index on the code; reads nothing but hashes and who owns them.
 */
import type { Queryable } from './database.ts';
import { isOwnedBy } from './shadowed.ts';

/** What the ledger holds of a code. */
export interface KnownDossier {
  readonly sourceHash: string;
  /** Who gave it; '' = before sources had names. */
  readonly source: string;
  /** It is another source's: see shadowed.ts. */
  readonly owned: boolean;
}

const KNOWN = `
  SELECT d.code, d.source_hash AS "sourceHash", d.source, ${isOwnedBy('$2')} AS owned
  FROM dossier d WHERE d.code = ANY($1::text[])`;

/**
 * Those of `codes` that the ledger knows.
 * @param owners sources whose dossiers whoever asks never takes over
 */
export async function knownDossiers(
  db: Queryable,
  codes: readonly string[],
  owners: readonly string[] = [],
): Promise<Map<string, KnownDossier>> {
  const { rows } = await db.query<KnownDossier & { code: string }>(KNOWN, [codes, owners]);
  return new Map(rows.map(({ code, ...known }) => [code, known]));
}
