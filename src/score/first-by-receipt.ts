/**
 * The first few dossiers in the order of their receipt, of many that come in any order.
 * Guarantees: keeps about twice as many as are wanted, never all.
 */
import type { ClockSeconds } from '../domain/score/score-record.ts';

/** What is kept of a dossier: numbers alone. */
export interface KeptDossier {
  readonly id: number;
  readonly agency: number;
  readonly procedure: number;
  readonly received: ClockSeconds;
  readonly due: ClockSeconds | null;
  readonly ended: ClockSeconds | null;
}

/** See the file's head. */
export class FirstByReceipt {
  readonly #wanted: number;
  #kept: KeptDossier[] = [];
  #isCut = true;
  /** Whoever was received later is not among the first. */
  #latest = Number.POSITIVE_INFINITY;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  /** @param kept asked for only where the dossier may be among the first */
  add(received: ClockSeconds, kept: () => KeptDossier): void {
    if (this.#wanted === 0 || received > this.#latest) return;
    this.#kept.push(kept());
    this.#isCut = false;
    if (this.#kept.length >= 2 * this.#wanted + 64) this.#cut();
  }

  /** In the order of receipt; of one moment by their ids. */
  first(): readonly KeptDossier[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#kept.sort((a, b) => a.received - b.received || a.id - b.id);
    this.#kept = this.#kept.slice(0, this.#wanted);
    const last = this.#kept.length === this.#wanted ? this.#kept.at(-1) : undefined;
    this.#latest = last?.received ?? Number.POSITIVE_INFINITY;
  }
}
