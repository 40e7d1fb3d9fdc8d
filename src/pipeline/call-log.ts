/**
 * Watches the portal calls of one job: keeps the lease alive and collects the attempt record.
 * Guarantees: no call begins without the lease; every call of every delivery leaves one row, the
 * last of which carries the delivery's own outcome.
 */

import type { Lane } from '../domain/delivery.ts';
import type { PortalCall, RecordOutcome } from '../domain/portal-outcome.ts';
import type { CallObserver } from '../domain/ports.ts';
import type { AttemptRow } from '../ledger/settle.ts';
import type { DeliverDeps } from './deliver-deps.ts';

/** The lease was taken from this worker; its deliveries are settled by whoever has it now. */
export class LeaseLost extends Error {}

/** What the call carries has changed since it was handed out: it must be read again before it goes. */
export class Outdated extends Error {}

/** May the call go? `lost`: not under this lease; `changed`: not with these words. */
export type Leave = 'go' | 'lost' | 'changed';

/** Renews the lease and marks what the call carries. */
type BeforeCall = (refs: readonly number[], creates: boolean) => Promise<Leave>;

/** Who is told of each call. */
type Told = Pick<DeliverDeps, 'lane' | 'batch' | 'onCall' | 'reached'>;

/** See the file's head. One per round of calls. */
export class CallLog implements CallObserver {
  readonly lane: Lane | undefined;
  readonly #beforeCall: BeforeCall;
  readonly #dossierOf: (ref: number) => number;
  readonly #deps: Told;
  readonly #looksFor: number | null;
  readonly #rows: AttemptRow[] = [];
  readonly #lastRow = new Map<number, number>();

  /**
   * @param dossierOf the dossier of a delivery
   * @param looksFor the delivery for whose sake a call without records (a look-up) is made
   */
  constructor(
    beforeCall: BeforeCall,
    dossierOf: (ref: number) => number,
    deps: Told,
    looksFor: number | null = null,
  ) {
    this.lane = deps.lane;
    this.#looksFor = looksFor;
    this.#beforeCall = beforeCall;
    this.#dossierOf = dossierOf;
    this.#deps = deps;
  }

  async beforeCall(_service: string, refs: readonly number[], creates = false): Promise<void> {
    const leave = await this.#beforeCall(refs, creates);
    if (leave === 'lost') throw new LeaseLost('the lease was taken over');
    if (leave === 'changed') throw new Outdated('the source has corrected it meanwhile');
    await this.#deps.reached('call:begins');
  }

  async afterCall(call: PortalCall, refs: readonly number[]): Promise<void> {
    await this.#deps.reached('call:answered');
    this.#deps.onCall(call, this.#deps.batch ?? '');
    const concerned = refs.length === 0 && this.#looksFor !== null ? [this.#looksFor] : refs;
    for (const ref of concerned) {
      if (refs.length > 0) this.#lastRow.set(ref, this.#rows.length);
      this.#rows.push({
        dossierId: this.#dossierOf(ref),
        deliveryId: ref,
        at: call.startedAt,
        service: call.service,
        outcome: call.outcome,
        httpStatus: call.httpStatus,
        errorCode: call.errorCode,
        message: call.message,
        records: call.records,
        durationMs: call.durationMs,
      });
    }
  }

  /** The rows to record, each delivery's last one with its own outcome. */
  attempts(outcomes: ReadonlyMap<number, RecordOutcome>): AttemptRow[] {
    const rows = [...this.#rows];
    for (const [ref, index] of this.#lastRow) {
      const outcome = outcomes.get(ref);
      const row = rows[index];
      if (outcome && row) {
        rows[index] = {
          ...row,
          outcome: outcome.kind,
          errorCode: outcome.errorCode,
          message: outcome.message,
        };
      }
    }
    return rows;
  }
}
