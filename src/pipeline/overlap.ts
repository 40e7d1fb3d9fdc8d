/**
 * How far behind its cursor a reading by time begins.
 * Guarantees: while the source tells of its changes by key, the whole overlap is read again once a minute, and only
 * the last seconds in between: what commits late is told then. Where it tells nothing any more, for whatever
 * reason, the whole overlap is read each time.
 * Must not: know how a source tells.
 */

/** A source that has told nothing for so long may have nothing to tell, or not be telling: it is not relied on. */
const TRUSTED_MS = 60_000;
const WHOLE_EVERY_MS = 60_000;
/** Rows of the same time, and changes that are told while the reading begins. */
const SHORT_SECONDS = 15;

/** See the file's head. */
export class Overlap {
  readonly #whole: number;
  readonly #monotonicMs: () => number;
  #toldAt: number | null = null;
  #wholeAt: number | null = null;

  /** @param whole seconds @param monotonicMs a clock that never steps back, milliseconds */
  constructor(whole: number, monotonicMs: () => number) {
    this.#whole = whole;
    this.#monotonicMs = monotonicMs;
  }

  /** The source has told of changes by key, and they were taken in. */
  told(): void {
    this.#toldAt = this.#monotonicMs();
  }

  /** What came until now may not have been told. */
  missed(): void {
    this.#toldAt = null;
    this.#wholeAt = null;
  }

  /** Seconds behind the cursor, for the reading that begins now. */
  begins(): number {
    const now = this.#monotonicMs();
    const isTrusted = this.#toldAt !== null && now - this.#toldAt < TRUSTED_MS;
    if (isTrusted && this.#wholeAt !== null && now - this.#wholeAt < WHOLE_EVERY_MS)
      return Math.min(SHORT_SECONDS, this.#whole);
    this.#wholeAt = now;
    return this.#whole;
  }
}
