/**
 * Progress steps to the portal by `CapNhatTienDoHoSoMC`.
 * Guarantees: one outcome a ref; order kept, one call after the other; once a step of a dossier is
 * not settled, its later steps are not sent; what a refused call carried goes again only where the
 * portal shows the steps of its dossier and none like it, because steps append (invariant 5). All else
 * that a refused call carried is `unknown`: where the portal shows no steps, that is all of it, until
 * STEPS_WHEN_UNKNOWN decides; its next call is smaller, so that the culprit is alone in the end. A call
 * that failed is not taken apart at once either.
 * Must not: take a step for stored by a look-up: which of two alike steps the portal shows, only the
 * ledger can tell. Nor call `retry-later` what a call has carried, when told to stop.
 */

import type { OutcomeKind, RecordOutcome } from '../../domain/portal-outcome.ts';
import type { LookupAnswer, StepOffer } from '../../domain/ports.ts';
import { isolate, type Verdict } from '../isolate.ts';
import { judgeRecords, outcomeOf } from '../judge-records.ts';
import { isDoubtful, mayBeStored, readStepAnswer } from '../readings.ts';
import { PUSH_STEPS } from '../services.ts';
import { markAway } from '../tell-apart.ts';
import { encodeStep } from '../wire/encode-step.ts';
import { sameStep } from '../wire/same-step.ts';
import { callsOf } from './chunks.ts';
import { callNoMore, type Errand, type Exchange } from './exchange.ts';
import { personalValuesOfStep } from './personal-values.ts';
import type { Probe } from './probe.ts';

/** What pushing needs to know. */
export interface StepPush {
  readonly exchange: Exchange;
  readonly lookup: (code: StepOffer['step']['dossierCode'], errand: Errand) => Promise<LookupAnswer>;
  readonly path: string;
  readonly stepsPerCall: number;
  readonly namedOthersStored: boolean;
  readonly probe: Probe;
}

/** After one of these nobody knows that the step is there, so a later one would be out of order. */
const BLOCKING: ReadonlySet<OutcomeKind> = new Set(['retry-later', 'unknown', 'missing', 'session-expired']);

const NOT_SENT: RecordOutcome = {
  kind: 'retry-later',
  errorCode: 'NOT-SENT',
  message: 'chờ bước trước (waits for the step before)',
};

/** Offers all; see `Portal.pushSteps`. */
export async function pushSteps(
  push: StepPush,
  offers: readonly StepOffer[],
  errand: Errand,
): Promise<Map<number, RecordOutcome>> {
  const outcomes = new Map<number, RecordOutcome>();
  const run: Run = { push, errand, blocked: new Set(), carried: new Map(), failed: [] };
  const how = {
    send: (items: readonly StepOffer[]) => sendOpen(run, items),
    isAccepted: (outcome: RecordOutcome) => outcome.kind === 'accepted',
    beforeAgain: (items: readonly StepOffer[]) => readBack(run, items),
    beforeSplit: (items: readonly StepOffer[]) => readBack(run, items),
  };
  for (const chunk of callsOf(offers, triesByDossier(offers), push.stepsPerCall)) {
    const settled = await isolate(chunk, how);
    await markIfAway(run, settled);
    for (const [offer, outcome] of settled) outcomes.set(offer.ref, outcome);
  }
  return outcomes;
}

/** One round of steps. */
interface Run {
  readonly push: StepPush;
  readonly errand: Errand;
  /** Dossiers whose next step must wait. */
  readonly blocked: Set<string>;
  /** What a call has carried that was answered, in doubt in the words of that answer. */
  readonly carried: Map<StepOffer, RecordOutcome>;
  /** Calls that failed as they do when the portal is away, not looked into yet. */
  readonly failed: (readonly StepOffer[])[];
}

/** The steps of a dossier stay together, in their order: the one that was tried most counts for all. */
function triesByDossier(offers: readonly StepOffer[]): (offer: StepOffer) => number {
  const most = new Map<string, number>();
  for (const { step, attempt = 0 } of offers) {
    most.set(step.dossierCode, Math.max(attempt, most.get(step.dossierCode) ?? 0));
  }
  return ({ step }) => most.get(step.dossierCode) ?? 0;
}

/** Looks into the calls of `settled` that failed; what waits for a step that met an outage meets it, too. */
async function markIfAway(run: Run, settled: Map<StepOffer, RecordOutcome>): Promise<void> {
  const { push, errand } = run;
  const telling = { onAway: (outcome: RecordOutcome) => callNoMore(errand, outcome) };
  for (const items of run.failed.splice(0)) {
    const presence = await push.probe(
      items.map(({ step }) => step.dossierCode),
      errand,
    );
    if (presence.kind === 'away') markAway(settled, items, telling, presence.retryAfterSeconds);
  }
  if (errand.out === null) return;
  for (const [item, outcome] of settled) if (outcome === NOT_SENT) settled.set(item, errand.out);
}

/** Sends what is not blocked; the blocked are decided unsent. */
async function sendOpen(run: Run, items: readonly StepOffer[]): Promise<Verdict<StepOffer, RecordOutcome>> {
  const { blocked, carried } = run;
  const decided = new Map<StepOffer, RecordOutcome>();
  const open = items.filter((item) => !blocked.has(item.step.dossierCode));
  for (const item of items) {
    if (blocked.has(item.step.dossierCode)) decided.set(item, carried.get(item) ?? NOT_SENT);
  }
  if (open.length === 0) return { decided, suspects: [], again: [] };
  const verdict = await send(run, open);
  for (const [item, outcome] of verdict.decided) {
    decided.set(item, outcome);
    if (BLOCKING.has(outcome.kind)) blocked.add(item.step.dossierCode);
  }
  return { ...verdict, decided };
}

async function send(run: Run, items: readonly StepOffer[]): Promise<Verdict<StepOffer, RecordOutcome>> {
  const { push, errand, carried, failed } = run;
  const result = await push.exchange(
    {
      service: PUSH_STEPS,
      path: push.path,
      parameters: { data: items.map((item) => encodeStep(item.step)) },
      refs: items.map((item) => item.ref),
      repeatable: false,
      hide: items.flatMap((item) => personalValuesOfStep(item.step)),
    },
    errand,
  );
  if (result.kind === 'none') {
    if (result.doubt) failed.push(items);
    const inDoubt: RecordOutcome = { ...result.outcome, kind: 'unknown' };
    const decided = new Map(items.map((item) => [item, carried.has(item) ? inDoubt : result.outcome]));
    return { decided, suspects: [], again: [] };
  }
  const inDoubt = outcomeOf('unknown', result.answer, result.answer);
  for (const item of items) carried.set(item, inDoubt);
  if (isDoubtful(result.answer) || mayBeStored(result.answer)) failed.push(items);
  if (mayBeStored(result.answer)) {
    return { decided: new Map(items.map((item) => [item, inDoubt])), suspects: [], again: [] };
  }
  return judgeRecords(result.answer, items, {
    codeOf: (item) => item.step.dossierCode,
    read: readStepAnswer,
    namedOthersStored: push.namedOthersStored,
    appends: true,
  });
}

/**
 * Which of a refused call's steps may not go again now? Every dossier is looked up: a portal may have
 * stored any part of the call. Only one that shows its steps, and none like ours, goes on; of the
 * others the next round decides, which knows what was accepted before. Look-ups are no sendings: they
 * do not count in the bound of invariant 8.
 */
async function readBack(
  { push, errand, blocked, carried }: Run,
  items: readonly StepOffer[],
): Promise<ReadonlyMap<StepOffer, RecordOutcome>> {
  const settled = new Map<StepOffer, RecordOutcome>();
  for (const code of new Set(items.map((item) => item.step.dossierCode))) {
    const ours = items.filter((item) => item.step.dossierCode === code);
    const shown = await push.lookup(code, errand);
    const failed: RecordOutcome | null =
      shown.kind === 'failed' ? { ...shown.outcome, kind: 'unknown' } : null;
    if (!failed && isWithout(shown, ours)) continue;
    for (const item of failed ? items : ours) {
      const inDoubt = failed ?? carried.get(item);
      if (inDoubt) settled.set(item, inDoubt);
      blocked.add(item.step.dossierCode);
    }
    if (failed) break;
  }
  return settled;
}

/** Does the portal show the steps of this dossier, and none like one of ours? */
function isWithout(shown: LookupAnswer, ours: readonly StepOffer[]): boolean {
  if (shown.kind !== 'present' || shown.steps === null) return false;
  return !shown.steps.some((step) => ours.some((item) => sameStep(item.step, step)));
}
