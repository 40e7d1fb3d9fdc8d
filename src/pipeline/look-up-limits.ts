/**
 * What looking up one dossier after the other keeps to, whoever does it (`resync --verify`, `reconcile`).
 * Guarantees: behind today's dossiers; not while a breaker is open or a person has paused the lane; over at the
 * first sign that the portal is away, and after many answers in a row that nobody understands; what was done is
 * always the beginning of a page, so that it can go on there.
 * Must not: know what the look-ups are for.
 */
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import type { CallObserver } from '../domain/ports.ts';
import { breakers } from '../ledger/breaker.ts';
import type { Queryable } from '../ledger/database.ts';

/** Why no more are looked up. `refused`: it answers in words that nobody understands, again and again. */
export type LookUpStop = 'away' | 'breaker' | 'paused' | 'refused' | 'interrupted';

/** The end of looking up, for now. */
export interface LookUpHalt {
  readonly why: LookUpStop;
  /** As the portal, the breaker or the person said it; '' where nobody did. */
  readonly reason: string;
}

/** Look-ups that go before nobody. */
export const BEHIND_ALL: CallObserver = {
  lane: 'backfill',
  beforeCall: async () => {},
  afterCall: async () => {},
};

/** Failures in a row that are the look-ups' own: then the portal does not offer them. */
const REFUSALS = 20;

/** What holds look-ups back, the lane or the portal; `null` = nothing. For each page: that is a few seconds' work. */
export async function heldBack(ledger: Queryable): Promise<LookUpHalt | null> {
  const { live, backfill } = await breakers(ledger);
  if (backfill.pausedBy !== null) return { why: 'paused', reason: backfill.pausedBy.why };
  if (backfill.state !== 'closed') return { why: 'breaker', reason: backfill.reason };
  if (live.pausedBy === null && live.state !== 'closed') return { why: 'breaker', reason: live.reason };
  return null;
}

/** Tells a look-up that failed by itself from a portal that is not to be asked further. */
export class LookUpFailures {
  #inARow = 0;

  answered(): void {
    this.#inARow = 0;
  }

  /** What `outcome` ends; `null` = this dossier's look-up alone. */
  failed({ away, kind, message }: RecordOutcome, signal: AbortSignal): LookUpHalt | null {
    if (signal.aborted) return { why: 'interrupted', reason: '' };
    if (away || kind === 'retry-later' || kind === 'unknown') return { why: 'away', reason: message };
    this.#inARow += 1;
    return this.#inARow < REFUSALS ? null : { why: 'refused', reason: message };
  }
}

/**
 * Does `work` for the dossiers of a page, a few at a time, as long as `mayGoOn`.
 * Answers the results from the beginning up to the first that was not done (`null`).
 */
export async function fromTheBeginning<One, Result>(
  page: readonly One[],
  concurrency: number,
  mayGoOn: () => boolean,
  work: (one: One) => Promise<Result | null>,
): Promise<Result[]> {
  const results: (Result | null)[] = page.map(() => null);
  const entries = page.entries();
  const worker = async (): Promise<void> => {
    for (;;) {
      const { value, done } = entries.next();
      if (done === true || !mayGoOn()) return;
      const [place, one] = value;
      results[place] = await work(one);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const made: Result[] = [];
  for (const result of results) {
    if (result === null) break;
    made.push(result);
  }
  return made;
}
