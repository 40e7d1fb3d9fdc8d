/**
 * Who reads a source reads it alone.
 * Guarantees: work of one source runs one after the other in the order in which it was asked for, so that what
 * was read earlier never comes into the ledger after what was read later; a failure stops nobody else's turn.
 * Must not: be held while anything but one page is read and stored: whoever waits is a change of this moment.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all that were asked for before have ended. Throws what it throws. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
