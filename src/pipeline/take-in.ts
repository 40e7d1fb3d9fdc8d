/**
 * Dossiers as they were read into the ledger and on to the queue, however they came.
 * Guarantees: they are stored whole, with the cursor before which they stand, or not at all (invariant 2);
 * every one is in the ledger afterwards (invariant 6); an unchanged one costs a hash lookup.
 * Must not: read; whoever does holds the source's turn (turns.ts) from before reading until after this.
 */
import { setImmediate } from 'node:timers/promises';
import type { Codebook } from '../domain/codebook.ts';
import type { Reached } from '../domain/crash-points.ts';
import { laneOf } from '../domain/delivery.ts';
import type { Queue } from '../domain/ports.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { SourcePosition } from '../domain/source-ports.ts';
import type { Database } from '../ledger/database.ts';
import { storePage } from '../ledger/store-page.ts';
import type { StoredDossier } from '../ledger/stored-page.ts';
import { knownDossiers } from '../ledger/unchanged.ts';
import { sourceFingerprint } from '../normalize/fingerprint.ts';
import { enqueue } from './enqueue.ts';
import { type NormalizeSettings, normalizerFor } from './normalize-for-ledger.ts';

/** What taking in works with. */
export interface TakeInDeps {
  /** Name of the source, in the ledger. */
  readonly sourceName: string;
  /** Under which its dossiers stand there: '' as well where it had them before sources had names. Absent = its name. */
  readonly names?: readonly string[];
  /** Names of those whose dossiers it never takes over. Absent = it stands first. */
  readonly outranked?: readonly string[];
  /** Names of those that stand behind it, whose dossiers it takes over. Absent = there are none. */
  readonly behind?: readonly string[];
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
  /** Of another source that stands before this one: not stored. */
  readonly shadowed: number;
}

/** The cursor's name in the ledger: the source's, and its feed's where that is not the dossiers'. */
export function cursorName(sourceName: string, feed: string): string {
  return feed === 'dossiers' ? sourceName : `${sourceName}/${feed}`;
}

/** What of a page is to be stored. */
export interface Prepared {
  readonly read: number;
  /** Ledger codes of all that were read. */
  readonly codes: ReadonlySet<string>;
  readonly changed: readonly StoredDossier[];
  /** Ledger codes of those that another source owns. */
  readonly shadowed: readonly string[];
}

const NO_CODES: ReadonlySet<string> = new Set();

/** A page without dossiers, to move a cursor alone. */
export const NOTHING_PREPARED: Prepared = { read: 0, codes: NO_CODES, changed: [], shadowed: [] };

/**
 * Finds what changed of `read`, in order of time, and normalizes it.
 * @param underWay codes that are being stored: what the ledger says of them may be out of date
 */
export async function prepare(
  deps: TakeInDeps,
  read: readonly SourceDossier[],
  underWay: ReadonlySet<string> = NO_CODES,
): Promise<Prepared> {
  // A code that occurs twice keeps its last row; the rows come in order of their time.
  const rows = new Map(read.map((source) => [ledgerCode(source), source]));
  const hashed = await inBreaths([...rows], ([code, source]) => ({
    code,
    source,
    sourceHash: sourceFingerprint(source),
  }));
  const { names = [deps.sourceName], outranked = [] } = deps;
  const known = await knownDossiers(deps.ledger, [...rows.keys()], outranked);
  const ours = hashed.filter(({ code }) => known.get(code)?.owned !== true);
  const changed = ours.filter(({ code, sourceHash }) => {
    const before = known.get(code);
    // The same from another source is a change: it is ours by now.
    const isSame = before?.sourceHash === sourceHash && names.includes(before.source);
    return underWay.has(code) || !isSame;
  });
  await deps.reached('extract:read');
  const nowMs = deps.now();
  const normalized = normalizerFor(deps.codebook, deps.normalize);
  return {
    read: read.length,
    codes: new Set(rows.keys()),
    shadowed: hashed.flatMap(({ code }) => (known.get(code)?.owned === true ? [code] : [])),
    changed: await inBreaths(changed, (row) => ({
      ...normalized(row),
      lane: laneOf(row.source.changedAt === null ? null : Date.parse(row.source.changedAt), nowMs),
    })),
  };
}

/** Some five milliseconds of normalizing. */
const ROWS_A_BREATH = 25;

/**
 * Does `work` for each row; others have their turn in between: the statements of the page before, calls to the
 * portal, whoever asks whether we live.
 */
async function inBreaths<Row, Result>(
  rows: readonly Row[],
  work: (row: Row) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const row of rows) {
    results.push(work(row));
    if (results.length % ROWS_A_BREATH === 0) await setImmediate();
  }
  return results;
}

/** Stores what was prepared and enqueues what is due. */
export async function store(
  deps: TakeInDeps,
  { read, changed, shadowed }: Prepared,
  move: CursorMove | null,
): Promise<TakenIn> {
  const due = await storePage(deps.ledger, {
    dossiers: changed,
    sourceName: deps.sourceName,
    outranked: deps.outranked ?? [],
    behind: deps.behind ?? [],
    shadowed,
    codebook: deps.codebook,
    cursor: move
      ? { source: cursorName(deps.sourceName, move.feed), position: move.position, mapHash: deps.mapHash }
      : null,
  });
  await deps.reached('extract:stored');
  await enqueue(deps, due, 'next');
  return { read, changed: changed.length, shadowed: shadowed.length };
}

/** {@link prepare} and {@link store} in one. */
export async function takeIn(
  deps: TakeInDeps,
  read: readonly SourceDossier[],
  move: CursorMove | null,
): Promise<TakenIn> {
  return store(deps, await prepare(deps, read), move);
}

/**
 * Under which code the ledger knows a source row: as written, composed and without outer blanks;
 * what PostgreSQL cannot store becomes U+FFFD, so that one such row never stops its page.
 */
export function ledgerCode(source: Pick<SourceDossier, 'key'>): string {
  const code = source.key.normalize('NFC').trim() || source.key;
  return code.replaceAll('\u0000', '\uFFFD').toWellFormed();
}
