/**
 * Does the ledger let itself be worked with? Known from the work that is done anyway.
 * Guarantees: an outage is told once, however many wait for its end, and so is its end; a ledger that
 * changes its fault tells the new one, too.
 * Must not: ask the ledger itself.
 */
import type { DongboError } from '../domain/errors.ts';
import type { Logger } from './logger.ts';

/** See the file's head. */
export class LedgerContact {
  readonly #log: Pick<Logger, 'error' | 'info'>;
  readonly #now: () => number;
  readonly #told = new Set<string>();
  #fault: DongboError | null = null;
  #since = 0;

  /** @param now injected clock, milliseconds. */
  constructor(log: Pick<Logger, 'error' | 'info'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** What keeps the ledger from working, `null` while nothing is known to. */
  get fault(): DongboError | null {
    return this.#fault;
  }

  /** Work failed for it; whoever did it waits. */
  lost(fault: DongboError): void {
    if (this.#fault === null) this.#since = this.#now();
    this.#fault = fault;
    if (this.#told.has(fault.code)) return;
    this.#told.add(fault.code);
    const { where = '', reason = '' } = fault.params;
    this.#log.error('ledger away, waiting', {
      code: fault.code,
      where: String(where),
      reason: String(reason),
    });
  }

  /** Work that had failed for it was done. */
  back(): void {
    if (this.#fault === null) return;
    const seconds = Math.round((this.#now() - this.#since) / 1000);
    this.#log.info('ledger back', { code: this.#fault.code, seconds });
    this.#fault = null;
    this.#told.clear();
  }
}
