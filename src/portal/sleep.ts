/**
 * Waiting that shutdown can end.
 * Guarantees: never rejects; over at the latest when `signal` fires; leaves no timer behind.
 */

/** Waits `ms` milliseconds or until `signal` fires. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** The real one. */
export const sleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
