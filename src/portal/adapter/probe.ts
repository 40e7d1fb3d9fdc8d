/**
 * Is the portal there? Asked right after a call with records failed as if it were not.
 * Guarantees: one read-only call, seen by the observer like any other; it changes nothing at the portal.
 * Must not: be made where it is certain already, or where we were told to stop.
 */
import type { DossierCode } from '../../domain/codes.ts';
import type { LookupAnswer } from '../../domain/ports.ts';
import type { Presence } from '../tell-apart.ts';
import type { Errand } from './exchange.ts';

/** Looks one of `codes` up. */
export type Probe = (codes: readonly DossierCode[], errand: Errand) => Promise<Presence>;

/** Builds the probe. */
export function createProbe(lookup: (code: DossierCode, errand: Errand) => Promise<LookupAnswer>): Probe {
  // By turns: a dossier that the portal cannot even read must not pass for an outage for good.
  let turn = 0;
  return async (codes, errand) => {
    const code = codes[turn % codes.length];
    turn += 1;
    if (code === undefined) return { kind: 'untold' };
    const answer = await lookup(code, errand);
    if (answer.kind !== 'failed') return { kind: 'there' };
    const { kind, away, retryAfterSeconds } = answer.outcome;
    if (away === true) return { kind: 'away', retryAfterSeconds };
    // Not made, for the lease's or the signal's sake.
    return kind === 'retry-later' || kind === 'unknown' ? { kind: 'untold' } : { kind: 'there' };
  };
}
