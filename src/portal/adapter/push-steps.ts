/**
 * Progress steps to the portal by `CapNhatTienDoHoSoMC`.
 * Guarantees: one outcome a ref; order kept, one call after the other; once a step of a dossier is
 * not settled, its later steps are not sent; what a refused call carried goes again only after a
 * read-back, because steps append (invariant 5); so a call that failed is not taken apart at once, it
 * is the next one that is smaller.
 */

import type { DossierCode } from '../../domain/codes.ts';
import type { OutcomeKind, RecordOutcome } from '../../domain/portal-outcome.ts';
import type { LookupAnswer, PortalStep, StepOffer } from '../../domain/ports.ts';
import { isolate, type Verdict } from '../isolate.ts';
import { judgeRecords, outcomeOf } from '../judge-records.ts';
import { isDoubtful, mayBeStored, readStepAnswer } from '../readings.ts';
import { PUSH_STEPS } from '../services.ts';
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
  const run: Run = { push, errand, blocked: new Set(), failed: [] };
  const how = {
    send: (items: readonly StepOffer[]) => sendOpen(run, items),
    isAccepted: (outcome: RecordOutcome) => outcome.kind === 'accepted',
    beforeAgain: (items: readonly StepOffer[]) => readBack(run, items, firstOf),
    // The culprit may be the first itself: then the last shows whether the others are stored.
    beforeSplit: (items: readonly StepOffer[]) => readBack(run, items, firstAndLastOf),
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
  for (const items of run.failed.splice(0)) {
    const presence = await push.probe(
      items.map(({ step }) => step.dossierCode),
      errand,
    );
    if (presence.kind !== 'away') continue;
    const { retryAfterSeconds: wait } = presence;
    for (const item of items) {
      const outcome = settled.get(item);
      if (!outcome) continue;
      const away: RecordOutcome = {
        ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
        ...outcome,
        away: true,
      };
      settled.set(item, away);
      callNoMore(errand, away);
    }
  }
  if (errand.out === null) return;
  for (const [item, outcome] of settled) if (outcome === NOT_SENT) settled.set(item, errand.out);
}

/** Sends what is not blocked; the blocked are decided unsent. */
async function sendOpen(run: Run, items: readonly StepOffer[]): Promise<Verdict<StepOffer, RecordOutcome>> {
  const { blocked } = run;
  const decided = new Map<StepOffer, RecordOutcome>();
  const open = items.filter((item) => !blocked.has(item.step.dossierCode));
  for (const item of items) if (blocked.has(item.step.dossierCode)) decided.set(item, NOT_SENT);
  if (open.length === 0) return { decided, suspects: [], again: [] };
  const verdict = await send(run, open);
  for (const [item, outcome] of verdict.decided) {
    decided.set(item, outcome);
    if (BLOCKING.has(outcome.kind)) blocked.add(item.step.dossierCode);
  }
  return { ...verdict, decided };
}

async function send(run: Run, items: readonly StepOffer[]): Promise<Verdict<StepOffer, RecordOutcome>> {
  const { push, errand, failed } = run;
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
    return { decided: new Map(items.map((item) => [item, result.outcome])), suspects: [], again: [] };
  }
  if (isDoubtful(result.answer) || mayBeStored(result.answer)) failed.push(items);
  if (mayBeStored(result.answer)) {
    const outcome = outcomeOf('unknown', result.answer, result.answer);
    return { decided: new Map(items.map((item) => [item, outcome])), suspects: [], again: [] };
  }
  return judgeRecords(result.answer, items, {
    codeOf: (item) => item.step.dossierCode,
    read: readStepAnswer,
    namedOthersStored: push.namedOthersStored,
    appends: true,
  });
}

type Probes = (codes: readonly DossierCode[]) => readonly DossierCode[];
const firstOf: Probes = (codes) => codes.slice(0, 1);
const firstAndLastOf: Probes = (codes) => [...new Set([...codes.slice(0, 1), ...codes.slice(-1)])];

/**
 * Which of a refused call's steps are stored after all? One dossier or two are asked for as probes:
 * a portal that stored nothing, or stored up to the culprit, or stored all others, shows it there.
 * Only where a probe is stored are the other dossiers asked for, too. (Not seen: culprits at both ends
 * of a call whose others a portal stores without saying so.) Lookups are not sendings: they
 * do not count in the bound of invariant 8.
 */
async function readBack(
  { push, errand, blocked }: Run,
  items: readonly StepOffer[],
  probesOf: Probes,
): Promise<ReadonlyMap<StepOffer, RecordOutcome>> {
  const settled = new Map<StepOffer, RecordOutcome>();
  const codes = [...new Set(items.map((item) => item.step.dossierCode))];
  const probes = probesOf(codes);
  for (const [at, code] of [...probes, ...codes.filter((one) => !probes.includes(one))].entries()) {
    if (at >= probes.length && settled.size === 0) break;
    const group = items.filter((item) => item.step.dossierCode === code);
    const shown = await push.lookup(code, errand);
    if (shown.kind === 'failed') {
      // It cannot be told, so it is not sent blindly.
      const kind = errand.stopped || errand.signal.aborted ? 'retry-later' : 'unknown';
      for (const item of items) {
        if (!settled.has(item)) settled.set(item, { ...shown.outcome, kind });
        blocked.add(item.step.dossierCode);
      }
      return settled;
    }
    const stored = shown.kind === 'present' ? alreadyThere(group, shown.steps ?? []) : [];
    for (const item of stored) settled.set(item, { kind: 'accepted', errorCode: '', message: '' });
  }
  return settled;
}

/** Each shown step stands for one of ours at most. */
function alreadyThere(group: readonly StepOffer[], shown: readonly PortalStep[]): StepOffer[] {
  const left = [...shown];
  return group.filter((item) => {
    const at = left.findIndex((step) => sameStep(item.step, step));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}
