/** Numbers of a score for people. Guarantees: as the language writes them; what is not known is a dash, never 0. */
import type { Language } from '../domain/errors.ts';
import type { Indicator, ScoreReport } from '../domain/score/score-report.ts';

const localeOf = (language: Language): string => (language === 'vi' ? 'vi-VN' : 'en-US');

/** `41,25`; the dash where there is none. */
export function pointsText(points: number | null, language: Language): string {
  if (points === null) return '–';
  return points.toLocaleString(localeOf(language), { maximumFractionDigits: 2 });
}

/** `+0,27`, `-0,02`, `0`. */
export function gainText(points: number, language: Language): string {
  return points.toLocaleString(localeOf(language), { maximumFractionDigits: 2, signDisplay: 'exceptZero' });
}

/** `1.234`. */
export function countText(count: number | null, language: Language): string {
  return count === null ? '–' : count.toLocaleString(localeOf(language));
}

/** `87,5%`. */
export function shareText(ratio: number | null, language: Language): string {
  if (ratio === null) return '–';
  return ratio.toLocaleString(localeOf(language), { style: 'percent', maximumFractionDigits: 1 });
}

/** `2026-10-01 08:00:00`; '' stays ''. */
export function localText(time: string): string {
  return time.replace('T', ' ');
}

/** Points that the portal would give more if it had all that the province has; of indicators that have both scores. */
export function lostToSynchronization({
  indicators,
  province,
}: Pick<ScoreReport, 'indicators' | 'province'>): number {
  const ifAll = new Map(province.map(({ code, score }) => [code, score]));
  return indicators.reduce((sum, { code, score }) => {
    const better = ifAll.get(code) ?? null;
    return score === null || better === null ? sum : sum + better - score;
  }, 0);
}

/** Most points of all indicators, those without a score as well. */
export function mostOf(indicators: readonly Indicator[]): number {
  return indicators.reduce((sum, { max }) => sum + max, 0);
}
