/**
 * Is the portal there? Known from the calls that are made anyway.
 * Guarantees: asks for a session (a login only where there is none) when no call says it, and after a
 * failure seldom: never in step with whoever asks us, so that a wrong password cannot lock the account.
 */
import { DongboError } from '../domain/errors.ts';
import type { PortalCall } from '../domain/portal-outcome.ts';

/** An answer this old still says that the portal is there. */
const FRESH_MS = 5 * 60_000;
/** Milliseconds until the next login after one that found nobody, or that was refused. */
const AWAY_REST_MS = 30_000;
const REFUSED_REST_MS = 5 * 60_000;

/** See the file's head. */
export class PortalContact {
  readonly #now: () => number;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failure: unknown = null;
  #restUntil = Number.NEGATIVE_INFINITY;

  /** @param now injected clock that never steps back, milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Takes in a call. Whatever the portal says of the data, it is there when it says something; only a
   * login that it turns away lets nobody work.
   */
  call({ service, outcome }: Pick<PortalCall, 'service' | 'outcome'>): void {
    const shutOut = service === 'login' && outcome === 'rejected';
    if (shutOut || outcome === 'retry-later' || outcome === 'unknown') this.#failedAt = this.#now();
    else this.#answeredAt = this.#now();
  }

  /** Was the last contact a good one? `null` before the first. */
  get isUp(): boolean | null {
    const last = Math.max(this.#answeredAt, this.#failedAt);
    return last === Number.NEGATIVE_INFINITY ? null : this.#answeredAt > this.#failedAt;
  }

  /** Resolves when the portal is there. Throws what `open` throws (DB-PRT-001, -002), also for a while after. */
  async check(open: () => Promise<void>): Promise<void> {
    const now = this.#now();
    if (this.#answeredAt > this.#failedAt && now - this.#answeredAt < FRESH_MS) return;
    if (this.#failure !== null && now < this.#restUntil) throw this.#failure;
    try {
      await open();
      this.#failure = null;
      this.#answeredAt = this.#now();
    } catch (error) {
      this.#failure = error;
      this.#failedAt = this.#now();
      const refused = error instanceof DongboError && error.code === 'DB-PRT-002';
      this.#restUntil = this.#now() + (refused ? REFUSED_REST_MS : AWAY_REST_MS);
      throw error;
    }
  }
}
