/** What an Oracle database tells of our account and of indexes. Guarantees: asks for rights instead of trying them. */
import type { AccountFacts, IndexFact, Session } from '../engine.ts';
import { inspectOracle } from './columns.ts';

const ACCOUNT = `
  select (select max(version) from product_component_version where product like 'Oracle%') as "version",
    (select to_char(count(*)) from session_roles where role = 'DBA') as "dba",
    (select to_char(count(*)) from session_privs where privilege in
      ('INSERT ANY TABLE', 'UPDATE ANY TABLE', 'DELETE ANY TABLE', 'DROP ANY TABLE')) as "any",
    sys_context('userenv', 'session_user') as "self",
    case when sys_context('userenv', 'database_role') = 'PRIMARY' then '0' else '1' end as "standby"
  from dual`;

const RIGHTS = `
  select to_char(count(*)) as "count" from all_tab_privs
  where privilege in ('INSERT', 'UPDATE', 'DELETE', 'ALTER') and table_schema = :1 and table_name = :2
    and grantee in (select sys_context('userenv', 'session_user') from dual union all select role from session_roles
      union all select 'PUBLIC' from dual)`;

const INDEXES = `
  select t.table_name as "table", i.index_name as "name", i.column_name as "column"
  from all_tables t left join all_ind_columns i on i.table_owner = t.owner and i.table_name = t.table_name
  where t.owner = :1 and t.table_name = :2 order by i.index_owner, i.index_name, i.column_position`;

/** Owner and name as Oracle keeps them; `null` = no such thing. */
async function realName(session: Session, table: string): Promise<readonly [string, string] | null> {
  const [found] = await inspectOracle(session, [{ kind: 'table', name: table }]);
  const [owner = '', name = ''] = found?.sql.slice(1, -1).split('"."') ?? [];
  return found ? [owner, name] : null;
}

/** See the file's head. */
export async function oracleAccount(session: Session, tables: readonly string[]): Promise<AccountFacts> {
  const [account] = await session.query({ sql: ACCOUNT, values: [] });
  const writable: string[] = [];
  for (const table of tables) {
    const real = await realName(session, table);
    if (!real) continue;
    const [rights] = await session.query({ sql: RIGHTS, values: real });
    // Whose the table is may do anything with it.
    if (real[0] === account?.self || account?.any !== '0' || rights?.count !== '0') writable.push(table);
  }
  return {
    server: `Oracle ${account?.version ?? ''}`,
    writable,
    superuser: account?.dba !== '0',
    readOnly: account?.standby === '1',
  };
}

/** Of a base table; `null` for a view, whose tables have the indexes. */
export async function oracleIndexes(session: Session, table: string): Promise<IndexFact[] | null> {
  const real = await realName(session, table);
  const rows = real ? await session.query({ sql: INDEXES, values: real }) : [];
  if (rows.length === 0) return null;
  const indexes = new Map<string, string[]>();
  for (const { name, column } of rows)
    if (typeof name === 'string') indexes.set(name, [...(indexes.get(name) ?? []), column ?? '']);
  return [...indexes.values()].map((columns) => ({ table, columns }));
}
