/** What a SQL Server has under the names that a map gives, as our account may know of it. Must not: read rows. */
import type { Column, Found, RawRow, Session, Target } from '../engine.ts';
import { declared, kindOf } from './column-types.ts';
import { quoteName } from './dialect.ts';

// What the account has no right at all to is not shown, and so is missing for us.
const OF_TABLE = `
  select c.name as name, t.name as type, c.max_length as bytes, c.precision as digits, c.scale as scale,
    has_perms_by_name(@p0, 'OBJECT', 'SELECT', c.name, 'COLUMN') as readable
  from sys.columns as c join sys.types as t on t.user_type_id = c.system_type_id
  where c.object_id = object_id(@p0) order by c.column_id`;

const OF_QUERY = `
  select name, system_type_name as type, 1 as readable, error_number as number, error_message as fault
  from sys.dm_exec_describe_first_result_set(@p0, null, 0) where is_hidden = 0 or is_hidden is null
  order by column_ordinal`;

/** A name whose dots part database, schema and table. */
export function quoteTable(name: string): string {
  return name.split('.').map(quoteName).join('.');
}

function columnOf(row: RawRow, type: string): Column {
  const kind = kindOf(type);
  return {
    name: row.name ?? '',
    type,
    kind,
    padded: null,
    // Blanks at the end count in no collation.
    folds: kind === 'text',
    readable: row.readable === '1',
  };
}

async function ofTable(session: Session, name: string): Promise<Found | null> {
  const sql = quoteTable(name);
  const rows = await session.query({ sql: OF_TABLE, values: [sql] });
  const columns = rows.map((row) =>
    columnOf(row, declared(row.type ?? '', Number(row.bytes), Number(row.digits), Number(row.scale))),
  );
  return columns.length > 0 ? { sql, columns } : null;
}

async function ofQuery(session: Session, text: string): Promise<Found> {
  const sql = `(\n${text}\n)`;
  const rows = await session.query({ sql: OF_QUERY, values: [`select * from ${sql} as q`] });
  const fault = rows.find((row) => row.fault !== null && row.fault !== undefined);
  // A query that cannot be run is told as one, not as columns that are missing; as the driver would tell it.
  if (fault) throw Object.assign(new Error(fault.fault ?? ''), { number: Number(fault.number) });
  return {
    sql,
    columns: rows.filter(({ name }) => name !== null).map((row) => columnOf(row, row.type ?? '')),
  };
}

/** See the file's head. */
export async function inspectSqlserver(
  session: Session,
  targets: readonly Target[],
): Promise<(Found | null)[]> {
  const found: (Found | null)[] = [];
  for (const target of targets)
    found.push(
      await (target.kind === 'query' ? ofQuery(session, target.text) : ofTable(session, target.name)),
    );
  return found;
}
