/**
 * Work that one does for all.
 * Guarantees: while somebody is at it, whoever else comes leaves it to them and does not wait.
 */
export class Alone {
  #busy = false;

  /** Does `work`; `null` = somebody is at it. Throws what it throws. */
  async run<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#busy) return null;
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }
}
