/**
 * The servers that a bench runs on: those that settings name, else such of its own.
 * Guarantees: never looks for a server that nobody named; servers of its own are as durable as in production and are
 * gone afterwards, with their data; says which they are.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { redisBinary, redisServer } from '../../test/support/redis-server.ts';

/** A PostgreSQL on which a bench may make databases. */
export interface BenchPostgres {
  /** `PostgreSQL 18.1, embedded`. */
  readonly what: string;
  /** A new, empty database; its URL. */
  database(name: string): Promise<string>;
  /** Removes a database that {@link database} made. */
  drop(name: string): Promise<void>;
  stop(): Promise<void>;
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function versionAt(url: string): Promise<string> {
  const [row] = await query<{ server_version: string }>(url, 'SHOW server_version');
  return row?.server_version ?? '';
}

/** Of servers of its own that run: for whoever is interrupted. */
const running = new Set<() => Promise<void>>();

/** Stops what {@link benchPostgres} has started and nobody has stopped yet. */
export async function stopServers(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

/** The one that `BENCH_POSTGRES_URL` names (its account must be allowed to make databases), else an embedded one. */
export async function benchPostgres(settings: readonly string[] = []): Promise<BenchPostgres> {
  const named = process.env.BENCH_POSTGRES_URL;
  if (named) {
    const drop = async (name: string): Promise<void> => {
      await query(named, `DROP DATABASE IF EXISTS "dongbo_bench_${name}" WITH (FORCE)`);
    };
    return {
      what: `PostgreSQL ${await versionAt(named)} of BENCH_POSTGRES_URL`,
      async database(name) {
        await drop(name);
        await query(named, `CREATE DATABASE "dongbo_bench_${name}"`);
        const url = new URL(named);
        url.pathname = `/dongbo_bench_${name}`;
        return url.href;
      },
      drop,
      stop: () => Promise.resolve(),
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'dongbo-bench-postgres-'));
  // Run by root, whose substitute could else not enter, its data would lie outside the folder that is removed.
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: folder, settings });
  const stop = async (): Promise<void> => {
    if (!running.delete(stop)) return;
    await server.stop();
    // A client that was cut off may still have its session ended when the server is already on its way out.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  running.add(stop);
  return {
    what: `PostgreSQL ${await versionAt(server.url('postgres'))}, embedded`,
    async database(name) {
      await server.createDatabase(name);
      return server.url(name);
    },
    async drop(name) {
      await query(server.url('postgres'), `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
    stop,
  };
}

/** A Redis for a bench's queue. */
export interface BenchRedis {
  readonly what: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** A Redis of its own where `redis-server` is installed; `null` = the queue is in PostgreSQL. */
export async function benchRedis(): Promise<BenchRedis | null> {
  const named = process.env.BENCH_REDIS_URL;
  if (named) return { what: 'Redis of BENCH_REDIS_URL', url: named, stop: () => Promise.resolve() };
  const server = redisBinary() === null ? null : await redisServer();
  if (server === null) return null;
  return { what: 'redis-server of this machine', url: server.url, stop: () => server.stop() };
}
