/**
 * Dossiers as they were read into the ledger and on to the queue, however they came.
 * Guarantees: they are stored whole, with the cursor before which they stand, or not at all (invariant 2);
 * every one is in the ledger afterwards (invariant 6); an unchanged one costs a hash lookup.
 * Must not: read; whoever does holds the source's turn (turns.ts) from before reading until after this.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Reached } from '../domain/crash-points.ts';
import { laneOf } from '../domain/delivery.ts';
import type { Queue } from '../domain/ports.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { SourcePosition } from '../domain/source-ports.ts';
import type { Database } from '../ledger/database.ts';
import { storePage } from '../ledger/store-page.ts';
import { knownDossiers } from '../ledger/unchanged.ts';
import { sourceFingerprint } from '../normalize/fingerprint.ts';
import { enqueue } from './enqueue.ts';
import { type NormalizeSettings, normalizerFor } from './normalize-for-ledger.ts';

/** What taking in works with. */
export interface TakeInDeps {
  /** Name of the source, in the ledger. */
  readonly sourceName: string;
  /** Hash of its map: what was read by another one is read anew. */
  readonly mapHash: string;
  readonly ledger: Database;
  readonly queue: Queue;
  readonly codebook: Codebook;
  readonly normalize: NormalizeSettings;
  readonly batchSize: number;
  readonly reached: Reached;
  readonly now: () => number;
}

/** Where a cursor of the source comes to stand. */
export interface CursorMove {
  /** Of several streams of change (`Source.feeds`), which. */
  readonly feed: string;
  readonly position: SourcePosition;
}

/** What became of dossiers that were taken in. */
export interface TakenIn {
  readonly read: number;
  readonly changed: number;
}

/** The cursor's name in the ledger: the source's, and its feed's where that is not the dossiers'. */
export function cursorName(sourceName: string, feed: string): string {
  return feed === 'dossiers' ? sourceName : `${sourceName}/${feed}`;
}

/** Stores what changed of `read`, in order of time, and enqueues what is due. */
export async function takeIn(
  deps: TakeInDeps,
  read: readonly SourceDossier[],
  move: CursorMove | null,
): Promise<TakenIn> {
  // A code that occurs twice keeps its last row; the rows come in order of their time.
  const rows = new Map(read.map((source) => [ledgerCode(source), source]));
  const hashed = [...rows].map(([code, source]) => ({ code, source, sourceHash: sourceFingerprint(source) }));
  const known = await knownDossiers(deps.ledger, [...rows.keys()]);
  const changed = hashed.filter(({ code, sourceHash }) => known.get(code)?.sourceHash !== sourceHash);
  await deps.reached('extract:read');
  const nowMs = deps.now();
  const normalized = normalizerFor(deps.codebook, deps.normalize);
  const dossiers = changed.map((row) => ({
    ...normalized(row),
    lane: laneOf(row.source.changedAt === null ? null : Date.parse(row.source.changedAt), nowMs),
  }));
  const due = await storePage(deps.ledger, {
    dossiers,
    sourceName: deps.sourceName,
    codebook: deps.codebook,
    cursor: move
      ? { source: cursorName(deps.sourceName, move.feed), position: move.position, mapHash: deps.mapHash }
      : null,
  });
  await deps.reached('extract:stored');
  await enqueue(deps, due, 'next');
  return { read: read.length, changed: changed.length };
}

/**
 * Under which code the ledger knows a source row: as written, composed and without outer blanks;
 * what PostgreSQL cannot store becomes U+FFFD, so that one such row never stops its page.
 */
export function ledgerCode(source: Pick<SourceDossier, 'key'>): string {
  const code = source.key.normalize('NFC').trim() || source.key;
  return code.replaceAll('\u0000', '\uFFFD').toWellFormed();
}
