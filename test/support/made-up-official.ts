/**
 * Published figures beside those of the made-up report, for tests of how the two are shown.
 * Guarantees: one indicator that agrees, ones that are apart for causes of each effect, a code that no formula knows, and
 * an agency that is apart.
 */
import type {
  ComparedFigures,
  ComparedIndicator,
  DifferenceCause,
  OfficialComparison,
} from '../../src/score/official/comparison.ts';

const none = { numerator: null, denominator: null, score: null } as const;

function figures(numerator: number, denominator: number, max: number): ComparedFigures {
  const ratio = numerator / denominator;
  return { numerator, denominator, ratio, score: ratio * max, max };
}

const CAUSES: readonly DifferenceCause[] = [
  {
    kind: 'accepted-later',
    effect: 'difference',
    numerator: -210,
    denominator: 0,
    score: -0.066,
    dossiers: { count: 210, examples: ['H99.01-261001-0001'] },
    formula: null,
  },
  {
    kind: 'national-report',
    effect: 'difference',
    numerator: 0,
    denominator: 320,
    score: -0.098,
    dossiers: null,
    formula: null,
  },
  { kind: 'in-doubt', effect: 'possible', ...none, dossiers: { count: 7, examples: [] }, formula: null },
  { kind: 'held', effect: 'both', ...none, dossiers: { count: 431, examples: [] }, formula: null },
];

function compared(
  code: string,
  official: ComparedFigures,
  ours: ComparedFigures,
  agency = '',
): ComparedIndicator {
  const less = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : a - b;
  const difference = {
    numerator: less(official.numerator, ours.numerator),
    denominator: less(official.denominator, ours.denominator),
    score: less(official.score, ours.score),
    ratio: less(official.ratio, ours.ratio),
  };
  const agrees = Math.abs(difference.score ?? 0) < 0.005;
  return {
    agency,
    agencyName: agency === '' ? '' : 'Ủy ban nhân dân xã Bình An 1',
    code,
    group: 'openness',
    official: { ...official, flags: agrees ? [] : ['TEMP_NATIONAL_REPORT_DENOMINATOR'] },
    ours: { ...ours, reason: null },
    difference,
    agrees,
    causes: agrees ? [] : CAUSES,
  };
}

/** See the file's head. */
export const MADE_UP_COMPARISON: OfficialComparison = {
  period: '2026-10',
  formulaVersion: '766-2026',
  asOf: '2026-10-31T23:59:59',
  publishedAt: ['2026-11-02T07:00:00'],
  indicators: [
    compared('DOSSIER_SYNC', figures(17_994, 19_280, 6), figures(18_204, 18_960, 6)),
    compared('PROGRESS_ON_TIME', figures(17_344, 18_902, 20), figures(17_344, 18_902, 20)),
    compared('DOSSIER_SYNC', figures(160, 200, 6), figures(180, 190, 6), 'H99.01'),
    {
      ...compared('BRAND_NEW_CODE', figures(1, 2, 4), figures(1, 2, 4)),
      group: null,
      ours: null,
      difference: { ...none, ratio: null },
      agrees: false,
    },
  ],
  evidence: [],
  formulas: [{ formula: '766-2026', reproduced: 8, of: 9 }],
  notPublished: ['PAYMENT'],
};
