/**
 * After a change of mappings or catalogue: what was normalized with the old codebook is normalized
 * again from the rows in the ledger, so that what a mended table releases goes by itself.
 * Guarantees: only dossiers whose payload changed are sent; goes on where it stopped.
 */
import type { Codebook } from '../domain/codebook.ts';
import { laneOf } from '../domain/delivery.ts';
import type { Queue } from '../domain/ports.ts';
import type { Database } from '../ledger/database.ts';
import { staleDossiers } from '../ledger/stale-codebook.ts';
import { storePage } from '../ledger/store-page.ts';
import { enqueue } from './enqueue.ts';
import { type NormalizeSettings, normalizeForLedger } from './normalize-for-ledger.ts';

const PAGE = 1000;

/** Normalizes again whatever carries another codebook than `codebook`. Answers how many. */
export async function renormalizeStale(
  deps: {
    readonly ledger: Database;
    readonly queue: Queue;
    readonly codebook: Codebook;
    readonly normalize: NormalizeSettings;
    readonly batchSize: number;
    readonly now: () => number;
  },
  codebook: number,
  signal: AbortSignal,
): Promise<number> {
  let total = 0;
  for (let after = 0; !signal.aborted; ) {
    const rows = await staleDossiers(deps.ledger, codebook, after, PAGE);
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
    const due = await storePage(deps.ledger, {
      dossiers: rows.map((row) => ({
        ...normalizeForLedger(row, deps.codebook, deps.normalize),
        // A mended table sends months of dossiers: they must not travel in the lane of today's changes.
        lane: laneOf(row.source.changedAt === null ? null : Date.parse(row.source.changedAt), deps.now()),
      })),
      codebookVersion: deps.codebook.version,
      cursor: null,
    });
    await enqueue(deps.ledger, deps.queue, deps.batchSize, due);
    total += rows.length;
  }
  return total;
}
