/**
 * What BullMQ and its servers were seen to do wrong, each with the test that it does no harm here.
 * - the same job id while that job is active is dropped; a kept failed job blocks its id → "the same ids again …"
 * - ids take no `:` and not only digits → "ids of jobs …"
 * - a killed worker's jobs start late; a second crash fails them for good → "a job whose worker dies …"
 * - `worker.close()` waits for ever → delivery-queue.test.ts "at the deadline a running job is told to stop …"
 * - Redis killed without AOF loses delayed jobs in silence → "a Redis that was killed …"
 * - `add` hangs while Redis is down → delivery-queue.test.ts "a server that goes away under an open queue …";
 *   while it is silent → "a Redis that says nothing any more …"
 * - a worker stops in silence while pings pass → "a worker that fetches nothing …", test/telemetry, stall-watch.test.ts
 * - PostgreSQL: search_path, migrations → every test there; a slow retry, a cut during completion → "a connection cut …"
 * - a delayed job whose time has come stays delayed until some worker fetches → "a job whose delay is over …"
 * - maxRetriesPerRequest, key prefix: BullMQ throws at the start → every test on Redis
 * - removeOnComplete, removeOnFail → "nothing is kept of what is done …"
 * - jobs in clear text → test/e2e/personal-data.test.ts
 * - eviction, old versions, read-only, full, loading, refused → "a Redis that …" and "says of itself"
 */
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { DongboError } from '../../src/domain/errors.ts';
import type { Queue } from '../../src/domain/ports.ts';
import { recover } from '../../src/pipeline/recover.ts';
import { explainReply, faultsOf, isConnectionError } from '../../src/queue/redis-faults.ts';
import { StallWatch } from '../../src/telemetry/stall-watch.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';
import { describeWithRedis, type RedisServer, redisServer, waitFor } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';
import {
  DONE,
  noting,
  onPostgres,
  onRedis,
  openOn,
  postgresHome,
  type QueueHome,
  redisHome,
} from './places.ts';

const opened: Queue[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.close()));
});
const open = async (...how: Parameters<typeof openOn>): Promise<Queue> => {
  const queue = await openOn(...how);
  opened.push(queue);
  return queue;
};

function suite(home: () => QueueHome, another: () => Promise<QueueHome>): void {
  test('the same ids again, while their job is active and after it has failed, are a job of their own', async () => {
    const queue = await open(home().server());
    let go = () => {};
    const first = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { handler, seen, jobs } = noting(async () => {
      if (jobs.length > 1) return DONE;
      await first;
      throw new Error('hỏng');
    });
    await queue.work(handler);
    await queue.enqueue('live', [{ dossiers: [7] }]);
    await seen(1);
    await queue.enqueue('live', [{ dossiers: [7] }]);
    go();
    await seen(2);
    await waitFor(async () => (await queue.counts()).live.failed === 1, { what: 'failed and kept' });
    await queue.enqueue('live', [{ dossiers: [7] }]);
    await seen(3);
    expect(jobs).toEqual([[7], [7], [7]]);
  });

  test('a long backlog is told whole, with what is in hand or delayed', async () => {
    const place = await another();
    const queue = await open(place.server());
    const backlog = Array.from({ length: 3_000 }, (_, n) =>
      Array.from({ length: 50 }, (_id, k) => n * 50 + k + 1),
    );
    const jobs = backlog.map((dossiers) => ({ dossiers }));
    await queue.enqueue('backfill', jobs);
    await queue.enqueue('live', [{ dossiers: [-1] }, { dossiers: [-2] }]);
    let end = () => {};
    const inHand = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { handler } = noting(async ({ dossiers }) => {
      if (dossiers[0] === -1) return { again: dossiers, delayMs: 3_600_000 };
      await inHand;
      return DONE;
    });
    await queue.work(handler);
    await waitFor(
      async () => {
        const { live, backfill } = await queue.counts();
        return live.delayed === 1 && live.active === 1 && backfill.active === 1;
      },
      { what: 'one delayed, one of each lane in hand' },
    );
    const ids = await queue.carried();
    expect(new Set(ids)).toEqual(new Set([-1, -2, ...backlog.flat()]));
    const closing = Promise.all(opened.splice(0).map((one) => one.close()));
    end();
    await closing;
    await place.close();
  });

  test('a job whose delay is over waits, though no worker has taken it up', async () => {
    const place = await another();
    const queue = await open(place.server());
    const { handler, seen } = noting(({ dossiers }) => ({
      again: dossiers,
      delayMs: dossiers[0] === 1 ? 50 : 3_600_000,
    }));
    await queue.enqueue('live', [{ dossiers: [2] }, { dossiers: [1] }]);
    await queue.work(handler);
    await seen(2);
    await queue.drain(5_000);
    await waitFor(async () => (await queue.counts()).live.waiting > 0, { what: 'the delay is over' });
    const none = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    expect(await queue.counts()).toEqual({ live: { ...none, waiting: 1, delayed: 1 }, backfill: none });
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await place.close();
  });

  test('nothing is kept of what is done, and nothing that was done or has failed counts as carried', async () => {
    const queue = await open(home().server());
    const { handler, seen } = noting();
    await queue.enqueue('backfill', [{ dossiers: [1] }]);
    await queue.work(handler);
    await seen(1);
    await waitFor(async () => (await queue.carried()).length === 0, { what: 'gone' });
  });
}

describe('on PostgreSQL', () => {
  let home: QueueHome;
  beforeAll(async () => {
    home = await postgresHome();
  });
  afterAll(() => home.close());
  suite(() => home, postgresHome);

  test('a connection cut while a job ends: the worker goes on within seconds, and no id is lost to recovery', async () => {
    const proxy = await proxyTo(home.url);
    const queue = await open(onPostgres(proxy.url), { lockMs: 2_000 });
    let end = () => {};
    const { handler, seen, jobs } = noting(async () => {
      if (jobs.length === 1) {
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      }
      return DONE;
    });
    await queue.work(handler);
    await queue.enqueue('live', [{ dossiers: [1] }]);
    await seen(1);
    proxy.cut();
    end();
    proxy.mend();
    await waitFor(() => queue.enqueue('live', [{ dossiers: [2] }]).then(() => true), { what: 'enqueued' });
    await waitFor(() => jobs.some(([id]) => id === 2), { what: 'the next job', timeoutMs: 20_000 });
    // The first has ended, failed or comes again; in each case the ledger says what is due, and nothing hides it.
    await waitFor(async () => (await queue.carried()).length === 0, {
      what: 'none carried',
      timeoutMs: 20_000,
    });
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await proxy.close();
  });
});

describeWithRedis('on Redis', () => {
  let home: QueueHome;
  let admin: Redis;
  beforeAll(async () => {
    home = await redisHome();
    admin = new Redis(home.url);
  });
  afterAll(async () => {
    admin.disconnect();
    await home.close();
  });
  beforeEach(() => admin.flushall());
  suite(() => home, redisHome);

  /** Runs `use` while Redis has another setting. */
  async function set(name: string, value: string, use: () => Promise<void>): Promise<void> {
    const [, before = ''] = (await admin.config('GET', name)) as string[];
    await admin.config('SET', name, value);
    try {
      await use();
    } finally {
      await admin.config('SET', name, before);
    }
  }

  test('ids of jobs have no colon and are not digits alone', async () => {
    const queue = await open(home.server());
    await queue.enqueue('live', [{ dossiers: [1] }, { dossiers: [2] }]);
    const ids = await admin.lrange('bull:dongbo-live:wait', 0, -1);
    expect(ids).toHaveLength(2);
    for (const id of ids) expect(id).toMatch(/^(?!\d+$)[^:]+$/);
  });

  test('a job whose worker dies again and again starts again soon, and is done by the first that lives', async () => {
    const queue = await open(home.server(), { lockMs: 300 });
    await queue.enqueue('live', [{ dossiers: [9] }]);
    const connection = new Redis(home.url, { maxRetriesPerRequest: null });
    connection.on('error', () => {});
    for (let death = 0; death < 3; death += 1) {
      // Takes the job and gives no sign of life any more.
      const dying = new Worker('dongbo-live', null, {
        connection,
        lockDuration: 300,
        stalledInterval: 150,
        maxStalledCount: 10,
      });
      await dying.startStalledCheckTimer();
      await waitFor(() => dying.getNextJob(`dies-${death}`, { block: false }), { what: 'taken' });
      await dying.close(true);
    }
    const { handler, seen, jobs } = noting();
    await queue.work(handler);
    await seen(1);
    expect(jobs).toEqual([[9]]);
    expect((await queue.counts()).live.failed).toBe(0);
    connection.disconnect();
  });

  test('a Redis that was killed has lost its delayed jobs: the ledger brings back what is due', async () => {
    const ledger = await LedgerTrial.open(6);
    const redis = (await redisServer()) as RedisServer;
    const queue = await open(onRedis(redis.url));
    const deps = { ledger: ledger.db, queue, batchSize: 10, reached: GO_ON };
    await ledger.store(dossier('một'), dossier('hai'));
    expect((await recover(deps)).enqueued).toBe(2);
    await queue.work(async ({ dossiers }) => ({ again: dossiers, delayMs: 60_000 }));
    await waitFor(async () => (await queue.counts()).live.delayed === 1, { what: 'delayed' });
    expect((await recover(deps)).enqueued).toBe(0);
    await redis.stop('SIGKILL');
    await expect(recover(deps)).rejects.toMatchObject({ code: 'DB-SVC-002' });
    const back = (await redisServer(redis.port)) as RedisServer;
    await waitFor(async () => (await recover(deps)).enqueued === 2, { what: 'brought back' });
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await back.stop('SIGKILL');
    await ledger.close();
  });

  test('a Redis that says nothing any more is DB-SVC-002 within seconds, and used again when it speaks', async () => {
    const proxy = await proxyTo(home.url);
    const queue = await open(onRedis(proxy.url));
    proxy.stall();
    const startedAt = Date.now();
    await expect(queue.enqueue('live', [{ dossiers: [1] }])).rejects.toMatchObject({ code: 'DB-SVC-002' });
    expect(Date.now() - startedAt).toBeLessThan(20_000);
    proxy.mend();
    await waitFor(() => queue.counts().then(() => true), { what: 'it answers', timeoutMs: 20_000 });
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await proxy.close();
  });

  test('a worker that fetches nothing though work waits is found stalled, while every count is answered', async () => {
    let now = 1_000_000;
    const proxy = await proxyTo(home.url);
    const worker = await open(onRedis(proxy.url), { monotonicMs: () => now });
    const healthy = await open(home.server());
    const { handler, jobs, seen } = noting();
    await worker.work(handler);
    proxy.stall();
    await healthy.enqueue('live', [{ dossiers: [1] }]);
    const watch = new StallWatch({ now: () => now, idleLimitMs: 60_000, stuckLimitMs: 90_000 });
    const look = async () => {
      const { live } = await healthy.counts();
      watch.look({ free: true, waiting: live.waiting, idleMs: worker.idleMs('live') });
      return watch.stalledSeconds();
    };
    for (let looks = 0; looks < 12; looks += 1) {
      expect(await look()).toBeNull();
      now += 5_000;
    }
    expect(await look()).toBe(60);
    expect(jobs).toEqual([]);
    proxy.mend();
    await seen(1);
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await proxy.close();
  });

  test('a worker that takes up nothing whose delay is over is found stalled', async () => {
    let now = 1_000_000;
    const proxy = await proxyTo(home.url);
    const worker = await open(onRedis(proxy.url), { monotonicMs: () => now });
    const healthy = await open(home.server());
    const { handler, jobs, seen } = noting(({ dossiers }) =>
      jobs.length === 1 ? { again: dossiers, delayMs: 500 } : DONE,
    );
    await worker.work(handler);
    await healthy.enqueue('live', [{ dossiers: [1] }]);
    await seen(1);
    await waitFor(async () => (await healthy.counts()).live.delayed === 1, { what: 'delayed' });
    // What a fetch says, and nothing else does.
    proxy.stallWhere(':limiter');
    await waitFor(async () => (await healthy.counts()).live.waiting === 1, { what: 'the delay is over' });
    const watch = new StallWatch({ now: () => now, idleLimitMs: 60_000, stuckLimitMs: 90_000 });
    for (let looks = 0; looks <= 12; looks += 1, now += 5_000) {
      const { live } = await healthy.counts();
      watch.look({ free: true, waiting: live.waiting, idleMs: worker.idleMs('live') });
    }
    expect(watch.stalledSeconds()).not.toBeNull();
    expect(jobs).toEqual([[1]]);
    proxy.mend();
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await proxy.close();
  });

  test('a Redis that may evict is warned of, and works', async () => {
    await set('maxmemory-policy', 'allkeys-lru', async () => {
      const warnings: DongboError[] = [];
      const queue = await open(home.server(), { onUnfit: (warning) => warnings.push(warning) });
      expect(warnings.map(({ code }) => code)).toEqual(['DB-SVC-022']);
      expect(warnings[0]?.message).toContain('allkeys-lru');
      await queue.enqueue('live', [{ dossiers: [1] }]);
      expect(await queue.carried()).toEqual([1]);
    });
  });

  test('a Redis whose memory is full takes no job, says why, and has each once when there is room', async () => {
    const ledger = await LedgerTrial.open(6);
    const queue = await open(home.server());
    const deps = { ledger: ledger.db, queue, batchSize: 1, reached: GO_ON };
    await ledger.store(dossier('một'), dossier('hai'));
    await set('maxmemory', '1mb', async () => {
      await expect(recover(deps)).rejects.toMatchObject({ code: 'DB-SVC-021', exitCode: 69 });
    });
    expect((await recover(deps)).enqueued).toBe(2);
    expect([...(await queue.carried())].sort()).toEqual(
      [await ledger.id('một'), await ledger.id('hai')].sort(),
    );
    await ledger.close();
  });

  test('a Redis that is a replica is refused at the start, and found when it becomes one', async () => {
    const queue = await open(home.server());
    await admin.call('REPLICAOF', '127.0.0.1', '1');
    try {
      await expect(open(home.server())).rejects.toMatchObject({ code: 'DB-SVC-021' });
      await expect(queue.enqueue('live', [{ dossiers: [1] }])).rejects.toMatchObject({ code: 'DB-SVC-021' });
    } finally {
      await admin.call('REPLICAOF', 'NO', 'ONE');
    }
    await queue.enqueue('live', [{ dossiers: [1] }]);
  });

  test('a Redis that wants a password, or another one, says so without it', async () => {
    await set('requirepass', 'dung', async () => {
      await admin.auth('dung');
      for (const url of [home.url, home.url.replace('redis://', 'redis://:sai-bi-mat@')]) {
        const opening = open(onRedis(url));
        await expect(opening).rejects.toMatchObject({ code: 'DB-SVC-020', exitCode: 69 });
        await expect(opening).rejects.not.toThrow(/sai-bi-mat/);
      }
    });
  });
});

test.each([
  [Object.assign(new Error('read'), { code: 'ECONNRESET' }), true],
  [new Error('Connection is closed.'), true],
  [new Error('All sentinels are unreachable and retry is disabled.'), true],
  [new RangeError('Maximum call stack size exceeded'), false],
  [new SyntaxError('Unexpected token'), false],
  [Object.assign(new Error('Invalid'), { code: 'ERR_INVALID_ARG_TYPE' }), false],
])('a server is away by what the connection says, not by a fault of this process: %s', (error, away) => {
  expect(isConnectionError(error)).toBe(away);
});

describe('what a Redis says of itself', () => {
  const info = (text: string) => {
    const { fatal, warnings } = faultsOf(text.split('|').join('\r\n'), 'r:6379');
    return { fatal: fatal?.code ?? null, warnings: warnings.map(({ code }) => code) };
  };

  test.each([
    ['redis_version:7.0.15|maxmemory_policy:noeviction|role:master', null, []],
    ['redis_version:6.2.0|role:master', null, []],
    ['', null, []],
    ['redis_version:6.0.16|maxmemory_policy:volatile-lru', null, ['DB-SVC-022', 'DB-SVC-023']],
    ['redis_version:5.0.14|role:master', null, ['DB-SVC-023']],
    ['redis_version:7.2.4|role:slave|slave_read_only:1', 'DB-SVC-021', []],
    ['redis_version:7.2.4|role:slave|slave_read_only:0', null, []],
  ])('%s', (text, fatal, warnings) => {
    expect(info(text)).toEqual({ fatal, warnings });
  });

  test.each([
    ['LOADING Redis is loading the dataset in memory', 'DB-SVC-021'],
    ['MISCONF Redis is configured to save RDB snapshots', 'DB-SVC-021'],
    ["OOM command not allowed when used memory > 'maxmemory'. script: abc, on @user_script:1.", 'DB-SVC-021'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'DB-SVC-020'],
    ['NOPERM this user has no permissions', 'DB-SVC-020'],
    ['ERR unknown command', undefined],
  ])('%s', (message, code) => {
    const error = explainReply(message, 'r:6379');
    expect(error?.code).toBe(code);
    expect(error?.message ?? '').not.toContain('script');
  });
});
