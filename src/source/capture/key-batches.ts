/**
 * Keys that come one by one, handed on in batches.
 * Guarantees: a key that waits is told once; a batch goes a few milliseconds after its first key, or when the one
 * before it has ended: the busier, the larger; memory is bounded, since who adds to full batches waits, or is
 * told that there is no room.
 * Must not: know where keys come from.
 */

/** What a batch is told to. */
export type OnKeys = (keys: readonly string[]) => Promise<void>;

/** How batches are made. */
export interface BatchRules {
  /** Milliseconds that the first key of a batch waits for others. */
  readonly gatherMs: number;
  /** Most keys a batch. */
  readonly most: number;
}

export const BATCHES: BatchRules = { gatherMs: 5, most: 1_000 };

/** See the file's head. */
export class KeyBatches {
  readonly #rules: BatchRules;
  readonly #onKeys: OnKeys;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<void> = Promise.resolve();
  #isSending = false;
  #failed: { readonly error: unknown } | null = null;
  #onFailure: (error: unknown) => void;

  /** @param onFailure told once what `onKeys` has thrown; afterwards nothing is told any more */
  constructor(onKeys: OnKeys, onFailure: (error: unknown) => void, rules: BatchRules = BATCHES) {
    this.#onKeys = onKeys;
    this.#onFailure = onFailure;
    this.#rules = rules;
  }

  /** Keys that wait for their batch. */
  get size(): number {
    return this.#waiting.size;
  }

  add(keys: Iterable<string>): void {
    for (const key of keys) this.#waiting.add(key);
    if (this.#waiting.size === 0 || this.#timer !== null || this.#isSending) return;
    this.#timer = setTimeout(() => void this.flush().catch(() => {}), this.#rules.gatherMs);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting.clear();
  }

  /** Tells all that was added before. Throws what `onKeys` throws. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sending = this.#sending.then(() => this.#send());
    return this.#sending;
  }

  async #send(): Promise<void> {
    if (this.#failed) throw this.#failed.error;
    this.#isSending = true;
    try {
      while (this.#waiting.size > 0) {
        const batch = [...this.#waiting].slice(0, this.#rules.most);
        for (const key of batch) this.#waiting.delete(key);
        await this.#onKeys(batch);
      }
    } catch (error) {
      this.#failed = { error };
      this.#waiting.clear();
      this.#onFailure(error);
      throw error;
    } finally {
      this.#isSending = false;
    }
  }
}
