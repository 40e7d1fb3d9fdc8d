/**
 * Handing due work to the queue.
 * Guarantees: only after commit (invariant 3); a job is at most one portal batch; what could not be
 * enqueued stays in the ledger without a mark and is found by `recover`.
 */
import type { Reached } from '../domain/crash-points.ts';
import { LANES, type Lane } from '../domain/delivery.ts';
import type { Queue, QueuePlace } from '../domain/ports.ts';
import type { Database } from '../ledger/database.ts';
import { markEnqueued } from '../ledger/rescue.ts';

/** What enqueuing works with. */
export interface EnqueueDeps {
  readonly ledger: Database;
  readonly queue: Queue;
  readonly batchSize: number;
  readonly reached: Reached;
}

/** Enqueues `ids` in jobs of `batchSize` and marks them. Answers the number of dossiers. */
export async function enqueue(
  { ledger, queue, batchSize, reached }: EnqueueDeps,
  ids: Readonly<Record<Lane, readonly number[]>>,
  place: QueuePlace,
): Promise<number> {
  let total = 0;
  for (const lane of LANES) {
    const jobs: { dossiers: number[] }[] = [];
    for (let from = 0; from < ids[lane].length; from += batchSize) {
      jobs.push({ dossiers: ids[lane].slice(from, from + batchSize) });
    }
    if (jobs.length === 0) continue;
    await queue.enqueue(lane, jobs, place);
    await reached('enqueue:queued');
    await markEnqueued(ledger, ids[lane]);
    await reached('enqueue:marked');
    total += ids[lane].length;
  }
  return total;
}
