/**
 * The national catalogue in the ledger: usable offline once pulled.
 * Guarantees: names and codes as the portal spells them; nothing is deleted, what is no longer
 * listed gets an end of validity; a procedure and its parts change in one transaction.
 */
import type { CatalogueItem, CatalogueListKind, CatalogueProcedure } from '../domain/ports.ts';
import type { Database, Queryable } from './database.ts';
import { toJsonb } from './jsonb.ts';

/** What the ledger knows of a listed procedure, to decide whether it is fetched again. */
export interface KnownProcedure {
  readonly listedName: string;
  readonly fetchedAt: Date;
  readonly gone: boolean;
}

/** Every procedure the ledger knows, by code. */
export async function knownProcedures(db: Queryable): Promise<Map<string, KnownProcedure>> {
  const { rows } = await db.query<{
    code: string;
    listed_name: string;
    fetched_at: Date;
    valid_to: Date | null;
  }>('SELECT code, listed_name, fetched_at, valid_to FROM procedure');
  return new Map(
    rows.map((row) => [
      row.code,
      { listedName: row.listed_name, fetchedAt: row.fetched_at, gone: row.valid_to !== null },
    ]),
  );
}

/** A fetched procedure with the name under which the list shows it and the hash of its content. */
export interface FetchedProcedure {
  readonly procedure: CatalogueProcedure;
  readonly listedName: string;
  readonly contentHash: string;
}

const UPSERT = `
  INSERT INTO procedure AS p
    (code, name, listed_name, published, sector_code, sector_name, terms, content_hash, fetched_at)
  SELECT x.code, x.name, x.listed_name, x.published, x.sector_code, x.sector_name, x.terms, x.content_hash, now()
  FROM jsonb_to_recordset($1::jsonb) AS x(
    code text, name text, listed_name text, published boolean, sector_code text, sector_name text, terms jsonb, content_hash text)
  ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, listed_name = excluded.listed_name, published = excluded.published,
    sector_code = excluded.sector_code, sector_name = excluded.sector_name, terms = excluded.terms,
    content_hash = excluded.content_hash, fetched_at = now(), valid_to = NULL,
    valid_from = CASE WHEN p.valid_to IS NULL THEN p.valid_from ELSE now() END`;

const PARTS = { component: 'components', result: 'results', procedure_fee: 'fees' } as const;

/** Stores fetched procedures with their components, results and fees. */
export function storeProcedures(db: Database, fetched: readonly FetchedProcedure[]): Promise<void> {
  return db.transaction(async (tx) => {
    const rows = fetched.map(({ procedure, listedName, contentHash }) => ({
      code: procedure.code,
      name: procedure.name,
      listed_name: listedName,
      published: procedure.published,
      sector_code: procedure.sectorCode,
      sector_name: procedure.sectorName,
      terms: procedure.terms,
      content_hash: contentHash,
    }));
    await tx.query(UPSERT, [toJsonb(rows)]);
    const codes = fetched.map(({ procedure }) => procedure.code);
    for (const [table, field] of Object.entries(PARTS) as [
      keyof typeof PARTS,
      (typeof PARTS)[keyof typeof PARTS],
    ][]) {
      await tx.query(`DELETE FROM ${table} WHERE procedure = ANY($1::text[])`, [codes]);
      const parts = fetched.flatMap(({ procedure }) =>
        procedure[field].map((item) => ({ procedure: procedure.code, code: item.code, name: item.name })),
      );
      await tx.query(
        `INSERT INTO ${table} (procedure, code, name)
         SELECT x.procedure, x.code, x.name FROM jsonb_to_recordset($1::jsonb) AS x(procedure text, code text, name text)
         WHERE x.code <> '' ON CONFLICT DO NOTHING`,
        [toJsonb(parts)],
      );
    }
  });
}

/** Ends the validity of procedures that are no longer listed; answers how many. */
export async function endUnlisted(db: Queryable, listed: readonly string[]): Promise<number> {
  const { rowCount } = await db.query(
    'UPDATE procedure SET valid_to = now() WHERE valid_to IS NULL AND NOT code = ANY($1::text[])',
    [listed],
  );
  return rowCount ?? 0;
}

/** Replaces a list (sectors, agencies …): new names are taken over, missing codes are ended. */
export function storeList(
  db: Database,
  list: CatalogueListKind,
  items: readonly CatalogueItem[],
): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO catalogue_item AS c (list, code, name)
       SELECT DISTINCT ON (x.code) $1::catalogue_list, x.code, x.name
       FROM jsonb_to_recordset($2::jsonb) AS x(code text, name text) WHERE x.code <> ''
       ON CONFLICT (list, code) DO UPDATE SET name = excluded.name, valid_to = NULL`,
      [list, toJsonb(items)],
    );
    await tx.query(
      `UPDATE catalogue_item SET valid_to = now()
       WHERE list = $1::catalogue_list AND valid_to IS NULL AND NOT code = ANY($2::text[])`,
      [list, items.map((item) => item.code)],
    );
  });
}

/** Notes a finished pull. `hash` covers the whole catalogue, so that equal catalogues are seen as equal. */
export async function notePull(
  db: Queryable,
  pull: {
    readonly startedAt: Date;
    readonly listed: number;
    readonly fetched: number;
    readonly hash: string;
  },
): Promise<void> {
  await db.query(
    `INSERT INTO catalogue_pull (started_at, finished_at, listed, fetched, hash) VALUES ($1, now(), $2, $3, $4)`,
    [pull.startedAt, pull.listed, pull.fetched, pull.hash],
  );
}
