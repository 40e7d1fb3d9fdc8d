/** A province's Oracle database. Guarantees: what engine.ts asks of every engine. */
import { loadDriver } from '../driver.ts';
import type { Engine } from '../engine.ts';
import { snapshotPool } from '../snapshot-pool.ts';
import { inspectOracle } from './columns.ts';
import { connectOracle, type OracleDriver } from './connection.ts';
import { oracleDialect } from './dialect.ts';
import { oracleAccount, oracleIndexes } from './facts.ts';
import { oracleOptions } from './options.ts';
import { oracleVerdict } from './verdict.ts';

/**
 * Prepares an engine; connects with the first use.
 * @param where host, port and service, for messages
 * @param timeoutMs for one statement
 * Throws DB-SRC-008 (exit 78) for a parameter of the URL that cannot be used.
 */
export function oracleEngine(url: URL, where: string, timeoutMs: number): Engine {
  const options = oracleOptions(url);
  const connect = async () =>
    connectOracle((await loadDriver('oracledb')) as OracleDriver, options, timeoutMs);
  return {
    where,
    dialect: oracleDialect(),
    inspect: inspectOracle,
    account: oracleAccount,
    indexes: oracleIndexes,
    doubts: async () => [],
    ...snapshotPool(connect, where, oracleVerdict),
  };
}
