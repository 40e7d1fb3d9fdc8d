/**
 * `resync`: dossiers go again, as the present tables make them.
 * Guarantees: exactly the given dossiers are queued, none that a fault blocks, no step that the portal has
 * accepted; a page is stored, then queued and written down in one transaction, so that a run that is cut
 * short has queued what it says; today's changes are not delayed (they keep their lane, the rest is backfill).
 * Must not: send; what is queued is due, and the next pass or `recover` takes it (invariant 1).
 */
import type { Lane } from '../domain/delivery.ts';
import {
  beginResync,
  completeResync,
  queueAgain,
  type ResyncDossier,
  resyncDossiers,
} from '../ledger/resync.ts';
import { storePage } from '../ledger/store-page.ts';
import type { CheckedAgain } from './checked-again.ts';
import { normalizerFor } from './normalize-for-ledger.ts';
import { pagesOf, type ResyncDeps, stayingOf } from './resync-page.ts';
import { saidAfter } from './resync-plan.ts';
import { saysLess } from './says-less.ts';

/** What a resync has done. */
export interface ResyncReport {
  /** Its number, by which it can be called back. */
  readonly id: number;
  readonly dossiers: number;
  /** Dossiers that it queued. */
  readonly queued: number;
  /** Were on their way already, and go with what is true now. */
  readonly pending: number;
  /** Do not go: a fault holds them as a whole. */
  readonly held: number;
  /** Do not go: their personal data were taken out (RETAIN_DAYS). */
  readonly pruned: number;
}

/** Who asked for what. */
export interface ResyncOrder {
  /** User of the operating system. */
  readonly who: string;
  /** As it was typed; kept with the resync. */
  readonly selection: Readonly<Record<string, unknown>>;
  readonly ids: readonly number[];
}

/** Queues the dossiers page by page; stops between pages when `signal` fires. */
export async function resync(
  deps: ResyncDeps,
  { who, selection, ids }: ResyncOrder,
  signal: AbortSignal,
  onPage?: (done: number) => void,
): Promise<ResyncReport> {
  const id = await beginResync(deps.ledger, who, selection);
  const report = { id, dossiers: 0, queued: 0, pending: 0, held: 0, pruned: 0 };
  for (const page of pagesOf(ids)) {
    if (signal.aborted) return report;
    const rows = await resyncDossiers(deps.ledger, page);
    const normalized = normalizerFor(deps.codebook, deps.normalize);
    const checked = rows.map((held) => ({ held, anew: normalized(held) }));
    report.queued += await queuePage(deps, id, checked);
    report.dossiers += page.length;
    report.pruned += page.length - checked.length;
    report.pending += checked.filter((one) => one.held.pending && saidAfter(one) !== null).length;
    report.held += checked.filter((one) => saidAfter(one) === null).length;
    onPage?.(report.dossiers);
  }
  await completeResync(deps.ledger, id);
  return report;
}

async function queuePage(
  deps: ResyncDeps,
  id: number,
  checked: readonly CheckedAgain<ResyncDossier>[],
): Promise<number> {
  await storePage(deps.ledger, {
    dossiers: checked.map((one) => ({ ...one.anew, lane: laneAfter(one) })),
    codebook: deps.codebook,
    loses: saysLess,
    cursor: null,
  });
  const going = checked.filter((one) => saidAfter(one) !== null).map(({ held }) => held.id);
  return queueAgain(deps.ledger, id, {
    again: going,
    atRest: checked.filter(({ held }) => !held.pending).map(({ held }) => held.id),
    release: {
      dossierIds: going,
      reason: null,
      step: null,
      notAtPortal: false,
      staying: stayingOf(checked),
    },
  });
}

/** What is on its way with today's changes keeps its place there. */
function laneAfter(one: CheckedAgain<ResyncDossier>): Lane {
  return one.held.pending || saidAfter(one) === null ? one.held.lane : 'backfill';
}
