/** The ledger: a server that DATABASE_URL names, or the embedded one under DATA_DIR. */
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { startEmbeddedPostgres } from '../embedded/postgres.ts';
import { type Database, openDatabase } from '../ledger/database.ts';
import type { Lifecycle } from '../lifecycle.ts';

/** The database of the embedded server that holds the ledger. */
const EMBEDDED_DATABASE = 'dongbo';
/** Connections of the ledger's pool: one a delivery worker and a few for the rest. */
const SPARE_CONNECTIONS = 6;

/** An open ledger and the URL under which it is found. */
export interface OpenLedger {
  readonly database: Database;
  readonly url: string;
  readonly embedded: boolean;
}

/** Opens the ledger. Throws DB-SVC-001, -003 or -004. */
export async function openLedger(
  config: Config,
  lifecycle: Lifecycle,
  log: (line: string) => void,
): Promise<OpenLedger> {
  const url = config.DATABASE_URL ?? (await embeddedUrl(config, EMBEDDED_DATABASE, lifecycle, log));
  const database = openDatabase({
    url,
    max: config.PORTAL_CONCURRENCY + SPARE_CONNECTIONS,
    name: 'dongbo',
    onIdleError: (reason) => log(`idle ledger connection lost: ${reason}`),
  });
  lifecycle.onClose('ledger', () => database.close());
  await database.query('SELECT 1');
  return { database, url, embedded: config.DATABASE_URL === null };
}

/** URL of a database of the embedded server, started (or joined) and made if need be. */
export async function embeddedUrl(
  config: Config,
  database: string,
  lifecycle: Lifecycle,
  log: (line: string) => void,
): Promise<string> {
  const server = await startEmbeddedPostgres({ dataDir: resolve(config.DATA_DIR), log });
  lifecycle.onClose('embedded PostgreSQL', () => server.stop());
  await server.createDatabase(database);
  return server.url(database);
}
