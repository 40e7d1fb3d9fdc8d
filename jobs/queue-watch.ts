/**
 * Notices that the queue has forgotten work, within seconds and not at the next turn of `recover`.
 * Guarantees: looks at the ledger only where a lane's queue has nothing that could be fetched; what a
 * breaker holds back or a worker has in hand is not free; where `recover` finds nothing it is left to its
 * own schedule, until the queue changes.
 * Must not: enqueue anything itself.
 */
import type { House } from '../src/compose.ts';
import { LANES, type Lane } from '../src/domain/delivery.ts';
import { reasonOf } from '../src/domain/errors.ts';
import { couldGo } from '../src/ledger/lane-work.ts';
import { pause } from '../src/lifecycle.ts';
import type { LogFields } from '../src/telemetry/logger.ts';

const LOOK_EVERY_MS = 2_000;
/** Searches that find nothing, after which a lane is left alone. */
const VAIN_SEARCHES = 3;
/** Over a long backlog the question takes time: it takes no more than this part of the ledger's. */
const SHARE = 1 / 20;

/** Jobs of one lane. */
export type LaneCounts = Readonly<Record<'waiting' | 'active' | 'delayed', number>>;

/** What is known of one lane. */
export class LaneWatch {
  #jobs = 0;
  #vain = 0;
  #restUntil = 0;

  /** Should the ledger be asked whether this lane has work? @param now milliseconds */
  isSuspicious({ waiting, active, delayed }: LaneCounts, now: number): boolean {
    const jobs = waiting + active + delayed;
    const wiped = jobs === 0 && this.#jobs > 0;
    this.#jobs = jobs;
    if (waiting + active > 0 || wiped) this.#forget();
    return waiting + active === 0 && this.#vain < VAIN_SEARCHES && now >= this.#restUntil;
  }

  /** The ledger answered, after so long. */
  asked(free: boolean, durationMs: number, now: number): void {
    if (!free) this.#vain = 0;
    this.#restUntil = now + durationMs / SHARE;
  }

  /** `recover` was run for it. */
  searched(enqueued: number): void {
    if (enqueued > 0) this.#forget();
    else this.#vain += 1;
  }

  #forget(): void {
    this.#vain = 0;
    this.#restUntil = 0;
  }
}

/** Looks until `term` fires; `search` runs the job that finds lost work. */
export async function watchQueue(
  house: House,
  search: () => Promise<LogFields | null>,
  term: AbortSignal,
): Promise<void> {
  const watches: Readonly<Record<Lane, LaneWatch>> = { live: new LaneWatch(), backfill: new LaneWatch() };
  let isAway = false;
  while (!term.aborted) {
    await pause(LOOK_EVERY_MS, term);
    if (term.aborted) return;
    try {
      await look(house, watches, search);
      isAway = false;
    } catch (error) {
      // Queue or ledger away, for all that want to know: said once.
      if (!isAway) house.log.warn('watch over the queue', { reason: reasonOf(error) });
      isAway = true;
    }
  }
}

async function look(
  house: House,
  watches: Readonly<Record<Lane, LaneWatch>>,
  search: () => Promise<LogFields | null>,
): Promise<void> {
  const ledger = await house.ledger();
  const counts = await (await house.queue()).counts();
  const forgotten: LaneWatch[] = [];
  for (const lane of LANES) {
    const watch = watches[lane];
    if (!watch.isSuspicious(counts[lane], performance.now())) continue;
    const startedAt = performance.now();
    const free = await couldGo(ledger, lane);
    const now = performance.now();
    watch.asked(free, now - startedAt, now);
    if (free) forgotten.push(watch);
  }
  if (forgotten.length === 0) return;
  const report = await search();
  for (const watch of forgotten) watch.searched(report?.enqueued ?? 0);
}
