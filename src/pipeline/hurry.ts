/**
 * Putting first what the portal must know soon: dossiers that the province has finished in time.
 * Guarantees: they go before whatever waits, in the order of their appointments; enqueued after commit (invariant 3);
 * a dossier that some job carries already may be carried twice, and its lease lets one of them send.
 */
import { noteHurried, takeUrgent, type UrgentShare } from '../ledger/hurry.ts';
import { type EnqueueDeps, enqueue } from './enqueue.ts';

/**
 * Most dossiers a run; the next one goes on. Before an appointment each minute counts, so as many as minutes of a
 * portal's work. What has passed it is counted late until it is there, today or tomorrow: some seconds of work, so that
 * the past month of a first load, or of a long outage, leaves most of each minute to what changes today.
 */
const MOST: UrgentShare = { soon: 5_000, late: 500 };

/** Answers how many were put first. @param dueSoonHours see `ScoreFormulas` */
export async function hurry(deps: EnqueueDeps, dueSoonHours: number): Promise<number> {
  const ids = await takeUrgent(deps.ledger, dueSoonHours, MOST);
  if (ids.length === 0) return 0;
  // Of what is to go next, the last goes first.
  await enqueue(deps, { live: ids.toReversed(), backfill: [] }, 'next');
  await noteHurried(deps.ledger, ids);
  return ids.length;
}
