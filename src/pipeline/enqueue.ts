/**
 * Handing due work to the queue.
 * Guarantees: only after commit (invariant 3); a job of today's lane is at most one portal batch; what changed just now
 * goes before what waits, the newest first; what could not be enqueued stays in the ledger without a mark and is
 * found by `recover`.
 */
import type { Reached } from '../domain/crash-points.ts';
import { LANES, type Lane } from '../domain/delivery.ts';
import type { DeliveryJob, Queue, QueuePlace } from '../domain/ports.ts';
import type { Database } from '../ledger/database.ts';
import { markEnqueued } from '../ledger/rescue.ts';

/** What enqueuing works with. */
export interface EnqueueDeps {
  readonly ledger: Database;
  readonly queue: Queue;
  readonly batchSize: number;
  readonly reached: Reached;
}

/**
 * Portal batches that one job carries. Leasing, claiming and settling cost nearly as much for few dossiers as for
 * many; what changed today waits for no other batch.
 */
const BATCHES_A_JOB: Readonly<Record<Lane, number>> = { live: 1, backfill: 4 };

/** Most dossiers of a job of `lane`. */
export function sizeOfAJob(lane: Lane, batchSize: number): number {
  return batchSize * BATCHES_A_JOB[lane];
}

/**
 * Enqueues `ids` in jobs of `batchSize`, of what is not of today in larger ones, and marks them. Answers the number of
 * dossiers.
 * @param ids by lane; the oldest change first for `next`, as a page is read, and in the order of their turn for `last`
 */
export async function enqueue(
  { ledger, queue, batchSize, reached }: EnqueueDeps,
  ids: Readonly<Record<Lane, readonly number[]>>,
  place: QueuePlace,
): Promise<number> {
  let total = 0;
  for (const lane of LANES) {
    const size = sizeOfAJob(lane, batchSize);
    const jobs = jobsOf(place === 'next' ? ids[lane].toReversed() : ids[lane], size);
    if (jobs.length === 0) continue;
    // Of what is to go next, the queue takes first what it was given last.
    await queue.enqueue(lane, place === 'next' ? jobs.reverse() : jobs, place);
    await reached('enqueue:queued');
    await markEnqueued(ledger, ids[lane]);
    await reached('enqueue:marked');
    total += ids[lane].length;
  }
  return total;
}

function jobsOf(ids: readonly number[], size: number): DeliveryJob[] {
  const jobs: DeliveryJob[] = [];
  for (let from = 0; from < ids.length; from += size) {
    jobs.push({ dossiers: ids.slice(from, from + size) });
  }
  return jobs;
}
