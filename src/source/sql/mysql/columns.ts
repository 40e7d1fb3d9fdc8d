/**
 * What a MySQL or MariaDB has under the names that a map gives, as our account may know of it.
 * Guarantees: one statement for each name. Must not: read rows.
 */
import type { Column, ColumnKind, Found, Session, Target } from '../engine.ts';
import { quoteName } from './dialect.ts';

// What the account has no right at all to is not shown, and so is missing for us.
const COLUMNS = `
  SELECT table_name AS t, column_name AS c, data_type AS type, column_type AS whole_type, collation_name AS collation,
    privileges AS rights, @@lower_case_table_names AS folded
  FROM information_schema.columns
  WHERE table_schema = ifnull(\u0000, database()) AND table_name = \u0000 ORDER BY ordinal_position`;

const TIMES = new Set(['timestamp', 'datetime', 'date', 'newdate']);
const NUMBERS =
  /^(tinyint|smallint|mediumint|int|bigint|decimal|newdecimal|float|double|year|tiny|short|long|longlong|int24)$/;
const TEXTS =
  /^(char|varchar|var_string|string|tinytext|text|mediumtext|longtext|enum|set|tiny_blob|medium_blob|long_blob|blob|uuid)$/;

/** Blanks at the end count in these alone: in `utf8mb4_bin` they do not. */
const NEVER_FOLDS = /(_nopad|_0900)_bin$/;

function kindOf(type: string): ColumnKind {
  if (TIMES.has(type)) return 'time';
  return NUMBERS.test(type) ? 'number' : TEXTS.test(type) ? 'text' : 'other';
}

/** Schema, where it is named, and table. */
export function partsOfName(name: string): { readonly schema: string | null; readonly table: string } {
  const at = name.indexOf('.');
  return at < 0 ? { schema: null, table: name } : { schema: name.slice(0, at), table: name.slice(at + 1) };
}

async function ofTable(session: Session, name: string): Promise<Found | null> {
  const { schema, table } = partsOfName(name);
  const rows = await session.query({ sql: COLUMNS, values: [schema, table] });
  // The catalogue compares without letter case, the server with it where its files do.
  const own = rows.filter((row) => row.folded !== '0' || row.t === table);
  if (own.length === 0) return null;
  const columns = own.map((row): Column => {
    const type = row.type ?? '';
    return {
      name: row.c ?? '',
      type: row.whole_type ?? type,
      kind: kindOf(type),
      padded: null,
      folds: row.collation !== null && !NEVER_FOLDS.test(row.collation ?? ''),
      readable: /(^|,)select(,|$)/.test(row.rights ?? ''),
    };
  });
  return { sql: (schema === null ? [table] : [schema, table]).map(quoteName).join('.'), columns };
}

async function ofQuery(session: Session, text: string): Promise<Found> {
  const sql = `(\n${text}\n)`;
  const fields = await session.describe({ sql: `SELECT * FROM ${sql} AS q LIMIT 0`, values: [] });
  const columns = fields.map(({ name, type }): Column => {
    const kind = kindOf(type);
    return { name, type, kind, padded: null, folds: kind === 'text', readable: true };
  });
  return { sql, columns };
}

/** See the file's head. */
export async function inspectMysql(session: Session, targets: readonly Target[]): Promise<(Found | null)[]> {
  const found: (Found | null)[] = [];
  for (const target of targets)
    found.push(
      await (target.kind === 'query' ? ofQuery(session, target.text) : ofTable(session, target.name)),
    );
  return found;
}
