/**
 * The portal as one round sees it: what it answers is weighed, and once it is away it is left alone.
 * Guarantees: after an outcome that says `away`, or once the lane is paused, the round makes no
 * further call (once a person has paused it, not even the next of a push that takes many); what it would have carried comes back as an outage, which uses up no attempt
 * (invariant 8).
 * Must not: change any other outcome.
 */
import { type Evidence, together, weigh } from '../domain/breaker.ts';
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import type { CallObserver, Portal } from '../domain/ports.ts';
import { LanePaused, type Passage } from './lane-gate.ts';

const LANE_PAUSED: RecordOutcome = {
  kind: 'retry-later',
  errorCode: 'NOT-SENT',
  message: 'làn đang tạm dừng (the lane is paused)',
  away: true,
};

/** A round's portal, and what it has shown so far. */
export interface RoundPortal {
  readonly portal: Portal;
  evidence(): Evidence;
}

type Push<Offer> = (
  offers: readonly Offer[],
  observer: CallObserver,
  signal: AbortSignal,
) => Promise<ReadonlyMap<number, RecordOutcome>>;

/** `portal` for one round. */
export function roundPortal(portal: Portal, passage: Pick<Passage, 'mayCall' | 'goesOn'>): RoundPortal {
  let shown: Evidence = { kind: 'nothing' };
  const isOver = (): boolean => shown.kind === 'away' || !passage.mayCall();

  function weighed<Offer extends { readonly ref: number }>(push: Push<Offer>): Push<Offer> {
    return async (offers, observer, signal) => {
      if (isOver()) return new Map(offers.map(({ ref }) => [ref, LANE_PAUSED]));
      const { carried, watching, stopped } = watch(observer, passage);
      const outcomes = await push(offers, watching, signal);
      const records = [...outcomes].map(([ref, outcome]) => ({ outcome, carried: carried.has(ref) }));
      shown = together(shown, weigh(records));
      if (!stopped()) return outcomes;
      // What a person's pause kept from being called at all has used up no attempt.
      return new Map([...outcomes].map(([ref, said]) => [ref, carried.has(ref) ? said : LANE_PAUSED]));
    };
  }

  return {
    evidence: () => shown,
    portal: {
      batchSize: portal.batchSize,
      pushDossiers: weighed((...call) => portal.pushDossiers(...call)),
      pushSteps: weighed((...call) => portal.pushSteps(...call)),
      async lookup(code, observer, signal) {
        if (isOver()) return { kind: 'failed', outcome: LANE_PAUSED };
        const { calls, watching } = watch(observer, passage);
        const answer = await portal.lookup(code, watching, signal);
        const said: Evidence =
          answer.kind === 'failed'
            ? weigh([{ outcome: answer.outcome, carried: calls() > 0 }])
            : { kind: 'answered' };
        shown = together(shown, said);
        return answer;
      },
      sameStep: (step, there) => portal.sameStep(step, there),
      differences: (dossier, fields) => portal.differences(dossier, fields),
      open: (signal) => portal.open(signal),
      close: () => portal.close(),
    },
  };
}

function watch(observer: CallObserver, passage: Pick<Passage, 'goesOn'>) {
  const carried = new Set<number>();
  let calls = 0;
  let stopped = false;
  const watching: CallObserver = {
    ...observer,
    async beforeCall(service, refs, creates) {
      // One dossier may take many calls: who tries for all with it is not dead.
      await passage.goesOn().catch((error) => {
        stopped ||= error instanceof LanePaused;
        throw error;
      });
      await observer.beforeCall(service, refs, creates);
    },
    afterCall(call, refs) {
      calls += 1;
      for (const ref of refs) carried.add(ref);
      return observer.afterCall(call, refs);
    },
  };
  return { carried, calls: () => calls, watching, stopped: () => stopped };
}
