/**
 * After a change of mappings, catalogue or settings: the dossiers that it touches are normalized again
 * from the rows in the ledger, so that what a mended table releases goes by itself.
 * Guarantees: only dossiers whose payload changed are sent, and none that would say less than what the
 * portal accepted; goes on where it stopped.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Reached } from '../domain/crash-points.ts';
import { laneOf } from '../domain/delivery.ts';
import type { Queue } from '../domain/ports.ts';
import type { Database } from '../ledger/database.ts';
import { staleDossiers } from '../ledger/stale-dossiers.ts';
import { storePage } from '../ledger/store-page.ts';
import { enqueue } from './enqueue.ts';
import { type NormalizeSettings, normalizerFor } from './normalize-for-ledger.ts';
import { saysLess } from './says-less.ts';

const PAGE = 1000;

/** Normalizes again whatever the ledger has marked as stale. Answers how many. */
export async function renormalizeStale(
  deps: {
    readonly ledger: Database;
    readonly queue: Queue;
    readonly codebook: Codebook;
    readonly normalize: NormalizeSettings;
    readonly batchSize: number;
    readonly reached: Reached;
    readonly now: () => number;
  },
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
