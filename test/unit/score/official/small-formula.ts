/** A few indicators of each kind, in two wordings, for tests of comparing. */
import type { Formula, IndicatorFormula, Measure, Scoring } from '../../../../src/domain/score/formula.ts';

const indicator = (
  code: string,
  max: number,
  numerator: Measure | null,
  denominator: Measure | null,
  scoring: Scoring = { kind: 'ratio', fullAt: 1 },
): IndicatorFormula => ({
  code,
  group: 'digitization',
  name: { vi: code, en: code },
  max,
  numerator,
  denominator,
  scoring,
  notForCommunes: false,
  source: 'test',
});

const PARTS = [
  { code: 'PAYMENT_DOSSIERS', times: 6, atMost: null },
  { code: 'PAYMENT_PROCEDURES', times: 2.5, atMost: 2 },
  { code: 'PAYMENT_FEE_PROCEDURES', times: 2.5, atMost: null },
];

export const FORMULA: Formula = {
  name: 'usual',
  validFrom: '',
  validTo: '',
  source: 'test',
  onTime: { end: 'steps', askedAgain: 'late', citizensTimeOff: true },
  stepsOnTimeHours: 24,
  indicators: [
    indicator('DOSSIER_SYNC', 6, 'synchronized', 'recorded'),
    indicator('PROGRESS_ON_TIME', 20, 'on-time', 'in-process'),
    indicator('REUSED_DIGITIZED_DATA', 2, 'reused', 'received', { kind: 'ratio', fullAt: 0.8 }),
    indicator('ORIGINAL_RESULT_AVAILABLE', 6, 'result-file', 'result-due'),
    indicator('PAYMENT_DOSSIERS', 0, 'paid-online', 'with-fee', { kind: 'part' }),
    indicator('PAYMENT_PROCEDURES', 0, 'fee-procedures-paid-online', 'fee-procedures', { kind: 'part' }),
    indicator('PAYMENT_FEE_PROCEDURES', 0, 'fee-procedures-used', 'fee-procedures', { kind: 'part' }),
    indicator('PAYMENT', 10, null, null, { kind: 'sum', of: PARTS }),
    indicator('PETITION_PROCESSING_ON_TIME', 6, null, null, { kind: 'none', reason: 'other-system' }),
  ],
};

/** Counts completed ones only, and gives full points of reuse from 60 %. */
export const OTHER_WORDING: Formula = {
  ...FORMULA,
  name: 'other wording',
  indicators: FORMULA.indicators.map((one) =>
    one.code === 'ORIGINAL_RESULT_AVAILABLE'
      ? indicator(one.code, 6, 'result-file-completed', 'result-due-completed')
      : one.code === 'REUSED_DIGITIZED_DATA'
        ? indicator(one.code, 2, 'reused', 'received', { kind: 'ratio', fullAt: 0.6 })
        : one,
  ),
};
