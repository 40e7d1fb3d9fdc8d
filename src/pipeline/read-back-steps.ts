/**
 * Reading back the steps whose answer was lost.
 * Guarantees: a step is taken for stored only where the portal shows one more like it than those it
 * has accepted before, so that of two alike steps neither is lost (invariant 5).
 */
import type { LookupAnswer, PortalStep } from '../domain/ports.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { acceptedSteps, type ClaimedStep } from '../ledger/claim.ts';
import { type ReadBack, requeueVanished, settleReadBack } from '../ledger/read-back.ts';
import type { AttemptRow } from '../ledger/settle.ts';
import { CallLog } from './call-log.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { outageMs } from './outcome-to-settlement.ts';

/** Asks the portal for the dossier of `step`; the call is recorded under that step. */
export async function lookUp(
  deps: DeliverDeps,
  keeper: LeaseKeeper,
  step: ClaimedStep,
  signal: AbortSignal,
): Promise<{ answer: LookupAnswer; calls: AttemptRow[] }> {
  const log = new CallLog(
    () => keeper.keep(),
    () => step.dossierId,
    deps,
    step.deliveryId,
  );
  const answer = await deps.portal.lookup(step.step.dossierCode, log, signal);
  return { answer, calls: log.attempts(new Map()) };
}

/** Reads back the `unknown` ones of `due`, dossier by dossier, and settles them under `token`. */
export async function readBack(
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
    const { answer, calls } = await lookUp(deps, keeper, first, signal);
    await deps.reached('read-back:answered');
    const verdicts = await verdictsOf(deps, dossierId, steps, answer, random);
    deps.onSettled(await settleReadBack(deps.ledger, token, verdicts, calls));
    await deps.reached('read-back:settled');
    if (answer.kind === 'absent') await requeueVanished(deps.ledger, token, [dossierId]);
  }
}

async function verdictsOf(
  deps: DeliverDeps,
  dossierId: number,
  steps: readonly ClaimedStep[],
  answer: LookupAnswer,
  random: number,
): Promise<ReadBack[]> {
  const all = (verdict: ReadBack['verdict'], held: ReadBack['held'] = null): ReadBack[] =>
    steps.map(({ deliveryId }) => ({ deliveryId, verdict, delayMs: 0, held }));
  switch (answer.kind) {
    case 'absent':
      return all('not-there');
    case 'failed': {
      const { outcome } = answer;
      const later = { verdict: 'try-later' as const, held: null };
      if (outcome.away) {
        const outage = { ...later, delayMs: outageMs(deps.retry, outcome), outage: true as const };
        return steps.map(({ deliveryId }) => ({ ...outage, deliveryId }));
      }
      return steps.map(({ deliveryId, attempt }) => ({
        ...later,
        deliveryId,
        delayMs: backoffMs(deps.retry, attempt, random, outcome.retryAfterSeconds),
      }));
    }
    case 'present': {
      if (answer.steps === null) return all('cannot-tell', { code: 'DB-PRT-012', params: {} });
      const shown = [...answer.steps];
      const isShown = (step: ClaimedStep['step']): boolean => {
        const at = shown.findIndex((candidate: PortalStep) => deps.portal.sameStep(step, candidate));
        if (at >= 0) shown.splice(at, 1);
        return at >= 0;
      };
      for (const accepted of await acceptedSteps(deps.ledger, dossierId)) isShown(accepted);
      return steps.map(({ deliveryId, step }) => ({
        deliveryId,
        verdict: isShown(step) ? 'there' : 'not-there',
        delayMs: 0,
        held: null,
      }));
    }
  }
}
