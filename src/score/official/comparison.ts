/**
 * Published figures beside ours, as terminal, documents and tests read them.
 * Guarantees: plain data. A difference is the published figure less ours. Causes of the effect `difference`, added up, are exactly it.
 * Must not: carry personal data: dossiers are named by their codes.
 */
import type { NoFigure, ScoreGroup } from '../../domain/score/formula.ts';

/** Why published figures and ours are apart, as far as the ledger can tell. In the order in which they are told. */
export const CAUSES = [
  /** Published before the period was over: what came after it is in ours alone. */
  'period-went-on',
  /** Accepted by the portal for the first time after it had counted. */
  'accepted-later',
  /** Steps of it were accepted after the portal had counted. */
  'steps-accepted-later',
  /** Accepted, and reconcile has found that the portal does not have it. */
  'missing-at-portal',
  /** Reconcile has found that the portal does not show steps that it had accepted. */
  'steps-missing-at-portal',
  /** Another version of the formulas gives what was published. */
  'formula',
  /** The denominator is from the national reporting system. */
  'national-report',
  /** The portal has dossiers that the ledger does not know. */
  'unknown-dossiers',
  /** The portal publishes rounded points. */
  'rounding',
  /** Nothing that the ledger knows. */
  'unexplained',
  /** The dossier was accepted again after the portal had counted; what it said before is not kept. */
  'row-accepted-later',
  /** First accepted after the period; when the portal had counted is not known. */
  'accepted-after-period',
  /** Sent without an answer: the portal may have it. */
  'in-doubt',
  /** The portal says that it does not have it, and had accepted it before. */
  'absent',
  /** Reconcile has found other fields or other steps at the portal. */
  'changed-at-portal',
  /** Received in the period for the portal and not for the province, or the other way round. */
  'received-differs',
  /** Not at the portal as the province has it: nothing holds it, it is on its way. */
  'not-synchronized',
  /** The same, and a fault holds it. */
  'held',
] as const;
/** See {@link CAUSES}. */
export type CauseKind = (typeof CAUSES)[number];

/**
 * `difference`: is part of the difference. `possible`: may be part of what is unexplained, how much cannot be told.
 * `both`: lowers both figures alike, and is no part of the difference; the numbers are what is lost by it.
 */
export type CauseEffect = 'difference' | 'possible' | 'both';

/** The amounts that are compared. */
export interface Amounts {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly score: number | null;
}

/** Dossiers that a cause is about. */
export interface CausingDossiers {
  readonly count: number;
  /** The codes of some of them. */
  readonly examples: readonly string[];
}

/** One cause at one indicator. */
export interface DifferenceCause extends Amounts {
  readonly kind: CauseKind;
  readonly effect: CauseEffect;
  /** Dossiers of the agency that it is about; some of them may count for this indicator neither way. `null` = it is about none. */
  readonly dossiers: CausingDossiers | null;
  /** Of `formula`: the version. */
  readonly formula: string | null;
}

/** Figures of one side. */
export interface ComparedFigures extends Amounts {
  /** 0..1. */
  readonly ratio: number | null;
  readonly max: number | null;
}

/** One indicator of one agency. */
export interface ComparedIndicator {
  /** '' = the province. */
  readonly agency: string;
  readonly agencyName: string;
  readonly code: string;
  /** `null` = no formula knows the code. */
  readonly group: ScoreGroup | null;
  readonly official: ComparedFigures & { readonly flags: readonly string[] };
  /** `null` = we have no such indicator, or nothing of such an agency. */
  readonly ours: (ComparedFigures & { readonly reason: NoFigure | null }) | null;
  /** Published less ours; `null` where one of them has none. */
  readonly difference: Amounts & { readonly ratio: number | null };
  /** Nothing is apart, but for rounding; `null` = nothing of it can be compared. */
  readonly agrees: boolean | null;
  /** The largest first within each effect. */
  readonly causes: readonly DifferenceCause[];
}

/** By how many indicators a version of the formulas gives the published points from the published numbers. */
export interface FormulaFit {
  readonly formula: string;
  readonly reproduced: number;
  /** Of so many whose points and numbers are both published. */
  readonly of: number;
}

/** What the ledger knows of dossiers of the period, whether or not it makes a difference. */
export interface Evidence {
  readonly kind: CauseKind;
  readonly agency: string;
  readonly dossiers: CausingDossiers;
}

/** See the file's head. */
export interface OfficialComparison {
  readonly period: string;
  readonly formulaVersion: string;
  /** Local time up to which ours were counted. */
  readonly asOf: string;
  /** Local times up to which the portal had counted, as far as they are known. */
  readonly publishedAt: readonly string[];
  readonly indicators: readonly ComparedIndicator[];
  readonly evidence: readonly Evidence[];
  readonly formulas: readonly FormulaFit[];
  /** Codes of ours of which nothing was published for the province. */
  readonly notPublished: readonly string[];
}
