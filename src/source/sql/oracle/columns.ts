/**
 * What an Oracle database has under the names that a map gives, as our account may know of it.
 * Guarantees: a name is taken as it is written, and otherwise in capitals, as Oracle keeps names that nobody quoted;
 * synonyms are followed as Oracle does: one's own table first, then one's own synonym, then a public one. Must not: read rows.
 */
import type { Column, ColumnKind, Found, Session, Target } from '../engine.ts';
import { quoteName } from './dialect.ts';

const COLUMNS = `
  select c.owner as "owner", c.table_name as "table", c.column_name as "name", c.data_type as "type",
    to_char(c.char_length) as "length", c.char_used as "unit", to_char(named.place) as "place"
  from all_tab_columns c
  join (
    select coalesce(:1, sys_context('userenv', 'current_schema')) as owner, :2 as name, 0 as place from dual
    union all
    select s.table_owner, s.table_name, case when s.owner = 'PUBLIC' then 2 else 1 end from all_synonyms s
    where s.synonym_name = :3
      and (s.owner = coalesce(:4, sys_context('userenv', 'current_schema')) or (s.owner = 'PUBLIC' and :5 is null))
  ) named on named.owner = c.owner and named.name = c.table_name
  order by named.place, c.owner, c.table_name, c.column_id`;

function kindOf(type: string): ColumnKind {
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return 'time';
  if (/^(NUMBER|FLOAT|BINARY_(FLOAT|DOUBLE|INTEGER))/.test(type)) return 'number';
  return /^N?(VAR)?CHAR/.test(type) || type === 'VARCHAR' ? 'text' : 'other';
}

/** Schema, where it is named, and table. */
function partsOfName(name: string): { readonly schema: string | null; readonly table: string } {
  const at = name.indexOf('.');
  return at < 0 ? { schema: null, table: name } : { schema: name.slice(0, at), table: name.slice(at + 1) };
}

async function named(session: Session, schema: string | null, table: string): Promise<Found | null> {
  const rows = await session.query({ sql: COLUMNS, values: [schema, table, table, schema, schema] });
  const [first] = rows;
  if (!first) return null;
  const own = rows.filter(
    ({ owner, table: name, place }) => owner === first.owner && name === first.table && place === first.place,
  );
  const columns = own.map((row): Column => {
    const isPadded = row.type === 'CHAR' || row.type === 'NCHAR';
    const length = Number(row.length);
    const type = row.type ?? '';
    return {
      name: row.name ?? '',
      type: isPadded
        ? `${type}(${length}${type === 'CHAR' ? (row.unit === 'C' ? ' CHAR' : ' BYTE') : ''})`
        : type,
      kind: kindOf(type),
      padded: isPadded ? length : null,
      folds: false,
      readable: true,
    };
  });
  return { sql: [first.owner ?? '', first.table ?? ''].map(quoteName).join('.'), columns };
}

async function ofTable(session: Session, name: string): Promise<Found | null> {
  const { schema, table } = partsOfName(name);
  const exact = await named(session, schema, table);
  return exact ?? named(session, schema?.toUpperCase() ?? null, table.toUpperCase());
}

async function ofQuery(session: Session, text: string): Promise<Found> {
  const sql = `(\n${text}\n)`;
  const fields = await session.describe({ sql: `select * from ${sql} q where 1 = 0`, values: [] });
  const columns = fields.map(
    ({ name, type }): Column => ({
      name,
      type,
      kind: kindOf(type),
      padded: null,
      folds: false,
      readable: true,
    }),
  );
  return { sql, columns };
}

/** See the file's head. */
export async function inspectOracle(session: Session, targets: readonly Target[]): Promise<(Found | null)[]> {
  const found: (Found | null)[] = [];
  for (const target of targets)
    found.push(
      await (target.kind === 'query' ? ofQuery(session, target.text) : ofTable(session, target.name)),
    );
  return found;
}
