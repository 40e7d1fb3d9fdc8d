/**
 * Real services for tests: an own database each, an own Redis each.
 * Guarantees: never talks to a server that it did not start (or that DONGBO_TEST_DATABASE_URL
 * names), never to a standard port; what is missing is skipped loudly, never silently.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { describe } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { redisBinary } from './redis-server.ts';
import { folderOfRun, postgresOf } from './run-folder.ts';

export { freePort, type RedisServer, redisServer } from './redis-server.ts';
export { waitFor } from './wait-for.ts';

/** A database of one test's own. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes it, cutting whatever is still connected. */
  drop(): Promise<void>;
}

let admin: Promise<string> | null = null;

/** URL of the server's own database; the server starts when the first test of a run asks. */
export function databaseServerUrl(): Promise<string> {
  const named = process.env.DONGBO_TEST_DATABASE_URL;
  admin ??= named
    ? Promise.resolve(named)
    : startEmbeddedPostgres({ dataDir: postgresOf(folderOfRun()), durable: false }).then((server) =>
        server.url('postgres'),
      );
  return admin;
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: await databaseServerUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function copyOf(template: string): Promise<FreshDatabase> {
  const name = `dongbo_test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(await databaseServerUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Makes an empty database. Drop it in `afterAll`. */
export function freshDatabase(): Promise<FreshDatabase> {
  return copyOf('template1');
}

/** Brings the empty database at `url` to a ledger of this program's version. */
export type Migrating = (url: string) => Promise<void>;

async function migrateAlone(url: string): Promise<void> {
  const database = openDatabase({ url, max: 2, name: 'ledger-made' });
  await migrate(database, url).finally(() => database.close());
}

async function migratedDatabase(migrating: Migrating): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  try {
    await migrating(fresh.url);
  } catch (error) {
    await fresh.drop();
    throw error;
  }
  return fresh;
}

/** What the ledgers of this worker are copies of: all migrations take four times what a copy takes. */
const templates = new Map<Migrating, Promise<string>>();

/**
 * Makes a database with an empty ledger at this program's version. Drop it in `afterAll`. Where a server was named,
 * nothing that outlives the test is left there.
 */
export async function freshLedger(migrating: Migrating = migrateAlone): Promise<FreshDatabase> {
  if (process.env.DONGBO_TEST_DATABASE_URL) return migratedDatabase(migrating);
  const template =
    templates.get(migrating) ?? migratedDatabase(migrating).then(({ url }) => new URL(url).pathname.slice(1));
  templates.set(migrating, template);
  return copyOf(
    await template.catch((error) => {
      templates.delete(migrating);
      throw error;
    }),
  );
}

/** `describe` that needs a redis-server; where there is none it skips and says so on stderr. */
export function describeWithRedis(name: string, tests: () => void): void {
  const missing = redisBinary() === null;
  if (missing)
    process.stderr.write(
      `\n!!! SKIPPED, no redis-server on PATH (or in DONGBO_TEST_REDIS_SERVER): ${name}\n`,
    );
  describe.skipIf(missing)(name, tests);
}
