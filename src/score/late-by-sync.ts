/**
 * Late because of synchronization: the province ended it in time, and to the portal it is late.
 * Guarantees: what the portal does not have at all is late there once its appointment has passed. An end that the
 * province's row alone tells is one, whatever the formula, as for what is sent first (behind.ts).
 */
import type { ClockSeconds } from '../domain/score/score-record.ts';
import { hasEnded } from './on-time.ts';
import type { Sides } from './sides.ts';
import { BIT } from './slots.ts';

/** See the file's head. */
export function isLateBySync({ portal, released, portalBits }: Sides, asOf: ClockSeconds): boolean {
  const { asRecorded: own, due } = released;
  if (own === null || own.onTime !== true || !hasEnded(own) || due === null) return false;
  if (portal === null) return due < asOf;
  // Where no step told the province of the end, none can tell the portal.
  const shown = own.endedBy === 'record' ? portal.asRecorded : portal.verdict;
  return (portalBits & BIT['in-process']) !== 0 && shown?.onTime === false;
}
