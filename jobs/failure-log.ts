/**
 * What is said of scheduled jobs that fail again and again.
 * Guarantees: the first failure is told, and another one at once; the same one once a minute at most,
 * however often the job runs (the rest at `debug`); that the job works again is told once.
 */
import type { Logger } from '../src/telemetry/logger.ts';

/** Milliseconds between two lines about the same failure. */
const REST_MS = 60_000;

interface Failing {
  readonly code: string;
  readonly since: number;
  readonly toldAt: number;
}

/** See the file's head. */
export class FailureLog {
  readonly #log: Pick<Logger, 'error' | 'info' | 'debug'>;
  readonly #now: () => number;
  readonly #failing = new Map<string, Failing>();

  /** @param now a clock that never steps back, milliseconds */
  constructor(log: Pick<Logger, 'error' | 'info' | 'debug'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** A run has failed. True when that was told. */
  failed(job: string, code: string, reason: string, durationMs: number): boolean {
    const now = this.#now();
    const before = this.#failing.get(job);
    const isTold = before?.code !== code || now - before.toldAt >= REST_MS;
    this.#log[isTold ? 'error' : 'debug']('job failed', { job, code, reason, durationMs });
    if (isTold) this.#failing.set(job, { code, since: before?.since ?? now, toldAt: now });
    return isTold;
  }

  /** A run has gone well. */
  done(job: string): void {
    const before = this.#failing.get(job);
    if (!before) return;
    this.#failing.delete(job);
    const seconds = Math.round((this.#now() - before.since) / 1000);
    this.#log.info('job works again', { job, code: before.code, seconds });
  }
}
