/**
 * The statements by which a province's PostgreSQL offers its changes for logical replication.
 * Guarantees: no table comes to refuse updates for want of a replica identity; where it can, the server sends keys
 * and nothing else (column lists, PostgreSQL 15). May be run again.
 */
import { literal, quoted, replicationName } from './names.ts';
import type { WatchedTable } from './watched-tables.ts';

/** First version with column lists in publications. */
const COLUMN_LISTS = 150_000;

const tableName = ({ schema, table }: WatchedTable): string => `${quoted(schema)}.${quoted(table)}`;

/** Does a deleted row tell its dossier's key? */
export function tellsDeleted({ identity, identityColumns, column }: WatchedTable): boolean {
  return identity === 'full' || identityColumns.includes(column);
}

/** Would the table refuse UPDATE and DELETE once it is published? */
export function lacksIdentity({ identity, identityColumns }: WatchedTable): boolean {
  return identity !== 'full' && identityColumns.length === 0;
}

function published(watched: WatchedTable, version: number): string {
  const { column, identityColumns } = watched;
  if (version < COLUMN_LISTS || lacksIdentity(watched) || watched.identity === 'full')
    return tableName(watched);
  return `${tableName(watched)} (${[...new Set([column, ...identityColumns])].map(quoted).join(', ')})`;
}

/** @param version of the server, `server_version_num` @param account that reads, named where rights are given */
export function logicalStatements(
  name: string,
  tables: readonly WatchedTable[],
  version: number,
  account: string,
): readonly string[] {
  const ours = replicationName(name);
  return [
    // Before the publication: a published table without one refuses every UPDATE and DELETE.
    ...tables
      .filter(lacksIdentity)
      .map((watched) => `ALTER TABLE ${tableName(watched)} REPLICA IDENTITY FULL`),
    `DROP PUBLICATION IF EXISTS ${quoted(ours)}`,
    `CREATE PUBLICATION ${quoted(ours)} FOR TABLE ${tables.map((one) => published(one, version)).join(', ')}`,
    `ALTER ROLE ${quoted(account)} REPLICATION`,
  ];
}

/** Statements that end it; the slot first, it is what fills the disk. */
export function unlogicalStatements(name: string): readonly string[] {
  const ours = replicationName(name);
  return [
    `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ${literal(ours)}`,
    `DROP PUBLICATION IF EXISTS ${quoted(ours)}`,
  ];
}
