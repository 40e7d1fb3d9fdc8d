/**
 * A dossier that was normalized again from its stored row: what of it would become another, by the rules
 * with which the ledger stores (keep-accepted.ts).
 * Guarantees: pure; a payload that is wanted already, or at the portal, goes nowhere by itself, and what
 * the portal may have stays when tables or catalogue would make less of it.
 */
import type { StandingDossier } from '../ledger/standing.ts';
import type { StoredDossier } from '../ledger/stored-page.ts';
import { saysLess } from './says-less.ts';

/** As it stands, and as the present tables make it. */
export interface CheckedAgain<Standing extends StandingDossier = StandingDossier> {
  readonly held: Standing;
  readonly anew: Omit<StoredDossier, 'lane'>;
}

/** Another payload than the wanted one, by now. */
function isOther({ held, anew }: CheckedAgain): boolean {
  return anew.payloadHash !== null && anew.payloadHash !== held.payloadHash;
}

/** The portal has it so already, whatever was wanted or refused since. */
export function returns(one: CheckedAgain): boolean {
  const { held, anew } = one;
  return isOther(one) && anew.payloadHash === held.acceptedHash && held.surelyAsAccepted;
}

/** What is wanted stays, for the present tables would say less than the portal has, or may have, of it. */
export function isKept({ held, anew }: CheckedAgain): boolean {
  if (anew.payloadHash === held.payloadHash || anew.payloadHash === held.acceptedHash) return false;
  return held.maybeThere && held.payload !== null && saysLess(held.payload, anew);
}

/** It becomes another that goes by itself. */
export function saysNews(one: CheckedAgain): boolean {
  const { held, anew } = one;
  if (!isOther(one) || held.pending || returns(one)) return false;
  return anew.payloadHash === held.acceptedHash || !isKept(one);
}

/** Steps that a fault had kept out of the ledger. */
export function newSteps({ held, anew }: CheckedAgain): number {
  return anew.steps.filter(({ step }) => !held.stepIds.includes(step.id)).length;
}
