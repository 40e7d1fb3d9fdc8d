/**
 * The first half of the road: read what changed since the cursor, page by page, and take it in.
 * Guarantees: every stream of change that the source has is read to its end; what was read by another source
 * map is read anew from the beginning; a page is read and stored in one turn of the source (turns.ts).
 */
import type { Source } from '../domain/source-ports.ts';
import { applyCodebook } from '../ledger/apply-codebook.ts';
import { readCursor } from '../ledger/cursor.ts';
import { rulesOf } from './normalize-for-ledger.ts';
import { renormalizeStale } from './renormalize.ts';
import { cursorName, type TakeInDeps, type TakenIn, takeIn } from './take-in.ts';
import type { Turns } from './turns.ts';

/** What extraction works with. */
export interface ExtractDeps extends TakeInDeps {
  readonly source: Source;
  /** The source's, shared by all that read it. */
  readonly turns: Turns;
  readonly overlapSeconds: number;
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

/** Reads everything that changed since the cursors. Stops between pages when `signal` fires. */
export async function extract(deps: ExtractDeps, signal: AbortSignal): Promise<ExtractReport> {
  let report = await begun(deps);
  for (const feed of deps.source.feeds) report = await readFeed(deps, feed, report, signal);
  // Last, so that what changed today does not wait for what a changed table touches.
  return { ...report, renormalized: await renormalizeStale(deps, signal) };
}

async function readFeed(
  deps: ExtractDeps,
  feed: string,
  before: ExtractReport,
  signal: AbortSignal,
): Promise<ExtractReport> {
  let report = before;
  const cursor = await readCursor(deps.ledger, cursorName(deps.sourceName, feed), deps.mapHash);
  let position = cursor ? deps.source.rewind(cursor, deps.overlapSeconds) : null;
  let end = false;
  while (!signal.aborted && !end) {
    await deps.turns.take(async () => {
      const page = await deps.source.readPage(position, feed);
      report = added(report, await takeIn(deps, page.dossiers, page.last && { feed, position: page.last }));
      if (page.last) position = page.last;
      end = page.end;
    });
    deps.onPage?.(report);
  }
  return report;
}

/** Reads the rows that the cursors cannot see (without time or code, or with a time still to come), all of them. */
export async function extractIrregular(deps: ExtractDeps, signal: AbortSignal): Promise<ExtractReport> {
  let report = await begun(deps);
  let end = false;
  while (!signal.aborted && !end) {
    await deps.turns.take(async () => {
      const page = await deps.source.readIrregular(report.read);
      report = added(report, await takeIn(deps, page.dossiers, null));
      end = page.end;
    });
  }
  return report;
}

function added(report: ExtractReport, page: TakenIn): ExtractReport {
  return {
    ...report,
    read: report.read + page.read,
    changed: report.changed + page.changed,
    unchanged: report.unchanged + page.read - page.changed,
  };
}
