/**
 * After a change of mappings, catalogue or settings: the dossiers that it touches are normalized again
 * from the rows in the ledger, so that what a mended table releases goes by itself.
 * Guarantees: only dossiers whose payload changed are sent, and none that would say less than what the
 * portal accepted; goes on where it stopped.
 */
import { laneOf } from '../domain/delivery.ts';
import { staleDossiers } from '../ledger/stale-dossiers.ts';
import { storePage } from '../ledger/store-page.ts';
import { enqueue } from './enqueue.ts';
import { normalizerFor } from './normalize-for-ledger.ts';
import { saysLess } from './says-less.ts';
import type { TakeInDeps } from './take-in.ts';

const PAGE = 1000;

/** Normalizes again whatever the ledger has marked as stale. Answers how many. */
export async function renormalizeStale(
  deps: Pick<TakeInDeps, 'ledger' | 'queue' | 'codebook' | 'normalize' | 'batchSize' | 'reached' | 'now'>,
  signal: AbortSignal,
): Promise<number> {
  let total = 0;
  for (let after = 0; !signal.aborted; ) {
    const rows = await staleDossiers(deps.ledger, deps.codebook.version, after, PAGE);
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
    const normalized = normalizerFor(deps.codebook, deps.normalize);
    const due = await storePage(deps.ledger, {
      dossiers: rows.map((row) => ({
        ...normalized(row),
        // A mended table sends months of dossiers: they must not travel in the lane of today's changes.
        lane: laneOf(row.source.changedAt === null ? null : Date.parse(row.source.changedAt), deps.now()),
      })),
      codebook: deps.codebook,
      loses: saysLess,
      cursor: null,
    });
    await deps.reached('renormalize:stored');
    await enqueue(deps, due, 'last');
    total += rows.length;
  }
  return total;
}
