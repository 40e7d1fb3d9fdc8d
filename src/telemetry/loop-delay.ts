/**
 * How long the event loop has stood still lately: nothing is answered, renewed or settled meanwhile.
 * Guarantees: remembers the longest standstill of the last one to two minutes, and no longer.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks of the histogram; a standstill of tens of seconds is what it must see. */
const RESOLUTION_MS = 200;
const WINDOW_MS = 60_000;
/** A standstill longer than that is a fault: leases run for little more than a minute. */
export const LOOP_LIMIT_MS = 30_000;

type Histogram = Pick<IntervalHistogram, 'max' | 'count' | 'reset' | 'enable' | 'disable'>;

/** See the file's head. */
export class LoopDelay {
  readonly #histogram: Histogram;
  readonly #now: () => number;
  #before = 0;
  #resetAt: number;

  /** @param now clock that never steps back, milliseconds. @param histogram of nanoseconds */
  constructor(
    now: () => number,
    histogram: Histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS }),
  ) {
    this.#now = now;
    this.#histogram = histogram;
    this.#resetAt = now();
  }

  /** Begins to look; before that nothing is known. */
  begin(): void {
    this.#histogram.enable();
  }

  end(): void {
    this.#histogram.disable();
  }

  /** Milliseconds of the longest standstill lately. */
  worstMs(): number {
    const { max, count } = this.#histogram;
    const worst = count === 0 ? 0 : max / 1e6;
    const age = this.#now() - this.#resetAt;
    const answer = Math.max(worst, this.#before);
    if (age >= WINDOW_MS) {
      // Asked again only after long: what was before that is too old to count.
      this.#before = age >= 2 * WINDOW_MS ? 0 : worst;
      this.#resetAt = this.#now();
      this.#histogram.reset();
    }
    return answer;
  }

  /** Seconds of a standstill that is a fault, `null` while all is well. */
  stoodStillSeconds(): number | null {
    const worst = this.worstMs();
    return worst > LOOP_LIMIT_MS ? Math.round(worst / 1000) : null;
  }
}
