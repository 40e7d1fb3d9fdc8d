/**
 * Real services for tests: an own database each, an own Redis each.
 * Guarantees: never talks to a server that it did not start (or that DONGBO_TEST_DATABASE_URL
 * names), never to a standard port; what is missing is skipped loudly, never silently.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import './services-setup.ts';

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

/** A Redis of one test's own, empty, without persistence. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it; with `SIGKILL` as an outage would. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

function redisBinary(): string | null {
  const named = process.env.DONGBO_TEST_REDIS_SERVER;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = named ? [named] : folders.map((folder) => join(folder, 'redis-server'));
  const runnable = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return candidates.find(runnable) ?? null;
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

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** True when the server takes connections, false when it ended before. */
function ready(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/ready to accept connections/i.test(said)) resolve(true);
    });
    child.once('exit', () => resolve(false));
    child.once('error', () => resolve(false));
  });
}

/**
 * Starts a Redis on a free port of 127.0.0.1; `null` where the machine has none.
 * @param port to bring one back at the address where it was
 */
export async function redisServer(port?: number): Promise<RedisServer | null> {
  const binary = redisBinary();
  if (binary === null) return null;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'dongbo-redis-'));
    const chosen = port ?? (await freePort());
    const settings = { port: chosen, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
    const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction', daemonize: 'no' });
    const child = spawn(
      binary,
      args.flatMap(([key, value]) => [`--${key}`, String(value)]),
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    if (await ready(child)) {
      // Should this process be killed, the pipe closes and the watcher ends the server.
      const watcher = spawn('/bin/sh', ['-c', 'cat > /dev/null; kill "$0"', String(child.pid)], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      for (const process of [child, watcher]) process.unref();
      const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
        watcher.kill('SIGKILL');
        child.kill(signal);
        await ended(child);
        await rm(folder, { recursive: true, force: true });
      };
      return { url: `redis://127.0.0.1:${chosen}`, port: chosen, stop };
    }
    await rm(folder, { recursive: true, force: true });
  }
  throw new Error(`${binary} does not start`);
}

/**
 * Waits until `condition` gives something truthy and returns it.
 * For what happens in another process; inside one, await the signal instead.
 * Throws after `timeoutMs` (default 10 s), with the last error of `condition` as its cause.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: { timeoutMs?: number; intervalMs?: number; what?: string } = {},
): Promise<T> {
  const { timeoutMs = 10_000, intervalMs = 25, what = 'condition' } = options;
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) throw new Error(`${what}: not within ${timeoutMs} ms`, { cause });
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
