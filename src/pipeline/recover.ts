/**
 * Finding what was lost on the way: leases of dead workers, work that the queue has forgotten.
 * Guarantees: everything comes from the ledger (invariants 1, 9); harmless when nothing was lost
 * and when several machines do it at once.
 */
import { LANES } from '../domain/delivery.ts';
import type { Queue } from '../domain/ports.ts';
import type { Database } from '../ledger/database.ts';
import { databaseNow, rescueExpired, takeForgotten } from '../ledger/rescue.ts';
import { enqueue } from './enqueue.ts';

/** What was found. */
export interface RecoverReport {
  readonly expiredLeases: number;
  readonly lostAnswers: number;
  readonly enqueued: number;
}

const SLICE = 10_000;
/** Between taking a job from the queue and leasing its dossiers little time passes; after this long it is lost. */
const LOST_AFTER_MS = 60_000;
/** After every mark, also those of jobs that were to begin later. */
const NEVER = new Date('9999-12-31T00:00:00Z');

/** Ends dead leases and enqueues due dossiers that no job carries. */
export async function recover(deps: {
  readonly ledger: Database;
  readonly queue: Queue;
  readonly batchSize: number;
}): Promise<RecoverReport> {
  const expired = await rescueExpired(deps.ledger);
  const counts = await deps.queue.counts();
  const now = (await databaseNow(deps.ledger)).getTime();
  let enqueued = 0;
  for (const lane of LANES) {
    const before = lostBefore(counts[lane], now);
    for (let total = SLICE; total === SLICE; enqueued += total) {
      const ids = await takeForgotten(deps.ledger, lane, SLICE, before);
      total = await enqueue(deps.ledger, deps.queue, deps.batchSize, { live: [], backfill: [], [lane]: ids });
    }
  }
  return { expiredLeases: expired.dossiers, lostAnswers: expired.deliveries, enqueued };
}

/**
 * Which marks of a lane are void. While jobs wait, a mark may belong to one of them; when none waits,
 * a mark that is not young belongs to nothing; when there is no job at all, every mark is void.
 */
function lostBefore(jobs: { waiting: number; active: number; delayed: number }, nowMs: number): Date | null {
  if (jobs.waiting > 0) return null;
  return jobs.active + jobs.delayed === 0 ? NEVER : new Date(nowMs - LOST_AFTER_MS);
}
