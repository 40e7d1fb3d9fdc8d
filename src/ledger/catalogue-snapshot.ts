/**
 * Reading the catalogue back as a whole, for the codebook.
 * Guarantees: the hash covers exactly what the codebook is built from, computed by PostgreSQL over
 * rows in order of their codes; days are those of Vietnam, as days of receipt are.
 */
import type { CatalogueSnapshot, SnapshotProcedure } from '../domain/catalogue-snapshot.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { Queryable } from './database.ts';

const dayOf = (moment: string): string => `to_char(${moment} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`;

/** First day without it: not listed any more, or listed as not published after it had been. */
const UNPUBLISHED = dayOf('CASE WHEN published THEN valid_to ELSE unpublished_at END');

const ENDED = ['component', 'result']
  .map(
    (table) => `
    (SELECT string_agg(md5(concat_ws('|', procedure, code, ${dayOf('valid_to')})), ''
       ORDER BY procedure COLLATE "C", code COLLATE "C") FROM ${table} WHERE valid_to IS NOT NULL)`,
  )
  .join(", '|',");

const HASH = `
  SELECT md5(concat(
    (SELECT string_agg(
       md5(concat_ws('|', code, content_hash, coalesce(${dayOf('valid_to')}, '-'), coalesce(${UNPUBLISHED}, '-'))), ''
       ORDER BY code COLLATE "C") FROM procedure),
    '|', ${ENDED}, '|',
    (SELECT string_agg(md5(concat_ws('|', code, name)), '' ORDER BY code COLLATE "C")
     FROM catalogue_item WHERE list = 'agency' AND valid_to IS NULL))) AS hash`;

/** Hash of the present catalogue. */
export async function catalogueHash(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ hash: string }>(HASH);
  return rows[0]?.hash ?? '';
}

/** A procedure as stored. `published` is what the codebook goes by, `declared` what the portal last said. */
export interface StoredProcedure extends SnapshotProcedure {
  readonly endedOn: IsoDay | null;
  readonly unpublishedOn: IsoDay | null;
  readonly listed: boolean;
  readonly declared: boolean;
}

function partsOf(table: 'component' | 'result', only: string): string {
  return `(SELECT procedure, json_agg(json_build_object('code', code, 'name', name) ORDER BY code) AS items
    FROM ${table} WHERE valid_to IS NULL ${only && 'AND procedure = ANY($1::text[])'} GROUP BY procedure)`;
}

function endedOf(table: 'component' | 'result'): string {
  return `(SELECT procedure, json_agg(json_build_object('code', code, 'endedOn', ${dayOf('valid_to')}) ORDER BY code) AS items
    FROM ${table} WHERE valid_to IS NOT NULL GROUP BY procedure)`;
}

function proceduresSql(only: string, ended: { readonly columns: string; readonly joins: string }): string {
  return `
  SELECT p.code, p.name, p.published AND p.valid_to IS NULL AS published,
    p.valid_to IS NULL AS listed, p.published AS declared,
    ${dayOf('p.valid_to')} AS "endedOn", ${UNPUBLISHED} AS "unpublishedOn",
    p.sector_code AS "sectorCode", p.sector_name AS "sectorName",
    coalesce(c.items, '[]') AS components, coalesce(r.items, '[]') AS results${ended.columns}
  FROM procedure p
  LEFT JOIN ${partsOf('component', only)} c ON c.procedure = p.code
  LEFT JOIN ${partsOf('result', only)} r ON r.procedure = p.code ${ended.joins} ${only}`;
}

const WITH_ENDED = {
  columns: `,
    coalesce(ec.items, '[]') AS "endedComponents", coalesce(er.items, '[]') AS "endedResults"`,
  joins: `
  LEFT JOIN ${endedOf('component')} ec ON ec.procedure = p.code
  LEFT JOIN ${endedOf('result')} er ON er.procedure = p.code`,
};
const ALL = `${proceduresSql('', WITH_ENDED)} ORDER BY p.code`;
const SOME = proceduresSql('WHERE p.code = ANY($1::text[])', { columns: '', joins: '' });

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
