/**
 * `resync`: dossiers go again, as the present tables make them.
 * Guarantees: exactly the given dossiers are queued, none that a fault blocks, no step that the portal has
 * accepted or, where they are looked up, shows; a page is stored, queued and written down in one
 * transaction, so that a run that is cut short has queued what it says and goes on after it; today's
 * changes are not delayed (they keep their lane, the rest is backfill).
 * Must not: send; what is queued is due, and the next pass or `recover` takes it (invariant 1).
 */
import type { Lane } from '../domain/delivery.ts';
import type { SeenDossier } from '../ledger/at-portal.ts';
import { beginResync, completeResync, type ResyncBeginning, resyncPlace } from '../ledger/resync.ts';
import { type AgainDossier, sendAgain } from '../ledger/send-again.ts';
import { countLookUp, type LookUpCount, noLookUps, noteStop } from './look-up-count.ts';
import type { LookedUp } from './look-up-first.ts';
import { type PageDossier, type ResyncDeps, resyncPages, staysHeld } from './resync-page.ts';
import { hashAfter, saidAfter } from './said-after.ts';
import { saysLess } from './says-less.ts';

/** What a run of a resync has done. */
export interface ResyncReport {
  /** Its number, by which it can be called back, or continued. */
  readonly id: number;
  /** Selected dossiers that it has looked at. */
  readonly dossiers: number;
  /** Dossiers that it queued. */
  readonly queued: number;
  /** Were on their way already, and go with what is true now. */
  readonly pending: number;
  /** Do not go: a fault holds them as a whole. */
  readonly held: number;
  /** Do not go: their personal data were taken out (RETAIN_DAYS). */
  readonly pruned: number;
  /** False: it was cut short, and can be continued. */
  readonly complete: boolean;
  /** `null` = they were not looked up. */
  readonly lookedUp: LookUpCount | null;
}

/** Begins a resync of the dossiers of `ids` and does it; stops between pages when `signal` fires, or no more can be looked up. */
export async function resync(
  deps: ResyncDeps,
  order: Omit<ResyncBeginning, 'selected'> & { readonly ids: readonly number[] },
  signal: AbortSignal,
  onPage?: (done: number) => void,
): Promise<ResyncReport> {
  const { ids, ...beginning } = order;
  const id = await beginResync(deps.ledger, { ...beginning, selected: ids.length });
  return goOn(deps, id, ids, signal, onPage);
}

/** Goes on with resync `id`: those of `ids` after the place where it is. Throws DB-RSY-004 as `sendAgain` does. */
export async function goOn(
  deps: ResyncDeps,
  id: number,
  ids: readonly number[],
  signal: AbortSignal,
  onPage?: (done: number) => void,
): Promise<ResyncReport> {
  const report = {
    ...{ id, dossiers: 0, queued: 0, pending: 0, held: 0, pruned: 0, complete: false },
    lookedUp: deps.lookUps === null ? null : noLookUps(),
  };
  let after = await resyncPlace(deps.ledger, id);
  const left = ids.filter((one) => one > after);
  for await (const page of resyncPages(deps, left, signal)) {
    const { dossiers, last, lookedAt, stopped, pruned } = page;
    if (lookedAt > 0) {
      const asked = { resync: id, after, last, lookedAt, codebook: deps.codebook, loses: saysLess };
      const going = dossiers.filter(({ seen }) => seen?.kind !== 'busy' && seen?.kind !== 'unread');
      const outcome = await sendAgain(deps.ledger, { ...asked, dossiers: going.map(againOf) });
      after = last;
      report.queued += outcome.queued;
      report.dossiers += lookedAt;
      report.pruned += pruned;
      report.pending += going.filter(
        (one) => one.held.pending && saidAfter(one) !== null && !isSame(one),
      ).length;
      report.held += dossiers.filter((one) => saidAfter(one) === null).length;
      if (report.lookedUp !== null) {
        for (const { held, seen } of dossiers) {
          if (seen !== null) countLookUp(report.lookedUp, held.code, seen);
        }
        report.lookedUp.already += outcome.already;
        report.lookedUp.stepsThere += outcome.stepsThere;
        report.lookedUp.inMotion += outcome.moved;
      }
      onPage?.(report.dossiers);
    }
    if (report.lookedUp !== null) noteStop(report.lookedUp, stopped);
  }
  report.complete = report.dossiers === left.length;
  if (report.complete) await completeResync(deps.ledger, id);
  return report;
}

function againOf(one: PageDossier): AgainDossier {
  const { held, anew, seen } = one;
  return {
    id: held.id,
    stored: { ...anew, lane: laneAfter(one) },
    atRest: !held.pending,
    goes: saidAfter(one) !== null,
    stays: staysHeld(one),
    seen: seen === null || seen.kind === 'held' ? null : seenDossier(one, seen),
  };
}

function seenDossier(one: PageDossier, seen: LookedUp): SeenDossier {
  return {
    mark: seen.mark,
    hash: isSame(one) ? hashAfter(one) : null,
    steps: seen.kind === 'seen' ? seen.there : [],
  };
}

/** What is on its way with today's changes keeps its place there, and so does what needs no call. */
function laneAfter(one: PageDossier): Lane {
  const { held } = one;
  return held.pending || saidAfter(one) === null || isSame(one) ? held.lane : 'backfill';
}

const isSame = ({ seen }: PageDossier): boolean => seen?.kind === 'seen' && seen.same;
