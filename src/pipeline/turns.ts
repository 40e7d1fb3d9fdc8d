/**
 * Who reads a source reads it alone.
 * Guarantees: work of one source runs one after the other in the order in which it was asked for, so that what
 * was read earlier never comes into the ledger after what was read later; a failure stops nobody else's turn.
 * Must not: be held while anything but one page is read and stored: whoever waits is a change of this moment.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  /** Who has the turn and who waits for it. */
  #asked = 0;

  /** Somebody waits for the turn: whoever has it should end it soon. */
  get isAwaited(): boolean {
    return this.#asked > 1;
  }

  /** Runs `work` when all that were asked for before have ended. Throws what it throws. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#asked += 1;
    this.#last = turn
      .catch(() => undefined)
      .then(() => {
        this.#asked -= 1;
      });
    return turn;
  }
}
