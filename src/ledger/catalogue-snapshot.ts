/**
 * Reading the catalogue back: whole, for the codebook, or one procedure, for people.
 * Guarantees: the hash covers exactly what the codebook is built from, computed by PostgreSQL over
 * rows in order of their codes.
 */
import type { CatalogueSnapshot } from '../domain/catalogue-snapshot.ts';
import type { Queryable } from './database.ts';

const HASH = `
  SELECT md5(concat(
    (SELECT string_agg(md5(concat_ws('|', code, content_hash, valid_to IS NULL)), '' ORDER BY code COLLATE "C") FROM procedure),
    (SELECT string_agg(md5(concat_ws('|', code, name)), '' ORDER BY code COLLATE "C")
     FROM catalogue_item WHERE list = 'agency' AND valid_to IS NULL))) AS hash`;

/** Hash of the present catalogue. */
export async function catalogueHash(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ hash: string }>(HASH);
  return rows[0]?.hash ?? '';
}

const PROCEDURES = `
  SELECT p.code, p.name, p.published AND p.valid_to IS NULL AS published,
    p.sector_code AS "sectorCode", p.sector_name AS "sectorName",
    coalesce(c.items, '[]') AS components, coalesce(r.items, '[]') AS results
  FROM procedure p
  LEFT JOIN (SELECT procedure, json_agg(json_build_object('code', code, 'name', name) ORDER BY code) AS items
    FROM component GROUP BY procedure) c ON c.procedure = p.code
  LEFT JOIN (SELECT procedure, json_agg(json_build_object('code', code, 'name', name) ORDER BY code) AS items
    FROM result GROUP BY procedure) r ON r.procedure = p.code`;

type SnapshotProcedure = CatalogueSnapshot['procedures'] extends Iterable<infer Item> ? Item : never;

/** The whole catalogue. A procedure that is no longer listed comes as not published. */
export async function catalogueSnapshot(db: Queryable): Promise<CatalogueSnapshot> {
  const procedures = await db.query<SnapshotProcedure & Record<string, unknown>>(
    `${PROCEDURES} ORDER BY p.code`,
  );
  const agencies = await db.query<{ code: string; name: string }>(
    `SELECT code, name FROM catalogue_item WHERE list = 'agency' AND valid_to IS NULL ORDER BY code`,
  );
  return { procedures: procedures.rows, agencies: agencies.rows, hash: await catalogueHash(db) };
}

/** One procedure as stored, `null` when the catalogue has none of that code (case and outer blanks aside). */
export async function catalogueProcedure(
  db: Queryable,
  code: string,
): Promise<
  (SnapshotProcedure & { readonly fetchedAt: Date; readonly terms: unknown; readonly listed: boolean }) | null
> {
  const { rows } = await db.query<
    SnapshotProcedure & { fetchedAt: Date; terms: unknown; listed: boolean } & Record<string, unknown>
  >(
    `SELECT q.*, p.fetched_at AS "fetchedAt", p.terms, p.valid_to IS NULL AS listed
     FROM (${PROCEDURES}) q JOIN procedure p ON p.code = q.code
     WHERE lower(trim(q.code)) = lower(trim($1)) ORDER BY q.code = $1 DESC LIMIT 1`,
    [code],
  );
  return rows[0] ?? null;
}

/** How many procedures there are and when the catalogue was last pulled to the end. */
export async function catalogueAge(db: Queryable): Promise<{ procedures: number; pulledAt: Date | null }> {
  const { rows } = await db.query<{ procedures: number; pulledAt: Date | null }>(
    `SELECT (SELECT count(*)::int FROM procedure WHERE valid_to IS NULL) AS procedures,
       (SELECT max(finished_at) FROM catalogue_pull) AS "pulledAt"`,
  );
  return rows[0] ?? { procedures: 0, pulledAt: null };
}
