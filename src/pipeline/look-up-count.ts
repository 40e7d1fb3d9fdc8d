/**
 * What looking up dossiers at the portal has come to, in counts.
 * Guarantees: what could not be told has counts of its own, so that it is never taken for verified.
 */
import type { LookedUp, LookedUpPage } from './look-up-first.ts';
import type { LookUpStop } from './look-up-limits.ts';

/** Dossiers, but for `stepsThere`. */
export interface LookUpCount {
  /** Of which the portal has answered what it has. */
  read: number;
  /** Just as we would send them: left out. */
  already: number;
  /** Not shown at all: they go, and the portal's own answer tells. */
  absent: number;
  /** Steps that were not known to be there, and are. */
  stepsThere: number;
  /** Shown without steps, or without all that it has accepted: which it has cannot be verified, the ledger alone decides. */
  stepsNotShown: number;
  /** Not shown, but look-ups have been wrong about them before: the ledger alone decides. */
  untold: number;
  /** Their own look-up failed: not verified, and not sent. */
  unread: number;
  /** Codes of the first of these. */
  readonly unreadExamples: string[];
  /** Were in hand, or moved meanwhile: not verified, and left as they are. */
  inMotion: number;
  stopped: LookUpStop | null;
  /** What the portal said last, or why the lane is paused. */
  reason: string;
}

/** Codes that are told. */
const EXAMPLES = 20;

/** Nothing was looked up yet. */
export function noLookUps(): LookUpCount {
  return {
    ...{ read: 0, already: 0, absent: 0, stepsThere: 0, stepsNotShown: 0 },
    ...{ untold: 0, unread: 0, unreadExamples: [], inMotion: 0, stopped: null, reason: '' },
  };
}

/** Counts the dossier of `code`, but for what the ledger makes of it (`already`, `stepsThere`). */
export function countLookUp(count: LookUpCount, code: string, seen: LookedUp): void {
  if (seen.kind === 'busy') count.inMotion += 1;
  else if (seen.kind === 'unread') {
    count.unread += 1;
    if (count.unreadExamples.length < EXAMPLES) count.unreadExamples.push(code);
  } else if (seen.kind !== 'held') {
    count.read += 1;
    if (seen.kind === 'absent') count.absent += 1;
    if (seen.kind === 'untold') count.untold += 1;
    if (seen.kind === 'seen' && !seen.showsSteps) count.stepsNotShown += 1;
  }
}

/** Notes why no more are looked up. */
export function noteStop(count: LookUpCount, stopped: LookedUpPage['stopped']): void {
  if (stopped === null) return;
  count.stopped = stopped.why;
  count.reason = stopped.reason;
}
