/**
 * A portal within the process that accepts everything at once: what is left of delivering is the ledger's work.
 * Guarantees: as many dossiers and steps a call as the program's own driver is set to, and its observer told of each
 * call as the driver tells it.
 * Must not: be asked for what no delivery without faults asks for.
 */
import type { PortalCall, RecordOutcome } from '../../src/domain/portal-outcome.ts';
import type { CallObserver, Portal } from '../../src/domain/ports.ts';

const ACCEPTED: RecordOutcome = { kind: 'accepted', errorCode: '0', message: '' };

/** PORTAL_BATCH_SIZE and PORTAL_STEPS_PER_CALL unless they are set. */
export const USUAL_CALLS = { batchSize: 50, stepsPerCall: 10 } as const;

async function call(service: string, refs: readonly number[], observer: CallObserver): Promise<void> {
  await observer.beforeCall(service, refs, service === 'dossiers');
  const told: PortalCall = {
    service,
    startedAt: new Date(),
    durationMs: 0,
    records: refs.length,
    outcome: 'accepted',
    httpStatus: 200,
    errorCode: '0',
    message: '',
  };
  await observer.afterCall(told, refs);
}

async function callAll(
  service: string,
  offers: readonly { readonly ref: number }[],
  most: number,
  observer: CallObserver,
): Promise<ReadonlyMap<number, RecordOutcome>> {
  const outcomes = new Map<number, RecordOutcome>();
  for (let from = 0; from < offers.length; from += most) {
    const refs = offers.slice(from, from + most).map(({ ref }) => ref);
    await call(service, refs, observer);
    for (const ref of refs) outcomes.set(ref, ACCEPTED);
  }
  return outcomes;
}

const notAsked = (): never => {
  throw new Error('nothing was in doubt: nobody should ask this');
};

/** See the head of this file. */
export function acceptingPortal({ batchSize, stepsPerCall } = USUAL_CALLS): Portal {
  return {
    batchSize,
    pushDossiers: (offers, observer) => callAll('dossiers', offers, batchSize, observer),
    pushSteps: (offers, observer) => callAll('steps', offers, stepsPerCall, observer),
    lookup: notAsked,
    sameStep: notAsked,
    differences: notAsked,
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
