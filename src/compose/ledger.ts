/** The ledger: a server that DATABASE_URL names, or the embedded one under DATA_DIR. */
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { startEmbeddedPostgres } from '../embedded/postgres.ts';
import { type Database, openDatabase } from '../ledger/database.ts';
import { assertFit } from '../ledger/fit.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { laneConcurrency } from './at-a-time.ts';

/** The database of the embedded server that holds the ledger. */
const EMBEDDED_DATABASE = 'dongbo';
/** Jobs of the scheduler that there are once, and of each source; each may run at once with the others. */
export const JOBS_OF_THE_WHOLE = 4;
export const JOBS_OF_A_SOURCE = 3;
/** What a running job keeps to itself: its own lock, and that of filling the queue or pulling the catalogue. */
const LOCKS_A_JOB = 2;
/** For leadership, attendance, the jobs' own statements, leases and breakers, `/metrics` and `/readyz`, the portal's session. */
const SPARE_CONNECTIONS = 9;

/**
 * Connections of the ledger's pool. A delivery of either lane keeps one at a time; its calls that go side by side ask
 * for more, for a statement each, and wait where there is none. Were locks to take those of deliveries, each could wait for the other; idle ones are given back to the server.
 */
export function ledgerConnections(config: Pick<Config, 'PORTAL_CONCURRENCY' | 'furtherSources'>): number {
  const { live, backfill } = laneConcurrency(config);
  const sources = 1 + Object.keys(config.furtherSources).length;
  const jobs = JOBS_OF_THE_WHOLE + JOBS_OF_A_SOURCE * sources;
  return live + backfill + LOCKS_A_JOB * jobs + SPARE_CONNECTIONS;
}

/** An open ledger and the URL under which it is found. */
export interface OpenLedger {
  readonly database: Database;
  readonly url: string;
  readonly embedded: boolean;
}

/** Opens the ledger. Throws DB-SVC-001, -003, -004, -016 or -017. */
export async function openLedger(
  config: Config,
  lifecycle: Lifecycle,
  log: (line: string) => void,
): Promise<OpenLedger> {
  const url = config.DATABASE_URL ?? (await embeddedUrl(config, EMBEDDED_DATABASE, lifecycle, log));
  const database = openDatabase({
    url,
    max: ledgerConnections(config),
    name: 'dongbo',
    onIdleError: (reason) => log(`idle ledger connection lost: ${reason}`),
  });
  lifecycle.onClose('ledger', () => database.close());
  await assertFit(database);
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
