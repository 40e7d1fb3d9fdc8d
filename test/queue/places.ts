/** The servers that a queue can be on, each a test's own. */
import type { DeliveryJob, JobHandler, JobResult, Queue } from '../../src/domain/ports.ts';
import { openPool } from '../../src/ledger/database.ts';
import { explainFault } from '../../src/ledger/ledger-fault.ts';
import { QUEUE_SCHEMA, type QueueServer } from '../../src/queue/backend.ts';
import { type DeliveryQueueOptions, openDeliveryQueue } from '../../src/queue/delivery-queue.ts';
import { freshDatabase, redisServer } from '../support/services.ts';

/** A server with its address. */
export interface QueueHome {
  readonly url: string;
  server(): QueueServer;
  close(): Promise<void>;
}

/** A PostgreSQL as the server of a queue; `url` may be another way to it. */
export function onPostgres(url: string): QueueServer {
  const pool = openPool({ url, max: 8, name: 'queue-test', searchPath: QUEUE_SCHEMA });
  return { kind: 'postgres', pool, explain: (error) => explainFault(error, 'test') };
}

/** A Redis as the server of a queue. */
export function onRedis(url: string): QueueServer {
  return { kind: 'redis', url, sentinels: [], sentinelName: '' };
}

/** A database of the test's own. */
export async function postgresHome(): Promise<QueueHome> {
  const { url, drop } = await freshDatabase();
  return { url, server: () => onPostgres(url), close: drop };
}

/** A Redis of the test's own. */
export async function redisHome(): Promise<QueueHome> {
  const redis = await redisServer();
  if (redis === null) throw new Error('no redis-server');
  return { url: redis.url, server: () => onRedis(redis.url), close: () => redis.stop('SIGKILL') };
}

/** Opens queues on `server`. */
export function openOn(server: QueueServer, change: Partial<DeliveryQueueOptions> = {}): Promise<Queue> {
  return openDeliveryQueue({
    server,
    concurrency: { live: 1, backfill: 1 },
    now: () => Date.now(),
    onError: () => {},
    ...change,
  });
}

/** A job is done. */
export const DONE: JobResult = { again: [], delayMs: 0 };

/** A handler that notes the ids of its jobs, and resolves `seen(n)` once it has been given n jobs. */
export function noting(answer: (job: DeliveryJob) => JobResult | Promise<JobResult> = () => DONE) {
  const jobs: (readonly number[])[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const handler: JobHandler = async (job) => {
    jobs.push(job.dossiers);
    for (const { count, resolve } of waiting) if (jobs.length >= count) resolve();
    return answer(job);
  };
  const seen = (count: number): Promise<void> =>
    new Promise((resolve) => {
      if (jobs.length >= count) resolve();
      else waiting.push({ count, resolve });
    });
  return { jobs, handler, seen };
}
