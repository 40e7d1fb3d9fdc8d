/**
 * Goes through everything that a source has, and compares it with the ledger.
 * Guarantees: a row that changed without its time, or that reading by time never saw, is taken in like any change;
 * a dossier that the source no longer has is noted (sweep-vanished.ts), and nothing else is done to it; whatever
 * is read whole is read and stored in one turn of the source (turns.ts). One that is cut short notes no vanished
 * ones, and the next is the faster for it.
 * Must not: hold a turn while digests are fetched: a whole province takes its time.
 */
import type { Source, SourceDigest, SourceDigests, SourcePosition } from '../domain/source-ports.ts';
import { applyCodebook } from '../ledger/apply-codebook.ts';
import { noteSweep, type SourceNames, standingDossiers, sweepBegins } from '../ledger/sweep.ts';
import { rulesOf } from './normalize-for-ledger.ts';
import { SeenIds } from './seen-ids.ts';
import { emptySweep, type SweepReport } from './sweep-report.ts';
import { digestMark, type SweepRowsDeps, sweepRows } from './sweep-rows.ts';
import { sweepVanished } from './sweep-vanished.ts';
import { ledgerCode, type TakeInDeps } from './take-in.ts';
import type { Turns } from './turns.ts';

/** What a sweep works with. */
export interface SweepDeps extends TakeInDeps {
  readonly source: Source;
  /** The source's, shared by all that read it. */
  readonly turns: Turns;
  /** Under which names its dossiers stand in the ledger. */
  readonly names: SourceNames;
  /** Names of those whose dossiers it never takes over. */
  readonly outranked: SourceNames;
  /** Dossiers read whole at a time. */
  readonly pageSize: number;
  /** The source finds dossiers by their codes. Where it does not, all is read once more before any counts as gone. */
  readonly keyIsCode: boolean;
  readonly onProgress?: (report: SweepReport) => void;
}

/** How it is done. */
export interface SweepOptions {
  /** A person says so: however many are gone, they are. */
  readonly believe: boolean;
}

/** Sweeps. Stops between pages when `signal` fires. Throws DB-SRC-…, DB-SWP-001. */
export async function sweep(
  deps: SweepDeps,
  { believe }: SweepOptions,
  signal: AbortSignal,
): Promise<SweepReport> {
  const { source, ledger, names } = deps;
  // Whoever reads takes a changed codebook into use first.
  await applyCodebook(ledger, deps.codebook, rulesOf(deps.normalize));
  const { now: startedAt, newest } = await sweepBegins(ledger, names);
  const rows: SweepRowsDeps = { ...deps, newest, seen: new SeenIds(), report: emptySweep() };
  const { report } = rows;
  if (source.digests === null) await readEverything(deps, rows, signal);
  else await compareDigests(deps, rows, source.digests, signal);
  const isOneMoment = source.digests !== null;
  const lookAgain = isOneMoment ? null : lookingAgain(deps, rows, signal);
  if (!signal.aborted) await sweepVanished({ ...rows, startedAt, believe, lookAgain }, signal);
  report.complete = !signal.aborted;
  if (report.complete) {
    const { swept, reread, untimed, missed, vanished } = report;
    const changed = untimed + missed;
    await noteSweep(ledger, { source: deps.sourceName, startedAt, swept, reread, changed, vanished });
  }
  return report;
}

async function compareDigests(
  deps: SweepDeps,
  rows: SweepRowsDeps,
  digests: SourceDigests,
  signal: AbortSignal,
): Promise<void> {
  let nameless = false;
  // Of what is to be read whole pages are made up, however few they are in each page of digests.
  let waiting: string[] = [];
  const readWaiting = async (least: number): Promise<void> => {
    while (waiting.length >= least && !signal.aborted) {
      const keys = waiting.slice(0, deps.pageSize);
      waiting = waiting.slice(deps.pageSize);
      await deps.turns.take(async () => sweepRows(rows, await digests.readKeys(keys)));
      deps.onProgress?.(rows.report);
    }
  };
  await digests.each(async (page) => {
    const named = page.filter(({ code }) => code !== '');
    nameless ||= named.length < page.length;
    rows.report.swept += page.length;
    waiting.push(...(await suspicious(rows, named)));
    await readWaiting(deps.pageSize);
    deps.onProgress?.(rows.report);
  }, signal);
  await readWaiting(1);
  // Rows without a code go by a name made from their content, which only reading them tells.
  if (nameless) await readIrregular(deps, rows, signal);
}

/** Keys of those of which the digest does not say that they are as the ledger has them. */
async function suspicious(
  { ledger, names, outranked, mapHash, seen, report }: SweepRowsDeps,
  page: readonly SourceDigest[],
): Promise<readonly string[]> {
  const coded = page.map(({ key, code, digest }) => ({ key, digest, code: ledgerCode({ key: code }) }));
  const standing = await standingDossiers(
    ledger,
    coded.map(({ code }) => code),
    names,
    outranked,
  );
  const keys = coded.filter(({ code, digest }) => {
    const known = standing.get(code);
    if (known === undefined) return true;
    // Of two rows of one dossier neither digest is the dossier's.
    const twice = seen.add(known.id);
    if (known.ours && !known.given) return true;
    if (known.ours) return twice || known.digest !== digestMark(mapHash, known.sourceHash, digest);
    report.foreign += 1;
    return false;
  });
  return [...new Set(keys.map(({ key }) => key))];
}

/** Every row by its time, and then those that have none. */
async function readEverything(deps: SweepDeps, rows: SweepRowsDeps, signal: AbortSignal): Promise<void> {
  const [feed] = deps.source.feeds;
  let position: SourcePosition | null = null;
  for (let end = false; !end && !signal.aborted; ) {
    await deps.turns.take(async () => {
      const page = await deps.source.readPage(position, feed);
      rows.report.swept += page.dossiers.length;
      await sweepRows(rows, page.dossiers.map(undigested));
      position = page.last ?? position;
      end = page.end;
    });
    deps.onProgress?.(rows.report);
  }
  await readIrregular(deps, rows, signal, true);
}

async function readIrregular(
  deps: SweepDeps,
  rows: SweepRowsDeps,
  signal: AbortSignal,
  counted = false,
): Promise<void> {
  let skip = 0;
  for (let end = false; !end && !signal.aborted; ) {
    await deps.turns.take(async () => {
      const page = await deps.source.readIrregular(skip);
      skip += page.dossiers.length;
      if (counted) rows.report.swept += page.dossiers.length;
      await sweepRows(rows, page.dossiers.map(undigested));
      end = page.end;
    });
    deps.onProgress?.(rows.report);
  }
}

async function readByCodes(deps: SweepDeps, rows: SweepRowsDeps, codes: readonly string[]): Promise<void> {
  await deps.turns.take(async () => sweepRows(rows, (await deps.source.readKeys(codes)).map(undigested)));
}

/**
 * How those that were not seen are looked for once more: a listing in pages passes over what moves forward while it
 * is read, and rows may have moved past the place where reading by time was.
 */
function lookingAgain(
  deps: SweepDeps,
  rows: SweepRowsDeps,
  signal: AbortSignal,
): (codes: readonly string[]) => Promise<void> {
  if (deps.keyIsCode) return (codes) => readByCodes(deps, rows, codes);
  let again: Promise<void> | null = null;
  return () => {
    again ??= readOnceMore(deps, rows, signal);
    return again;
  };
}

/** Everything, without counting twice what the source has. */
async function readOnceMore(deps: SweepDeps, rows: SweepRowsDeps, signal: AbortSignal): Promise<void> {
  const { report } = rows;
  const { swept } = report;
  await readEverything(deps, rows, signal);
  report.swept = swept;
}

const undigested = <Dossier>(dossier: Dossier) => ({ dossier, digest: null });
