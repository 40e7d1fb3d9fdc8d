/**
 * What one round of delivery did, in numbers.
 * Guarantees: counts what the ledger took, not what was hoped for; a round that did nothing tells nothing.
 */
import type { DeliveryState } from '../domain/delivery.ts';
import type { DeliverDeps } from './deliver-deps.ts';

/** Counts one round. */
export class RoundCount {
  readonly #batch: string;
  readonly #now: () => number;
  readonly #begunAt: number;
  readonly #kinds = { dossier: 0, step: 0 };
  readonly #states = new Map<DeliveryState, number>();
  #calls = 0;

  /** @param now a clock that never steps back, milliseconds */
  constructor(batch: string, now: () => number) {
    this.#batch = batch;
    this.#now = now;
    this.#begunAt = now();
  }

  /** `deps` of a round whose calls and settlements are counted, and that has a name. */
  watching(deps: DeliverDeps): DeliverDeps {
    return {
      ...deps,
      batch: this.#batch,
      onCall: (call, batch) => {
        this.#calls += 1;
        deps.onCall(call, batch);
      },
      onSettled: (settled) => {
        for (const { kind, state } of settled) {
          this.#kinds[kind] += 1;
          this.#states.set(state, (this.#states.get(state) ?? 0) + 1);
        }
        deps.onSettled(settled);
      },
    };
  }

  /** The round is over. */
  end({ onRound }: Pick<DeliverDeps, 'onRound'>): void {
    const { dossier, step } = this.#kinds;
    if (dossier + step + this.#calls === 0) return;
    const of = (state: DeliveryState): number => this.#states.get(state) ?? 0;
    onRound?.({
      batch: this.#batch,
      dossiers: dossier,
      steps: step,
      accepted: of('accepted'),
      held: of('held'),
      retrying: of('retrying'),
      unknown: of('unknown'),
      calls: this.#calls,
      durationMs: Math.round(this.#now() - this.#begunAt),
    });
  }
}
