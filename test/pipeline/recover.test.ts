/**
 * What the queue has lost is found, each dossier once, whatever else the queue does meanwhile. The queue
 * here is a list, so that a wipe can come at any moment; real ones are in test/queue/recover.test.ts.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recoverJob } from '../../jobs/recover.ts';
import type { House } from '../../src/compose.ts';
import { GO_ON, type Reached } from '../../src/domain/crash-points.ts';
import type { DeliveryJob, Queue } from '../../src/domain/ports.ts';
import { markEnqueued } from '../../src/ledger/rescue.ts';
import { enqueue } from '../../src/pipeline/enqueue.ts';
import { isTimeToAsk, recover } from '../../src/pipeline/recover.ts';
import { dossier, LedgerTrial, type Says } from '../ledger/trial.ts';

let ledger: LedgerTrial;
beforeEach(async () => {
  ledger = await LedgerTrial.open(6);
});
afterEach(() => ledger.close());

/** A queue that is a list of what it was given. */
class List implements Queue {
  jobs: DeliveryJob[] = [];
  /** Called after each call of `enqueue`. */
  given: () => void = () => {};

  get ids(): number[] {
    return this.jobs.flatMap(({ dossiers }) => [...dossiers]);
  }

  async enqueue(_lane: unknown, jobs: readonly DeliveryJob[]): Promise<void> {
    this.jobs.push(...jobs);
    this.given();
  }

  async counts() {
    const none = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    return { live: { ...none, waiting: this.jobs.length }, backfill: none };
  }

  carried = async () => this.ids;
  work = async () => {};
  idleMs = () => null;
  drain = async () => {};
  close = async () => {};
}

interface Size {
  readonly slice?: number;
  readonly most?: number;
  readonly reached?: Reached;
  readonly stop?: AbortSignal;
}

const search = (queue: Queue, { stop, ...size }: Size = {}) =>
  recover({ ledger: ledger.db, queue, batchSize: 2, reached: GO_ON, ...size }, stop);

/** Stores so many due dossiers, the first the newest; answers their ids. */
async function due(count: number, what: Says = {}): Promise<number[]> {
  const now = Date.parse('2026-11-02T01:00:00Z');
  const codes = Array.from({ length: count }, (_, n) => `${what.lane ?? 'live'}-${n}`);
  const changedAt = (n: number) => new Date(now - n * 60_000).toISOString();
  await ledger.store(...codes.map((code, n) => dossier(code, { ...what, changedAt: changedAt(n) })));
  return Promise.all(codes.map((code) => ledger.id(code)));
}

const sorted = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b);

test('a wiped queue gets every due dossier once, over many slices, also those whose job was to begin later', async () => {
  const ids = await due(5);
  await markEnqueued(ledger.db, ids.slice(0, 3), 60_000);
  const queue = new List();
  expect((await search(queue, { slice: 2 })).enqueued).toBe(5);
  expect(sorted(queue.ids)).toEqual(sorted(ids));
  expect((await search(queue, { slice: 2 })).enqueued).toBe(0);
});

test('live goes first, and in each lane the newest change of all slices', async () => {
  const old = await due(5, { lane: 'backfill' });
  const live = await due(5);
  const queue = new List();
  await search(queue, { slice: 2 });
  expect(queue.ids).toEqual([...live, ...old]);
});

test('a backlog is brought back piece by piece, and before each piece what is live', async () => {
  const old = await due(6, { lane: 'backfill' });
  const queue = new List();
  expect((await search(queue, { most: 4 })).enqueued).toBe(4);
  const live = await due(2);
  expect((await search(queue, { most: 4 })).enqueued).toBe(4);
  expect(queue.ids).toEqual([...old.slice(0, 4), ...live, ...old.slice(4)]);
});

test('a wipe in the middle of the search: what was enqueued before it comes with the next one, each once', async () => {
  const ids = await due(9);
  const queue = new List();
  let calls = 0;
  queue.given = () => {
    calls += 1;
    if (calls === 2) queue.jobs = [];
  };
  await search(queue, { slice: 2 });
  expect(queue.jobs.length).toBeGreaterThan(0);
  expect((await search(queue, { slice: 2 })).enqueued).toBe(4);
  expect(sorted(queue.ids)).toEqual(sorted(ids));
});

test('two machines that search at once enqueue each dossier once', async () => {
  const ids = await due(9);
  const queue = new List();
  const reports = await Promise.all([search(queue, { slice: 2 }), search(queue, { slice: 2 })]);
  expect(reports[0].enqueued + reports[1].enqueued).toBe(9);
  expect(sorted(queue.ids)).toEqual(sorted(ids));
});

test('a machine that died between enqueuing and marking harms nobody: the job is in the queue', async () => {
  const ids = await due(3);
  const queue = new List();
  const reached: Reached = (point) => {
    if (point === 'enqueue:queued') throw new Error('killed');
  };
  await expect(search(queue, { reached })).rejects.toThrow('killed');
  expect((await search(queue)).enqueued).toBe(0);
  expect(sorted(queue.ids)).toEqual(sorted(ids));
});

describe('a search that is told to stop', () => {
  test('ends after the piece that is under way, and the next one finds the rest', async () => {
    const ids = await due(9);
    const queue = new List();
    const term = new AbortController();
    let calls = 0;
    queue.given = () => {
      calls += 1;
      if (calls === 2) term.abort();
    };
    expect((await search(queue, { slice: 2, stop: term.signal })).enqueued).toBe(4);
    expect((await search(queue, { stop: term.signal })).enqueued).toBe(0);
    queue.given = () => {};
    expect((await search(queue)).enqueued).toBe(5);
    expect(sorted(queue.ids)).toEqual(sorted(ids));
  });

  test('does not begin to enqueue when it is told while it asks the queue', async () => {
    await due(3);
    const queue = new List();
    const term = new AbortController();
    const reached: Reached = (point) => {
      if (point === 'recover:voided') term.abort();
    };
    await search(queue, { reached, stop: term.signal });
    expect(queue.jobs).toEqual([]);
  });

  test('is told so by the scheduler, too', async () => {
    await due(3);
    const queue = new List();
    const term = new AbortController();
    queue.given = () => term.abort();
    const deps = { ledger: ledger.db, queue, batchSize: 2, reached: GO_ON, slice: 1 };
    const house: Pick<House, 'enqueuing'> = { enqueuing: async () => deps };
    expect(await recoverJob.run(house as House, term.signal)).toMatchObject({ enqueued: 1 });
  });
});

describe('while other jobs wait all the time', () => {
  test('what a lost or failed job carried comes back with the next search, and nothing else does', async () => {
    const ids = await due(8);
    const queue = new List();
    await search(queue);
    const [lost] = queue.jobs.splice(1, 1);
    expect((await search(queue)).enqueued).toBe(2);
    expect(queue.jobs.at(-1)).toEqual(lost);
    expect(sorted(queue.ids)).toEqual(sorted(ids));
  });

  test('what is enqueued while the search looks is not enqueued by it, too', async () => {
    const ids = await due(4);
    const queue = new List();
    const deps = { ledger: ledger.db, queue, batchSize: 2, reached: GO_ON };
    const reached: Reached = async (point) => {
      if (point === 'recover:voided') await enqueue(deps, { live: ids, backfill: [] }, 'next');
    };
    await enqueue(deps, { live: ids.slice(0, 1), backfill: [] }, 'next');
    queue.jobs = [];
    expect((await search(queue, { reached })).enqueued).toBe(0);
    expect(sorted(queue.ids)).toEqual(sorted(ids));
  });
});

test('a queue of usual length is asked each time, one of a million jobs or of 25 million ids every fifty rounds', () => {
  const rounds = Array.from({ length: 100 }, (_, n) => n * 30_000);
  const asked = (jobs: number, batchSize: number) =>
    rounds.filter((now) => isTimeToAsk(jobs, jobs * batchSize, now)).length;
  expect([asked(20_000, 1), asked(10_000, 50)]).toEqual([100, 100]);
  expect([asked(1_000_000, 1), asked(500_000, 50)]).toEqual([2, 2]);
});
