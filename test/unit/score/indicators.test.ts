/** Each formula that was checked against the portal [V], from numerators and denominators, with its caps; and what has no value. */
import { describe, expect, it } from 'vitest';
import type { Measure, NoFigure } from '../../../src/domain/score/formula.ts';
import { indicatorsOf, sumOf } from '../../../src/score/indicators.ts';
import { shippedFormula } from '../../support/shipped-formulas.ts';

type Counted = Partial<Record<Measure, number | NoFigure>>;

const FORMULA = shippedFormula();
const NEWER = shippedFormula('766-2026-new-wording');

function indicators(counted: Counted, isCommune = false, formula = FORMULA) {
  const all = indicatorsOf(formula, (measure) => counted[measure] ?? 0, isCommune);
  return { all, of: (code: string) => all.find((indicator) => indicator.code === code) };
}

/** Code, numerator, denominator, counted, ratio, points; the arithmetic stands behind each. */
const RATIOS: readonly (readonly [string, Measure, Measure, number, number, number])[] = [
  ['DOSSIER_SYNC', 'synchronized', 'recorded', 9_500, 10_000, 5.7], // 6 × 95%
  ['DOSSIER_SYNC', 'synchronized', 'recorded', 10_000, 10_000, 6], // 6 × 100%
  ['PROGRESS_ON_TIME', 'on-time', 'in-process', 8_750, 10_000, 17.5], // 20 × 87.5%
  ['ORIGINAL_RESULT_AVAILABLE', 'result-file', 'result-due', 1, 3, 2], // 6 × 1/3
  ['SO_HOA_GIAY_TO_GIAI_QUYET', 'digitized', 'received', 62_500, 100_000, 2.5], // 4 × 62.5%
  ['REUSED_DIGITIZED_DATA', 'reused', 'received', 30, 100, 0.75], // 2 × 30% / 80%
  ['REUSED_DIGITIZED_DATA', 'reused', 'received', 80, 100, 2], // 2 × 80% / 80%: full
  ['REUSED_DIGITIZED_DATA', 'reused', 'received', 81, 100, 2], // 2 × 81% / 80% = 2.025: not more than 2
  ['SYNCED_WITH_DVCQG_PERSONAL_STORAGE', 'from-store', 'received', 1, 8, 0.5], // 4 × 12.5%
  ['CITIZEN_DATA_CONNECTED_DOSSIER', 'population', 'received', 45, 60, 1.5], // 2 × 75%
  ['CITIZEN_DATA_CONNECTED_FORMALITY', 'citizen-procedures-connected', 'citizen-procedures', 120, 160, 1.5], // 2 × 75%
];

describe('a formula of one ratio', () => {
  it.each(RATIOS)('%s: %s / %s, %d / %d: %d points', (code, numerator, denominator, above, below, points) => {
    const found = indicators({ [numerator]: above, [denominator]: below }).of(code);
    expect(found).toMatchObject({
      numerator: above,
      denominator: below,
      ratio: above / below,
      reason: null,
    });
    expect(found?.score).toBeCloseTo(points, 10);
  });

  it('is full from 80% for digitized dossiers in the newer wording', () => {
    const of = (digitized: number) =>
      indicators({ digitized, received: 100 }, false, NEWER).of('SO_HOA_GIAY_TO_GIAI_QUYET');
    expect(of(40)?.score).toBeCloseTo(2, 10); // 4 × 40% / 80%
    expect(of(80)?.score).toBeCloseTo(4, 10);
    expect(of(95)?.score).toBe(4);
  });
});

/** paid online, with a fee; procedures paid online, used, that charge; points. */
const PAYMENTS: readonly (readonly [number, number, number, number, number, number])[] = [
  [300, 400, 20, 30, 100, 5.75], // 6 × 75% + 2.5 × 20% + 2.5 × 30% = 4.5 + 0.5 + 0.75
  [0, 400, 0, 40, 100, 1], // 0 + 0 + 2.5 × 40%
  [400, 400, 80, 80, 100, 10], // 6 + 2.5 × 80% (just 2) + 2.5 × 80% = 6 + 2 + 2
  [200, 400, 90, 90, 100, 7.25], // 3 + min(2, 2.25) + 2.25
  [400, 400, 100, 100, 100, 10], // 6 + min(2, 2.5) + 2.5 = 10.5: not more than 10
];

describe('payment: 6A + min(2, 2.5B) + 2.5C', () => {
  it.each(PAYMENTS)(
    '%d / %d, %d and %d of %d procedures: %d points',
    (paid, fee, online, used, charge, points) => {
      const found = indicators({
        'paid-online': paid,
        'with-fee': fee,
        'fee-procedures-paid-online': online,
        'fee-procedures-used': used,
        'fee-procedures': charge,
      });
      expect(found.of('PAYMENT')).toMatchObject({ max: 10, reason: null, numerator: null, ratio: null });
      expect(found.of('PAYMENT')?.score).toBeCloseTo(points, 10);
      // Parts bring their points through the sum alone.
      for (const part of ['PAYMENT_DOSSIERS', 'PAYMENT_PROCEDURES', 'PAYMENT_FEE_PROCEDURES'])
        expect(found.of(part)).toMatchObject({ score: null, max: 0, reason: null });
      expect(sumOf(found.all)).toEqual({ score: found.of('PAYMENT')?.score, max: 10 });
    },
  );

  it('has no value where one of its parts has none, and says why', () => {
    const fee = { 'paid-online': 3, 'with-fee': 4 };
    const procedures = { 'fee-procedures-paid-online': 1, 'fee-procedures-used': 1, 'fee-procedures': 2 };
    const unknown: Counted = {
      'fee-procedures-paid-online': 'catalogue-lacks',
      'fee-procedures-used': 'catalogue-lacks',
      'fee-procedures': 'catalogue-lacks',
    };
    expect(indicators(procedures).of('PAYMENT')).toMatchObject({ score: null, reason: 'denominator-zero' });
    expect(indicators({ ...fee, ...unknown }).of('PAYMENT')).toMatchObject({
      score: null,
      reason: 'catalogue-lacks',
    });
    expect(indicators({ ...fee, ...procedures }).of('PAYMENT')?.score).toBeCloseTo(4.5 + 1.25 + 1.25, 10);
  });
});

describe('what has no value', () => {
  it('of a denominator of 0 is neither 0 nor 100', () => {
    const { all } = indicators({});
    expect(sumOf(all)).toEqual({ score: 0, max: 0 });
    expect(all.filter(({ ratio, score, atMost }) => (ratio ?? score ?? atMost) !== null)).toEqual([]);
    expect(all.filter(({ reason }) => reason === null)).toEqual([]);
    expect(indicators({}).of('PROGRESS_ON_TIME')).toMatchObject({
      numerator: 0,
      denominator: 0,
      reason: 'denominator-zero',
    });
  });

  it('is online dossiers’: the ratio alone, since their formula is not known', () => {
    expect(indicators({ online: 3, received: 4 }).of('ONLINE_DOSSIERS')).toMatchObject({
      ratio: 0.75,
      score: null,
      reason: 'formula-unknown',
      max: 12,
    });
  });

  it('is satisfaction’s but for a bound: min(6, 6 × ratio / 90%)', () => {
    const bound = (onTime: number) =>
      indicators({ 'on-time': onTime, 'in-process': 100 }).of('DOSSIER_RECEIVING_SATISFACTION');
    expect(bound(60)).toMatchObject({ score: null, reason: 'known-in-part', atMost: expect.closeTo(4, 10) });
    expect(bound(90)?.atMost).toBeCloseTo(6, 10);
    expect(bound(99)?.atMost).toBe(6);
  });

  it('is of the catalogue or of other systems', () => {
    const { of } = indicators({ received: 10 });
    for (const code of ['PUBLISH_ON_TIME', 'PUBLIC_UPDATE_ON_TIME', 'PUBLIC_CONTENT_FULL'])
      expect(of(code)).toMatchObject({ score: null, ratio: null, reason: 'catalogue-only' });
    for (const code of [
      'ELECTRONIC_CERTIFIED_COPY',
      'PETITION_PROCESSING_ON_TIME',
      'PETITION_HANDLING_SATISFACTION',
    ])
      expect(of(code)).toMatchObject({ score: null, ratio: null, reason: 'other-system' });
  });

  it('is online services’ and population’s of a commune', () => {
    const counted = { online: 1, received: 2, population: 1, 'citizen-procedures': 2, reused: 1 } as const;
    const { of } = indicators(counted, true);
    for (const code of [
      'ONLINE_DOSSIERS',
      'CITIZEN_DATA_CONNECTED_DOSSIER',
      'CITIZEN_DATA_CONNECTED_FORMALITY',
    ])
      expect(of(code)).toMatchObject({
        numerator: null,
        denominator: null,
        score: null,
        reason: 'not-for-communes',
      });
    expect(of('REUSED_DIGITIZED_DATA')?.score).toBeCloseTo(1.25, 10); // 2 × 50% / 80%
  });
});

describe('all maxima', () => {
  it('make 100 and the points of the groups of the decision', () => {
    const { all } = indicators({});
    const of = (group: string) =>
      all.filter((one) => one.group === group).reduce((sum, { max }) => sum + max, 0);
    expect([
      of('openness'),
      of('progress'),
      of('online'),
      of('payment'),
      of('digitization'),
      of('satisfaction'),
    ]).toEqual([18, 20, 12, 10, 22, 18]);
  });
});
