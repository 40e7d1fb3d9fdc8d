/**
 * Keeps the lease of one job alive while its calls go on, and while it waits for their turn.
 * Guarantees: renewed well before it ends, and not oftener: between renewals the guards of settling
 * are enough (invariant 4); once a part of it is lost, no call goes any more.
 */
import { renewLease } from '../ledger/claim.ts';
import type { Database } from '../ledger/database.ts';
import type { DeliverDeps } from './deliver-deps.ts';

/** A lease is renewed when this share of it has passed. */
const RENEW_AFTER = 1 / 3;

/** See the file's head. */
export class LeaseKeeper {
  readonly #ledger: Database;
  readonly #token: string;
  readonly #dossiers: number;
  readonly #leaseMs: number;
  readonly #monotonicMs: () => number;
  readonly #stop: () => void;
  #renewedAt: number;
  #renewing: Promise<boolean> | null = null;
  #lost = false;

  /** @param dossiers how many `token` has just leased */
  constructor(
    deps: Pick<DeliverDeps, 'ledger' | 'leaseMs' | 'monotonicMs' | 'every'>,
    token: string,
    dossiers: number,
  ) {
    this.#ledger = deps.ledger;
    this.#token = token;
    this.#dossiers = dossiers;
    this.#leaseMs = deps.leaseMs;
    this.#monotonicMs = deps.monotonicMs;
    this.#renewedAt = deps.monotonicMs();
    // A job may stand in the pace's line for longer than its lease. A fault here is met again by `keep`.
    this.#stop = deps.every(this.#leaseMs * RENEW_AFTER, () => void this.keep().catch(() => {}));
  }

  /** Renews if it is time. False: a part of the lease is lost, make no call. */
  async keep(): Promise<boolean> {
    // Again where the answer took long (a ledger that was away): by then the lease may be old once more.
    while (!this.#lost && this.#monotonicMs() - this.#renewedAt >= this.#leaseMs * RENEW_AFTER) {
      this.#renewing ??= this.#renew();
      if (!(await this.#renewing)) this.#lost = true;
    }
    return !this.#lost;
  }

  async #renew(): Promise<boolean> {
    const asked = this.#monotonicMs();
    try {
      const ours = await renewLease(this.#ledger, this.#token, this.#leaseMs, this.#dossiers);
      this.#renewedAt = asked;
      return ours;
    } finally {
      this.#renewing = null;
    }
  }

  /** The job ends, and with it its lease. */
  stop(): void {
    this.#stop();
  }
}
