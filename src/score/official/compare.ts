/**
 * Published figures of one period beside ours.
 * Guarantees: every published figure is there, also what we have nothing of; a figure compared with itself differs nowhere.
 * Must not: know where evidence comes from: it is given what the ledger could tell.
 */
import type { Formula } from '../../domain/score/formula.ts';
import { type OfficialScore, WHOLE_PROVINCE } from '../../domain/score/official-score.ts';
import type { Indicator, ScoredGroup, ScoreReport } from '../../domain/score/score-report.ts';
import { causesOf, type FigureStage } from './causes-of.ts';
import {
  type Amounts,
  CAUSES,
  type CauseKind,
  type CausingDossiers,
  type ComparedIndicator,
  type DifferenceCause,
  type Evidence,
  type FormulaFit,
} from './comparison.ts';
import { isRatioApart, isRounding, isSomething, less, POINTS_APART, ratioIn } from './figure-arithmetic.ts';
import { pointsBy } from './points-by.ts';
import { agencyKey, agencyKeysOf } from './whose-figures.ts';

/** What is read of a report. */
export type ComparedReport = Pick<ScoreReport, 'indicators' | 'groups'>;

/** Dossiers by `agencyKey`; under {@link WHOLE_PROVINCE} all of them. */
export type ByAgency = ReadonlyMap<string, CausingDossiers>;

/** Our report as it would be without (or, of what lowers both, with) something. */
export interface ComparedStage {
  readonly kind: CauseKind;
  readonly report: ComparedReport;
  readonly dossiers: ByAgency;
}

/** See the file's head. */
export interface ComparisonInput {
  /** Of one period, and of one time of publishing. */
  readonly official: readonly OfficialScore[];
  readonly ours: ComparedReport;
  readonly formula: Formula;
  /** The other versions. */
  readonly versions: readonly Formula[];
  /** From ours to what the portal had when it counted, each on top of those before. */
  readonly stages: readonly ComparedStage[];
  /** The last stage by other versions. */
  readonly byVersion: readonly { readonly formula: string; readonly report: ComparedReport }[];
  readonly possible: readonly { readonly kind: CauseKind; readonly dossiers: ByAgency }[];
  /** From ours to what it would be if nothing waited or were held. */
  readonly both: readonly ComparedStage[];
}

/** What comparing gives for figures of one time of publishing. */
export interface Compared {
  readonly indicators: readonly ComparedIndicator[];
  readonly evidence: readonly Evidence[];
  readonly formulas: readonly FormulaFit[];
}

/** Compares. */
export function compareFigures(input: ComparisonInput): Compared {
  const numbers = byAgency(input.official);
  return {
    indicators: input.official.map((official) => comparedOf(input, official, numbers)),
    evidence: evidenceOf(input),
    formulas: [input.formula, ...input.versions].map((formula) => fitOf(formula, input, numbers)),
  };
}

type Published = ReadonlyMap<string, ReadonlyMap<string, OfficialScore>>;

function byAgency(official: readonly OfficialScore[]): Published {
  const agencies = new Map<string, Map<string, OfficialScore>>();
  for (const score of official) {
    const own = agencies.get(score.agency) ?? new Map<string, OfficialScore>();
    agencies.set(score.agency, own.set(score.code, score));
  }
  return agencies;
}

/** Whom an agency of the published figures is in a report; `null` = nobody there. */
function groupIn({ groups }: ComparedReport, agency: string): ScoredGroup | null {
  const named = groups.find(({ code, name }) => agency === (code || name));
  const keys = agencyKeysOf(agency);
  return named ?? groups.find((group) => keys.includes(agencyKey(group))) ?? null;
}

/** @returns `null` where it has nothing of the agency */
function indicatorIn(report: ComparedReport, agency: string, code: string): Indicator | null {
  const indicators = agency === WHOLE_PROVINCE ? report.indicators : groupIn(report, agency)?.indicators;
  return indicators?.find((indicator) => indicator.code === code) ?? null;
}

/** Whoever has no dossier left has counts of 0. */
const EMPTY: Amounts = { numerator: 0, denominator: 0, score: null };

function comparedOf(
  input: ComparisonInput,
  official: OfficialScore,
  published: Published,
): ComparedIndicator {
  const { agency, code } = official;
  const ours = indicatorIn(input.ours, agency, code);
  const group = agency === WHOLE_PROVINCE ? null : groupIn(input.ours, agency);
  const formula = input.formula.indicators.find((indicator) => indicator.code === code);
  const apart = ours === null ? NOTHING_APART : less(official, ours);
  const [ratio, own] = [ratioIn(official), ours === null ? null : ratioIn(ours)];
  const numbers = published.get(agency) ?? new Map<string, OfficialScore>();
  const causes = ours === null ? [] : causesFor(input, official, ours, numbers, group);
  return {
    agency,
    agencyName: group?.name ?? agency,
    code,
    group: formula?.group ?? null,
    official: { ...amountsOf(official), ratio, max: official.maxScore, flags: official.flags },
    ours: ours === null ? null : { ...amountsOf(ours), ratio: own, max: ours.max, reason: ours.reason },
    difference: { ...apart, ratio: ratio === null || own === null ? null : ratio - own },
    agrees: isComparable(apart, ratio, own) ? isRounding(apart) && !isRatioApart(ratio, own) : null,
    causes: told(causes),
  };
}

const NOTHING_APART: Amounts = { numerator: null, denominator: null, score: null };

const isComparable = ({ numerator, denominator, score }: Amounts, ratio: number | null, own: number | null) =>
  numerator !== null || denominator !== null || score !== null || (ratio !== null && own !== null);

const amountsOf = ({ numerator, denominator, score }: Amounts): Amounts => ({
  numerator,
  denominator,
  score,
});

function causesFor(
  input: ComparisonInput,
  official: OfficialScore,
  ours: Indicator,
  numbers: ReadonlyMap<string, OfficialScore>,
  group: ScoredGroup | null,
): DifferenceCause[] {
  const { agency, code, flags } = official;
  const isCommune = group?.commune ?? false;
  const formula = input.formula.indicators.find((indicator) => indicator.code === code);
  const figureIn = (report: ComparedReport): Amounts => indicatorIn(report, agency, code) ?? EMPTY;
  const stageOf = ({ kind, report, dossiers }: ComparedStage): FigureStage => ({
    kind,
    figure: figureIn(report),
    dossiers: dossiersOf(dossiers, agency, group),
  });
  const causes = causesOf({
    official,
    flags,
    ours,
    stages: input.stages.map(stageOf),
    versions: input.byVersion.flatMap(({ formula: name, report }) =>
      report.indicators.some((indicator) => indicator.code === code)
        ? [{ formula: name, figure: figureIn(report) }]
        : [],
    ),
    points: [input.formula, ...input.versions].map((version) => ({
      formula: version.name,
      score: pointsBy(version, code, numbers, isCommune),
    })),
    numerator: formula?.numerator ?? null,
    denominator: formula?.denominator ?? null,
    scoreOf: (numerator, denominator) =>
      pointsBy(input.formula, code, new Map([[code, { numerator, denominator, ratio: null }]]), isCommune),
  });
  const isOpen = causes.some(({ kind }) => kind === 'unexplained' || kind === 'unknown-dossiers');
  const possible = input.possible.flatMap(({ kind, dossiers }): DifferenceCause[] => {
    const found = dossiersOf(dossiers, agency, group);
    return found === null || !isOpen ? [] : [causeOf(kind, 'possible', NOTHING_APART, found)];
  });
  let before: Amounts = amountsOf(ours);
  const both = input.both.flatMap((stage): DifferenceCause[] => {
    const { kind, figure, dossiers } = stageOf(stage);
    const step = less(figure, before);
    before = figure;
    return isSomething(step) ? [causeOf(kind, 'both', step, dossiers)] : [];
  });
  return [...causes, ...possible, ...both];
}

const causeOf = (
  kind: CauseKind,
  effect: DifferenceCause['effect'],
  amounts: Amounts,
  dossiers: CausingDossiers | null,
): DifferenceCause => ({ kind, effect, ...amountsOf(amounts), dossiers, formula: null });

function dossiersOf(found: ByAgency, agency: string, group: ScoredGroup | null): CausingDossiers | null {
  if (agency === WHOLE_PROVINCE) return found.get(WHOLE_PROVINCE) ?? null;
  return group === null ? null : (found.get(agencyKey(group)) ?? null);
}

const EFFECTS: readonly DifferenceCause['effect'][] = ['difference', 'possible', 'both'];

function told(causes: readonly DifferenceCause[]): readonly DifferenceCause[] {
  const size = ({ numerator, denominator, score }: Amounts): number =>
    Math.max(Math.abs(numerator ?? 0), Math.abs(denominator ?? 0), Math.abs(score ?? 0));
  return causes.toSorted(
    (a, b) =>
      EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect) ||
      size(b) - size(a) ||
      CAUSES.indexOf(a.kind) - CAUSES.indexOf(b.kind),
  );
}

function evidenceOf({ stages, possible, both }: ComparisonInput): Evidence[] {
  return [...stages, ...possible, ...both]
    .flatMap(({ kind, dossiers }) =>
      [...dossiers].map(([agency, found]) => ({ kind, agency, dossiers: found })),
    )
    .filter(({ dossiers }) => dossiers.count > 0);
}

function fitOf(formula: Formula, { ours, official }: ComparisonInput, published: Published): FormulaFit {
  const scores = official.flatMap(({ agency, code, score }) => {
    const isCommune = agency !== WHOLE_PROVINCE && groupIn(ours, agency)?.commune === true;
    const points = pointsBy(formula, code, published.get(agency) ?? new Map(), isCommune);
    return score === null || points === null ? [] : [Math.abs(points - score) <= POINTS_APART];
  });
  return { formula: formula.name, reproduced: scores.filter(Boolean).length, of: scores.length };
}
