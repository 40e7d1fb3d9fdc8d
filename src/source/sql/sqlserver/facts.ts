/** What a SQL Server tells of our account and of indexes. Guarantees: asks for rights instead of trying them. */
import type { AccountFacts, IndexFact, Session } from '../engine.ts';
import { quoteTable } from './columns.ts';

const ACCOUNT = `
  select convert(nvarchar(60), serverproperty('ProductVersion')) as version, is_srvrolemember('sysadmin') as superuser,
    case when databasepropertyex(db_name(), 'Updateability') = 'READ_ONLY' then 1 else 0 end as readOnly`;

const RIGHTS = `
  select case when has_perms_by_name(@p0, 'OBJECT', 'INSERT') = 1 or has_perms_by_name(@p0, 'OBJECT', 'UPDATE') = 1
    or has_perms_by_name(@p0, 'OBJECT', 'DELETE') = 1 then 1 else 0 end as writable`;

const INDEXES = `
  select o.type as kind, i.name as name, c.name as col
  from sys.objects as o
  left join sys.indexes as i on i.object_id = o.object_id and i.has_filter = 0 and i.is_disabled = 0 and i.type in (1, 2)
  left join sys.index_columns as n on n.object_id = i.object_id and n.index_id = i.index_id and n.key_ordinal > 0
  left join sys.columns as c on c.object_id = n.object_id and c.column_id = n.column_id
  where o.object_id = object_id(@p0) order by i.index_id, n.key_ordinal`;

/** `1` = pages are read on one snapshot. */
export const SNAPSHOT =
  'select snapshot_isolation_state as state from sys.databases where database_id = db_id()';

/** See the file's head. */
export async function sqlserverAccount(session: Session, tables: readonly string[]): Promise<AccountFacts> {
  const [account] = await session.query({ sql: ACCOUNT, values: [] });
  const writable: string[] = [];
  for (const table of tables) {
    const [right] = await session.query({ sql: RIGHTS, values: [quoteTable(table)] });
    if (right?.writable === '1') writable.push(table);
  }
  return {
    server: `SQL Server ${account?.version ?? ''}`,
    writable,
    superuser: account?.superuser === '1',
    readOnly: account?.readOnly === '1',
  };
}

/** Of a base table; `null` for a view, whose tables have the indexes. */
export async function sqlserverIndexes(session: Session, table: string): Promise<IndexFact[] | null> {
  const rows = await session.query({ sql: INDEXES, values: [quoteTable(table)] });
  if (rows.some(({ kind }) => kind?.trim() !== 'U')) return null;
  const indexes = new Map<string, string[]>();
  for (const { name, col } of rows)
    if (typeof name === 'string') indexes.set(name, [...(indexes.get(name) ?? []), col ?? '']);
  return [...indexes.values()].map((columns) => ({ table, columns }));
}

/** What a reading may suffer from. */
export async function sqlserverDoubts(session: Session): Promise<string[]> {
  const [{ state = null } = {}] = await session.query({ sql: SNAPSHOT, values: [] });
  return state === '1'
    ? []
    : [
        'ALLOW_SNAPSHOT_ISOLATION đang tắt: hồ sơ và các phần của nó có thể được đọc ở hai thời điểm khác nhau / is off: a dossier and its parts may be read as of different moments',
      ];
}
