/**
 * Dossiers to the portal by `DongBoHoSoMC`.
 * Guarantees: one outcome a ref; known ones go as updates, the others as creates, at most
 * `batchSize` a call, fewer the oftener they were tried, so that one that makes the portal fail is
 * soon alone; batches run side by side within the pace.
 */

import type { RecordOutcome } from '../../domain/portal-outcome.ts';
import type { DossierOffer } from '../../domain/ports.ts';
import type { Verdict } from '../isolate.ts';
import { judgeRecords } from '../judge-records.ts';
import { isDoubtful, isQuick, type PushMode, readDossierAnswer } from '../readings.ts';
import { PUSH_DOSSIERS } from '../services.ts';
import { type Failure, type Pushed, tellApart } from '../tell-apart.ts';
import { upsert } from '../upsert.ts';
import { encodeDossier } from '../wire/encode-dossier.ts';
import { callsOf } from './chunks.ts';
import { callNoMore, type Errand, type Exchange } from './exchange.ts';
import { personalValuesOf } from './personal-values.ts';
import type { Probe } from './probe.ts';

/** What pushing needs to know. */
export interface DossierPush {
  readonly exchange: Exchange;
  readonly path: string;
  readonly batchSize: number;
  readonly namedOthersStored: boolean;
  readonly probe: Probe;
}

/** Offers all; see `Portal.pushDossiers`. */
export async function pushDossiers(
  push: DossierPush,
  offers: readonly DossierOffer[],
  errand: Errand,
): Promise<Map<number, RecordOutcome>> {
  const triesOf = ({ attempt }: DossierOffer): number => attempt ?? 0;
  const known = offers.filter((offer) => offer.known);
  const fresh = offers.filter((offer) => !offer.known);
  const results = await Promise.all([
    ...callsOf(known, triesOf, push.batchSize).map((batch) => pushBatch(push, batch, 'update', errand)),
    ...callsOf(fresh, triesOf, push.batchSize).map((batch) => pushBatch(push, batch, 'create', errand)),
  ]);
  const outcomes = new Map<number, RecordOutcome>();
  for (const result of results) for (const [offer, outcome] of result) outcomes.set(offer.ref, outcome);
  return outcomes;
}

async function pushBatch(
  push: DossierPush,
  batch: readonly DossierOffer[],
  mode: PushMode,
  errand: Errand,
): Promise<Map<DossierOffer, RecordOutcome>> {
  return tellApart(await pushOnce(push, batch, mode, errand), {
    probe: (items) =>
      push.probe(
        items.map(({ dossier }) => dossier.code),
        errand,
      ),
    onAway: (outcome) => callNoMore(errand, outcome),
  });
}

async function pushOnce(
  push: DossierPush,
  items: readonly DossierOffer[],
  mode: PushMode,
  errand: Errand,
): Promise<Pushed<DossierOffer>> {
  const failures: Failure<DossierOffer>[] = [];
  // Which call the turning is about, told by the answer's meaning and not by a lone record's outcome.
  const turning = new WeakSet<Verdict<DossierOffer, RecordOutcome>>();
  const sendAs = async (as: PushMode, some: readonly DossierOffer[]) => {
    const { verdict, turns, failure } = await send(push, as, some, errand);
    if (turns) turning.add(verdict);
    // Its parts go as it went: a portal that has lost its dossiers need not be told to update each of them.
    if (failure) failures.push({ ...failure, resend: (part) => pushOnce(push, part, as, errand) });
    return verdict;
  };
  const outcomes = await upsert(items, mode, sendAs, (verdict) => turning.has(verdict));
  return { outcomes, failures };
}

async function send(push: DossierPush, mode: PushMode, items: readonly DossierOffer[], errand: Errand) {
  const result = await push.exchange(
    {
      service: PUSH_DOSSIERS,
      path: push.path,
      parameters: {
        isUpdating: mode === 'update' ? 'True' : 'False',
        data: items.map((item) => encodeDossier(item.dossier)),
      },
      refs: items.map((item) => item.ref),
      repeatable: true,
      creates: mode === 'create',
      hide: items.flatMap((item) => personalValuesOf(item.dossier)),
    },
    errand,
  );
  if (result.kind === 'none') {
    const decided = new Map(items.map((item) => [item, result.outcome]));
    const failure = result.doubt ? { items, answered: false } : null;
    return { verdict: { decided, suspects: [], again: [] }, turns: false, failure };
  }
  const verdict = judgeRecords(result.answer, items, {
    codeOf: (item) => item.dossier.code,
    read: readDossierAnswer(mode),
    namedOthersStored: push.namedOthersStored,
    appends: false,
  });
  const { meaning } = result.answer;
  const failure = isDoubtful(result.answer) ? { items, answered: isQuick(result.answer) } : null;
  return { verdict, turns: meaning === (mode === 'create' ? 'already-exists' : 'not-found'), failure };
}
