/**
 * Dossiers that are to be normalized again because what they hang on changed.
 * Guarantees: pages by id, so that a run that is cut short goes on where it stopped (what is done is
 * stale no more); answers nothing to a codebook that is not the applied one, which could mend nothing.
 */
import type { Lane } from '../domain/delivery.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { Queryable } from './database.ts';

/** A stored source row. */
export interface StoredSource {
  readonly id: number;
  readonly code: string;
  readonly sourceHash: string;
  readonly source: SourceDossier;
  readonly lane: Lane;
}

const PAGE = `
  SELECT d.id, d.code, d.source_hash AS "sourceHash", d.source_row AS source, d.lane
  FROM stale_dossier s JOIN dossier d ON d.id = s.dossier_id
  WHERE s.dossier_id > $2 AND EXISTS (
    SELECT FROM applied_codebook a JOIN codebook_version c ON c.id = a.codebook_id WHERE c.hash = $1)
  ORDER BY s.dossier_id LIMIT $3`;

/** At most `limit` stale dossiers after id `after`; `version` is that of the codebook at hand. */
export async function staleDossiers(
  db: Queryable,
  version: string,
  after: number,
  limit: number,
): Promise<StoredSource[]> {
  const { rows } = await db.query<StoredSource & { id: number }>(PAGE, [version, after, limit]);
  return rows;
}
