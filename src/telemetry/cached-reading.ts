/**
 * Something that is dear to read, read seldom.
 * Guarantees: one reading at a time; none sooner than `restMs` after the last, nor than ten times
 * what that one took; never throws and never waits longer than `patienceMs`: `null` then.
 */
import { within } from './within.ts';

/** How often, how long, and what. */
export interface ReadingSettings<Value> {
  readonly read: () => Promise<Value>;
  /** Injected clock that never steps back, milliseconds. */
  readonly now: () => number;
  readonly restMs: number;
  readonly patienceMs: number;
  /** Told why a reading failed. */
  readonly onFailure: (error: unknown) => void;
}

/** A reading that took a second is not repeated within ten. */
const REST_PER_EFFORT = 10;

/** See the file's head. */
export class CachedReading<Value> {
  readonly #settings: ReadingSettings<Value>;
  #value: Value | null = null;
  #pending: Promise<Value | null> | null = null;
  #restUntil = Number.NEGATIVE_INFINITY;

  constructor(settings: ReadingSettings<Value>) {
    this.#settings = settings;
  }

  /** The value, at most a rest old; `null` when it cannot be had. */
  async get(): Promise<Value | null> {
    const { now, patienceMs } = this.#settings;
    if (this.#pending === null && now() < this.#restUntil) return this.#value;
    this.#pending ??= this.#read();
    return within(this.#pending, patienceMs).catch(() => null);
  }

  async #read(): Promise<Value | null> {
    const { read, now, restMs, onFailure } = this.#settings;
    const startedAt = now();
    try {
      this.#value = await read();
    } catch (error) {
      this.#value = null;
      onFailure(error);
    }
    const effort = now() - startedAt;
    this.#restUntil = now() + Math.max(restMs, REST_PER_EFFORT * effort);
    this.#pending = null;
    return this.#value;
  }
}
