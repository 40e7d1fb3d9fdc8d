/**
 * Reading the catalogue back as a whole, for the codebook.
 * Guarantees: the hash covers exactly what the codebook is built from, computed by PostgreSQL over
 * rows in order of their codes.
 */
import type { CatalogueSnapshot, SnapshotProcedure } from '../domain/catalogue-snapshot.ts';
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

/** A procedure as stored. `published` is what the codebook goes by, `declared` what the portal last said. */
export interface StoredProcedure extends SnapshotProcedure {
  readonly listed: boolean;
  readonly declared: boolean;
}

function partsOf(table: 'component' | 'result', only: string): string {
  return `(SELECT procedure, json_agg(json_build_object('code', code, 'name', name) ORDER BY code) AS items
    FROM ${table} WHERE valid_to IS NULL ${only && 'AND procedure = ANY($1::text[])'} GROUP BY procedure)`;
}

function proceduresSql(only: string): string {
  return `
  SELECT p.code, p.name, p.published AND p.valid_to IS NULL AS published,
    p.valid_to IS NULL AS listed, p.published AS declared,
    p.sector_code AS "sectorCode", p.sector_name AS "sectorName",
    coalesce(c.items, '[]') AS components, coalesce(r.items, '[]') AS results
  FROM procedure p
  LEFT JOIN ${partsOf('component', only)} c ON c.procedure = p.code
  LEFT JOIN ${partsOf('result', only)} r ON r.procedure = p.code ${only}`;
}

const ALL = `${proceduresSql('')} ORDER BY p.code`;
const SOME = proceduresSql('WHERE p.code = ANY($1::text[])');

/** Procedures of these codes, exactly as spelled, with the parts that are valid now. */
export async function storedProcedures(db: Queryable, codes: readonly string[]): Promise<StoredProcedure[]> {
  const { rows } = await db.query<StoredProcedure & Record<string, unknown>>(SOME, [codes]);
  return rows;
}

/** The whole catalogue. A procedure that is no longer listed comes as not published. */
export async function catalogueSnapshot(db: Queryable): Promise<CatalogueSnapshot> {
  const procedures = await db.query<StoredProcedure & Record<string, unknown>>(ALL);
  const agencies = await db.query<{ code: string; name: string }>(
    `SELECT code, name FROM catalogue_item WHERE list = 'agency' AND valid_to IS NULL ORDER BY code`,
  );
  return { procedures: procedures.rows, agencies: agencies.rows, hash: await catalogueHash(db) };
}

/** How many procedures there are and when the catalogue was last pulled to the end. */
export async function catalogueAge(db: Queryable): Promise<{ procedures: number; pulledAt: Date | null }> {
  const { rows } = await db.query<{ procedures: number; pulledAt: Date | null }>(
    `SELECT (SELECT count(*)::int FROM procedure WHERE valid_to IS NULL) AS procedures,
       (SELECT max(finished_at) FROM catalogue_pull) AS "pulledAt"`,
  );
  return rows[0] ?? { procedures: 0, pulledAt: null };
}
