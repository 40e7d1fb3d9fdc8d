/**
 * Dossiers that more than one source gives.
 * Guarantees: one source owns a dossier, and no other changes it: the one that stands first among those that give
 * it. Who else gives it is kept, for people.
 * Must not: decide by what the rows say: two systems that differ would take turns for ever.
 */
import type { Queryable } from './database.ts';

/**
 * Of a dossier `d`: it is owned by one of the sources that the parameter lists. What its owner has no more is
 * anybody's: a dossier that moved from one system to another goes on.
 */
export const isOwnedBy = (parameter: string): string => `(d.source = ANY(${parameter}::text[])
    AND NOT EXISTS (SELECT FROM vanished gone WHERE gone.dossier_id = d.id))`;

const NOTE = `
  INSERT INTO shadowed (dossier_id, source)
  SELECT d.id, $2 FROM dossier d WHERE d.code = ANY($1::text[]) AND ${isOwnedBy('$3')} ORDER BY d.id
  ON CONFLICT DO NOTHING`;

const NOTE_FORMER = `
  INSERT INTO shadowed (dossier_id, source)
  SELECT d.id, d.source FROM dossier d WHERE d.code = ANY($1::text[]) AND ${isOwnedBy('$2')} ORDER BY d.id
  ON CONFLICT DO NOTHING`;

/**
 * Notes who owned these and is about to lose them. Of two that bring a new dossier in the same moment the second
 * is noted when it next reads it.
 * @param behind sources that stand behind the one that takes over
 */
export async function noteFormerOwners(
  tx: Queryable,
  codes: readonly string[],
  behind: readonly string[],
): Promise<void> {
  if (behind.length > 0) await tx.query(NOTE_FORMER, [codes, behind]);
}

/** Notes that `source` gives these, too. @param owners those who own them */
export async function noteShadowed(
  tx: Queryable,
  codes: readonly string[],
  source: string,
  owners: readonly string[],
): Promise<void> {
  if (codes.length > 0) await tx.query(NOTE, [codes, source, owners]);
}

/** `source` owns these by now. */
export async function noteOwned(tx: Queryable, ids: readonly number[], source: string): Promise<void> {
  await tx.query('DELETE FROM shadowed WHERE dossier_id = ANY($1::bigint[]) AND source = $2', [ids, source]);
}

/** Another source that gives a dossier. */
export interface ShadowedSource {
  readonly source: string;
  readonly noticedAt: Date;
}

/** Who else gives the dossier, the first to be noticed first. */
export async function shadowedSources(db: Queryable, id: number): Promise<readonly ShadowedSource[]> {
  const { rows } = await db.query<ShadowedSource>(
    `SELECT source, noticed_at AS "noticedAt" FROM shadowed WHERE dossier_id = $1 ORDER BY noticed_at, source`,
    [id],
  );
  return rows;
}

/** How many dossiers of each source another one owns. */
export async function shadowedCounts(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ source: string; count: number }>(
    'SELECT source, count(*)::int AS count FROM shadowed GROUP BY source',
  );
  return new Map(rows.map(({ source, count }) => [source, count]));
}
