/**
 * Formulas of the 766 indicators as data: what `mappings/score.yaml` says, checked.
 * Guarantees: which dossiers are counted (a measure) is code with a name; which of them is divided by which, and what
 * points come of it, is data with its source, so that a new wording needs no new program.
 * Must not: compute anything (`src/score`).
 */
import type { IsoDay } from '../codes.ts';

/** Groups of Quyết định 766/QĐ-TTg, in its order. */
export const SCORE_GROUPS = [
  'openness',
  'progress',
  'online',
  'payment',
  'digitization',
  'satisfaction',
] as const;
/** See {@link SCORE_GROUPS}. */
export type ScoreGroup = (typeof SCORE_GROUPS)[number];

/**
 * What can be counted. "Of the period" = received in it. Dossiers unless a name says procedures.
 * `docs/score.md` has each in a sentence.
 */
export const MEASURES = [
  /** Of the period, at the portal. */
  'synchronized',
  /** The same, each of whose steps was there within `stepsOnTimeHours`. */
  'synchronized-on-time',
  /** Of the period, at the province: at the portal or not, held or not. */
  'recorded',
  /** At the portal, of the period or still in process when it began. */
  'in-process',
  /** Those of `in-process` that ended in time or are still within their term. */
  'on-time',
  /** At the portal, of the period. */
  'received',
  /** Filed online, with code and file of the result where the procedure returns one. */
  'online',
  /** With a fee that is not 0. */
  'with-fee',
  /** Those of `with-fee` that were paid online. */
  'paid-online',
  /** Published procedures that charge something, in the catalogue. */
  'fee-procedures',
  /** Those that had a dossier with a fee in the period. */
  'fee-procedures-used',
  /** Those that had one paid online in the period. */
  'fee-procedures-paid-online',
  /** Of procedures that return a paper result. */
  'result-due',
  /** The same, of those that are completed. */
  'result-due-completed',
  /** Those of `result-due` with a file of the result. */
  'result-file',
  /** Those of `result-due-completed` with a file of the result. */
  'result-file-completed',
  /** A file of a component and, where a paper result is due, of the result. */
  'digitized',
  /** At least one component reused. */
  'reused',
  /** At least one component from the citizen's store. */
  'from-store',
  /** Connected to population data. */
  'population',
  /** Procedures for citizens that had a dossier in the period. */
  'citizen-procedures',
  /** Those that had one connected to population data. */
  'citizen-procedures-connected',
] as const;
/** See {@link MEASURES}. */
export type Measure = (typeof MEASURES)[number];

/** Why an indicator has no figure, or none of its own. */
export const NO_FIGURE = [
  /** From the national catalogue's publishing alone: not the ledger's to know. */
  'catalogue-only',
  /** From what other systems record (petitions, certified copies). */
  'other-system',
  /** The portal's formula is not known: ratios only. */
  'formula-unknown',
  /** The daemon knows one part of it alone; the score is at most `atMost`. */
  'known-in-part',
  /** The denominator is 0: no value, never 0 and never 100. */
  'denominator-zero',
  /** There are dossiers, but none with an appointment or a term that can be read. */
  'no-term',
  /** Communes have no such indicator. */
  'not-for-communes',
  /** The catalogue does not say what is needed (fees, results): pull it. */
  'catalogue-lacks',
  /** A procedure has no agency: it is not told by agency. */
  'not-by-this',
] as const;
/** See {@link NO_FIGURE}. */
export type NoFigure = (typeof NO_FIGURE)[number];

/** How points come of a ratio. */
export type Scoring =
  /** min(max, max × ratio / fullAt); `fullAt` 1 where the ratio itself counts. */
  | { readonly kind: 'ratio'; readonly fullAt: number }
  /** min(max, Σ min(atMost, times × ratio of another indicator)); `null` where one of them has no ratio. */
  | {
      readonly kind: 'sum';
      readonly of: readonly {
        readonly code: string;
        readonly times: number;
        readonly atMost: number | null;
      }[];
    }
  /** Of the ratio no points come by themselves: it is part of a sum. */
  | { readonly kind: 'part' }
  /** As `ratio`, but an upper bound only. */
  | { readonly kind: 'bound'; readonly fullAt: number }
  /** No points, with the reason. */
  | { readonly kind: 'none'; readonly reason: NoFigure };

/** One indicator. */
export interface IndicatorFormula {
  /** The portal's API code, or ours where it has none (5-interface.md). */
  readonly code: string;
  readonly group: ScoreGroup;
  /** Vietnamese and English. */
  readonly name: { readonly vi: string; readonly en: string };
  /** Most points; 0 for a part of a sum. */
  readonly max: number;
  /** `null` = not computed from the ledger. */
  readonly numerator: Measure | null;
  readonly denominator: Measure | null;
  readonly scoring: Scoring;
  /** Communes are not measured by it. */
  readonly notForCommunes: boolean;
  /** Where the rule is from: decree, description, or what it was checked against. */
  readonly source: string;
}

/** How "on time" is judged. */
export interface OnTimeRules {
  /** Where a dossier has no step that ended it: `steps` = then it has not ended; `steps-or-record` = the row's own end counts. */
  readonly end: 'steps' | 'steps-or-record';
  /** Asked for more papers more than once: `late` always, or `late-unless-ended` = only while nothing has ended it. */
  readonly askedAgain: 'late' | 'late-unless-ended';
  /** Is the time that the citizen took for a supplement taken off? */
  readonly citizensTimeOff: boolean;
}

/** A version of all formulas. */
export interface Formula {
  /** Its name, e.g. `766-2026`: `formulaVersion` of every report. */
  readonly name: string;
  /** First and last day of the periods that it is for by itself; '' = open. */
  readonly validFrom: IsoDay | '';
  readonly validTo: IsoDay | '';
  readonly source: string;
  readonly onTime: OnTimeRules;
  /** A step counts as synchronized on time within so many hours of its time. */
  readonly stepsOnTimeHours: number;
  readonly indicators: readonly IndicatorFormula[];
}

/** `mappings/score.yaml`. */
export interface ScoreFormulas {
  /** At least one; names are unique; where two are valid for a period, the later `validFrom` wins. */
  readonly versions: readonly [Formula, ...Formula[]];
  /** An agency is a commune where its name has one of these words after "Ủy ban nhân dân", "Trung tâm Phục vụ hành chính công", or at its beginning. */
  readonly communeWords: readonly string[];
  /** A dossier that the province has finished is "due soon" so many hours before its appointment. */
  readonly dueSoonHours: number;
}
