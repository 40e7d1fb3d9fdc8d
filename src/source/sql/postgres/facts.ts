/** What PostgreSQL tells of our account and of indexes. Guarantees: asks for rights instead of trying them. */
import type { AccountFacts, IndexFact, Session } from '../engine.ts';
import { quoteTable } from './columns.ts';

const RIGHTS = `
  SELECT wanted.name,
    (to_regclass(wanted.name) IS NOT NULL AND (
      has_table_privilege(to_regclass(wanted.name), 'INSERT, UPDATE, DELETE, TRUNCATE')
      OR has_any_column_privilege(to_regclass(wanted.name), 'INSERT, UPDATE'))) AS writable
  FROM unnest($1::text[]) AS wanted(name)`;

// The transaction is read-only because we made it so: what counts is how sessions begin.
const ACCOUNT = `
  SELECT current_setting('server_version') AS version, current_setting('is_superuser') AS superuser,
    (pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on') AS "readOnly"`;

const INDEXES = `
  SELECT index_of.indexrelid::text AS name, column_of.attname AS column, index_of.table_kind AS kind
  FROM (SELECT class.relkind AS table_kind, index.indexrelid, index.indrelid, key.attnum, key.place
        FROM pg_catalog.pg_class AS class
        LEFT JOIN pg_catalog.pg_index AS index
          ON index.indrelid = class.oid AND index.indisvalid AND index.indpred IS NULL
        LEFT JOIN LATERAL unnest(index.indkey::int2[]) WITH ORDINALITY AS key(attnum, place) ON true
        WHERE class.oid = to_regclass($1)) AS index_of
  LEFT JOIN pg_catalog.pg_attribute AS column_of
    ON column_of.attrelid = index_of.indrelid AND column_of.attnum = index_of.attnum AND index_of.attnum > 0
  ORDER BY index_of.indexrelid, index_of.place`;

/** See the file's head. */
export async function postgresAccount(session: Session, tables: readonly string[]): Promise<AccountFacts> {
  const [account] = await session.query({ sql: ACCOUNT, values: [] });
  const rights = await session.query({ sql: RIGHTS, values: [tables.map(quoteTable)] });
  return {
    server: `PostgreSQL ${account?.version ?? ''}`,
    superuser: account?.superuser === 'on',
    readOnly: account?.readOnly === 'true',
    writable: tables.filter((_, at) => rights[at]?.writable === 'true'),
  };
}

/** Of a base table; `null` for a view, whose tables have the indexes. */
export async function postgresIndexes(session: Session, table: string): Promise<IndexFact[] | null> {
  const rows = await session.query({ sql: INDEXES, values: [quoteTable(table)] });
  if (!rows.every(({ kind }) => kind === 'r' || kind === 'p' || kind === 'm')) return null;
  const indexes = new Map<string, string[]>();
  for (const { name, column } of rows) {
    if (typeof name !== 'string') continue;
    // An expression has no column; what follows it serves nobody who asks for columns.
    indexes.set(name, [...(indexes.get(name) ?? []), column ?? '']);
  }
  return [...indexes.values()].map((columns) => ({ table, columns }));
}
