/**
 * PostgreSQL and Redis of one rehearsal, which it may kill and start again at the same address.
 * Guarantees: a killed PostgreSQL keeps what was committed and nothing else; a killed Redis comes back
 * empty; both are gone after `close`.
 */
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { type RedisServer, redisServer } from '../support/redis-server.ts';
import { waitFor } from '../support/wait-for.ts';

/** See the head of this file. */
export class OwnPostgres {
  readonly #dataDir: string;
  #server: EmbeddedPostgres;

  private constructor(dataDir: string, server: EmbeddedPostgres) {
    this.#dataDir = dataDir;
    this.#server = server;
  }

  static async start(folder: string): Promise<OwnPostgres> {
    const dataDir = join(folder, 'postgres');
    await mkdir(dataDir);
    // Run by root, the server runs as another account, which must get in.
    for (const path of [folder, dataDir]) await chmod(path, 0o755);
    return new OwnPostgres(dataDir, await startEmbeddedPostgres({ dataDir }));
  }

  /** Makes the database; answers its URL. */
  async database(name: string): Promise<string> {
    await this.#server.createDatabase(name);
    return this.#server.url(name);
  }

  /** As by a power cut: no checkpoint, no farewell. */
  async kill(): Promise<void> {
    const [row] = await this.ask<{ data_directory: string }>('SHOW data_directory');
    const file = join(row?.data_directory ?? '', 'postmaster.pid');
    const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGQUIT');
    await waitFor(() => !isAlive(pid), { what: 'PostgreSQL gone', timeoutMs: 30_000 });
  }

  async restart(): Promise<void> {
    this.#server = await startEmbeddedPostgres({ dataDir: this.#dataDir });
  }

  /** Ends every connection but that which asks for it. */
  async cutAll(): Promise<void> {
    await this.ask(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL AND datname <> current_database()',
    );
  }

  async ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.#server.url('postgres') });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  close(): Promise<void> {
    return this.#server.stop();
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** See the head of this file. */
export class OwnRedis {
  #server: RedisServer;

  private constructor(server: RedisServer) {
    this.#server = server;
  }

  /** `null` where the machine has none. */
  static async start(): Promise<OwnRedis | null> {
    const server = await redisServer();
    return server && new OwnRedis(server);
  }

  get url(): string {
    return this.#server.url;
  }

  async flush(): Promise<void> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => {});
    await redis.connect();
    await redis.flushall();
    redis.disconnect();
  }

  kill(): Promise<void> {
    return this.#server.stop('SIGKILL');
  }

  async restart(): Promise<void> {
    this.#server = (await redisServer(this.#server.port)) ?? this.#server;
  }

  close(): Promise<void> {
    return this.#server.stop();
  }
}
