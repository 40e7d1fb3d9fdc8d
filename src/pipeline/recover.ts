/**
 * Finding what was lost on the way: leases of dead workers, work that the queue has forgotten.
 * Guarantees: everything comes from the ledger (invariants 1, 9); harmless when nothing was lost
 * and when several machines do it at once.
 */
import { LANES } from '../domain/delivery.ts';
import type { Queue } from '../domain/ports.ts';
import type { Database } from '../ledger/database.ts';
import { databaseNow, rescueExpired, rescueOrphans, takeForgotten } from '../ledger/rescue.ts';
import { enqueue } from './enqueue.ts';

/** What was found. */
export interface RecoverReport {
  readonly expiredLeases: number;
  readonly lostAnswers: number;
  readonly enqueued: number;
}

const SLICE = 10_000;
/** A job that has not begun after this long is looked upon as lost; a second one does no harm. */
const LONGEST_WAIT_MS = 5 * 60_000;

/** Ends dead leases and enqueues due dossiers that no job carries. */
export async function recover(deps: {
  readonly ledger: Database;
  readonly queue: Queue;
  readonly batchSize: number;
}): Promise<RecoverReport> {
  const expired = await rescueExpired(deps.ledger);
  const orphans = await rescueOrphans(deps.ledger);
  const counts = await deps.queue.counts();
  const queueEmpty = LANES.every((lane) => {
    const { waiting, active, delayed } = counts[lane];
    return waiting + active + delayed === 0;
  });
  const now = (await databaseNow(deps.ledger)).getTime();
  // A job can wait long behind others; in an empty queue nothing waits, so every earlier mark is void.
  const before = new Date(queueEmpty ? now : now - LONGEST_WAIT_MS);
  let enqueued = 0;
  for (;;) {
    const found = await takeForgotten(deps.ledger, SLICE, before);
    const total = await enqueue(deps.ledger, deps.queue, deps.batchSize, found);
    enqueued += total;
    if (total < SLICE) break;
  }
  return { expiredLeases: expired.dossiers, lostAnswers: expired.deliveries + orphans, enqueued };
}
