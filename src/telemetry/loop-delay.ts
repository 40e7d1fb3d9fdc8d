/**
 * How long the event loop has stood still lately: nothing is answered, renewed or settled meanwhile.
 * Guarantees: remembers the longest standstill of the last one to two minutes, and no longer, whoever asks
 * and however seldom.
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
  #turning: NodeJS.Timeout | undefined;
  /** Of the window before this one. */
  #beforeMs = 0;

  /** @param histogram of nanoseconds */
  constructor(histogram: Histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })) {
    this.#histogram = histogram;
  }

  /** Begins to look; before that nothing is known. */
  begin(): void {
    this.#histogram.enable();
    this.#turning = setInterval(() => this.#turn(), WINDOW_MS).unref();
  }

  end(): void {
    clearInterval(this.#turning);
    this.#histogram.disable();
  }

  /** Milliseconds of the longest standstill lately. */
  worstMs(): number {
    return Math.max(this.#nowMs(), this.#beforeMs);
  }

  /** Seconds of a standstill that is a fault, `null` while all is well. */
  stoodStillSeconds(): number | null {
    const worst = this.worstMs();
    return worst > LOOP_LIMIT_MS ? Math.round(worst / 1000) : null;
  }

  #nowMs(): number {
    const { max, count } = this.#histogram;
    return count === 0 ? 0 : max / 1e6;
  }

  #turn(): void {
    this.#beforeMs = this.#nowMs();
    this.#histogram.reset();
  }
}
