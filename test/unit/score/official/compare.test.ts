/** Published figures beside ours: what is apart is told, and where it comes from, step by step. */
import { describe, expect, it } from 'vitest';
import type { OfficialScore } from '../../../../src/domain/score/official-score.ts';
import type { Indicator } from '../../../../src/domain/score/score-report.ts';
import { indicatorsOf } from '../../../../src/score/indicators.ts';
import {
  type ComparedReport,
  type ComparisonInput,
  compareFigures,
} from '../../../../src/score/official/compare.ts';
import { FORMULA, OTHER_WORDING } from './small-formula.ts';

type Counts = Readonly<Record<string, number>>;
const COUNTS: Counts = {
  synchronized: 90,
  recorded: 100,
  'on-time': 80,
  'in-process': 100,
  reused: 30,
  received: 90,
  'result-file': 40,
  'result-due': 80,
  'result-file-completed': 40,
  'result-due-completed': 50,
  'paid-online': 5,
  'with-fee': 10,
  'fee-procedures': 4,
  'fee-procedures-used': 3,
  'fee-procedures-paid-online': 2,
};

const indicators = (counts: Counts, formula = FORMULA): readonly Indicator[] =>
  indicatorsOf(formula, (measure) => counts[measure] ?? 0, false);
const report = (counts: Counts, agency: Counts | null = null, formula = FORMULA): ComparedReport => ({
  indicators: indicators(counts, formula),
  groups:
    agency === null
      ? []
      : [
          {
            code: '000.00.12.H99',
            name: 'Sở Xây dựng',
            commune: false,
            sum: { score: 0, max: 0 },
            indicators: indicators(agency, formula),
            dossiers: 1,
            lateBecauseOfSync: 0,
          },
        ],
});
const published = (code: string, figures: Partial<OfficialScore>): OfficialScore => ({
  period: '2026-10',
  agency: '',
  code,
  numerator: null,
  denominator: null,
  ratio: null,
  score: null,
  maxScore: null,
  flags: [],
  publishedAt: null,
  ...figures,
});
const compare = (official: readonly OfficialScore[], input: Partial<ComparisonInput> = {}) => {
  const ours = input.ours ?? report(COUNTS);
  const byVersion = [{ formula: OTHER_WORDING.name, report: report(COUNTS, null, OTHER_WORDING) }];
  return compareFigures({
    official,
    ours,
    formula: FORMULA,
    versions: [OTHER_WORDING],
    stages: [],
    byVersion,
    possible: [],
    both: [],
    ...input,
  });
};
const first = (official: OfficialScore, input: Partial<ComparisonInput> = {}) => {
  const [compared] = compare([official], input).indicators;
  if (compared === undefined) throw new Error('nothing compared');
  return compared;
};
const causes = (official: OfficialScore, input: Partial<ComparisonInput> = {}) =>
  first(official, input).causes.map(({ kind, effect, numerator, denominator, formula }) =>
    [kind, effect, numerator, denominator, formula].filter((part) => part !== null).join(' '),
  );

const late = (count: number) => new Map([['', { count, examples: ['H99-1'] }]]);

describe('what the ledger can tell', () => {
  const stages: ComparisonInput['stages'] = [
    { kind: 'accepted-later', report: report({ ...COUNTS, received: 88, reused: 29 }), dossiers: late(2) },
    { kind: 'missing-at-portal', report: report({ ...COUNTS, received: 87, reused: 28 }), dossiers: late(1) },
  ];

  it('adds up to the difference', () => {
    const compared = first(
      published('REUSED_DIGITIZED_DATA', { numerator: 28, denominator: 87, score: 0.8 }),
      { stages },
    );
    expect(compared.difference).toMatchObject({ numerator: -2, denominator: -3 });
    expect(compared.agrees).toBe(false);
    expect(compared.causes.map(({ kind, numerator, denominator }) => [kind, numerator, denominator])).toEqual(
      [
        ['accepted-later', -1, -2],
        ['missing-at-portal', -1, -1],
        // 2 × 28/87 / 0.8 is 0.8046.
        ['rounding', 0, 0],
      ],
    );
    const points = compared.causes.reduce((sum, { score }) => sum + (score ?? 0), 0);
    expect(points).toBeCloseTo(compared.difference.score ?? 0, 10);
  });

  it('leaves the rest unexplained, in numbers, and only then names what may be part of it', () => {
    const possible: ComparisonInput['possible'] = [{ kind: 'row-accepted-later', dossiers: late(4) }];
    expect(
      causes(published('REUSED_DIGITIZED_DATA', { numerator: 20, denominator: 87 }), { stages, possible }),
    ).toEqual([
      'unexplained difference -8 0',
      'accepted-later difference -1 -2',
      'missing-at-portal difference -1 -1',
      'row-accepted-later possible',
    ]);
    expect(
      causes(published('REUSED_DIGITIZED_DATA', { numerator: 28, denominator: 87 }), { stages, possible }),
    ).toHaveLength(2);
  });

  it('tells what lowers both, without taking it for part of the difference', () => {
    const both: ComparisonInput['both'] = [
      {
        kind: 'not-synchronized',
        report: report({ ...COUNTS, received: 94, reused: 30 }),
        dossiers: late(4),
      },
      { kind: 'held', report: report({ ...COUNTS, received: 100, reused: 35 }), dossiers: late(6) },
    ];
    expect(causes(published('REUSED_DIGITIZED_DATA', { numerator: 30, denominator: 90 }), { both })).toEqual([
      'held both 5 6',
      'not-synchronized both 0 4',
    ]);
  });
});

describe('what the portal counts otherwise', () => {
  it('has dossiers that the ledger does not know where its denominator is larger', () => {
    expect(causes(published('REUSED_DIGITIZED_DATA', { numerator: 33, denominator: 95 }))).toEqual([
      'unknown-dossiers difference 3 5',
    ]);
    // Five more dossiers cannot be nine more that count.
    expect(causes(published('REUSED_DIGITIZED_DATA', { numerator: 39, denominator: 95 }))).toEqual([
      'unknown-dossiers difference 5 5',
      'unexplained difference 4 0',
    ]);
  });

  it('divides by the national reporting system', () => {
    const flags = ['TEMP_NATIONAL_REPORT_DENOMINATOR'];
    const official = published('DOSSIER_SYNC', { numerator: 90, denominator: 120, score: 4.5, flags });
    expect(causes(official)).toEqual(['national-report difference 0 20']);
    expect(causes(published('DOSSIER_SYNC', { numerator: 92, denominator: 120 }))).toEqual([
      'national-report difference 0 20',
      'unknown-dossiers difference 2 0',
    ]);
  });

  it('goes by another wording: of the numbers, or of the points alone', () => {
    expect(
      causes(published('ORIGINAL_RESULT_AVAILABLE', { numerator: 40, denominator: 50, score: 4.8 })),
    ).toEqual(['formula difference 0 -30 other wording']);
    const points = first(published('REUSED_DIGITIZED_DATA', { numerator: 30, denominator: 90, score: 1.11 }));
    expect(points.causes).toMatchObject([
      { kind: 'formula', formula: 'other wording' },
      { kind: 'rounding' },
    ]);
  });

  it('says by how many indicators each version gives the published points', () => {
    const official = [
      published('REUSED_DIGITIZED_DATA', { numerator: 30, denominator: 90, score: 1.11 }),
      published('PAYMENT_DOSSIERS', { numerator: 5, denominator: 10 }),
      published('PAYMENT_PROCEDURES', { numerator: 2, denominator: 4 }),
      published('PAYMENT_FEE_PROCEDURES', { ratio: 0.75 }),
      published('PAYMENT', { score: 6.13 }),
    ];
    expect(compare(official).formulas).toEqual([
      { formula: 'usual', reproduced: 1, of: 2 },
      { formula: 'other wording', reproduced: 2, of: 2 },
    ]);
  });
});

describe('what cannot be compared', () => {
  it('is kept: an unknown code, an agency without dossiers, an indicator that is not ours to compute', () => {
    expect(first(published('NEW_CODE', { numerator: 1, denominator: 2 }))).toMatchObject({
      ours: null,
      group: null,
      causes: [],
    });
    expect(first(published('DOSSIER_SYNC', { agency: 'H99.45', numerator: 1 }))).toMatchObject({
      ours: null,
      agrees: null,
    });
    expect(
      first(published('PETITION_PROCESSING_ON_TIME', { numerator: 1, denominator: 2, score: 3 })),
    ).toMatchObject({
      ours: { reason: 'other-system', score: null },
      difference: { numerator: null, denominator: null, score: null },
      causes: [],
    });
  });

  it('is not taken for 0 where nothing was published', () => {
    expect(first(published('DOSSIER_SYNC', { ratio: 0.9 }))).toMatchObject({
      difference: { numerator: null, denominator: null, score: null },
      agrees: true,
    });
    expect(first(published('DOSSIER_SYNC', { ratio: 0.8 })).agrees).toBe(false);
  });

  it('finds an agency by either form of its code', () => {
    const ours = report(COUNTS, { ...COUNTS, received: 10, reused: 5 });
    for (const agency of ['H99.12', '000.00.12.H99']) {
      const compared = first(published('REUSED_DIGITIZED_DATA', { agency, numerator: 5, denominator: 10 }), {
        ours,
      });
      expect(compared).toMatchObject({ agencyName: 'Sở Xây dựng', agrees: true });
    }
  });

  it('has nothing left of an agency whose every dossier came later', () => {
    const ours = report(COUNTS, { ...COUNTS, received: 3, reused: 1 });
    const stages: ComparisonInput['stages'] = [
      {
        kind: 'accepted-later',
        report: report(COUNTS),
        dossiers: new Map([['H99.12', { count: 3, examples: [] }]]),
      },
    ];
    const official = published('REUSED_DIGITIZED_DATA', { agency: 'H99.12', numerator: 0, denominator: 0 });
    expect(causes(official, { ours, stages, byVersion: [] })).toEqual(['accepted-later difference -1 -3']);
  });
});
