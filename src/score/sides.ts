/**
 * One dossier from its three sides: as the portal has it, as it would have it if all that is to be sent had arrived, and
 * if everything that is held were mended as well.
 * Guarantees: what one side lacks is what the side before it has, so that the three differ only where something has not
 * arrived or is held. A dossier counts as recorded where any side has it.
 */
import type { ClockSeconds, ScoredDossier, ScoreEvent, ScoreRecord } from '../domain/score/score-record.ts';
import { ASKED } from './course.ts';
import type { Measured, Measuring } from './measured.ts';
import { isToldAlways } from './record-of.ts';
import { BIT } from './slots.ts';

/** See the file's head. */
export interface Sides {
  readonly id: number;
  readonly portal: Measured | null;
  readonly province: Measured | null;
  /** The best that is known: never `null`. */
  readonly released: Measured;
  /** What each counts for, with what hangs on the others (`recorded`, `synchronized-on-time`). */
  readonly portalBits: number;
  readonly provinceBits: number;
  readonly releasedBits: number;
  /** What the portal would count if what is held went now: a step that is late by then stays late. */
  readonly sentNowBits: number;
  /** Codes of what is held; empty = nothing is. */
  readonly held: readonly string[];
  /** Is it known what would be sent if it were released? */
  readonly isReleaseKnown: boolean;
}

const NONE: readonly string[] = [];
const IN_TIME = BIT['synchronized-on-time'];

/**
 * @param steps how long after it was taken a step may come to the portal, and when that is judged
 * @returns `null` where no side has a record
 */
export function sidesOf(
  dossier: ScoredDossier,
  measuring: Measuring,
  steps: { readonly mostSeconds: number; readonly asOf: ClockSeconds },
  held: readonly string[] = NONE,
): Sides | null {
  const best = dossier.released ?? dossier.province ?? dossier.portal;
  if (best === null) return null;
  const released = measuring.of(best);
  const measured = (record: ScoreRecord | null): Measured | null => {
    if (record === null) return null;
    return record === best ? released : measuring.of(record);
  };
  const portal = measured(dossier.portal);
  const province = dossier.province === dossier.portal ? portal : (measured(dossier.province) ?? portal);
  const [p, v, r] = [portal?.bits ?? 0, province?.bits ?? 0, released.bits];
  const before = steps.asOf - steps.mostSeconds;
  const isSlow = (dossier.stepLagMinutes ?? 0) * 60 > steps.mostSeconds;
  const portalIsLate = isSlow || lacksStep(dossier.portal, best, before);
  const provinceIsLate = province !== null && lacksStep(province.record, best, before);
  return {
    id: dossier.id,
    portal,
    province,
    released,
    portalBits: but(p, portalIsLate) | recorded(p | v | r),
    provinceBits: but(v, provinceIsLate) | recorded(v | r),
    releasedBits: r | recorded(dossier.province === null ? r : v | r),
    sentNowBits: but(r, portalIsLate) | recorded(dossier.province === null ? r : v | r),
    held,
    isReleaseKnown: dossier.released !== null,
  };
}

function recorded(bits: number): number {
  return (bits & BIT.received) === 0 ? 0 : BIT.recorded;
}

function but(bits: number, isLate: boolean): number {
  return isLate ? bits & ~IN_TIME : bits;
}

/**
 * Does a side lack a step that was taken before a moment? A record keeps the answer to a request only where it tells of
 * the request: without that, the answer may be there.
 */
function lacksStep(side: ScoreRecord | null, best: ScoreRecord, before: ClockSeconds): boolean {
  if (side === best || best.events === undefined) return false;
  const there = side?.events ?? [];
  const wasAsked = (by: ClockSeconds): boolean =>
    there.some(([status, at]) => status === ASKED && at <= by) ||
    (side?.supplements ?? []).some(([requested]) => requested < by);
  const isThere = ([status, at]: ScoreEvent): boolean =>
    there.some((event) => event[0] === status && event[1] === at) || (!isToldAlways(status) && !wasAsked(at));
  return best.events.some((event) => event[1] < before && !isThere(event));
}
