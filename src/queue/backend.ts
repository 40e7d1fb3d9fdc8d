/**
 * The two servers BullMQ can run on: Redis, or the ledger's own PostgreSQL.
 * Guarantees: everything above sees one shape; a producer never hangs when the server is away (its
 * connection gives up), a worker never gives up (its connection waits).
 * Must not: put anything but ids into the server.
 */
import {
  createPostgresBackend,
  type PgPool,
  Queue as RedisQueue,
  Worker as RedisWorker,
  runMigrations,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import type { Redis } from 'ioredis';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { DeliveryJob } from '../domain/ports.ts';
import { type ConnectionOptions, endingRedis } from './ending-redis.ts';

/** Where BullMQ keeps its jobs. */
export type QueueServer =
  | {
      readonly kind: 'redis';
      readonly url: string;
      readonly sentinels: readonly { readonly host: string; readonly port: number }[];
      readonly sentinelName: string;
    }
  /**
   * A node-postgres pool of the ledger's database whose search_path is {@link QUEUE_SCHEMA}. BullMQ
   * describes the pool it wants more narrowly than node-postgres types its own; it is the same thing.
   */
  | {
      readonly kind: 'postgres';
      readonly pool: Pick<PgPool, 'end'>;
      /** A server that is away or cannot work as DB-SVC-001 or -010 to -014; every other error as it is. */
      readonly explain: (error: unknown) => unknown;
    };

/** Schema of BullMQ's tables in the ledger's database; set as search_path on the pool. */
export const QUEUE_SCHEMA = 'bullmq';

/** A BullMQ queue of ours, as far as we use it. */
export type BullQueue = Pick<RedisQueue<DeliveryJob, void, string>, 'addBulk' | 'close'> & {
  getJobCounts(
    ...types: ('waiting' | 'prioritized' | 'active' | 'delayed' | 'failed')[]
  ): Promise<Record<string, number>>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};
/** The job a processor is given, as far as we use it. */
export interface BullJob {
  readonly id?: string | undefined;
  readonly data: DeliveryJob;
  updateData(data: DeliveryJob): Promise<void>;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}
/** Does one job. */
export type BullProcessor = (job: BullJob, token?: string, signal?: AbortSignal) => Promise<void>;
/** A BullMQ worker of ours, as far as we use it. */
export type BullWorker = Pick<
  RedisWorker<DeliveryJob, void, string>,
  'close' | 'cancelAllJobs' | 'waitUntilReady'
> & {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown;
};

/** Makes queues and workers on one server. */
export interface Backend {
  /** Throws DB-SVC-002 (Redis) or -001 when the server is away; brings BullMQ's tables up to date (PostgreSQL). */
  ready(): Promise<void>;
  /** What a failed call means: DB-SVC-002, or -001 and its kin, where the server is away, else the error itself. */
  explain(error: unknown): unknown;
  /** Ends the workers' connections to a server that is away, so that nobody waits for its answers. */
  cutDead(): void;
  queue(name: string): BullQueue;
  worker(name: string, processor: BullProcessor, options: Omit<WorkerOptions, 'connection'>): BullWorker;
  close(): Promise<void>;
}

/** Told of connection errors that BullMQ reports while it tries on by itself. */
export type OnConnectionError = (reason: string) => void;

/** The backend for `server`. */
export function openBackend(server: QueueServer, onError: OnConnectionError): Backend {
  return server.kind === 'redis' ? redisBackend(server, onError) : postgresBackend(server);
}

const READY_TIMEOUT_MS = 6_000;

function redisOptions(
  server: Extract<QueueServer, { kind: 'redis' }>,
  retries: number | null,
): ConnectionOptions {
  const common: ConnectionOptions = { maxRetriesPerRequest: retries, connectTimeout: 5_000 };
  if (server.sentinels.length === 0) return common;
  return { ...common, sentinels: [...server.sentinels], name: server.sentinelName };
}

/** `host:port` of a Redis URL, without user and password. */
function whereOf(server: Extract<QueueServer, { kind: 'redis' }>): string {
  if (server.sentinels.length > 0) return server.sentinels.map((s) => `${s.host}:${s.port}`).join(', ');
  try {
    const url = new URL(server.url);
    return `${url.hostname}:${url.port || '6379'}`;
  } catch {
    return '(unreadable URL)';
  }
}

function redisBackend(server: Extract<QueueServer, { kind: 'redis' }>, onError: OnConnectionError): Backend {
  let lastError = '';
  const connect = (maxRetriesPerRequest: number | null): Redis => {
    const redis = endingRedis(server.url, redisOptions(server, maxRetriesPerRequest));
    redis.on('error', (error: Error) => {
      lastError = reasonOf(error);
      onError(lastError);
    });
    return redis;
  };
  const producer = connect(2);
  const workers: Redis[] = [];
  const away = (error: unknown): DongboError =>
    new DongboError(
      'DB-SVC-002',
      { where: whereOf(server), reason: lastError || reasonOf(error) },
      { cause: error },
    );
  return {
    async ready() {
      try {
        await withinTime(producer.ping(), READY_TIMEOUT_MS);
      } catch (error) {
        throw away(error);
      }
    },
    // A server that answers with an error is not away.
    explain: (error) => (error instanceof Error && error.name === 'ReplyError' ? error : away(error)),
    cutDead() {
      for (const redis of workers) if (redis.status !== 'ready') redis.disconnect();
    },
    queue: (name) => new RedisQueue<DeliveryJob, void, string>(name, { connection: producer }),
    worker(name, processor, options) {
      const connection = connect(null);
      workers.push(connection);
      return new RedisWorker<DeliveryJob, void, string>(name, processor, { ...options, connection });
    },
    async close() {
      for (const redis of [producer, ...workers]) redis.disconnect();
    },
  };
}

function postgresBackend(server: Extract<QueueServer, { kind: 'postgres' }>): Backend {
  const pool = server.pool as PgPool;
  const bull = withBackend(createPostgresBackend);
  const { explain } = server;
  return {
    async ready() {
      try {
        const client = await pool.connect();
        try {
          await runMigrations(client, QUEUE_SCHEMA);
        } finally {
          client.release();
        }
      } catch (error) {
        throw explain(error);
      }
    },
    explain,
    // A pool refuses at once what it cannot ask: nobody waits.
    cutDead: () => {},
    queue: (name) => new bull.Queue<DeliveryJob, void, string>(name, { connection: pool }),
    worker: (name, processor, options) =>
      new bull.Worker<DeliveryJob, void, string>(name, processor, {
        ...options,
        // BullMQ waits 15 s after a failed fetch unless told otherwise; a restart of PostgreSQL is shorter.
        runRetryDelay: 1_000,
        connection: pool,
      }),
    close: () => pool.end(),
  };
}

async function withinTime<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
