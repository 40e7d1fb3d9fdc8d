/**
 * A computed score, as the terminal, the files and the comparison read it.
 * Guarantees: plain data; ratios 0..1; `null` stays `null` and has its reason.
 * Must not: carry personal data: dossiers are named by their codes.
 */
import type { IsoDay } from '../codes.ts';
import type { NoFigure, ScoreGroup } from './formula.ts';

/** One indicator of the province, an agency or a procedure. Of `portal`: what the portal has accepted. */
export interface Indicator {
  readonly code: string;
  readonly group: ScoreGroup;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** 0..1. */
  readonly ratio: number | null;
  readonly score: number | null;
  readonly max: number;
  /** Why `score` (or all of it) is `null`. */
  readonly reason: NoFigure | null;
  /** Where only a part is known: the score is at most this. */
  readonly atMost: number | null;
}

/** Sum of the points that are known. */
export interface ScoreSum {
  readonly score: number;
  /** Most points of the indicators that have a score. */
  readonly max: number;
}

/** By whom points are listed. */
export type GroupedBy = 'agency' | 'procedure' | 'commune';

/** An agency, commune or procedure. */
export interface ScoredGroup {
  /** National code; '' where only the name is known. */
  readonly code: string;
  readonly name: string;
  readonly commune: boolean;
  readonly sum: ScoreSum;
  readonly indicators: readonly Indicator[];
  /** Dossiers in process or received, at the province. */
  readonly dossiers: number;
  /** Late at the portal though the province ended them in time. */
  readonly lateBecauseOfSync: number;
}

/** Whose lack it is that a dossier does not count for an indicator. */
export const BLAMES = ['synchronization', 'held', 'agency'] as const;
/** See {@link BLAMES}. */
export type Blame = (typeof BLAMES)[number];

/**
 * Why it does not count. Of `agency`: what is lacking. Of `synchronization`: where it stands.
 * Of `held`: the code of the fault (`DB-…`), or `several` where more than one must be mended.
 */
export type CostReason =
  | 'late' // ended after its appointment, or not ended and past it
  | 'asked-again' // asked for more papers more than once
  | 'no-ending-step' // its row tells of an end in time, and no step does, while the formula asks for one
  | 'no-result-file'
  | 'no-component-file'
  | 'not-reused'
  | 'not-from-store'
  | 'not-connected'
  | 'not-online'
  | 'no-result-code-or-file'
  | 'not-paid-online'
  | 'steps-late' // its steps came to the portal later than the formula allows
  | 'not-at-portal' // the portal has nothing of it
  | 'outdated-at-portal' // it has an older state
  | 'last-step-missing' // it has the dossier, but not the step that ended it
  | 'several'
  | `DB-${string}`;

/** A dossier that costs points. */
export interface CostlyDossier {
  readonly dossier: string;
  readonly agency: string;
  readonly procedure: string;
  readonly received: string;
  readonly due: string;
  /** End at the province; '' = none. */
  readonly ended: string;
}

/** What one reason costs one indicator. */
export interface Cost {
  readonly indicator: string;
  readonly blame: Blame;
  readonly reason: CostReason;
  readonly count: number;
  /** Points that would be won if none of them were lacking, with all else as it is; `null` where no points are known. */
  readonly points: number | null;
  /** The first of them, in the order of their receipt. */
  readonly dossiers: readonly CostlyDossier[];
}

/** One day of the period. */
export interface TrendDay {
  readonly day: IsoDay;
  /** Received that day, at the province. */
  readonly recorded: number;
  /** Those of them that the portal has. */
  readonly synchronized: number;
  /** Ended that day, at the province: in time, of these not so at the portal (yet), and late. */
  readonly onTime: number;
  readonly lateBecauseOfSync: number;
  readonly late: number;
}

/** What if what is held for a reason were released. */
export interface WhatIf {
  /** `DB-…`; `all` = everything that is held. */
  readonly reason: 'all' | `DB-${string}`;
  /** Dossiers that wait for this reason alone; of `all`: that wait. */
  readonly dossiers: number;
  /** Dossiers that wait for this reason and others: releasing it alone does not send all of them. */
  readonly withOthers: number;
  /** Points more than now, all indicators together. */
  readonly points: number;
  /** Those that change. */
  readonly indicators: readonly {
    readonly code: string;
    readonly before: Indicator;
    readonly after: Indicator;
  }[];
}

/** See the file's head. */
export interface ScoreReport {
  /** `2026-10`, `2026-Q3`, `2026`. */
  readonly period: string;
  /** First and last day. */
  readonly from: IsoDay;
  readonly to: IsoDay;
  /** Local time up to which the ledger was counted: its end, or now where it is not over. */
  readonly asOf: string;
  readonly formulaVersion: string;
  readonly formulaSource: string;
  readonly sum: ScoreSum;
  readonly indicators: readonly Indicator[];
  /** As they would be if the portal had all that the province has: the difference is synchronization's. */
  readonly province: readonly Indicator[];
  /** By agency, procedure or commune where asked for; the best first. */
  readonly groups: readonly ScoredGroup[];
  readonly groupedBy: GroupedBy | null;
  /** The dearest first. */
  readonly costs: readonly Cost[];
  readonly trend: readonly TrendDay[];
  readonly whatIf: readonly WhatIf[];
  /** What a reader must know of the figures. */
  readonly notes: readonly ScoreNote[];
}

/** A note with its number; `docs/score.md` tells of each. */
export interface ScoreNote {
  readonly note:
    | 'not-counted-yet' // dossiers whose changes are not in the figures
    | 'no-day-of-receipt' // held dossiers that belong to no period that is known
    | 'no-term' // dossiers with neither appointment nor a term that can be read: not judged
    | 'ended-without-step' // ended by the row alone
    | 'open-over-a-year' // received more than a year before the period and not ended: late in each period
    | 'procedure-unknown' // received, of procedures that the catalogue lacks: whether a result is due is not known
    | 'reported-total-unknown' // the national reporting system's total is not known: the province's own count stands for it
    | 'period-not-over';
  readonly count: number;
}
