/**
 * BullMQ on Redis.
 * Guarantees: the producer's commands give up within seconds, the workers' wait for as long as Redis is
 * away; a Redis that cannot hold a queue is told at the start.
 * Must not: set a key prefix (BullMQ refuses it).
 */
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { reasonOf } from '../domain/errors.ts';
import type { DeliveryJob } from '../domain/ports.ts';
import { ANSWER_MS, type Backend, type BackendListener, type QueueServer } from './backend.ts';
import { type ConnectionOptions, endingRedis } from './ending-redis.ts';
import { jobIdsIn } from './job-ids.ts';
import { explainAway, explainReply, faultsOf, isConnectionError } from './redis-faults.ts';
import { withinTime } from './within-time.ts';

type RedisAt = Extract<QueueServer, { kind: 'redis' }>;

const READY_TIMEOUT_MS = 6_000;
/**
 * A connection that is dead without a word (a cable, a firewall) is given up after so much silence, else
 * its commands would wait for ever. A worker's fetch is silent for ten seconds by itself.
 */
const SILENCE_MS = { producer: 4_000, worker: 30_000 };
/** A server that does not answer a farewell is left without. */
const FAREWELL_MS = 500;
/** Jobs that are read at a time; Redis does nothing else meanwhile. */
const READ_AT_A_TIME = 1_000;

/** BullMQ orders delayed jobs by their time in milliseconds times this, and within one by when they came. */
const DELAY_SCORE = 0x1000;

/** Of a connection by which jobs are given (`producer`) or fetched. */
export function redisOptions(server: RedisAt, role: 'producer' | 'worker'): ConnectionOptions {
  const common: ConnectionOptions = {
    maxRetriesPerRequest: role === 'worker' ? null : 2,
    connectTimeout: 5_000,
    socketTimeout: SILENCE_MS[role],
    disconnectTimeout: FAREWELL_MS,
  };
  const tls = tlsOf(server);
  const options = { ...common, ...(tls === null ? {} : { tls }) };
  if (server.sentinels.length === 0) return options;
  // Else ioredis would speak plainly to whatever the sentinels name, `rediss://` or not.
  const throughout = tls === null ? {} : { sentinelTLS: tls, enableTLSForSentinelMode: true };
  return { ...options, ...throughout, sentinels: [...server.sentinels], name: server.sentinelName };
}

/** Of `rediss://`; whatever the environment says, the server's certificate must hold. `null` = no TLS. */
function tlsOf({ url, ca, clientCert, clientKey }: RedisAt): NonNullable<ConnectionOptions['tls']> | null {
  if (!/^rediss:/i.test(url)) return null;
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca ? { ca } : {}),
    ...(clientCert ? { cert: clientCert } : {}),
    ...(clientKey ? { key: clientKey } : {}),
  };
}

/** `host:port` of a Redis URL, without user and password. */
export function whereOf(server: RedisAt): string {
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
  let lastError: Error | null = null;
  const workers: Redis[] = [];
  const connect = (role: 'producer' | 'worker'): Redis => {
    return endingRedis(server.url, redisOptions(server, role), (made) => {
      if (role === 'worker') workers.push(made);
      made.on('error', (error: Error) => {
        lastError = error;
        onError(reasonOf(error));
      });
    });
  };
  const producer = connect('producer');
  // A server that answers with an error is not away, and what goes wrong in this process is not its fault.
  const explain = (error: unknown): unknown => {
    if (isConnectionError(error)) return explainAway(lastError, error, where);
    if (!(error instanceof Error && error.name === 'ReplyError')) return error;
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
        if (!answered && lastError === null && producer.status === 'connect') {
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
    cut(which) {
      for (const redis of workers) {
        if (redis.status !== 'end' && (which === 'all' || redis.status !== 'ready')) redis.disconnect();
      }
    },
    queue: (name) => new Queue<DeliveryJob, void, string>(name, { connection: producer }),
    worker(name, processor, options) {
      return new Worker<DeliveryJob, void, string>(name, processor, {
        ...options,
        connection: connect('worker'),
      });
    },
    due: (name, nowMs) => producer.zcount(`bull:${name}:delayed`, 0, (nowMs + 1) * DELAY_SCORE - 1),
    async carried(names) {
      const ids = new Set<number>();
      for (const name of names) await carriedBy(producer, `bull:${name}:`, ids);
      return [...ids];
    },
    async close() {
      for (const redis of [producer, ...workers]) if (redis.status !== 'end') redis.disconnect();
    },
  };
}

/**
 * Adds the ids of a queue's jobs to `ids`, page by page. A job goes from delayed to waiting, to active and
 * perhaps to delayed again: read in that order, each list from the end at which jobs are added, none is
 * passed by. What ends meanwhile needs nobody, and what is read twice counts once.
 */
async function carriedBy(redis: Redis, prefix: string, ids: Set<number>): Promise<void> {
  const delayed = (from: number, to: number) => redis.zrevrange(`${prefix}delayed`, from, to);
  await eachPage(delayed, (jobs) => readJobs(redis, prefix, jobs, ids));
  const prioritized = (from: number, to: number) => redis.zrevrange(`${prefix}prioritized`, from, to);
  await eachPage(prioritized, (jobs) => readJobs(redis, prefix, jobs, ids));
  const waiting = (from: number, to: number) => redis.lrange(`${prefix}wait`, from, to);
  await eachPage(waiting, (jobs) => readJobs(redis, prefix, jobs, ids));
  // As many as all machines do at a time: few, and from the middle of this list jobs are taken away.
  const active = await withinTime(redis.lrange(`${prefix}active`, 0, -1), ANSWER_MS);
  await readJobs(redis, prefix, active, ids);
  await eachPage(delayed, (jobs) => readJobs(redis, prefix, jobs, ids));
}

async function eachPage(
  page: (from: number, to: number) => Promise<string[]>,
  take: (jobs: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; ; from += READ_AT_A_TIME) {
    const jobs = await withinTime(page(from, from + READ_AT_A_TIME - 1), ANSWER_MS);
    await take(jobs);
    if (jobs.length < READ_AT_A_TIME) return;
  }
}

async function readJobs(
  redis: Redis,
  prefix: string,
  jobs: readonly string[],
  ids: Set<number>,
): Promise<void> {
  if (jobs.length === 0) return;
  const reading = redis.pipeline();
  for (const job of jobs) reading.hget(`${prefix}${job}`, 'data');
  for (const [error, data] of (await withinTime(reading.exec(), ANSWER_MS)) ?? []) {
    if (error) throw error;
    if (typeof data !== 'string') continue;
    for (const id of jobIdsIn(data)) ids.add(id);
  }
}
