/**
 * A PostgreSQL of one test's own, for what must not happen to the server that all tests share.
 * Guarantees: killed as by a power cut (SIGQUIT: no checkpoint, no farewell) and started again at the
 * same address with the same data; gone after `close`.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { type FreshDatabase, waitFor } from './services.ts';

/** See the head of this file. */
export interface OwnPostgres {
  /** An empty database on it. */
  database(): Promise<FreshDatabase>;
  /** Ends it at once; its connections break. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const [pid] = (await readFile(join(rows[0]?.data_directory ?? '', 'postmaster.pid'), 'utf8')).split('\n');
    return Number(pid);
  } finally {
    await client.end();
  }
}

/** Starts one in a folder of its own. @param settings of the server, `name=value` */
export async function ownPostgres(settings: readonly string[] = []): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dongbo-own-postgres-'));
  await chmod(dataDir, 0o755);
  const run = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, durable: false, settings });
  let server = await run();
  return {
    async database() {
      const name = `own_${randomBytes(5).toString('hex')}`;
      await server.createDatabase(name);
      // It goes with the whole server.
      return { url: server.url(name), drop: async () => {} };
    },
    async kill() {
      const pid = await postmasterOf(server.url('postgres'));
      process.kill(pid, 'SIGQUIT');
      await waitFor(() => !isAlive(pid), { what: 'the end of the server' });
    },
    async start() {
      server = await run();
    },
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
