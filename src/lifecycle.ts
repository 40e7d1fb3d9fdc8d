/**
 * What was opened is closed again, in reverse order.
 * Guarantees: every closer runs once, also when another one fails; the first failure is told at the
 * end; SIGTERM and SIGINT become one abort signal.
 */

interface Closer {
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** A stack of closers. */
export class Lifecycle {
  readonly #closers: Closer[] = [];

  /** Registers what undoes something that was just opened. */
  onClose(name: string, close: () => Promise<void>): void {
    this.#closers.push({ name, close });
  }

  /**
   * Closes everything, last opened first. Throws the first failure after all were tried.
   * @param onNext told the name of what is closed next: what hangs is the last one told
   */
  async close(onNext: (name: string) => void = () => {}): Promise<void> {
    let failed: unknown;
    for (let closer = this.#closers.pop(); closer; closer = this.#closers.pop()) {
      onNext(closer.name);
      try {
        await closer.close();
      } catch (error) {
        failed ??= error;
      }
    }
    if (failed !== undefined) throw failed;
  }
}

/** Makes something once, on first use, and hands out the same afterwards; a failure is tried again. */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}

/** A process that was told to stop has stopped after this long, whatever hangs (a slow source, a lost server). */
const LAST_RESORT_MS = 9_000;

/**
 * A signal that fires on SIGTERM or SIGINT; a second one ends the process at once (130), for the
 * person at the keyboard who will not wait. Nothing is lost by ending hard: what was under way is
 * found by its lease.
 * @param lastResortCode exit code where the orderly end takes longer than nine seconds
 * @param onLastResort told right before that
 */
export function shutdownSignal(
  lastResortCode: number,
  onLastResort: () => void,
): {
  readonly signal: AbortSignal;
  readonly dispose: () => void;
} {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    setTimeout(() => {
      onLastResort();
      process.exit(lastResortCode);
    }, LAST_RESORT_MS).unref();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGTERM', onSignal);
      process.off('SIGINT', onSignal);
    },
  };
}

/** A clock that never steps back, as people's clocks do; milliseconds. */
export const monotonicMs = (): number => performance.now();

/** Resolves after `ms` milliseconds, or at once when `signal` fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/**
 * A signal that fires with the first of `signals`, and lets go of them. (`AbortSignal.any` keeps
 * something of each for as long as one of its signals lives: here, as long as the process.)
 */
export function anyOf(signals: readonly AbortSignal[]): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const either = new AbortController();
  const fire = (): void => either.abort();
  for (const signal of signals) {
    if (signal.aborted) fire();
    signal.addEventListener('abort', fire, { once: true });
  }
  return {
    signal: either.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', fire);
    },
  };
}
