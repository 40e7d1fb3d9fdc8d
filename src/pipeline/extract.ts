/**
 * The first half of the road: read what changed since the cursor, page by page, and take it in.
 * Guarantees: every stream of change that the source has is read to its end; what was read by another source
 * map is read anew from the beginning; a page is read and stored in one turn of the source (turns.ts).
 */
import type { Drop, Source } from '../domain/source-ports.ts';
import { applyCodebook } from '../ledger/apply-codebook.ts';
import { readCursor } from '../ledger/cursor.ts';
import { Alone } from './alone.ts';
import { rulesOf } from './normalize-for-ledger.ts';
import type { Overlap } from './overlap.ts';
import { readTurn } from './read-feed.ts';
import { renormalizeStale } from './renormalize.ts';
import { cursorName, NOTHING_PREPARED, store, type TakeInDeps, type TakenIn, takeIn } from './take-in.ts';
import type { Turns } from './turns.ts';

/** What reading works with, however the source is read. */
export interface ReadDeps extends TakeInDeps {
  /** The source's, shared by all that read it. */
  readonly turns: Turns;
  /** Of all sources: what a change of tables touches is normalized again by one of them. Absent = by this one. */
  readonly renormalizing?: Alone;
  /** Told after each page; for progress bars. */
  readonly onPage?: (report: ExtractReport) => void;
}

/** What extraction works with. */
export interface ExtractDeps extends ReadDeps {
  readonly source: Source;
  readonly overlapSeconds: number;
  /** Less than that, where the source tells of changes; absent = always all of it. */
  readonly overlap?: Pick<Overlap, 'begins' | 'ended'>;
}

/** How many dossiers were read, and what of them. */
export interface ExtractReport {
  readonly read: number;
  readonly unchanged: number;
  readonly changed: number;
  /** Dossiers that another source owns: they were not stored (ledger/shadowed.ts). */
  readonly shadowed: number;
  /** Dossiers that a change of mappings, catalogue or settings was found to touch. */
  readonly stale: number;
  /** Dossiers normalized again because of such a change. */
  readonly renormalized: number;
}

/** Whoever reads first takes a changed codebook into use, so that every page is stored under it. */
async function begun(deps: ReadDeps): Promise<ExtractReport> {
  const stale = await applyCodebook(deps.ledger, deps.codebook, rulesOf(deps.normalize));
  return { ...NOTHING_READ, stale };
}

/** Reads everything that changed since the cursors. Stops between pages when `signal` fires. */
export async function extract(deps: ExtractDeps, signal: AbortSignal): Promise<ExtractReport> {
  let report = await begun(deps);
  const behind = deps.overlap?.begins() ?? deps.overlapSeconds;
  await passOver(deps);
  for (const feed of deps.source.feeds) report = await readFeed(deps, feed, report, behind, signal);
  if (!signal.aborted) deps.overlap?.ended();
  return ended(deps, report, signal);
}

const cursorOf = (deps: ExtractDeps, feed: string) =>
  readCursor(deps.ledger, cursorName(deps.sourceName, feed), deps.mapHash);

/**
 * Where dossiers are to be read from the beginning, all parts that there are come with them: the streams of the
 * parts begin where they end by now, or every dossier would be read once more for each of its parts. Their cursors
 * may move before the dossiers are stored, since those are read from here on, in whatever run.
 */
async function passOver(deps: ExtractDeps): Promise<void> {
  const [first = '', ...parts] = deps.source.feeds;
  if (parts.length === 0 || (await cursorOf(deps, first)) !== null) return;
  for (const feed of parts) {
    await deps.turns.take(async () => {
      const position = await deps.source.newest(feed);
      if (position !== null) await store(deps, NOTHING_PREPARED, { feed, position });
    });
  }
}

/** Last, so that what changed today does not wait for what a changed table touches. */
async function ended(deps: ReadDeps, report: ExtractReport, signal: AbortSignal): Promise<ExtractReport> {
  const { renormalizing = new Alone() } = deps;
  const renormalized = (await renormalizing.run(() => renormalizeStale(deps, signal))) ?? 0;
  const whole = { ...report, renormalized };
  if (renormalized > 0) deps.onPage?.(whole);
  return whole;
}

/** Takes in the documents that lie in `drop`, each part in a turn of the source. */
export async function extractDrop(
  deps: ReadDeps & { readonly drop: Drop },
  signal: AbortSignal,
): Promise<ExtractReport> {
  let report = await begun(deps);
  await deps.drop.take(async (dossiers) => {
    await deps.turns.take(async () => {
      report = added(report, await takeIn(deps, dossiers, null));
    });
    deps.onPage?.(report);
  }, signal);
  return ended(deps, report, signal);
}

/** Of a source that sends by itself nothing is read; what a change of tables touches goes again all the same. */
export async function extractNothing(deps: ReadDeps, signal: AbortSignal): Promise<ExtractReport> {
  return ended(deps, await begun(deps), signal);
}

async function readFeed(
  deps: ExtractDeps,
  feed: string,
  before: ExtractReport,
  overlapSeconds: number,
  signal: AbortSignal,
): Promise<ExtractReport> {
  let report = before;
  const cursor = await cursorOf(deps, feed);
  let position = cursor ? deps.source.rewind(cursor, overlapSeconds) : null;
  let end = false;
  const onPage = (page: TakenIn): void => {
    report = added(report, page);
    deps.onPage?.(report);
  };
  while (!signal.aborted && !end) {
    const turn = await deps.turns.take(() =>
      readTurn(deps, feed, position, onPage, signal, () => deps.turns.isAwaited),
    );
    position = turn.position;
    end = turn.end;
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

/** Nothing read. */
export const NOTHING_READ: ExtractReport = {
  read: 0,
  unchanged: 0,
  changed: 0,
  shadowed: 0,
  stale: 0,
  renormalized: 0,
};

/** Two reports as one. */
export function sumOf(a: ExtractReport, b: ExtractReport): ExtractReport {
  return {
    read: a.read + b.read,
    unchanged: a.unchanged + b.unchanged,
    changed: a.changed + b.changed,
    shadowed: a.shadowed + b.shadowed,
    stale: a.stale + b.stale,
    renormalized: a.renormalized + b.renormalized,
  };
}

function added(report: ExtractReport, page: TakenIn): ExtractReport {
  return {
    ...report,
    read: report.read + page.read,
    changed: report.changed + page.changed,
    shadowed: report.shadowed + page.shadowed,
    unchanged: report.unchanged + page.read - page.changed - page.shadowed,
  };
}
