/**
 * Real services for tests: an own database each, an own Redis each.
 * Guarantees: never talks to a server that it did not start (or that DONGBO_TEST_DATABASE_URL
 * names), never to a standard port; what is missing is skipped loudly, never silently.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { describe, inject } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { redisBinary } from './redis-server.ts';
import './services-setup.ts';

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
  const found = inject('testDatabase');
  admin ??=
    'adminUrl' in found
      ? Promise.resolve(found.adminUrl)
      : startEmbeddedPostgres({ dataDir: found.dataDir, durable: false }).then((server) =>
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

/** Makes an empty database. Drop it in `afterAll`. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `dongbo_test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name}`);
  const url = new URL(await databaseServerUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
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
