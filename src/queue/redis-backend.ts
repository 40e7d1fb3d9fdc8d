/**
 * BullMQ on Redis.
 * Guarantees: the producer's commands give up within seconds, the workers' wait for as long as Redis is
 * away; a Redis that cannot hold a queue is told at the start.
 * Must not: set a key prefix (BullMQ refuses it).
 */
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { DeliveryJob } from '../domain/ports.ts';
import type { Backend, BackendListener, QueueServer } from './backend.ts';
import { type ConnectionOptions, endingRedis } from './ending-redis.ts';
import { explainReply, faultsOf } from './redis-faults.ts';
import { withinTime } from './within-time.ts';

type RedisAt = Extract<QueueServer, { kind: 'redis' }>;

const READY_TIMEOUT_MS = 6_000;
/**
 * A connection that is dead without a word (a cable, a firewall) is given up after so much silence, else
 * its commands would wait for ever. A worker's fetch is silent for ten seconds by itself.
 */
const SILENCE_MS = { producer: 4_000, worker: 30_000 };
/** Jobs whose ids are read at a time; Redis does nothing else meanwhile. */
const READ_AT_A_TIME = 1_000;

function redisOptions(server: RedisAt, role: 'producer' | 'worker'): ConnectionOptions {
  const common: ConnectionOptions = {
    maxRetriesPerRequest: role === 'worker' ? null : 2,
    connectTimeout: 5_000,
    socketTimeout: SILENCE_MS[role],
  };
  if (server.sentinels.length === 0) return common;
  return { ...common, sentinels: [...server.sentinels], name: server.sentinelName };
}

/** `host:port` of a Redis URL, without user and password. */
function whereOf(server: RedisAt): string {
  if (server.sentinels.length > 0) return server.sentinels.map((s) => `${s.host}:${s.port}`).join(', ');
  try {
    const url = new URL(server.url);
    return `${url.hostname}:${url.port || '6379'}`;
  } catch {
    return '(unreadable URL)';
  }
}

/** See the file's head. */
export function redisBackend(server: RedisAt, { onError, onUnfit }: BackendListener): Backend {
  const where = whereOf(server);
  let lastError = '';
  const connect = (role: 'producer' | 'worker'): Redis => {
    const redis = endingRedis(server.url, redisOptions(server, role));
    redis.on('error', (error: Error) => {
      lastError = reasonOf(error);
      onError(lastError);
    });
    return redis;
  };
  const producer = connect('producer');
  const workers: Redis[] = [];
  const away = (error: unknown): DongboError =>
    explainReply(lastError, where, error) ??
    new DongboError('DB-SVC-002', { where, reason: lastError || reasonOf(error) }, { cause: error });
  // A server that answers with an error is not away.
  const explain = (error: unknown): unknown => {
    if (!(error instanceof Error && error.name === 'ReplyError')) return away(error);
    // A transaction that was not done tells why in the errors before.
    const { previousErrors = [] } = error as { previousErrors?: readonly Error[] };
    return explainReply((previousErrors[0] ?? error).message, where, error) ?? error;
  };
  return {
    async ready() {
      try {
        await withinTime(producer.ping(), READY_TIMEOUT_MS);
      } catch (error) {
        const answered = error instanceof Error && error.name === 'ReplyError';
        // Connected and silent: ioredis waits for a server that reads its data into memory.
        if (!answered && lastError === '' && producer.status === 'connect') {
          throw explainReply('LOADING, it reads its data into memory', where, error);
        }
        throw explain(error);
      }
      // Whoever may not ask is told nothing.
      const info = await producer.info().catch(() => '');
      const { fatal, warnings } = faultsOf(info, where);
      if (fatal) throw fatal;
      for (const warning of warnings) onUnfit?.(warning);
    },
    explain,
    cutDead() {
      for (const redis of workers) if (redis.status !== 'ready') redis.disconnect();
    },
    queue: (name) => new Queue<DeliveryJob, void, string>(name, { connection: producer }),
    worker(name, processor, options) {
      const connection = connect('worker');
      workers.push(connection);
      return new Worker<DeliveryJob, void, string>(name, processor, { ...options, connection });
    },
    async carried(names) {
      const ids: number[] = [];
      for (const name of names) ids.push(...(await carriedBy(producer, `bull:${name}:`)));
      return ids;
    },
    async close() {
      for (const redis of [producer, ...workers]) redis.disconnect();
    },
  };
}

/** The lists as they stand at one moment; what ends or changes while its ids are read has begun, and needs nobody. */
async function carriedBy(redis: Redis, prefix: string): Promise<number[]> {
  const lists = await redis
    .multi()
    .lrange(`${prefix}wait`, 0, -1)
    .lrange(`${prefix}active`, 0, -1)
    .zrange(`${prefix}prioritized`, '0', '-1')
    .zrange(`${prefix}delayed`, '0', '-1')
    .exec();
  const jobs = (lists ?? []).flatMap(([error, ids]) => {
    if (error) throw error;
    return ids as string[];
  });
  const carried: number[] = [];
  for (let from = 0; from < jobs.length; from += READ_AT_A_TIME) {
    const reading = redis.pipeline();
    for (const job of jobs.slice(from, from + READ_AT_A_TIME)) reading.hget(`${prefix}${job}`, 'data');
    for (const [error, data] of (await reading.exec()) ?? []) {
      if (error) throw error;
      if (typeof data === 'string') carried.push(...(JSON.parse(data) as DeliveryJob).dossiers);
    }
  }
  return carried;
}
