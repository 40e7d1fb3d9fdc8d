/**
 * The national catalogue in the ledger: usable offline once pulled.
 * Guarantees: names and codes as the portal spells them; nothing is deleted, what is no longer
 * listed gets an end of validity; a procedure, its parts and the log of what changed in them are
 * written in one transaction, so that a pull that is cut short leaves a log that is right.
 */
import type { CatalogueItem, CatalogueListKind, CatalogueProcedure } from '../domain/ports.ts';
import { type CatalogueChange, compareItems, compareProcedure, LOGGED_LISTS } from './catalogue-compare.ts';
import { storeParts } from './catalogue-parts.ts';
import { storedProcedures } from './catalogue-snapshot.ts';
import type { Database, Queryable } from './database.ts';
import { storable, toJsonb } from './jsonb.ts';

/**
 * What this program reads of a procedure; 0 = before fees and subjects were read. To be raised when more is read, so
 * that an upgrade fetches what older programs left out.
 */
const ASKED = 1;

/** What the ledger knows of a listed procedure, to decide whether it is fetched again. */
export interface KnownProcedure {
  readonly listedName: string;
  readonly fetchedAt: Date;
  readonly gone: boolean;
  /** Fetched by a program that read less of it. */
  readonly incomplete: boolean;
}

/** Every procedure the ledger knows, by code. */
export async function knownProcedures(db: Queryable): Promise<Map<string, KnownProcedure>> {
  const { rows } = await db.query<{
    code: string;
    listed_name: string;
    fetched_at: Date;
    valid_to: Date | null;
    asked: number;
  }>('SELECT code, listed_name, fetched_at, valid_to, asked FROM procedure');
  return new Map(
    rows.map((row) => [
      row.code,
      {
        listedName: row.listed_name,
        fetchedAt: row.fetched_at,
        gone: row.valid_to !== null,
        incomplete: row.asked < ASKED,
      },
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
    (code, name, listed_name, published, sector_code, sector_name, terms, charges, for_citizens, content_hash, fetched_at, asked)
  SELECT x.code, x.name, x.listed_name, x.published, x.sector_code, x.sector_name, x.terms, x.charges, x.for_citizens,
    x.content_hash, now(), $2
  FROM jsonb_to_recordset($1::jsonb) AS x(
    code text, name text, listed_name text, published boolean, sector_code text, sector_name text, terms jsonb,
    charges boolean, for_citizens boolean, content_hash text)
  ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, listed_name = excluded.listed_name, published = excluded.published,
    sector_code = excluded.sector_code, sector_name = excluded.sector_name, terms = excluded.terms,
    charges = excluded.charges, for_citizens = excluded.for_citizens, asked = excluded.asked,
    content_hash = excluded.content_hash, fetched_at = now(), valid_to = NULL, missed_at = NULL,
    unpublished_at = CASE
      WHEN excluded.published THEN NULL
      WHEN p.published THEN coalesce(p.valid_to, now())
      ELSE p.unpublished_at END,
    valid_from = CASE WHEN p.valid_to IS NULL THEN p.valid_from ELSE now() END`;

/** Two pulls at once would both see the old state and log the same change twice. */
const ALONE = 'LOCK TABLE catalogue_change IN SHARE ROW EXCLUSIVE MODE';

/** Stores fetched procedures with their components, results and fees, and logs what changed. */
export function storeProcedures(db: Database, fetched: readonly FetchedProcedure[]): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query(ALONE);
    const procedures = fetched.map(({ procedure }) => asStored(procedure));
    const before = await storedProcedures(
      tx,
      procedures.map(({ code }) => code),
    );
    const known = new Map(before.map((row) => [row.code, { ...row, published: row.declared }]));
    const rows = fetched.map(({ listedName, contentHash }, at) => {
      const { code, name, published, sectorCode, sectorName, terms, charges, forCitizens } = procedures[
        at
      ] as CatalogueProcedure;
      const sector = { sector_code: sectorCode, sector_name: sectorName };
      const traits = { terms, charges, for_citizens: forCitizens };
      return {
        code,
        name,
        published,
        ...sector,
        ...traits,
        listed_name: listedName,
        content_hash: contentHash,
      };
    });
    await tx.query(UPSERT, [toJsonb(rows), ASKED]);
    await storeParts(tx, procedures);
    await logChanges(
      tx,
      procedures.flatMap((procedure) => compareProcedure(known.get(procedure.code) ?? null, procedure)),
    );
  });
}

/** As it will be read back: otherwise a sign that PostgreSQL cannot store is a change in every pull. */
function asStored(procedure: CatalogueProcedure): CatalogueProcedure {
  const item = ({ code, name }: CatalogueItem): CatalogueItem => ({
    code: storable(code),
    name: storable(name),
  });
  return {
    ...procedure,
    code: storable(procedure.code) as CatalogueProcedure['code'],
    name: storable(procedure.name),
    sectorCode: storable(procedure.sectorCode),
    sectorName: storable(procedure.sectorName),
    components: procedure.components.map(item),
    results: procedure.results.map(item),
    fees: procedure.fees.map(item),
  };
}

/** What became of procedures that the list lacks. */
export interface Unlisted {
  readonly ended: number;
  /** Lacking for the first time and not ended yet. */
  readonly unconfirmed: number;
}

/**
 * Ends the validity of procedures that are no longer listed, from the moment at which they were first missed, and logs it.
 * @param believed false: ends only those that the list before lacked as well, and remembers the others.
 */
export function endUnlisted(db: Database, listed: readonly string[], believed: boolean): Promise<Unlisted> {
  return db.transaction(async (tx) => {
    await tx.query(ALONE);
    const codes = listed.map(storable);
    await tx.query(
      'UPDATE procedure SET missed_at = NULL WHERE missed_at IS NOT NULL AND code = ANY($1::text[])',
      [codes],
    );
    const { rows } = await tx.query<{ code: string; name: string }>(
      `UPDATE procedure SET valid_to = coalesce(missed_at, now()), missed_at = NULL
       WHERE valid_to IS NULL AND NOT code = ANY($1::text[]) AND ($2 OR missed_at IS NOT NULL)
       RETURNING code, name`,
      [codes, believed],
    );
    const { rows: missed } = await tx.query(
      `UPDATE procedure SET missed_at = now()
       WHERE valid_to IS NULL AND NOT code = ANY($1::text[]) RETURNING code`,
      [codes],
    );
    await logChanges(
      tx,
      rows.map(({ code, name }) => ({
        procedure: code,
        what: 'procedure-abolished',
        item: null,
        before: name,
        after: null,
      })),
    );
    return { ended: rows.length, unconfirmed: missed.length };
  });
}

/** Replaces a list (sectors, agencies …): new names are taken over, missing codes are ended. */
export function storeList(
  db: Database,
  list: CatalogueListKind,
  items: readonly CatalogueItem[],
): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query(ALONE);
    const logged = LOGGED_LISTS.find((kind) => kind === list);
    const { rows: before } = await tx.query<{ code: string; name: string }>(
      'SELECT code, name FROM catalogue_item WHERE list = $1::catalogue_list AND valid_to IS NULL ORDER BY code',
      [list],
    );
    const now = items.map(({ code, name }) => ({ code: storable(code), name: storable(name) }));
    await tx.query(
      `INSERT INTO catalogue_item AS c (list, code, name)
       SELECT DISTINCT ON (x.code) $1::catalogue_list, x.code, x.name
       FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (code text, name text)) WITH ORDINALITY AS x(code, name, place)
       WHERE x.code <> '' ORDER BY x.code, x.place
       ON CONFLICT (list, code) DO UPDATE SET name = excluded.name, valid_to = NULL,
         valid_from = CASE WHEN c.valid_to IS NULL THEN c.valid_from ELSE now() END
       WHERE c.name <> excluded.name OR c.valid_to IS NOT NULL`,
      [list, toJsonb(now)],
    );
    await tx.query(
      `UPDATE catalogue_item SET valid_to = now()
       WHERE list = $1::catalogue_list AND valid_to IS NULL AND NOT code = ANY($2::text[])`,
      [list, now.map((item) => item.code)],
    );
    if (logged !== undefined) await logChanges(tx, compareItems(logged, null, before, now));
  });
}

/** Adds entries in their order. */
async function logChanges(tx: Queryable, changes: readonly CatalogueChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `INSERT INTO catalogue_change (procedure, what, item_code, before, after)
     SELECT x.procedure, x.what::catalogue_change_kind, x.item, x.before, x.after
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (procedure text, what text, item text, before text, after text))
       WITH ORDINALITY AS x(procedure, what, item, before, after, place) ORDER BY x.place`,
    [toJsonb(changes)],
  );
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
    `INSERT INTO catalogue_pull (started_at, finished_at, listed, fetched, hash, last_change)
     VALUES ($1, now(), $2, $3, $4, (SELECT coalesce(max(id), 0) FROM catalogue_change))`,
    [pull.startedAt, pull.listed, pull.fetched, pull.hash],
  );
}
