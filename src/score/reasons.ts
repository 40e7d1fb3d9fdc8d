/**
 * Why a dossier does not count for an indicator, and whose lack that is.
 * Guarantees: the same rule for every indicator: what the province has and the portal lacks is synchronization's; what
 * only mending would give is held; what even that would not give is the agency's.
 */
import type { Measure } from '../domain/score/formula.ts';
import { type ClockSeconds, has } from '../domain/score/score-record.ts';
import type { Blame, CostReason } from '../domain/score/score-report.ts';
import { citizensTime, endingStep, endOfRow } from './course.ts';
import type { Measured } from './measured.ts';
import type { Sides } from './sides.ts';
import { BIT } from './slots.ts';

/** Numerator and denominator of an indicator that is counted by dossiers. */
export interface Pair {
  readonly numerator: Measure;
  readonly denominator: Measure;
  /** Their bits. */
  readonly above: number;
  readonly below: number;
}

/** A lack, and what its mending would add to numerator and denominator. */
export interface Lack {
  readonly blame: Blame;
  readonly reason: CostReason;
  readonly above: number;
  readonly below: number;
}

/** What one side does to a ratio: nothing, or one below and none or one above. */
type Part = 'absent' | 'fails' | 'counts';

/** `null` = it costs nothing. @param asOf moment of the judgement */
export function lackOf(sides: Sides, pair: Pair, asOf: ClockSeconds): Lack | null {
  const portal = partOf(sides.portalBits, pair);
  if (portal === 'counts') return null;
  const province = partOf(sides.provinceBits, pair);
  if (isBetter(province, portal))
    return lack('synchronization', behindBy(sides, pair, asOf), portal, province);
  const released = partOf(sides.releasedBits, pair);
  if (isBetter(released, portal)) {
    // What is no longer held is on its way.
    const reason = heldFor(sides.held);
    return reason === null
      ? lack('synchronization', behindBy(sides, pair, asOf), portal, released)
      : lack('held', reason, portal, released);
  }
  if (portal === 'absent') return null;
  const reason = lacking(pair.numerator, sides.released, asOf);
  return reason === null ? null : lack('agency', reason, 'fails', 'counts');
}

function partOf(bits: number, { above, below }: Pair): Part {
  if ((bits & below) === 0) return 'absent';
  return (bits & above) === 0 ? 'fails' : 'counts';
}

function isBetter(side: Part, portal: Part): boolean {
  return side === 'counts' || (side === 'absent' && portal === 'fails');
}

function lack(blame: Blame, reason: CostReason, from: Part, to: Part): Lack {
  const above = to === 'counts' ? 1 : 0;
  const below = Number(to !== 'absent') - Number(from !== 'absent');
  return { blame, reason, above, below };
}

function heldFor(codes: readonly string[]): CostReason | null {
  const [code, ...others] = codes;
  if (code === undefined) return null;
  return others.length > 0 ? 'several' : (code as `DB-${string}`);
}

function behindBy({ portal, released }: Sides, { numerator }: Pair, asOf: ClockSeconds): CostReason {
  if (portal === null) return 'not-at-portal';
  const lacksEnd = endingStep(released.record, asOf) !== null && endingStep(portal.record, asOf) === null;
  if (numerator === 'on-time') return lacksEnd ? 'last-step-missing' : 'outdated-at-portal';
  if (numerator !== 'synchronized-on-time' || (portal.bits & BIT.received) === 0) return 'outdated-at-portal';
  return lacksEnd ? 'last-step-missing' : 'steps-late';
}

/** What the record lacks, as the province would have it at best; `null` where no word of ours tells. */
function lacking(numerator: Measure, measured: Measured, asOf: ClockSeconds): CostReason | null {
  const { record, verdict } = measured;
  switch (numerator) {
    case 'on-time':
      if (verdict?.why === 'asked-again') return 'asked-again';
      return endsInTimeByRow(measured, asOf) ? 'no-ending-step' : 'late';
    case 'online':
      return has(record, 'online') ? 'no-result-code-or-file' : 'not-online';
    case 'paid-online':
      return 'not-paid-online';
    case 'result-file':
    case 'result-file-completed':
      return 'no-result-file';
    case 'digitized':
      return has(record, 'componentFile') ? 'no-result-file' : 'no-component-file';
    case 'reused':
      return 'not-reused';
    case 'from-store':
      return 'not-from-store';
    case 'population':
      return 'not-connected';
    default:
      return null;
  }
}

/** Does only the lack of a step make it late? */
function endsInTimeByRow({ record, due, verdict }: Measured, asOf: ClockSeconds): boolean {
  const end = endOfRow(record, asOf);
  if (end === null || due === null || verdict?.endedBy === 'step') return false;
  return end - citizensTime(record, end, asOf) <= due;
}
