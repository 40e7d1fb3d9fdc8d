/**
 * Finding what was lost on the way: leases of dead workers, work that the queue has forgotten.
 * Guarantees: everything comes from the ledger (invariants 1, 9); harmless when nothing was lost
 * and when several machines do it at once.
 */
import { LANES } from '../domain/delivery.ts';
import { databaseNow, rescueExpired, takeForgotten, voidMarks } from '../ledger/rescue.ts';
import { type EnqueueDeps, enqueue } from './enqueue.ts';

/** What was found. */
export interface RecoverReport {
  readonly expiredLeases: number;
  readonly lostAnswers: number;
  readonly enqueued: number;
}

/** Dossiers taken at a time. */
const SLICE = 10_000;
/** Between taking a job from the queue and leasing its dossiers little time passes; after this long it is lost. */
const LOST_AFTER_MS = 60_000;

/** Ends dead leases and enqueues due dossiers that no job carries. */
export async function recover(deps: EnqueueDeps & { readonly slice?: number }): Promise<RecoverReport> {
  const { slice = SLICE } = deps;
  const expired = await rescueExpired(deps.ledger);
  await deps.reached('recover:rescued');
  const counts = await deps.queue.counts();
  const now = (await databaseNow(deps.ledger)).getTime();
  let enqueued = 0;
  for (const lane of LANES) {
    const { waiting, active, delayed } = counts[lane];
    // Removed, not disregarded: the marks that are made now must count, or the next slice is this one again.
    if (waiting + active + delayed === 0) await voidMarks(deps.ledger, lane);
    await deps.reached('recover:voided');
    // While jobs wait, a mark may belong to one of them; when none waits, one that is not young is lost.
    const before = waiting > 0 ? null : new Date(now - LOST_AFTER_MS);
    for (let total = slice; total === slice; enqueued += total) {
      const ids = await takeForgotten(deps.ledger, lane, slice, before);
      await deps.reached('recover:taken');
      total = await enqueue(deps, { live: [], backfill: [], [lane]: ids }, 'last');
    }
  }
  return { expiredLeases: expired.dossiers, lostAnswers: expired.deliveries, enqueued };
}
