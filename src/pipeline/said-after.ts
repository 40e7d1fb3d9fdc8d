/**
 * What would be sent of a dossier that goes again.
 * Must not: read or change anything.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { ResyncDossier } from '../ledger/resync.ts';
import { type CheckedAgain, isKept } from './checked-again.ts';

/** What would be sent of it; `null` = nothing, a fault holds it. */
export function saidAfter(one: CheckedAgain<ResyncDossier>): Dossier | null {
  const { held, anew } = one;
  if (!isKept(one)) return anew.normalized.dossier;
  // What the portal has goes again even where the tables lost their way; what it left unclear waits for a person.
  return held.state === 'held' && anew.payloadHash === null ? null : held.payload;
}

/** Hash of what would be sent of it. */
export function hashAfter(one: CheckedAgain<ResyncDossier>): string | null {
  return isKept(one) ? one.held.payloadHash : one.anew.payloadHash;
}
