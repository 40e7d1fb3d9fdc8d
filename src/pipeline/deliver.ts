/**
 * The second half of the road: one job, one or more portal batches of dossiers, each followed by its steps.
 * Guarantees: works under a lease that every statement repeats (invariant 4); steps go only after
 * their dossier, in order, and a step whose answer was lost is read back first (invariant 5); that a
 * dossier is being created anew is written down before the call; a try counts only once a call with it begins; no transaction is open while the portal is called.
 * Must not: decide what an answer means (`portal/`) or when to try again (`domain/retry-policy`).
 */

import { batchOf } from '../domain/delivery.ts';
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import type { DeliveryJob, JobResult } from '../domain/ports.ts';
import { claimDossiers, lease, nextDue, noteCalling, releaseLease } from '../ledger/claim.ts';
import { noteCreating } from '../ledger/lost-dossier.ts';
import { markEnqueued } from '../ledger/rescue.ts';
import { settle } from '../ledger/settle.ts';
import { CallLog } from './call-log.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import { deliverSteps } from './deliver-steps.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { settlementOf } from './outcome-to-settlement.ts';
import { RoundCount } from './round-report.ts';

/** Delivers what is due of one job; answers what must go again, and when. */
export async function deliver(given: DeliverDeps, job: DeliveryJob, signal: AbortSignal): Promise<JobResult> {
  const token = given.newToken();
  const count = new RoundCount(batchOf(token), given.monotonicMs);
  const deps = count.watching(given);
  await deps.reached('deliver:begun');
  const leased = await lease(deps.ledger, job.dossiers, token, deps.leaseMs);
  if (leased.length > 0) {
    const keeper = new LeaseKeeper(deps, token, leased.length);
    try {
      await deps.reached('deliver:leased');
      await deliverDossiers(deps, token, keeper, signal);
      await deliverSteps(deps, token, keeper, signal);
    } finally {
      keeper.stop();
      count.end(deps);
      await releaseLease(deps.ledger, token);
    }
  }
  await deps.reached('deliver:released');
  return goAgain(deps, leased);
}

/** What falls due within this time of the first goes with it; the rest is found by `recover` when it is due. */
const TOGETHER_MS = 1_000;

/**
 * What this job carries on. Only what it had in hand itself: for the rest another job answers, and
 * jobs that both carried it on would multiply for as long as the portal is away.
 */
async function goAgain(deps: DeliverDeps, leased: readonly number[]): Promise<JobResult> {
  const due = await nextDue(deps.ledger, leased);
  if (due.size === 0) return { again: [], delayMs: 0 };
  const delayMs = Math.min(...due.values());
  const again = leased.filter((id) => (due.get(id) ?? Number.POSITIVE_INFINITY) <= delayMs + TOGETHER_MS);
  const latest = Math.max(...again.map((id) => due.get(id) ?? 0));
  await markEnqueued(deps.ledger, again, latest);
  await deps.reached('deliver:marked-again');
  return { again, delayMs: latest };
}

async function deliverDossiers(
  deps: DeliverDeps,
  token: string,
  keeper: LeaseKeeper,
  signal: AbortSignal,
): Promise<void> {
  const claimed = await claimDossiers(deps.ledger, token);
  if (claimed.length === 0) return;
  await deps.reached('deliver:claimed');
  const dossierOf = new Map(claimed.map((item) => [item.deliveryId, item.dossierId]));
  const known = new Set(claimed.filter((item) => item.known).map((item) => item.deliveryId));
  const called = new Set<number>();
  const log = new CallLog(
    async (refs, creates) => {
      if (!(await keeper.keep())) return 'lost';
      // Until then it has only waited for its turn: the portal has nothing of it, and the try is none.
      const fresh = refs.filter((ref) => !called.has(ref));
      if (fresh.length > 0 && !(await noteCalling(deps.ledger, token, fresh))) return 'lost';
      for (const ref of fresh) called.add(ref);
      // Else nobody would know, after a lost answer, that their steps may be gone (ledger/lost-dossier.ts).
      const lost = creates ? refs.filter((ref) => known.has(ref)) : [];
      if (lost.length > 0) await noteCreating(deps.ledger, token, lost);
      return (await keeper.keep()) ? 'go' : 'lost';
    },
    (ref) => dossierOf.get(ref) ?? 0,
    deps,
  );
  const offers = claimed.map(({ deliveryId, dossier, known, attempt }) => ({
    ref: deliveryId,
    dossier,
    known,
    // Claiming has counted this very try.
    attempt: attempt - 1,
  }));
  const outcomes = await deps.portal.pushDossiers(offers, log, signal);
  await deps.reached('deliver:dossiers-answered');
  // One jitter a round: what failed together falls due together, in one call and not in one each.
  const random = deps.random();
  const settlements = claimed.flatMap((item) => {
    const outcome = outcomes.get(item.deliveryId);
    if (!outcome) return [];
    // Nothing grows with tries that were none: it goes again as after an outage.
    const met =
      called.has(item.deliveryId) || !isLater(outcome) ? outcome : { ...outcome, away: true as const };
    return [settlementOf(item, met, deps.retry, random)];
  });
  deps.onSettled(await settle(deps.ledger, token, settlements, log.attempts(outcomes)));
  await deps.reached('deliver:dossiers-settled');
}

function isLater({ kind }: RecordOutcome): boolean {
  return kind === 'retry-later' || kind === 'session-expired';
}
