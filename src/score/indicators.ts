/**
 * Indicators from what was counted and a formula.
 * Guarantees: a denominator of 0 is no value; whatever has no figure has its reason; ratios are 0..1 of what was counted,
 * points are not rounded.
 * Must not: count.
 */
import type { Formula, IndicatorFormula, Measure, NoFigure, Scoring } from '../domain/score/formula.ts';
import type { Indicator, ScoreSum } from '../domain/score/score-report.ts';

/** How many a measure has, or why that cannot be told. */
export type Figures = (measure: Measure) => number | NoFigure;

/** @param isCommune are these a commune's? */
export function indicatorsOf(formula: Formula, figures: Figures, isCommune: boolean): readonly Indicator[] {
  const counted = new Map<string, Indicator>();
  for (const indicator of formula.indicators)
    counted.set(indicator.code, countedOf(indicator, figures, isCommune));
  return formula.indicators.map((indicator) => {
    const own = counted.get(indicator.code) ?? countedOf(indicator, figures, isCommune);
    const { scoring } = indicator;
    return scoring.kind === 'sum' && own.reason === null ? summed(own, scoring, counted) : own;
  });
}

/** Points that are known, and the most that those indicators can bring. */
export function sumOf(indicators: readonly Indicator[]): ScoreSum {
  let [score, max] = [0, 0];
  for (const indicator of indicators) {
    if (indicator.score === null) continue;
    score += indicator.score;
    max += indicator.max;
  }
  return { score, max };
}

function countedOf(formula: IndicatorFormula, figures: Figures, isCommune: boolean): Indicator {
  const { code, group, max, scoring } = formula;
  const none = {
    code,
    group,
    numerator: null,
    denominator: null,
    ratio: null,
    score: null,
    max,
    reason: null,
    atMost: null,
  };
  if (formula.notForCommunes && isCommune) return { ...none, reason: 'not-for-communes' };
  if (formula.numerator === null || formula.denominator === null)
    return { ...none, reason: scoring.kind === 'none' ? scoring.reason : null };
  const [above, below] = [figures(formula.numerator), figures(formula.denominator)];
  const both = {
    ...none,
    numerator: typeof above === 'number' ? above : null,
    denominator: typeof below === 'number' ? below : null,
  };
  if (typeof below !== 'number') return { ...both, reason: below };
  if (typeof above !== 'number') return { ...both, reason: above };
  if (below === 0) return { ...both, reason: 'denominator-zero' };
  return { ...both, ratio: above / below, ...pointsOf(scoring, max, above / below) };
}

function pointsOf(
  scoring: Scoring,
  max: number,
  ratio: number,
): Pick<Indicator, 'score' | 'reason' | 'atMost'> {
  switch (scoring.kind) {
    case 'ratio':
      return { score: reached(max, ratio, scoring.fullAt), reason: null, atMost: null };
    case 'bound':
      return { score: null, reason: 'known-in-part', atMost: reached(max, ratio, scoring.fullAt) };
    case 'none':
      return { score: null, reason: scoring.reason, atMost: null };
    case 'part':
    case 'sum':
      return { score: null, reason: null, atMost: null };
  }
}

function reached(max: number, ratio: number, fullAt: number): number {
  return Math.min(max, (max * ratio) / fullAt);
}

/** `null`, with the reason of the first part that has no ratio, where one has none. */
function summed(
  own: Indicator,
  { of }: Extract<Scoring, { kind: 'sum' }>,
  counted: ReadonlyMap<string, Indicator>,
): Indicator {
  let score = 0;
  for (const { code, times, atMost } of of) {
    const part = counted.get(code);
    if (part === undefined || part.ratio === null)
      return { ...own, reason: part?.reason ?? 'formula-unknown' };
    score += Math.min(atMost ?? Number.POSITIVE_INFINITY, times * part.ratio);
  }
  return { ...own, score: Math.min(own.max, score) };
}
