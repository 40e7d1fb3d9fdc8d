/**
 * Putting first what the portal must know soon: dossiers that the province has finished in time.
 * Guarantees: they go before whatever waits, in the order of their appointments; enqueued after commit (invariant 3);
 * a dossier that some job carries already may be carried twice, and its lease lets one of them send.
 */
import { noteHurried, takeUrgent } from '../ledger/hurry.ts';
import { type EnqueueDeps, enqueue } from './enqueue.ts';

/** Most dossiers a run: minutes of a portal's work. The next run goes on. */
const MOST = 5_000;

/** Answers how many were put first. @param dueSoonHours see `ScoreFormulas` */
export async function hurry(deps: EnqueueDeps, dueSoonHours: number): Promise<number> {
  const ids = await takeUrgent(deps.ledger, dueSoonHours, MOST);
  if (ids.length === 0) return 0;
  // Of what is to go next, the last goes first.
  await enqueue(deps, { live: ids.toReversed(), backfill: [] }, 'next');
  await noteHurried(deps.ledger, ids);
  return ids.length;
}
