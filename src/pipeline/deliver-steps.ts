/**
 * Sending the progress steps of the dossiers of one job.
 * Guarantees: marked `sending` only just before their call, so that a crash between leaves them
 * queued; a lost answer is read back before anything goes again, and where the portal shows no
 * steps the step is held (invariant 5: never twice).
 */

import type { RecordOutcome } from '../domain/portal-outcome.ts';
import type { LookupAnswer } from '../domain/ports.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { type ClaimedStep, dueSteps, markStepsSending } from '../ledger/claim.ts';
import { type ReadBack, requeueVanished, settleReadBack } from '../ledger/read-back.ts';
import { settle } from '../ledger/settle.ts';
import { CallLog } from './call-log.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { settlementOf } from './outcome-to-settlement.ts';

/** Sends the due steps under `token`, after reading back those whose answer was lost. */
export async function deliverSteps(
  deps: DeliverDeps,
  token: string,
  keeper: LeaseKeeper,
  signal: AbortSignal,
): Promise<void> {
  const due = await dueSteps(deps.ledger, token);
  if (due.some((step) => step.state === 'unknown')) {
    await readBack(deps, token, keeper, due, signal);
    await send(deps, token, keeper, await dueSteps(deps.ledger, token), signal);
    return;
  }
  await send(deps, token, keeper, due, signal);
}

async function send(
  deps: DeliverDeps,
  token: string,
  keeper: LeaseKeeper,
  due: readonly ClaimedStep[],
  signal: AbortSignal,
): Promise<void> {
  // A dossier with a step that is still unknown waits whole: its steps keep their order.
  const blocked = new Set(due.filter((step) => step.state === 'unknown').map((step) => step.dossierId));
  const steps = due.filter((step) => !blocked.has(step.dossierId));
  if (steps.length === 0) return;
  const byRef = new Map(steps.map((step) => [step.deliveryId, step]));
  const sent = new Set<number>();
  const log = new CallLog(
    async (refs) => {
      if (!(await keeper.keep())) return false;
      const ours = refs.flatMap((ref) => byRef.get(ref) ?? []);
      if (!(await markStepsSending(deps.ledger, token, ours))) return false;
      for (const step of ours) sent.add(step.deliveryId);
      return true;
    },
    (ref) => byRef.get(ref)?.dossierId ?? 0,
    deps.onCall,
  );
  const outcomes = await deps.portal.pushSteps(
    steps.map(({ deliveryId, step }) => ({ ref: deliveryId, step })),
    log,
    signal,
  );
  // One jitter a round: what failed together falls due together, in one call and not in one each.
  const random = deps.random();
  const settlements = steps.flatMap((step) => {
    const outcome = outcomes.get(step.deliveryId);
    // What no call carried was never marked; it stays queued behind the step that stopped it.
    if (!outcome || !sent.has(step.deliveryId)) return [];
    return [settlementOf({ ...step, attempt: step.attempt + 1 }, outcome, deps.retry, random)];
  });
  deps.onSettled(await settle(deps.ledger, token, settlements, log.attempts(outcomes)));
  await recreateVanished(deps, token, steps, outcomes);
}

/** A step answered with "no such dossier": the portal lost it, or never had it; it is created again first. */
async function recreateVanished(
  deps: DeliverDeps,
  token: string,
  steps: readonly ClaimedStep[],
  outcomes: ReadonlyMap<number, RecordOutcome>,
): Promise<void> {
  const vanished = steps.filter((step) => outcomes.get(step.deliveryId)?.kind === 'missing');
  if (vanished.length > 0) {
    await requeueVanished(deps.ledger, token, [...new Set(vanished.map((step) => step.dossierId))]);
  }
}

async function readBack(
  deps: DeliverDeps,
  token: string,
  keeper: LeaseKeeper,
  due: readonly ClaimedStep[],
  signal: AbortSignal,
): Promise<void> {
  const unknown = due.filter((step) => step.state === 'unknown');
  const random = deps.random();
  for (const dossierId of new Set(unknown.map((step) => step.dossierId))) {
    const steps = unknown.filter((step) => step.dossierId === dossierId);
    const [first] = steps;
    if (!first || signal.aborted) break;
    const log = new CallLog(
      () => keeper.keep(),
      () => dossierId,
      deps.onCall,
    );
    const answer = await deps.portal.lookup(first.step.dossierCode, log, signal);
    const verdicts = steps.map((step) => verdictOf(deps, step, answer, random));
    deps.onSettled(
      await settleReadBack(deps.ledger, token, verdicts, readBackAttempts(log, dossierId, first)),
    );
    if (answer.kind === 'absent') await requeueVanished(deps.ledger, token, [dossierId]);
  }
}

/** The read-back concerns no delivery of its own; it is recorded under the first step it was made for. */
function readBackAttempts(log: CallLog, dossierId: number, step: ClaimedStep) {
  return log.attempts(new Map()).map((row) => ({ ...row, dossierId, deliveryId: step.deliveryId }));
}

function verdictOf(deps: DeliverDeps, step: ClaimedStep, answer: LookupAnswer, random: number): ReadBack {
  const base = { deliveryId: step.deliveryId, delayMs: 0, held: null };
  switch (answer.kind) {
    case 'absent':
      return { ...base, verdict: 'not-there' };
    case 'failed':
      return {
        ...base,
        verdict: 'try-later',
        delayMs: backoffMs(deps.retry, step.attempt, random, answer.outcome.retryAfterSeconds),
      };
    case 'present':
      if (answer.steps === null) {
        return { ...base, verdict: 'cannot-tell', held: { code: 'DB-PRT-012', params: {} } };
      }
      return {
        ...base,
        verdict: answer.steps.some((shown) => deps.portal.sameStep(step.step, shown)) ? 'there' : 'not-there',
      };
  }
}
