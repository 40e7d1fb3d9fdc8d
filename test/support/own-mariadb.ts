/**
 * A MariaDB of the tests' own: one for a whole run, started by the first test that asks, and one of a test's own for
 * what must not happen to the others.
 * Guarantees: never talks to a server that it did not start, never to a standard port; where none is installed tests
 * skip loudly, and fail under CI.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { describe } from 'vitest';
import { freePort } from './redis-server.ts';
import { folderOfRun, mariaDbOf } from './run-folder.ts';
import { isAlive, stopMariaDb } from './stop-mariadb.ts';
import { waitFor } from './wait-for.ts';

/** A database of one test's own. */
export interface MariaDb {
  /** `mysql://…`, of an account that may do anything there. */
  readonly url: string;
  /** Runs statements as the province would, one after the other; answers the rows of the last. */
  run(...statements: readonly string[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** A server of one test's own. */
export interface OwnMariaDb {
  database(): Promise<MariaDb>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Brings it back at the same address with the same data. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A program of the package mariadb-server-core, `null` where this machine has none. */
function program(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const found = folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  return found ?? null;
}

const [installer, server] = [program('mariadb-install-db'), program('mariadbd')];

/** `describe` that needs a MariaDB; where there is none it skips and says so, and under CI it fails. */
export function describeWithMariaDb(name: string, tests: () => void): void {
  const missing = installer === null || server === null;
  if (missing && process.env.CI) throw new Error(`no mariadbd on this machine: ${name}`);
  if (missing)
    process.stderr.write(
      `\n!!! SKIPPED, no mariadbd (apt-get install mariadb-server-core mariadb-client-core): ${name}\n`,
    );
  describe.skipIf(missing)(name, tests);
}

/** MariaDB does nothing as root unless it is told to. */
const asWhom = process.getuid?.() === 0 ? ['--user=root'] : [];

async function install(folder: string): Promise<void> {
  const args = ['--no-defaults', `--datadir=${join(folder, 'data')}`, '--skip-test-db', ...asWhom];
  await promisify(execFile)(installer ?? '', [...args, '--auth-root-authentication-method=normal']);
}

async function isUp(url: string): Promise<boolean> {
  try {
    const connection = await mysql.createConnection({ uri: url, connectTimeout: 1_000 });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}

/** Starts the server of a folder; answers when it takes connections. @param more options of the server */
async function launch(folder: string, port: number, more: readonly string[] = []): Promise<string> {
  const log = await open(join(folder, 'log'), 'a');
  const child = spawn(
    server ?? '',
    [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      `--socket=${join(folder, 's')}`,
      // A server that starts takes away what lies in its folder for temporary tables, whosever it is.
      `--tmpdir=${folder}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=48M',
      '--innodb-log-file-size=16M',
      '--performance-schema=0',
      ...asWhom,
      ...more,
    ],
    { detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  child.unref();
  await log.close();
  await writeFile(join(folder, 'process'), String(child.pid));
  const url = `mysql://root@127.0.0.1:${port}/`;
  await waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(await readFile(join(folder, 'log'), 'utf8'));
      return isUp(url);
    },
    { what: 'a MariaDB that takes connections', timeoutMs: 60_000 },
  );
  return url;
}

async function ask(url: string, statements: readonly string[]): Promise<Record<string, unknown>[]> {
  const connection = await mysql.createConnection({ uri: url, dateStrings: true, timezone: '+07:00' });
  try {
    await connection.query("SET time_zone = '+07:00', sql_mode = ''");
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements)
      [rows] = (await connection.query(statement)) as unknown as [Record<string, unknown>[]];
    return rows;
  } finally {
    await connection.end();
  }
}

async function freshOn(server: string): Promise<MariaDb> {
  const name = `dongbo_test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await ask(server, [`CREATE DATABASE ${name} CHARACTER SET utf8mb4`]);
  const url = `${server}${name}`;
  return {
    url,
    run: (...statements) => ask(url, statements),
    drop: async () => {
      await ask(server, [`DROP DATABASE IF EXISTS ${name}`]);
    },
  };
}

let shared: Promise<string> | null = null;

/** The run's server: whoever makes its folder starts it, all others wait for its address. */
async function sharedServer(): Promise<string> {
  const folder = mariaDbOf(folderOfRun());
  const address = join(folder, 'address');
  try {
    await mkdir(folder);
  } catch {
    const read = (): Promise<string> => readFile(address, 'utf8').catch(() => '');
    await waitFor(async () => (await read()) !== '', { what: "the run's MariaDB", timeoutMs: 90_000 });
    return read();
  }
  await install(folder);
  const url = await launch(folder, await freePort());
  await writeFile(address, url);
  return url;
}

/** An empty database on the run's server. Drop it in `afterAll`. */
export async function freshMariaDb(): Promise<MariaDb> {
  shared ??= sharedServer();
  return freshOn(await shared);
}

/** Starts a server of the test's own, which keeps what was committed. @param options of the server */
export async function ownMariaDb(options: readonly string[] = []): Promise<OwnMariaDb> {
  const more = ['--innodb-flush-log-at-trx-commit=1', ...options];
  const folder = await mkdtemp(join(tmpdir(), 'dongbo-mariadb-'));
  await install(folder);
  const port = await freePort();
  let url = await launch(folder, port, more);
  return {
    database: () => freshOn(url),
    async kill() {
      const pid = Number(await readFile(join(folder, 'process'), 'utf8'));
      process.kill(pid, 'SIGKILL');
      await waitFor(() => !isAlive(pid), { what: 'the end of the server' });
    },
    async start() {
      url = await launch(folder, port, more);
    },
    async close() {
      await stopMariaDb(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
