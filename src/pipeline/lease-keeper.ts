/**
 * Keeps the lease of one job alive while its calls go on.
 * Guarantees: renewed well before it ends, and not oftener: between renewals the guards of settling
 * are enough (invariant 4).
 */
import { renewLease } from '../ledger/claim.ts';
import type { Database } from '../ledger/database.ts';

/** A lease is renewed when this share of it has passed. */
const RENEW_AFTER = 1 / 3;

/** See the file's head. */
export class LeaseKeeper {
  readonly #ledger: Database;
  readonly #token: string;
  readonly #leaseMs: number;
  readonly #monotonicMs: () => number;
  #renewedAt: number;

  /** @param monotonicMs a clock that never steps back, milliseconds; the lease has just been taken. */
  constructor(ledger: Database, token: string, leaseMs: number, monotonicMs: () => number) {
    this.#ledger = ledger;
    this.#token = token;
    this.#leaseMs = leaseMs;
    this.#monotonicMs = monotonicMs;
    this.#renewedAt = monotonicMs();
  }

  /** Renews if it is time. False: the lease is lost, make no call. */
  async keep(): Promise<boolean> {
    // Again where the answer took long (a ledger that was away): by then the lease may be old once more.
    while (this.#monotonicMs() - this.#renewedAt >= this.#leaseMs * RENEW_AFTER) {
      const asked = this.#monotonicMs();
      if (!(await renewLease(this.#ledger, this.#token, this.#leaseMs))) return false;
      this.#renewedAt = asked;
    }
    return true;
  }
}
