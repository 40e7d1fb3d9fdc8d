/**
 * A province's MySQL or MariaDB.
 * Guarantees: what engine.ts asks of every engine; each piece of work is one READ ONLY transaction on a consistent
 * snapshot, as far as the tables keep one (InnoDB does).
 */
import { loadDriver } from '../driver.ts';
import type { Engine } from '../engine.ts';
import { snapshotPool } from '../snapshot-pool.ts';
import { inspectMysql } from './columns.ts';
import { connectMysql, type MysqlDriver } from './connection.ts';
import { mysqlDialect } from './dialect.ts';
import { mysqlAccount, mysqlIndexes } from './facts.ts';
import { mysqlOptions } from './options.ts';
import { mysqlVerdict } from './verdict.ts';

/**
 * Prepares an engine; connects with the first use.
 * @param where host, port and database, for messages
 * @param timeoutMs for one statement
 * Throws DB-SRC-008 (exit 78) for a parameter of the URL that cannot be used.
 */
export function mysqlEngine(url: URL, where: string, timeoutMs: number): Engine {
  const options = mysqlOptions(url);
  const connect = async () => connectMysql((await loadDriver('mysql2')) as MysqlDriver, options, timeoutMs);
  const pool = snapshotPool(connect, where, mysqlVerdict);
  return {
    where,
    dialect: mysqlDialect(),
    inspect: inspectMysql,
    account: mysqlAccount,
    indexes: mysqlIndexes,
    doubts: async () => [],
    ...pool,
  };
}
