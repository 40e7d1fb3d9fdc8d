/**
 * The first half of the road: read, compare, normalize, store, enqueue.
 * Guarantees: a page is stored whole with its cursor or not at all (invariant 2); every row that was
 * read is in the ledger afterwards (invariant 6); an unchanged row costs a hash lookup.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Reached } from '../domain/crash-points.ts';
import { laneOf } from '../domain/delivery.ts';
import type { Queue, Source, SourcePosition } from '../domain/ports.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import { applyCodebook } from '../ledger/apply-codebook.ts';
import { readCursor } from '../ledger/cursor.ts';
import type { Database } from '../ledger/database.ts';
import { storePage } from '../ledger/store-page.ts';
import { knownDossiers } from '../ledger/unchanged.ts';
import { sourceFingerprint } from '../normalize/fingerprint.ts';
import { enqueue } from './enqueue.ts';
import { type NormalizeSettings, normalizerFor, rulesOf } from './normalize-for-ledger.ts';
import { renormalizeStale } from './renormalize.ts';

/** What extraction works with. */
export interface ExtractDeps {
  readonly source: Source;
  /** Name of the source in the cursor table. */
  readonly sourceName: string;
  readonly ledger: Database;
  readonly queue: Queue;
  readonly codebook: Codebook;
  readonly normalize: NormalizeSettings;
  readonly overlapSeconds: number;
  readonly batchSize: number;
  readonly reached: Reached;
  readonly now: () => number;
  /** Told after each page; for progress bars. */
  readonly onPage?: (report: ExtractReport) => void;
}

/** How many dossiers were read, and what of them. */
export interface ExtractReport {
  readonly read: number;
  readonly unchanged: number;
  readonly changed: number;
  /** Dossiers that a change of mappings, catalogue or settings was found to touch. */
  readonly stale: number;
  /** Dossiers normalized again because of such a change. */
  readonly renormalized: number;
}

/** Whoever reads first takes a changed codebook into use, so that every page is stored under it. */
async function begun(deps: ExtractDeps): Promise<ExtractReport> {
  const stale = await applyCodebook(deps.ledger, deps.codebook, rulesOf(deps.normalize));
  return { read: 0, unchanged: 0, changed: 0, stale, renormalized: 0 };
}

/** Reads everything that changed since the cursor. Stops between pages when `signal` fires. */
export async function extract(deps: ExtractDeps, signal: AbortSignal): Promise<ExtractReport> {
  let report = await begun(deps);
  const cursor = await readCursor(deps.ledger, deps.sourceName);
  let position = cursor ? deps.source.rewind(cursor, deps.overlapSeconds) : null;
  while (!signal.aborted) {
    const page = await deps.source.readPage(position);
    report = added(report, await takeIn(deps, page.dossiers, page.last));
    deps.onPage?.(report);
    if (page.last) position = page.last;
    if (page.end) break;
  }
  // Last, so that what changed today does not wait for what a changed table touches.
  return { ...report, renormalized: await renormalizeStale(deps, signal) };
}

/** Reads the rows that the cursor cannot see (without time or code, or with a time still to come), all of them. */
export async function extractIrregular(deps: ExtractDeps, signal: AbortSignal): Promise<ExtractReport> {
  let report = await begun(deps);
  while (!signal.aborted) {
    const page = await deps.source.readIrregular(report.read);
    report = added(report, await takeIn(deps, page.dossiers, null));
    if (page.end) break;
  }
  return report;
}

function added(report: ExtractReport, page: { read: number; changed: number }): ExtractReport {
  return {
    ...report,
    read: report.read + page.read,
    changed: report.changed + page.changed,
    unchanged: report.unchanged + page.read - page.changed,
  };
}

async function takeIn(
  deps: ExtractDeps,
  read: readonly SourceDossier[],
  last: SourcePosition | null,
): Promise<{ read: number; changed: number }> {
  // A code that occurs twice on a page keeps its last row; the rows come in order of their time.
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
    codebook: deps.codebook,
    cursor: last ? { source: deps.sourceName, position: last } : null,
  });
  await deps.reached('extract:stored');
  await enqueue(deps, due, 'next');
  return { read: read.length, changed: changed.length };
}

/**
 * Under which code the ledger knows a source row: as written, composed and without outer blanks;
 * what PostgreSQL cannot store becomes U+FFFD, so that one such row never stops its page.
 */
export function ledgerCode(source: SourceDossier): string {
  const code = source.key.normalize('NFC').trim() || source.key;
  return code.replaceAll('\u0000', '\uFFFD').toWellFormed();
}
