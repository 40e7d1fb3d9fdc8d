/**
 * How many calls are on the way at once, and how fast they start.
 * Guarantees: never more than `concurrency` at a time; starts at least 1/rate seconds apart;
 * first come, first served; a caller that gives up frees its place.
 * Must not: know what a call is.
 */
import type { Sleep } from './sleep.ts';

/** Bounds of a {@link Pace}. */
export interface PaceSettings {
  readonly concurrency: number;
  /** Starts a second; 0 = no limit. */
  readonly ratePerSecond: number;
}

/** Runs work within bounds. */
export interface Pace {
  /** Result of `work`, or `null` when `signal` fired before it began. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | null>;
}

/** @param now milliseconds. */
export function createPace(settings: PaceSettings, now: () => number, sleep: Sleep): Pace {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, settings.concurrency);
  let nextStart = 0;

  /** True once a place is ours; false where `signal` fired first. */
  function place(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (free > 0) {
      free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(enter), 1);
        resolve(false);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      waiting.push(enter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** The place goes straight to the next in line, so that nobody can jump in between. */
  function leave(): void {
    const enter = waiting.shift();
    if (enter) enter();
    else free += 1;
  }

  async function turn(signal: AbortSignal): Promise<void> {
    if (settings.ratePerSecond <= 0) return;
    const at = Math.max(now(), nextStart);
    nextStart = at + 1000 / settings.ratePerSecond;
    const wait = at - now();
    if (wait > 0) await sleep(wait, signal);
  }

  return {
    async run(signal, work) {
      if (!(await place(signal))) return null;
      try {
        await turn(signal);
        return signal.aborted ? null : await work();
      } finally {
        leave();
      }
    },
  };
}
