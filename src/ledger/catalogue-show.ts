/**
 * Looking up one code of the catalogue for people: a procedure, or a component or result and who has it.
 * Guarantees: finds a code whatever its letter case and outer blanks, the exact spelling first; what is
 * no longer valid is shown with its end, not hidden.
 */
import type { SnapshotItem } from '../domain/catalogue-snapshot.ts';
import type { CatalogueProcedure } from '../domain/ports.ts';
import { type StoredProcedure, storedProcedures } from './catalogue-snapshot.ts';
import type { Queryable } from './database.ts';

/** A procedure with what the codebook does not ask for. `listed` false: no longer listed since `validTo`. */
export interface ShownProcedure
  extends StoredProcedure,
    Pick<CatalogueProcedure, 'terms' | 'charges' | 'forCitizens'> {
  readonly fetchedAt: Date;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** Components and results that it no longer has, newest end first. */
  readonly ended: readonly (SnapshotItem & {
    readonly kind: 'component' | 'result';
    readonly validTo: Date;
  })[];
}

const ENDED = `
  SELECT * FROM (
    SELECT 'component' AS kind, code, name, valid_to AS "validTo" FROM component
      WHERE procedure = $1 AND valid_to IS NOT NULL
    UNION ALL
    SELECT 'result', code, name, valid_to FROM result WHERE procedure = $1 AND valid_to IS NOT NULL) AS gone
  ORDER BY "validTo" DESC, code`;

/** One procedure as stored, `null` when the catalogue has none of that code. */
export async function catalogueProcedure(db: Queryable, code: string): Promise<ShownProcedure | null> {
  type Own = Pick<
    ShownProcedure,
    'code' | 'fetchedAt' | 'terms' | 'charges' | 'forCitizens' | 'validFrom' | 'validTo'
  >;
  const { rows } = await db.query<Own & Record<string, unknown>>(
    `SELECT code, fetched_at AS "fetchedAt", terms, charges, for_citizens AS "forCitizens", valid_from AS "validFrom", valid_to AS "validTo"
     FROM procedure WHERE lower(trim(code)) = lower(trim($1)) ORDER BY code = $1 DESC LIMIT 1`,
    [code],
  );
  const [own] = rows;
  const [found] = own === undefined ? [] : await storedProcedures(db, [own.code]);
  if (own === undefined || found === undefined) return null;
  const { rows: ended } = await db.query<ShownProcedure['ended'][number] & Record<string, unknown>>(ENDED, [
    found.code,
  ]);
  return { ...found, ...own, ended };
}

/** A procedure that has, or had, a component or result. */
export interface ItemPlace {
  readonly kind: 'component' | 'result';
  readonly code: string;
  readonly name: string;
  readonly procedure: string;
  readonly procedureName: string;
  /** Published and listed now. */
  readonly published: boolean;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const PLACES = ['component', 'result']
  .map(
    (table) => `
  SELECT '${table}' AS kind, c.code, c.name, p.code AS procedure, p.name AS "procedureName",
    p.published AND p.valid_to IS NULL AS published, c.valid_from AS "validFrom", c.valid_to AS "validTo"
  FROM ${table} c JOIN procedure p ON p.code = c.procedure WHERE lower(trim(c.code)) = lower(trim($1))`,
  )
  .join(' UNION ALL ');

/** Where a component or result code stands: those that are valid first, then in order of procedures. */
export async function itemPlaces(db: Queryable, code: string): Promise<ItemPlace[]> {
  const { rows } = await db.query<ItemPlace & Record<string, unknown>>(
    `SELECT * FROM (${PLACES}) AS places ORDER BY "validTo" IS NOT NULL, kind, code, procedure`,
    [code],
  );
  return rows;
}
