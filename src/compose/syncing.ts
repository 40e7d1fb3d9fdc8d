/** The whole road once, of all sources; pulls the catalogue first where the ledger has none. */
import type { House } from '../compose.ts';
import { monotonicMs, pause } from '../lifecycle.ts';
import { type SyncDeps, type SyncReport, syncOnce } from '../pipeline/sync-once.ts';
import { readableOf } from './reading.ts';

/** What whoever asks for it says. */
export type SyncOptions = Pick<SyncDeps, 'waitMs' | 'onProgress' | 'onPage'>;

/** Runs it, alone on the ledger's version. Throws what {@link syncOnce} throws, DB-CAT-…, DB-SVC-005. */
export async function syncHouse(
  house: House,
  options: SyncOptions,
  signal: AbortSignal,
): Promise<SyncReport> {
  const ledger = await house.ledger();
  const misfit = await house.attend('dongbo-sync');
  const either = AbortSignal.any([signal, misfit]);
  await house.pullMissingCatalogue(either);
  const { queue, reached } = await house.enqueuing();
  const deps: SyncDeps = {
    ...options,
    sources: (await house.sources()).map((source) => readableOf(house, source)),
    reached,
    ledger,
    queue,
    portal: await house.portal(),
    handler: await house.jobHandler(),
    pause,
    monotonicMs,
    ledgerFault: () => house.ledgerContact.fault,
  };
  try {
    const report = await syncOnce(deps, either);
    misfit.throwIfAborted();
    return report;
  } finally {
    await house.drain();
  }
}
