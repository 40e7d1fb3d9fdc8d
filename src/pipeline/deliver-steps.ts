/**
 * Sending the progress steps of the dossiers of one job.
 * Guarantees: marked `sending` only just before their call, so that a crash between leaves them
 * queued; a lost answer is read back before anything goes again (invariant 5: never twice); a dossier
 * that the portal seems to have lost is offered again before its steps.
 */

import type { RecordOutcome } from '../domain/portal-outcome.ts';
import { backoffMs } from '../domain/retry-policy.ts';
import { type ClaimedStep, deferUnsent, dueSteps, markStepsSending } from '../ledger/claim.ts';
import { isRefuted, noteAbsent } from '../ledger/lost-dossier.ts';
import { type AttemptRow, settle } from '../ledger/settle.ts';
import { CallLog } from './call-log.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { outageMs, settlementOf } from './outcome-to-settlement.ts';
import { lookUp, readBack } from './read-back-steps.ts';

/** Sends the due steps under `token`, after reading back those whose answer was lost. */
export async function deliverSteps(
  deps: DeliverDeps,
  token: string,
  keeper: LeaseKeeper,
  signal: AbortSignal,
): Promise<void> {
  const due = await dueSteps(deps.ledger, token);
  const unclear = due.some((step) => step.state === 'unknown');
  if (unclear) await readBack(deps, token, keeper, due, signal);
  let steps = unclear ? await dueSteps(deps.ledger, token) : due;
  // What the source corrected between handing out and calling is read again; the others with it.
  for (let round = 0; round < MOST_READINGS && !signal.aborted; round += 1) {
    if ((await send(deps, token, keeper, steps, signal)) === 'sent') break;
    steps = await dueSteps(deps.ledger, token);
  }
}

/** A source that writes faster than we send: the job ends, and the next one goes on. */
const MOST_READINGS = 3;

async function send(
  deps: DeliverDeps,
  token: string,
  keeper: LeaseKeeper,
  due: readonly ClaimedStep[],
  signal: AbortSignal,
): Promise<'sent' | 'outdated'> {
  // A dossier with a step that is still unknown waits whole: its steps keep their order.
  const blocked = new Set(due.filter((step) => step.state === 'unknown').map((step) => step.dossierId));
  const steps = due.filter((step) => !blocked.has(step.dossierId));
  if (steps.length === 0) return 'sent';
  const byRef = new Map(steps.map((step) => [step.deliveryId, step]));
  const sent = new Set<number>();
  let outdated = false;
  const log = new CallLog(
    async (refs) => {
      if (!(await keeper.keep())) return 'lost';
      const ours = refs.flatMap((ref) => byRef.get(ref) ?? []);
      const marking = await markStepsSending(deps.ledger, token, ours);
      if (marking === 'changed') outdated = true;
      if (marking !== 'marked') return marking;
      for (const step of ours) sent.add(step.deliveryId);
      await deps.reached('steps:marked');
      // Marking may have waited for the ledger: nothing goes on a lease that is nearly over (invariant 5).
      return (await keeper.keep()) ? 'go' : 'lost';
    },
    (ref) => byRef.get(ref)?.dossierId ?? 0,
    deps,
  );
  const pushed = await deps.portal.pushSteps(
    steps.map(({ deliveryId, step, attempt }) => ({ ref: deliveryId, step, attempt })),
    log,
    signal,
  );
  await deps.reached('steps:answered');
  const { outcomes, vanished, attempts } = await lookForMissing(deps, keeper, steps, pushed, signal);
  // One jitter a round: what failed together falls due together, in one call and not in one each.
  const random = deps.random();
  const settlements = steps.flatMap((step) => {
    const outcome = outcomes.get(step.deliveryId);
    // What no call carried was never marked; it waits behind the step that stopped it.
    if (!outcome || !sent.has(step.deliveryId)) return [];
    return [settlementOf({ ...step, attempt: step.attempt + 1 }, outcome, deps.retry, random)];
  });
  deps.onSettled(await settle(deps.ledger, token, settlements, [...log.attempts(outcomes), ...attempts]));
  await deps.reached('steps:settled');
  if (vanished.size > 0) await noteAbsent(deps.ledger, token, [...vanished]);
  if (outdated) return 'outdated';
  // Where no call was made at all (no session, portal away), the wait must be written down too: the
  // job would come back at once, again and again.
  const unsent = steps.filter(
    ({ deliveryId }) => !sent.has(deliveryId) && outcomes.get(deliveryId)?.kind === 'retry-later',
  );
  if (unsent.length > 0 && !signal.aborted) {
    // What waits behind a step that met an outage has met it, too (invariant 8).
    const away = [...outcomes.values()].find((outcome) => outcome.away);
    const waits = unsent.map((step) => {
      const asked = outcomes.get(step.deliveryId)?.retryAfterSeconds;
      return {
        deliveryId: step.deliveryId,
        delayMs: away ? outageMs(deps.retry, away) : backoffMs(deps.retry, step.attempt + 1, random, asked),
      };
    });
    await deferUnsent(deps.ledger, token, waits);
  }
  return 'sent';
}

/**
 * "Not found" in the answer to a step may mean its dossier, or an official or department that the
 * step names. Looking the dossier up tells: where it is there, the step itself is refused. So it is
 * where look-ups have missed that dossier before although the portal has it.
 */
async function lookForMissing(
  deps: DeliverDeps,
  keeper: LeaseKeeper,
  steps: readonly ClaimedStep[],
  pushed: ReadonlyMap<number, RecordOutcome>,
  signal: AbortSignal,
): Promise<{ outcomes: Map<number, RecordOutcome>; vanished: Set<number>; attempts: AttemptRow[] }> {
  const outcomes = new Map(pushed);
  const vanished = new Set<number>();
  const attempts: AttemptRow[] = [];
  const missing = steps.filter((step) => pushed.get(step.deliveryId)?.kind === 'missing');
  for (const dossierId of new Set(missing.map((step) => step.dossierId))) {
    const ours = missing.filter((step) => step.dossierId === dossierId);
    const [first] = ours;
    if (!first || signal.aborted) break;
    const { answer, calls } = await lookUp(deps, keeper, first, signal);
    attempts.push(...calls);
    if (answer.kind === 'failed') continue;
    if (answer.kind === 'absent' && !(await isRefuted(deps.ledger, dossierId))) {
      vanished.add(dossierId);
      continue;
    }
    for (const { deliveryId } of ours) {
      const outcome = outcomes.get(deliveryId);
      if (outcome) outcomes.set(deliveryId, { ...outcome, kind: 'rejected' });
    }
  }
  return { outcomes, vanished, attempts };
}
