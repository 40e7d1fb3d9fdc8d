/**
 * What the pipeline relies on, on both servers that BullMQ can run on. Jobs carry ids and nothing
 * else; every wait is for something that happens, in this process or the server.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Lane } from '../../src/domain/delivery.ts';
import type { DeliveryJob, JobHandler, JobResult, Queue } from '../../src/domain/ports.ts';
import { openPool } from '../../src/ledger/database.ts';
import { explainFault } from '../../src/ledger/ledger-fault.ts';
import { QUEUE_SCHEMA, type QueueServer } from '../../src/queue/backend.ts';
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts';
import {
  describeWithRedis,
  type FreshDatabase,
  freePort,
  freshDatabase,
  type RedisServer,
  redisServer,
  waitFor,
} from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';

const DONE = { again: [], delayMs: 0 };

/** A server and how to reach it. */
interface Place {
  server(): QueueServer;
  close(): Promise<void>;
}

function postgresPlace(database: FreshDatabase): Place {
  const server = (): QueueServer => ({
    kind: 'postgres',
    explain: (error) => explainFault(error, 'test'),
    pool: openPool({ url: database.url, max: 8, name: 'queue-test', searchPath: QUEUE_SCHEMA }),
  });
  return { server, close: database.drop };
}

async function redisPlace(): Promise<Place> {
  const redis = await redisServer();
  if (redis === null) throw new Error('no redis-server');
  return { server: () => serverAt(redis.url), close: () => redis.stop() };
}

function serverAt(url: string): QueueServer {
  return { kind: 'redis', url, sentinels: [], sentinelName: '' };
}

/** Queues that a test opened, closed after it. */
const opened: Queue[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.close()));
});

async function open(
  server: QueueServer,
  concurrency = 4,
  monotonicMs = () => performance.now(),
): Promise<Queue> {
  const queue = await openDeliveryQueue({
    server,
    concurrency: { live: concurrency, backfill: concurrency },
    now: () => Date.now(),
    monotonicMs,
    onError: () => {},
  });
  opened.push(queue);
  return queue;
}

/** A handler that remembers its jobs and answers as told. */
function remembering(
  answer: (job: DeliveryJob, signal: AbortSignal) => JobResult | Promise<JobResult> = () => DONE,
) {
  const seen: { job: DeliveryJob; lane: Lane; at: number }[] = [];
  const handler: JobHandler = async (job, lane, signal) => {
    seen.push({ job, lane, at: Date.now() });
    return answer(job, signal);
  };
  return { seen, handler };
}

const jobs = (count: number): DeliveryJob[] =>
  Array.from({ length: count }, (_, n) => ({ dossiers: [n, -n] }));
const idle = async (queue: Queue): Promise<boolean> => {
  const { live, backfill } = await queue.counts();
  return [live, backfill].every(({ waiting, active, delayed }) => waiting + active + delayed === 0);
};

function suite(place: () => Place): void {
  test('every job is done once, in its lane, with the ids it was given', async () => {
    const queue = await open(place().server());
    const { seen, handler } = remembering();
    await queue.enqueue('live', jobs(60));
    await queue.enqueue('backfill', jobs(40));
    expect((await queue.counts()).live).toEqual({ waiting: 60, active: 0, delayed: 0, failed: 0 });
    await queue.work(handler);
    await waitFor(() => idle(queue), { what: 'all done' });
    const ids = (lane: Lane) =>
      seen
        .filter((item) => item.lane === lane)
        .map(({ job }) => job.dossiers[0] ?? -1)
        .sort((a, b) => a - b);
    expect(ids('live')).toEqual(jobs(60).map(({ dossiers }) => dossiers[0]));
    expect(ids('backfill')).toEqual(jobs(40).map(({ dossiers }) => dossiers[0]));
    expect(seen.every(({ job }) => job.dossiers[1] === -(job.dossiers[0] ?? 0))).toBe(true);
    expect((await queue.counts()).live.failed).toBe(0);
  });

  test('two processes share the work; the same ids twice are two jobs, and harm nobody', async () => {
    const [one, two] = [await open(place().server(), 1), await open(place().server(), 1)];
    const both = { one: remembering(), two: remembering() };
    await Promise.all([one.work(both.one.handler), two.work(both.two.handler)]);
    await one.enqueue('live', jobs(30));
    await two.enqueue('live', jobs(30));
    await waitFor(() => both.one.seen.length + both.two.seen.length === 60, { what: 'all done' });
    expect(both.one.seen.length).toBeGreaterThan(0);
    expect(both.two.seen.length).toBeGreaterThan(0);
    await waitFor(() => idle(one), { what: 'nothing left' });
  });

  test('what must go again comes back after its delay, with the ids that are left', async () => {
    const queue = await open(place().server());
    let first = true;
    const { seen, handler } = remembering(() => {
      if (!first) return DONE;
      first = false;
      return { again: [2, 3], delayMs: 700 };
    });
    await queue.work(handler);
    await queue.enqueue('live', [{ dossiers: [1, 2, 3] }]);
    await waitFor(async () => (await queue.counts()).live.delayed === 1, { what: 'delayed' });
    await waitFor(() => seen.length === 2, { what: 'again' });
    expect(seen.map(({ job }) => job.dossiers)).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(690);
    await waitFor(() => idle(queue), { what: 'done' });
  });

  test('a handler that throws fails its own job only', async () => {
    const queue = await open(place().server(), 1);
    const { seen, handler } = remembering((job) => {
      if (job.dossiers[0] === 0) throw new Error('hỏng');
      return DONE;
    });
    await queue.work(handler);
    await queue.enqueue('live', jobs(3));
    await waitFor(() => seen.length === 3, { what: 'all tried' });
    await waitFor(async () => (await queue.counts()).live.failed > 0, { what: 'failed' });
  });

  test('draining lets a running job end and takes no other', async () => {
    const queue = await open(place().server(), 1);
    let finish = () => {};
    const { seen, handler } = remembering(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return DONE;
    });
    await queue.work(handler);
    await queue.enqueue('live', jobs(2));
    await waitFor(() => seen.length === 1, { what: 'begun' });
    let drained = false;
    const draining = queue.drain(60_000).then(() => {
      drained = true;
    });
    expect(drained).toBe(false);
    finish();
    await draining;
    expect(seen).toHaveLength(1);
    expect((await queue.counts()).live).toMatchObject({ waiting: 1, active: 0 });
    const next = remembering();
    await queue.work(next.handler);
    await waitFor(() => next.seen.length === 1, { what: 'the rest, by the next worker' });
  });

  test('at the deadline a running job is told to stop; what it had not done comes back', async () => {
    const queue = await open(place().server(), 1);
    const { seen, handler } = remembering(async (job, signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return { again: job.dossiers, delayMs: 0 };
    });
    await queue.work(handler);
    await queue.enqueue('live', [{ dossiers: [7] }]);
    await waitFor(() => seen.length === 1, { what: 'begun' });
    const startedAt = Date.now();
    await queue.drain(50);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    const next = remembering();
    await queue.work(next.handler);
    await waitFor(() => next.seen.length === 1, { what: 'again' });
    expect(next.seen[0]?.job).toEqual({ dossiers: [7] });
  });

  test('tells of each lane how long nothing has moved there, by a clock of its own', async () => {
    let passed = 0;
    const queue = await open(place().server(), 4, () => passed);
    expect([queue.idleMs('live'), queue.idleMs('backfill')]).toEqual([null, null]);
    const { seen, handler } = remembering();
    await queue.work(handler);
    passed = 70_000;
    await queue.enqueue('backfill', jobs(1));
    await waitFor(() => seen.length === 1, { what: 'done' });
    expect([queue.idleMs('live'), queue.idleMs('backfill')]).toEqual([70_000, 0]);
  });
}

describe('on PostgreSQL', () => {
  let database: FreshDatabase;
  let place: Place;
  beforeAll(async () => {
    database = await freshDatabase();
    place = postgresPlace(database);
  });
  afterAll(() => place.close());
  suite(() => place);

  test('a server that is away is DB-SVC-001; so is one that goes, and the queue can be closed', async () => {
    const proxy = await proxyTo(database.url);
    const away = `postgres://x:y@127.0.0.1:${await freePort()}/so`;
    const at = (url: string): QueueServer => ({
      kind: 'postgres',
      explain: (error) => explainFault(error, 'db:5432/so'),
      pool: openPool({ url, max: 4, name: 'queue', searchPath: QUEUE_SCHEMA }),
    });
    await expect(open(at(away))).rejects.toMatchObject({ code: 'DB-SVC-001', exitCode: 69 });
    const queue = await open(at(proxy.url));
    await queue.work(remembering().handler);
    proxy.cut();
    await expect(queue.enqueue('live', jobs(1))).rejects.toMatchObject({
      code: 'DB-SVC-001',
      params: { where: 'db:5432/so' },
    });
    await expect(queue.counts()).rejects.toMatchObject({ code: 'DB-SVC-001' });
    await Promise.all(opened.splice(0).map((open) => open.close()));
    await proxy.close();
  });
});

describeWithRedis('on Redis', () => {
  let place: Place;
  beforeAll(async () => {
    place = await redisPlace();
  });
  afterAll(() => place.close());
  suite(() => place);

  test('a server that is away is DB-SVC-002 within seconds, without the password', async () => {
    const port = await freePort();
    const startedAt = Date.now();
    const opening = open(serverAt(`redis://:matkhau@127.0.0.1:${port}`));
    await expect(opening).rejects.toMatchObject({ code: 'DB-SVC-002', exitCode: 69 });
    await expect(opening).rejects.not.toThrow(/matkhau/);
    await expect(opening).rejects.toThrow(`127.0.0.1:${port}`);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });

  test('a server that goes away under an open queue: the same, and it can be closed; back again, it works', async () => {
    const redis = (await redisServer()) as RedisServer;
    const queue = await open(serverAt(redis.url));
    const worker = await open(serverAt(redis.url));
    const { seen, handler } = remembering();
    await worker.work(handler);
    await redis.stop('SIGKILL');
    const startedAt = Date.now();
    await expect(queue.enqueue('live', jobs(1))).rejects.toMatchObject({ code: 'DB-SVC-002', exitCode: 69 });
    await expect(queue.counts()).rejects.toMatchObject({ code: 'DB-SVC-002' });
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    const back = (await redisServer(redis.port)) as RedisServer;
    try {
      await waitFor(() => queue.enqueue('live', jobs(1)).then(() => true), { what: 'enqueued' });
      await waitFor(() => seen.length > 0, { what: 'the worker has come back by itself', timeoutMs: 20_000 });
    } finally {
      await back.stop('SIGKILL');
    }
    await Promise.all(opened.splice(0).map((open) => open.close()));
    expect(Date.now() - startedAt).toBeLessThan(45_000);
  });
});
