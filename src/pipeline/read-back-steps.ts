/**
 * Reading back the steps whose answer was lost.
 * Guarantees: a step is taken for stored only where the portal shows one more like it than those it
 * has accepted before, so that of two alike steps neither is lost (invariant 5). Where the portal
 * shows no steps at all, STEPS_WHEN_UNKNOWN decides, and the record of attempts says that it did. That
 * the dossier itself is not there is not taken from a look-up: the portal's answer to an update tells.
 */
import type { LookupAnswer, PortalStep } from '../domain/ports.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { acceptedSteps, type ClaimedStep } from '../ledger/claim.ts';
import { isRefuted, noteAbsent, noteShown } from '../ledger/lost-dossier.ts';
import { type ReadBack, settleReadBack } from '../ledger/read-back.ts';
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
    const refuted = await isRefuted(deps.ledger, dossierId);
    const untold = isUntold(answer, refuted);
    const verdicts = untold
      ? untoldOf(deps, steps)
      : await verdictsOf(deps, dossierId, steps, answer, random);
    const resent = untold && deps.stepsWhenUnknown === 'resend' ? steps : [];
    const attempts = [...calls, ...notesOf(resent, calls)];
    deps.onSettled(await settleReadBack(deps.ledger, token, verdicts, attempts));
    await deps.reached('read-back:settled');
    if (answer.kind === 'absent' && !refuted) await noteAbsent(deps.ledger, token, [dossierId]);
    if (answer.kind === 'present' && refuted) await noteShown(deps.ledger, token, dossierId);
  }
}

/**
 * The dossier is there, its steps are not shown: nobody can tell. So it is where look-ups miss the
 * dossier although the portal takes updates of it.
 */
function isUntold(answer: LookupAnswer, refuted: boolean): boolean {
  return answer.kind === 'present' ? answer.steps === null : answer.kind === 'absent' && refuted;
}

/** What STEPS_WHEN_UNKNOWN says. */
function untoldOf(deps: DeliverDeps, steps: readonly ClaimedStep[]): ReadBack[] {
  const resend = deps.stepsWhenUnknown === 'resend';
  return steps.map(({ deliveryId }) => ({
    deliveryId,
    delayMs: 0,
    verdict: resend ? 'not-there' : 'cannot-tell',
    held: resend ? null : { code: 'DB-PRT-012', params: {} },
  }));
}

const RESENT =
  'STEPS_WHEN_UNKNOWN=resend: Cổng không cho xem các bước, gửi lại, có thể trùng (the portal shows no steps: goes again, may be doubled)';

/** Each step's own record that the setting lets it go, at the time of the call that told nothing. */
function notesOf(steps: readonly ClaimedStep[], calls: readonly AttemptRow[]): AttemptRow[] {
  return calls.slice(-1).flatMap((call) =>
    steps.map(({ dossierId, deliveryId }) => ({
      ...call,
      dossierId,
      deliveryId,
      outcome: 'unknown' as const,
      errorCode: '',
      message: RESENT,
      records: 1,
      durationMs: 0,
    })),
  );
}

async function verdictsOf(
  deps: DeliverDeps,
  dossierId: number,
  steps: readonly ClaimedStep[],
  answer: LookupAnswer,
  random: number,
): Promise<ReadBack[]> {
  switch (answer.kind) {
    // They wait as they are for their dossier, which is offered again (noteAbsent).
    case 'absent':
      return [];
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
      const shown = [...(answer.steps ?? [])];
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
