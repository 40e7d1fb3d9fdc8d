/**
 * Dossiers to the portal by `DongBoHoSoMC`.
 * Guarantees: one outcome a ref; known ones go as updates, the others as creates, at most
 * `batchSize` a call; batches run side by side within the pace.
 */

import type { RecordOutcome } from '../../domain/portal-outcome.ts';
import type { DossierOffer } from '../../domain/ports.ts';
import type { Verdict } from '../isolate.ts';
import { judgeRecords } from '../judge-records.ts';
import { type PushMode, readDossierAnswer } from '../readings.ts';
import { PUSH_DOSSIERS } from '../services.ts';
import { upsert } from '../upsert.ts';
import { encodeDossier } from '../wire/encode-dossier.ts';
import { chunksOf } from './chunks.ts';
import type { Errand, Exchange } from './exchange.ts';
import { personalValuesOf } from './personal-values.ts';

/** What pushing needs to know. */
export interface DossierPush {
  readonly exchange: Exchange;
  readonly path: string;
  readonly batchSize: number;
  readonly namedOthersStored: boolean;
}

/** Offers all; see `Portal.pushDossiers`. */
export async function pushDossiers(
  push: DossierPush,
  offers: readonly DossierOffer[],
  errand: Errand,
): Promise<Map<number, RecordOutcome>> {
  const known = chunksOf(
    offers.filter((offer) => offer.known),
    push.batchSize,
  );
  const fresh = chunksOf(
    offers.filter((offer) => !offer.known),
    push.batchSize,
  );
  const results = await Promise.all([
    ...known.map((batch) => pushBatch(push, batch, 'update', errand)),
    ...fresh.map((batch) => pushBatch(push, batch, 'create', errand)),
  ]);
  const outcomes = new Map<number, RecordOutcome>();
  for (const result of results) for (const [offer, outcome] of result) outcomes.set(offer.ref, outcome);
  return outcomes;
}

function pushBatch(push: DossierPush, batch: readonly DossierOffer[], mode: PushMode, errand: Errand) {
  // Which call the turning is about, told by the answer's meaning and not by a lone record's outcome.
  const turning = new WeakSet<Verdict<DossierOffer, RecordOutcome>>();
  const sendAs = async (as: PushMode, items: readonly DossierOffer[]) => {
    const { verdict, turns } = await send(push, as, items, errand);
    if (turns) turning.add(verdict);
    return verdict;
  };
  return upsert(batch, mode, sendAs, (verdict) => turning.has(verdict));
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
      hide: items.flatMap((item) => personalValuesOf(item.dossier)),
    },
    errand,
  );
  if (result.kind === 'none') {
    const decided = new Map(items.map((item) => [item, result.outcome]));
    return { verdict: { decided, suspects: [], again: [] }, turns: false };
  }
  const verdict = judgeRecords(result.answer, items, {
    codeOf: (item) => item.dossier.code,
    read: readDossierAnswer(mode),
    namedOthersStored: push.namedOthersStored,
    appends: false,
  });
  return { verdict, turns: result.answer.meaning === (mode === 'create' ? 'already-exists' : 'not-found') };
}
