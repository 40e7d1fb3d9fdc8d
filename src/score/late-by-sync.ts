/**
 * Late because of synchronization: the province ended it in time, and to the portal it is late.
 * Guarantees: what the portal does not have at all is late there once its appointment has passed.
 */
import type { ClockSeconds } from '../domain/score/score-record.ts';
import { hasEnded } from './on-time.ts';
import type { Sides } from './sides.ts';
import { BIT } from './slots.ts';

/** See the file's head. */
export function isLateBySync({ portal, released, portalBits }: Sides, asOf: ClockSeconds): boolean {
  const { verdict, due } = released;
  if (verdict === null || verdict.onTime !== true || !hasEnded(verdict) || due === null) return false;
  if (portal === null) return due < asOf;
  return (portalBits & BIT['in-process']) !== 0 && portal.verdict?.onTime === false;
}
