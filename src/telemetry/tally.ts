/** What this process has done so far, for the report of a pass and the metrics. Counts only, no codes of dossiers. */
import type { DeliveryState } from '../domain/delivery.ts';
import type { PortalCall } from '../domain/portal-outcome.ts';

/** A settled delivery, as far as it is counted. */
export interface SettledCount {
  readonly kind: 'dossier' | 'step';
  readonly state: DeliveryState;
  readonly lagSeconds: number | null;
}

/** Counters since the process began. */
export class Tally {
  portalCalls = 0;
  acceptedDossiers = 0;
  acceptedSteps = 0;
  readonly callsByService = new Map<string, number>();

  /** Counts a call to the portal. */
  call(call: PortalCall): void {
    this.portalCalls += 1;
    this.callsByService.set(call.service, (this.callsByService.get(call.service) ?? 0) + 1);
  }

  /** Counts what was settled. */
  settled(settled: readonly SettledCount[]): void {
    for (const { kind, state } of settled) {
      if (state !== 'accepted') continue;
      if (kind === 'dossier') this.acceptedDossiers += 1;
      else this.acceptedSteps += 1;
    }
  }
}
