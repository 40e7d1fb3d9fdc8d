/**
 * Which dossiers of the ledger the source no longer has, once a sweep has gone through all that it has.
 * Guarantees: what was stored since the sweep began is left alone; a source that suddenly lacks a great part of
 * what it has given is not believed (DB-SWP-001); one that the source itself had marked as deleted was to go.
 * Must not: be asked after a sweep that was cut short.
 */
import { DongboError } from '../domain/errors.ts';
import { deletionMarks, givenBefore, noteBack, notedVanished, noteVanished } from '../ledger/vanished.ts';
import { readFlag } from '../normalize/read-flag.ts';
import type { SweepRowsDeps } from './sweep-rows.ts';

const IDS_PAGE = 50_000;
const MARKS_PAGE = 1_000;
/** So few may go at once from however small a source. */
const FEW = 100;
/** More than this part of it may not. */
const PART = 0.1;

/** What finding them works with. */
export interface VanishedDeps extends SweepRowsDeps {
  /** By the ledger's clock. */
  readonly startedAt: Date;
  /** A person says so: however many are gone, they are. */
  readonly believe: boolean;
  /**
   * Of a source that was not read as of one moment: looks once more whether the dossiers of these codes are not
   * there, and marks those that are; `null` where it was.
   */
  readonly lookAgain: ((codes: readonly string[]) => Promise<void>) | null;
}

/** Notes what vanished and what is back. Throws DB-SWP-001. */
export async function sweepVanished(deps: VanishedDeps, signal: AbortSignal): Promise<void> {
  const { ledger, names, seen, report, startedAt } = deps;
  const noted = await notedVanished(ledger, names);
  const back = noted.filter((id) => seen.has(id));
  // What was seen is there, whatever is to be believed of the rest.
  if (back.length > 0) await noteBack(ledger, back);
  report.back += back.length;
  const { known, gone } = await unseen(deps, new Set(noted), signal);
  if (signal.aborted) return;
  if (!deps.believe && isIncredible(report.swept, known, gone.length)) {
    throw new DongboError('DB-SWP-001', { count: gone.length, total: known, where: deps.sourceName });
  }
  report.vanished += await noteVanished(ledger, gone, startedAt);
}

/** Nothing at all is no answer, and a great part at once is more likely a view that is broken. */
function isIncredible(swept: number, known: number, gone: number): boolean {
  if (gone === 0) return false;
  return swept === 0 || (gone > FEW && gone > known * PART);
}

async function unseen(
  { ledger, names, seen, startedAt, lookAgain }: VanishedDeps,
  noted: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<{ readonly known: number; readonly gone: readonly number[] }> {
  let known = 0;
  const gone: number[] = [];
  for (let after = 0; !signal.aborted; ) {
    const page = await givenBefore(ledger, names, startedAt, after, IDS_PAGE);
    known += page.length;
    const candidates = page.filter((id) => !seen.has(id) && !noted.has(id));
    for (let from = 0; from < candidates.length && !signal.aborted; from += MARKS_PAGE) {
      const marks = await deletionMarks(ledger, candidates.slice(from, from + MARKS_PAGE));
      await lookAgain?.(marks.map(({ code }) => code));
      for (const { id, deleted } of marks) if (readFlag(deleted) !== '1' && !seen.has(id)) gone.push(id);
    }
    after = page.at(-1) ?? after;
    if (page.length < IDS_PAGE) break;
  }
  return { known, gone };
}
