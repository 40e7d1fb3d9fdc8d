/** How much is on its way at a time, by lane. Must not: load the queue, which what only plans does not need. */
import type { Config } from '../config.ts';
import type { Lane } from '../domain/delivery.ts';

/** Calls of what is not of today at a time: the pace leaves one place free for what changes now, whatever the backlog. */
export function backfillCalls({ PORTAL_CONCURRENCY }: Pick<Config, 'PORTAL_CONCURRENCY'>): number {
  return Math.max(1, PORTAL_CONCURRENCY - 1);
}

/** While the calls of one job are on their way, others write down in the ledger what became of theirs, and mark what goes next. */
const JOBS_A_CALL = 3;

/** Jobs of this process at a time, by lane. */
export function laneConcurrency(config: Pick<Config, 'PORTAL_CONCURRENCY'>): Record<Lane, number> {
  return { live: config.PORTAL_CONCURRENCY, backfill: JOBS_A_CALL * backfillCalls(config) };
}
