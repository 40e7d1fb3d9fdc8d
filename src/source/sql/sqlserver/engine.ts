/**
 * A province's SQL Server.
 * Guarantees: what engine.ts asks of every engine, as far as SQL Server goes: it knows no transaction that only
 * reads, so every one is rolled back.
 */
import { loadDriver } from '../driver.ts';
import type { Engine } from '../engine.ts';
import { snapshotPool } from '../snapshot-pool.ts';
import { inspectSqlserver } from './columns.ts';
import { connectSqlserver, type TediousDriver } from './connection.ts';
import { sqlserverDialect } from './dialect.ts';
import { sqlserverAccount, sqlserverDoubts, sqlserverIndexes } from './facts.ts';
import { sqlserverOptions } from './options.ts';
import { sqlserverVerdict } from './verdict.ts';

/**
 * Prepares an engine; connects with the first use.
 * @param where host, port and database, for messages
 * @param timeoutMs for one statement
 * Throws DB-SRC-008 (exit 78) for a parameter of the URL that cannot be used.
 */
export function sqlserverEngine(url: URL, where: string, timeoutMs: number): Engine {
  const options = sqlserverOptions(url, timeoutMs);
  const connect = async () => connectSqlserver((await loadDriver('tedious')) as TediousDriver, options);
  return {
    where,
    dialect: sqlserverDialect(),
    inspect: inspectSqlserver,
    account: sqlserverAccount,
    indexes: sqlserverIndexes,
    doubts: sqlserverDoubts,
    ...snapshotPool(connect, where, sqlserverVerdict),
  };
}
