/**
 * Finding what was lost on the way: leases of dead workers, work that the queue has forgotten; and what grows row by row
 * is put together.
 * Guarantees: everything comes from the ledger (invariants 1, 9); work of which the queue has lost the
 * job is found though other jobs wait all the time; live first, then the newest change; one run at a time
 * over all machines, and none so long that it keeps the next from looking after live work.
 */
import { LANES, type Lane } from '../domain/delivery.ts';
import { putCountsTogether } from '../ledger/delivery-count.ts';
import { withJobLock } from '../ledger/job-lock.ts';
import { type Carried, databaseNow, forgotten, rescueExpired } from '../ledger/rescue.ts';
import { type EnqueueDeps, enqueue, sizeOfAJob } from './enqueue.ts';

/** What was found. */
export interface RecoverReport {
  readonly expiredLeases: number;
  readonly lostAnswers: number;
  readonly enqueued: number;
}

/** Most dossiers of a lane that one run brings back: seconds of work. The next run goes on. */
const MOST = 200_000;
/** Dossiers enqueued and marked at a time. */
const SLICE = 10_000;
/**
 * The queue is asked for all it carries each time while it has no more than so many jobs and ids, above
 * that the more rarely: each job costs its server a look, each id the ledger a comparison.
 */
const ASKED_EACH_TIME = { jobs: 20_000, ids: 500_000 };
const NEVER = new AbortController().signal;
/** About the time between two runs. */
const ROUND_MS = 30_000;

/**
 * Ends dead leases and enqueues due dossiers that no job carries; nothing while another machine is at it.
 * @param stop ends it after the piece that is under way; the next run finds the rest
 */
export async function recover(
  deps: EnqueueDeps & { readonly slice?: number; readonly most?: number },
  stop: AbortSignal = NEVER,
): Promise<RecoverReport> {
  if (stop.aborted) return { expiredLeases: 0, lostAnswers: 0, enqueued: 0 };
  const expired = await rescueExpired(deps.ledger);
  await deps.reached('recover:rescued');
  // Two who look at once would find the same; it is not the job's own lock, for `sync --once` comes here, too.
  const enqueued = await withJobLock(deps.ledger, 'fill the queue', (lost) =>
    refill(deps, () => lost.aborted || stop.aborted),
  );
  await putCountsTogether(deps.ledger);
  return { expiredLeases: expired.dossiers, lostAnswers: expired.deliveries, enqueued: enqueued ?? 0 };
}

async function refill(
  deps: EnqueueDeps & { readonly slice?: number; readonly most?: number },
  isOver: () => boolean,
): Promise<number> {
  const { slice = SLICE, most = MOST } = deps;
  const carried = await whatIsCarried(deps);
  await deps.reached('recover:voided');
  if (isOver()) return 0;
  const found = await forgotten(deps.ledger, most, carried);
  await deps.reached('recover:taken');
  const none: Record<Lane, number[]> = { live: [], backfill: [] };
  let enqueued = 0;
  for (const lane of ['live', 'backfill'] as const) {
    for (let from = 0; from < found[lane].length && !isOver(); from += slice) {
      const ids = { ...none, [lane]: found[lane].slice(from, from + slice) };
      enqueued += await enqueue(deps, ids, 'last');
    }
  }
  return enqueued;
}

/** Asking costs the more the longer the queue; between two times the marks have to do (`null`). */
async function whatIsCarried({ ledger, queue, batchSize }: EnqueueDeps): Promise<Carried | null> {
  const since = await databaseNow(ledger);
  const counts = await queue.counts();
  let jobs = 0;
  let ids = 0;
  for (const lane of LANES) {
    const of = counts[lane].waiting + counts[lane].active + counts[lane].delayed;
    jobs += of;
    ids += of * sizeOfAJob(lane, batchSize);
  }
  if (!isTimeToAsk(jobs, ids, since.getTime())) return null;
  return { ids: jobs === 0 ? [] : await queue.carried(), since };
}

/**
 * Every round for a queue of usual length, every n-th for one n times as long.
 * @param ids most that these jobs carry
 * @param nowMs of the ledger's clock
 */
export function isTimeToAsk(jobs: number, ids: number, nowMs: number): boolean {
  const times = Math.max(jobs / ASKED_EACH_TIME.jobs, ids / ASKED_EACH_TIME.ids);
  const rounds = Math.max(1, Math.ceil(times));
  return Math.floor(nowMs / ROUND_MS) % rounds === 0;
}
