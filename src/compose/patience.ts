/**
 * How a job waits for a ledger that is away.
 * Guarantees: ends at once when told to stop; tries seldom enough that many waiting jobs are no load,
 * and often enough that work goes on within seconds.
 */
import type { Patience } from '../ledger/patient.ts';
import { pause } from '../lifecycle.ts';
import type { LedgerContact } from '../telemetry/ledger-contact.ts';

/** Milliseconds until the first new try; then twice as long each time. */
const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** Patience until `signal` fires: then the fault goes up, and what is in hand is found by its lease. */
export function patienceUntil(signal: AbortSignal, contact: LedgerContact): Patience {
  return {
    async wait(fault, tries) {
      contact.lost(fault);
      await pause(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10)), signal);
      if (signal.aborted) throw fault;
    },
    back: (met) => contact.back(met),
  };
}
