/**
 * A portal whose records are counted.
 * Guarantees: every record that a call carried is told once a round, with its own outcome and the
 * service that was asked last; one that no call carried is not told.
 * Must not: change anything that goes in or comes out.
 */
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import type { CallObserver, Portal } from '../domain/ports.ts';
import type { RecordCount } from './metrics.ts';

type Push<Offer> = (
  offers: readonly Offer[],
  observer: CallObserver,
  signal: AbortSignal,
) => Promise<ReadonlyMap<number, RecordOutcome>>;

function counted<Offer>(
  push: Push<Offer>,
  onRecords: (records: readonly RecordCount[]) => void,
): Push<Offer> {
  return async (offers, observer, signal) => {
    const serviceOf = new Map<number, string>();
    const watching: CallObserver = {
      lane: observer.lane,
      beforeCall: (service, refs, creates) => observer.beforeCall(service, refs, creates),
      afterCall(call, refs) {
        for (const ref of refs) serviceOf.set(ref, call.service);
        return observer.afterCall(call, refs);
      },
    };
    const outcomes = await push(offers, watching, signal);
    onRecords(
      [...outcomes].flatMap(([ref, { kind }]) => {
        const service = serviceOf.get(ref);
        return service === undefined ? [] : [{ service, outcome: kind }];
      }),
    );
    return outcomes;
  };
}

/** `portal`, telling `onRecords` after each push. */
export function watchedPortal(portal: Portal, onRecords: (records: readonly RecordCount[]) => void): Portal {
  return {
    batchSize: portal.batchSize,
    pushDossiers: counted((...call) => portal.pushDossiers(...call), onRecords),
    pushSteps: counted((...call) => portal.pushSteps(...call), onRecords),
    lookup: (code, observer, signal) => portal.lookup(code, observer, signal),
    sameStep: (step, shown) => portal.sameStep(step, shown),
    differences: (dossier, fields) => portal.differences(dossier, fields),
    open: (signal) => portal.open(signal),
    close: () => portal.close(),
  };
}
