/** What the queue has lost is found slice by slice, each dossier once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Queue } from '../../src/domain/ports.ts';
import { markEnqueued } from '../../src/ledger/rescue.ts';
import { recover } from '../../src/pipeline/recover.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
});
afterAll(() => ledger.close());

/** A queue that was wiped: it has no job, and notes what it is given. */
function wiped(waiting = 0): { queue: Queue; given: number[] } {
  const given: number[] = [];
  const none = { waiting, active: 0, delayed: 0, failed: 0 };
  return {
    given,
    queue: {
      enqueue: async (_lane, jobs) => void given.push(...jobs.flatMap((job) => [...job.dossiers])),
      work: async () => {},
      counts: async () => ({ live: none, backfill: none }),
      idleMs: () => null,
      drain: async () => {},
      close: async () => {},
    },
  };
}

test('a wiped queue gets every due dossier once, also over many slices and with marks of later jobs', async () => {
  const codes = ['a', 'b', 'c', 'd', 'e'];
  await ledger.store(...codes.map((code) => dossier(code)));
  const ids = await Promise.all(codes.map((code) => ledger.id(code)));
  await markEnqueued(ledger.db, ids.slice(0, 3), 60_000);
  const { queue, given } = wiped();
  const report = await recover({ ledger: ledger.db, queue, batchSize: 50, slice: 2, reached: GO_ON });
  expect(report.enqueued).toBe(5);
  expect([...given].sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
  // While jobs wait, the marks that were made stand.
  const busy = wiped(3);
  const again = await recover({
    ledger: ledger.db,
    queue: busy.queue,
    batchSize: 50,
    slice: 2,
    reached: GO_ON,
  });
  expect(again.enqueued).toBe(0);
});
