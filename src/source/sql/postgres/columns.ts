/**
 * What PostgreSQL has under the names that a map gives.
 * Guarantees: one statement for all tables and views, one for each query; a column without the right to read it is
 * told as such. Must not: read rows.
 */
import type { Column, ColumnKind, Found, RawRow, Session, Target } from '../engine.ts';
import { quoteName } from './dialect.ts';

/** A view's name, whose dots part schema and view. */
export function quoteTable(name: string): string {
  return name.split('.').map(quoteName).join('.');
}

// to_regclass is null for what is not there; PostgreSQL before 12 knows no such collations, nor their column. The category of text holds for domains over it as well.
const COLUMNS = `
  SELECT wanted.name AS view, column_of.attname AS column, type_of.typname AS type, type_of.typcategory AS category,
    (type_of.typname = 'citext' OR to_jsonb(collation_of) ->> 'collisdeterministic' = 'false') AS folds,
    has_column_privilege(to_regclass(wanted.name), column_of.attname, 'SELECT') AS readable
  FROM unnest($1::text[]) AS wanted(name)
  JOIN pg_catalog.pg_attribute AS column_of
    ON column_of.attrelid = to_regclass(wanted.name) AND column_of.attnum > 0 AND NOT column_of.attisdropped
  JOIN pg_catalog.pg_type AS type_of ON type_of.oid = column_of.atttypid
  LEFT JOIN pg_catalog.pg_collation AS collation_of ON collation_of.oid = column_of.attcollation`;

const TYPES = `
  SELECT oid::text AS id, typname AS type, typcategory AS category, (typname = 'citext') AS folds, true AS readable
  FROM pg_catalog.pg_type WHERE oid = ANY($1::oid[])`;

const TIME_TYPES = new Set(['timestamptz', 'timestamp', 'date']);

function kindOf(row: RawRow): ColumnKind {
  if (row.category === 'S') return 'text';
  if (TIME_TYPES.has(row.type ?? '')) return 'time';
  return row.category === 'N' ? 'number' : 'other';
}

function columnOf(name: string, row: RawRow): Column {
  return {
    name,
    type: row.type ?? '',
    kind: kindOf(row),
    padded: null,
    folds: row.folds === 'true',
    readable: row.readable === 'true',
  };
}

async function ofQuery(session: Session, text: string): Promise<Found> {
  const sql = `(\n${text}\n)`;
  const fields = await session.describe({ sql: `SELECT * FROM ${sql} AS q LIMIT $1`, values: [0] });
  const ids = [...new Set(fields.map(({ type }) => type))];
  const types = new Map(
    (await session.query({ sql: TYPES, values: [ids] })).map((row) => [row.id ?? '', row]),
  );
  return { sql, columns: fields.map(({ name, type }) => columnOf(name, types.get(type) ?? {})) };
}

/** See the file's head. */
export async function inspectPostgres(
  session: Session,
  targets: readonly Target[],
): Promise<(Found | null)[]> {
  const tables = targets.flatMap((target) => (target.kind === 'table' ? [quoteTable(target.name)] : []));
  const rows = await session.query({ sql: COLUMNS, values: [[...new Set(tables)]] });
  const found: (Found | null)[] = [];
  for (const target of targets) {
    if (target.kind === 'query') found.push(await ofQuery(session, target.text));
    else {
      const sql = quoteTable(target.name);
      const own = rows.filter((row) => row.view === sql);
      const columns = own.map((row) => columnOf(row.column ?? '', row));
      found.push(columns.length > 0 ? { sql, columns } : null);
    }
  }
  return found;
}
