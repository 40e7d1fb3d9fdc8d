/**
 * Does the ledger let itself be worked with? Known from the work that is done anyway, and in a process without
 * work from a look now and then (compose/ledger-probe.ts).
 * Guarantees: an outage is told once, however many wait for its end, and so is its end; a ledger that
 * changes its fault tells the new one, too; work that is done ends only the faults that it had met itself: a
 * ledger that can be read again may still not be written.
 * Must not: ask the ledger itself.
 */
import type { DongboError } from '../domain/errors.ts';
import type { Logger } from './logger.ts';

/** Whoever waits for a fault meets it again within a fraction of this; one that nobody meets any more is over. */
const UNMET_MS = 60_000;

interface Open {
  readonly fault: DongboError;
  readonly metAt: number;
}

/** See the file's head. */
export class LedgerContact {
  readonly #log: Pick<Logger, 'error' | 'info'>;
  readonly #now: () => number;
  /** By code, the one that was met last at the end. */
  readonly #open = new Map<string, Open>();
  readonly #told = new Set<string>();
  #since = 0;

  /** @param now injected clock, milliseconds. */
  constructor(log: Pick<Logger, 'error' | 'info'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** What keeps the ledger from working, `null` while nothing is known to. */
  get fault(): DongboError | null {
    return [...this.#open.values()].at(-1)?.fault ?? null;
  }

  /** Work failed for it; whoever did it waits. */
  lost(fault: DongboError): void {
    const now = this.#now();
    if (this.#open.size === 0) this.#since = now;
    this.#open.delete(fault.code);
    this.#open.set(fault.code, { fault, metAt: now });
    if (this.#told.has(fault.code)) return;
    this.#told.add(fault.code);
    const { where = '', reason = '' } = fault.params;
    this.#log.error('ledger away, waiting', {
      code: fault.code,
      where: String(where),
      reason: String(reason),
    });
  }

  /** Work was done that had failed for `met`; or, none named, work that reads and writes: then nothing is wrong. */
  back(met?: readonly DongboError[]): void {
    this.#close(({ fault }) => met === undefined || met.some(({ code }) => code === fault.code));
  }

  /** The ledger has answered one who only looks: a fault whose last sufferer has given up is over. */
  answered(): void {
    const now = this.#now();
    this.#close(({ metAt }) => now - metAt >= UNMET_MS);
  }

  #close(isOver: (open: Open) => boolean): void {
    const last = this.fault;
    for (const [code, open] of this.#open) if (isOver(open)) this.#open.delete(code);
    if (last === null || this.#open.size > 0) return;
    const seconds = Math.round((this.#now() - this.#since) / 1000);
    this.#log.info('ledger back', { code: last.code, seconds });
    this.#told.clear();
  }
}
