/**
 * Dossiers that were normalized with another codebook than the present one.
 * Guarantees: pages by id, so that a run that is cut short goes on where it stopped (what is done
 * carries the new version).
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

/** At most `limit` dossiers after id `after` whose codebook is not `codebook`. */
export async function staleDossiers(
  db: Queryable,
  codebook: number,
  after: number,
  limit: number,
): Promise<StoredSource[]> {
  const { rows } = await db.query<{
    id: number;
    code: string;
    source_hash: string;
    source_row: SourceDossier;
    lane: Lane;
  }>(
    `SELECT id, code, source_hash, source_row, lane FROM dossier
     WHERE codebook_id <> $1 AND id > $2 ORDER BY id LIMIT $3`,
    [codebook, after, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    sourceHash: row.source_hash,
    source: row.source_row,
    lane: row.lane,
  }));
}
