/**
 * How far behind its cursor a reading by time begins.
 * Guarantees: while the source tells of its changes by key, the whole overlap is read again once a minute, and only
 * the last seconds in between: what commits late is told then. The whole one reaches as far back as if there had been
 * none in between, so that one of a minute loses nothing either; a reading that failed was none. Where the source
 * tells nothing any more, for whatever reason, the whole overlap is read each time.
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
  #isMissed = false;
  /** When the last whole reading began of those that came to their end. */
  #wholeAt: number | null = null;
  /** When the last short one began: the cursor has come so far since. */
  #shortAt = 0;
  /** When the whole reading began that goes on. */
  #beganAt: number | null = null;

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
    this.#isMissed = true;
  }

  /** Seconds behind the cursor, for the reading that begins now. */
  begins(): number {
    const now = this.#monotonicMs();
    const isTrusted = !this.#isMissed && this.#toldAt !== null && now - this.#toldAt < TRUSTED_MS;
    if (isTrusted && this.#wholeAt !== null && now - this.#wholeAt < WHOLE_EVERY_MS) {
      this.#shortAt = now;
      this.#beganAt = null;
      return Math.min(SHORT_SECONDS, this.#whole);
    }
    this.#isMissed = false;
    this.#beganAt = now;
    const movedMs = this.#wholeAt === null ? 0 : Math.max(0, this.#shortAt - this.#wholeAt);
    return this.#whole + Math.ceil(movedMs / 1000);
  }

  /** The reading that began last has come to its end. */
  ended(): void {
    if (this.#beganAt !== null) this.#wholeAt = this.#beganAt;
    this.#beganAt = null;
  }
}
