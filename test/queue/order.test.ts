/**
 * Which job goes first, on both servers: what changed just now before what waits, so that after an
 * outage the newest goes first; what must go again behind what changed since.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Queue } from '../../src/domain/ports.ts';
import type { Database } from '../../src/ledger/database.ts';
import { enqueue } from '../../src/pipeline/enqueue.ts';
import { describeWithRedis, waitFor } from '../support/services.ts';
import { DONE, noting, openOn, postgresHome, type QueueHome, redisHome } from './places.ts';

const jobs = (...ids: number[]) => ids.map((id) => ({ dossiers: [id] }));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

function suite(home: () => QueueHome): void {
  let queue: Queue;
  const open = async () => {
    queue = await openOn(home().server());
  };
  afterEach(() => queue.close());

  /** The ids of the first of each job, in the order in which they are done. */
  async function order(count: number): Promise<number[]> {
    const { handler, seen, jobs: done } = noting();
    await queue.work(handler);
    await seen(count);
    return done.map(([first = 0]) => first);
  }

  test('what is to go next goes before what waits, the last given first; the rest in the order given', async () => {
    await open();
    await queue.enqueue('live', jobs(1, 2, 3));
    await queue.enqueue('live', jobs(4, 5, 6), 'next');
    await queue.enqueue('live', jobs(7, 8), 'last');
    await queue.enqueue('live', jobs(9), 'next');
    expect(await order(9)).toEqual([9, 6, 5, 4, 1, 2, 3, 7, 8]);
  });

  test('so it is for lists that are long', async () => {
    await open();
    await queue.enqueue('live', jobs(...range(1, 600)), 'next');
    await queue.enqueue('live', jobs(...range(601, 1_200)), 'last');
    expect(await order(1_200)).toEqual([...range(1, 600).reverse(), ...range(601, 1_200)]);
  });

  test('of pages read oldest first the newest dossier of the last page goes first, in whole batches', async () => {
    await open();
    // What is marked in the ledger is no matter of order.
    const ledger = { query: async () => ({ rows: [], rowCount: 0 }) } as Partial<Database> as Database;
    const deps = { ledger, queue, batchSize: 3, reached: GO_ON };
    await enqueue(deps, { live: range(1, 4), backfill: [] }, 'next');
    await enqueue(deps, { live: range(5, 11), backfill: [] }, 'next');
    await enqueue(deps, { live: [100, 99, 98, 97], backfill: [] }, 'last');
    const { handler, seen, jobs: done } = noting();
    await queue.work(handler);
    await seen(7);
    expect(done).toEqual([[11, 10, 9], [8, 7, 6], [5], [4, 3, 2], [1], [100, 99, 98], [97]]);
  });

  test('what falls due again waits behind what changed since', async () => {
    await open();
    let dueAt = 0;
    const {
      handler,
      seen,
      jobs: done,
    } = noting(async ({ dossiers: [id] }) => {
      if (id === 4) await waitFor(() => Date.now() > dueAt, { what: 'the first is due', intervalMs: 1 });
      if (id !== 1 || done.length > 1) return DONE;
      await queue.enqueue('live', jobs(3, 4), 'next');
      dueAt = Date.now() + 5;
      return { again: [1], delayMs: 1 };
    });
    await queue.enqueue('live', jobs(1), 'next');
    await queue.work(handler);
    await seen(4);
    expect(done.flat()).toEqual([1, 4, 3, 1]);
  });

  test('tells at one moment every id in its jobs: waiting, in hand and delayed', async () => {
    await open();
    let finish = () => {};
    const { handler, seen } = noting(async ({ dossiers }) => {
      if (dossiers[0] === 1) return { again: [1], delayMs: 60_000 };
      if (dossiers[0] !== 3) return DONE;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return DONE;
    });
    await queue.enqueue('live', [{ dossiers: [1, 2] }, { dossiers: [3, 4] }, { dossiers: [5] }]);
    await queue.work(handler);
    await seen(2);
    await waitFor(async () => (await queue.counts()).live.delayed === 1, {
      what: 'the first is to go again',
    });
    await queue.enqueue('live', [{ dossiers: [6] }]);
    const carried = await queue.carried();
    finish();
    expect([...carried].sort((a, b) => a - b)).toEqual([1, 3, 4, 5, 6]);
  });
}

describe('on PostgreSQL', () => {
  let home: QueueHome;
  beforeAll(async () => {
    home = await postgresHome();
  });
  afterAll(() => home.close());
  suite(() => home);
});

describeWithRedis('on Redis', () => {
  let home: QueueHome;
  beforeAll(async () => {
    home = await redisHome();
  });
  afterAll(() => home.close());
  suite(() => home);
});
