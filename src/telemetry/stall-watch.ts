/**
 * Does the worker of one lane of this process still work?
 * Guarantees: liveness is progress, not a ping (workers have been seen to stop silently after an
 * outage while every ping passed); a worker without work, with a slow portal, whose lane is paused, or
 * whose ledger or queue is away is not stalled: a restart would mend none of these.
 * Must not: ask anybody; what it needs is told.
 */

/** What is known at one look; `null` in its place when ledger or queue did not answer. */
export interface WorkLook {
  /** A dossier of the lane is due and in nobody's hands, and the lane is not paused, or somebody may try whether it still is. */
  readonly free: boolean;
  /** Jobs of the lane that any worker could fetch, those whose delay is over among them: nobody else takes them up. */
  readonly waiting: number;
  /** Milliseconds since this process's worker of the lane fetched or finished a job. */
  readonly idleMs: number | null;
}

/** Limits and the injected clock (milliseconds; it must never step back). */
export interface StallSettings {
  readonly now: () => number;
  /** A worker that could fetch and did not for this long is stalled. */
  readonly idleLimitMs: number;
  /** A job in hand without a call to the portal for this long is stuck; longer than the longest call. */
  readonly stuckLimitMs: number;
}

/** A gap between looks that long means that this process stood still (a sleeping machine): begin anew. */
const LONGEST_GAP_MS = 30_000;

/** See the file's head. */
export class StallWatch {
  readonly #settings: StallSettings;
  #running = 0;
  #lastSign: number;
  #lastLook: number | null = null;
  /** Since when every look has shown work that this process should be doing. */
  #workSince: number | null = null;

  constructor(settings: StallSettings) {
    this.#settings = settings;
    this.#lastSign = settings.now();
  }

  /** A call of the lane to the portal has ended. */
  sign(): void {
    this.#lastSign = this.#settings.now();
  }

  /** A call that goes before those of the lane has ended: what is in hand has waited for it, and is not stuck. */
  givesWay(): void {
    if (this.#running > 0) this.sign();
  }

  /** Watches over the doing of a job; not over its waiting for its lane. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.sign();
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.sign();
    }
  }

  /** Takes in a look. */
  look(seen: WorkLook | null): void {
    const now = this.#settings.now();
    const hasWork = seen !== null && (this.#running > 0 || (seen.free && seen.waiting > 0));
    const slept = this.#lastLook !== null && now - this.#lastLook > LONGEST_GAP_MS;
    this.#lastLook = now;
    if (seen?.idleMs != null) this.#lastSign = Math.max(this.#lastSign, now - seen.idleMs);
    if (!hasWork) this.#workSince = null;
    else if (this.#workSince === null || slept) this.#workSince = now;
  }

  /** Seconds without progress though there is work, `null` while all is well. */
  stalledSeconds(): number | null {
    const { idleLimitMs, stuckLimitMs } = this.#settings;
    const quietMs = this.quietMs();
    const limitMs = this.#running > 0 ? stuckLimitMs : idleLimitMs;
    return quietMs > 0 && quietMs >= limitMs ? Math.round(quietMs / 1000) : null;
  }

  /** Milliseconds without progress though there is work, however few; 0 = there is none, or it was done just now. */
  quietMs(): number {
    if (this.#workSince === null) return 0;
    return Math.max(0, this.#settings.now() - Math.max(this.#lastSign, this.#workSince));
  }
}
