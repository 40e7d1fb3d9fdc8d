/**
 * What a comparison with the portal is asked to do, and what came of it.
 * Guarantees: every count has a name of its own, so that what was not done is never taken for done.
 * Must not: hold values of fields beside those that the portal showed otherwise.
 */

import { DRIFT_CAUSES, type DriftCause } from '../domain/drift.ts';
import type { CandidateSelection } from '../ledger/reconcile-candidates.ts';
import type { FoundDrift } from './compare-at-portal.ts';
import type { LookUpStop } from './look-up-limits.ts';

/** What is compared. */
export interface ReconcileOptions {
  /** `null` = the round, from where it stopped. */
  readonly selection: CandidateSelection | null;
  /** Begins a new round. */
  readonly anew: boolean;
  readonly limit: number | null;
  /** After so many milliseconds it stops; `null` = when it is through. */
  readonly forMs: number | null;
  /** Dossiers that may be mended; 0 = none. */
  readonly heal: number;
  /** Steps that it shows no more are mended, too: somebody knows that it shows all that it has. */
  readonly resendSteps: boolean;
}

/** Why it ended before it was through. */
export type Stop = LookUpStop | 'time' | 'limit';

/** A dossier that is apart. */
export interface ApartDossier {
  readonly dossier: string;
  readonly causes: readonly FoundDrift[];
}

/** What came of it. */
export interface ReconcileReport {
  checked: number;
  readonly missing: string[];
  readonly different: ApartDossier[];
  /** Dossiers, by cause; one may have several. */
  readonly byCause: Record<DriftCause, number>;
  readonly notCompared: {
    steps: number;
    fields: number;
    absent: number;
    /** Of a selection: what was sent of them is not kept any more. */
    pruned: number;
    /** Of codes that were named: the portal has accepted none from here. */
    unknown: number;
  };
  inMotion: number;
  failed: number;
  healed: number;
  /** Not mended because `heal` allowed no more; those that it would have mended. */
  notHealed: number;
  /** Not mended because only a person can tell what is right: steps that are apart. */
  forPerson: number;
  /** The ledger was restored and the source not read since: what the portal has otherwise may be newer. */
  sourceUnread: boolean;
  stopped: Stop | null;
  /** What the portal said last of a look-up that failed. */
  reason: string;
}

/** A report in which nothing was compared yet. */
export function emptyReport(): ReconcileReport {
  return {
    checked: 0,
    missing: [],
    different: [],
    byCause: Object.fromEntries(DRIFT_CAUSES.map((cause) => [cause, 0])) as Record<DriftCause, number>,
    notCompared: { steps: 0, fields: 0, absent: 0, pruned: 0, unknown: 0 },
    inMotion: 0,
    failed: 0,
    healed: 0,
    notHealed: 0,
    forPerson: 0,
    sourceUnread: false,
    stopped: null,
    reason: '',
  };
}

/** Names of what is apart, without values: `status`, `steps[7]`. */
export function namesOf({ fields = [], stepIds = [] }: FoundDrift): string[] {
  return [...fields.map(({ field }) => field), ...stepIds.map((id) => `steps[${id}]`)];
}
