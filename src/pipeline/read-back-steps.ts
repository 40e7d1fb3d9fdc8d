/**
 * Reading back the steps whose answer was lost.
 * Guarantees: a step is taken for stored only where the portal shows one more like it than those it
 * has accepted before, so that of two alike steps neither is lost (invariant 5); what may as well be
 * another one that is held for a person cannot be told; that it is not there is believed only when the
 * portal has had time to end the call that was given up. Where the portal shows no steps at all, STEPS_WHEN_UNKNOWN decides, and the record of attempts says that it did. That
 * the dossier itself is not there is not taken from a look-up: the portal's answer to an update tells.
 */
import type { LookupAnswer } from '../domain/ports.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import type { ClaimedStep } from '../ledger/claim.ts';
import { doubtUntil } from '../ledger/doubt.ts';
import { isRefuted, noteAbsent, noteShown } from '../ledger/lost-dossier.ts';
import { type ReadBack, settleReadBack, stepsThere } from '../ledger/read-back.ts';
import type { AttemptRow } from '../ledger/settle.ts';
import { CallLog } from './call-log.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { outageMs } from './outcome-to-settlement.ts';
import { takingFrom } from './shown-steps.ts';

/** Asks the portal for the dossier of `step`; the call is recorded under that step. */
export async function lookUp(
  deps: DeliverDeps,
  keeper: LeaseKeeper,
  step: ClaimedStep,
  signal: AbortSignal,
): Promise<{ answer: LookupAnswer; calls: AttemptRow[] }> {
  const log = new CallLog(
    async () => ((await keeper.keep()) ? 'go' : 'lost'),
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
      ? steps.map((step) => untoldOf(deps, step))
      : await verdictsOf(deps, dossierId, steps, answer, random);
    const resent = untold ? steps.filter((step) => goesUntold(deps, step)) : [];
    deps.onSettled(await settleReadBack(deps.ledger, token, verdicts, calls, notesOf(resent, calls)));
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

/**
 * By STEPS_WHEN_UNKNOWN; of what the source has no more nothing can go, and dropping it would hide what the portal has. Nor
 * goes a second text while nobody can tell of the first: the ledger keeps one.
 */
function goesUntold({ stepsWhenUnknown }: DeliverDeps, { withdrawn, otherUntold }: ClaimedStep): boolean {
  return stepsWhenUnknown === 'resend' && !withdrawn && !otherUntold;
}

function untoldOf(deps: DeliverDeps, step: ClaimedStep): ReadBack {
  const { deliveryId } = step;
  return goesUntold(deps, step)
    ? { deliveryId, verdict: 'resend', delayMs: 0, held: null }
    : heldOf(deliveryId);
}

function heldOf(deliveryId: number): ReadBack {
  return { deliveryId, verdict: 'cannot-tell', delayMs: 0, held: { code: 'DB-PRT-012', params: {} } };
}

function laterFree(deliveryId: number, delayMs: number): ReadBack {
  return { deliveryId, verdict: 'try-later', delayMs, held: null, free: true };
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
      if (outcome.away) {
        return steps.map(({ deliveryId }) => laterFree(deliveryId, outageMs(deps.retry, outcome)));
      }
      return steps.map(({ deliveryId, attempt }) => ({
        deliveryId,
        verdict: 'try-later' as const,
        held: null,
        delayMs: backoffMs(deps.retry, attempt, random, outcome.retryAfterSeconds),
      }));
    }
    case 'present': {
      const take = takingFrom(deps.portal, answer.steps ?? []);
      const there = await stepsThere(deps.ledger, dossierId);
      for (const { step } of there.filter(({ sure }) => sure)) take(step);
      const unsure = there.filter(({ sure }) => !sure).map(({ step }) => step);
      // Only what this ledger does not know of can have been sent as the source says it by now.
      const doubted = (await doubtUntil(deps.ledger)) !== null;
      return steps.map(({ deliveryId, step, next, lostForMs }) => {
        const asItWas = take(step);
        const found = asItWas ?? (doubted && next !== null ? take(next) : null);
        if (found === null) {
          const tooSoonMs = lostForMs === null ? 0 : deps.quietMs - lostForMs;
          if (tooSoonMs > 0) return laterFree(deliveryId, tooSoonMs);
          return { deliveryId, verdict: 'not-there', delayMs: 0, held: null };
        }
        // It may as well be the other's; unless the portal shows one for that, too.
        const at = unsure.findIndex((other) => deps.portal.sameStep(other, found));
        const [other] = at < 0 ? [] : unsure.splice(at, 1);
        if (other !== undefined && take(other) === null) return heldOf(deliveryId);
        const as = asItWas === null && next !== null ? { as: next } : {};
        return { deliveryId, verdict: 'there', delayMs: 0, held: null, ...as };
      });
    }
  }
}
