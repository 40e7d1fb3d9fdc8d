/** Published figures are read as they are, wherever they lie; what can be read in two ways is a fault at its place. */
import { describe, expect, it } from 'vitest';
import { figuresOfCsv } from '../../../../src/score/official/official-csv.ts';
import { figuresOfJson, lackingPages } from '../../../../src/score/official/official-json.ts';
import { type ReadingOptions, readOfficial } from '../../../../src/score/official/read-official.ts';
import { metric, ofSeveral, withCounts, withMetrics } from './published-answers.ts';

const OWN = {
  province: '000.00.00.H99',
  named: '',
  agencies: [
    { code: '000.00.00.H99', name: 'Ủy ban nhân dân tỉnh Mẫu' },
    { code: 'H99.12', name: 'Sở Xây dựng' },
    { code: '', name: 'Trung tâm' },
  ],
};
const OPTIONS: ReadingOptions = {
  period: null,
  agency: null,
  unit: null,
  publishedAt: null,
  own: OWN,
  known: new Set(['DOSSIER_SYNC', 'REUSED_DIGITIZED_DATA', 'PROGRESS_ON_TIME']),
  renamed: new Map(),
};

const readJson = (document: unknown, options: Partial<ReadingOptions> = {}) =>
  readOfficial(figuresOfJson(document), { ...OPTIONS, ...options });
const readCsv = (text: string, options: Partial<ReadingOptions> = {}) => {
  const rows = text
    .split('\n')
    .map((row, line) =>
      row.split(';').map((cell, column) => ({ text: cell, line: line + 1, column: column + 1 })),
    );
  const { found, faults } = figuresOfCsv(rows);
  return { ...readOfficial(found, { ...OPTIONS, ...options }), form: faults };
};
const told = ({ figures }: ReturnType<typeof readJson>) =>
  figures.map(({ period, agency, code, numerator, denominator, ratio, score }) =>
    [period, agency, code, numerator, denominator, ratio, score].join(' '),
  );
const faultsOf = ({ faults }: ReturnType<typeof readJson>) =>
  faults.map(({ place, code }) => `${place} ${code}`);

describe('an answer with codes', () => {
  const reading = readJson(withMetrics, { period: '2026-10' });

  it('gives the province and the agencies that the ledger knows by name, and tells the others', () => {
    expect(reading.faults).toEqual([]);
    expect(told(reading)).toEqual([
      '2026-10  DOSSIER_SYNC 930 1000 0.93 5.58',
      '2026-10  PETITION_CLASSIFICATION_STAFF 3 4 0.75 ',
      '2026-10  REUSED_DIGITIZED_DATA 0 0  ',
      '2026-10 H99.12 DOSSIER_SYNC 40 50 0.8 4.8',
    ]);
    expect(reading).toMatchObject({ otherAgencies: ['UBND xã Lạ'], passedOver: 1 });
  });

  it('keeps flags, nulls and codes that no formula knows', () => {
    expect(reading.figures[0]?.flags).toEqual(['TEMP_NATIONAL_REPORT_DENOMINATOR']);
    expect(reading.figures[2]).toMatchObject({ ratio: null, score: null, maxScore: 2 });
    expect(reading.unknownCodes).toEqual(['PETITION_CLASSIFICATION_STAFF']);
  });

  it('is refused at each figure where nothing tells the period', () => {
    expect(faultsOf(readJson(withMetrics))[0]).toBe('$.data.overview.metrics[0] DB-SCR-025');
    expect(readJson(withMetrics).figures).toEqual([]);
  });

  it('is of another province where it names the whole otherwise, unless that is said to be the province', () => {
    const own = { ...OWN, province: '', agencies: [] };
    expect(readJson(withMetrics, { period: '2026-10', own }).figures).toEqual([]);
    const named = readJson(withMetrics, {
      period: '2026-10',
      own: { ...own, named: 'Uỷ ban nhân dân tỉnh Mẫu' },
    });
    expect(named.figures.map(({ agency }) => agency)).toEqual(['', '', '']);
  });

  it('tells of pages that it lacks', () => {
    expect(lackingPages(withMetrics)).toBe('');
    expect(lackingPages({ data: { pagination: { currentPage: 1, totalPages: 3 } } })).toBe('1/3');
  });
});

describe('an answer of plain counts', () => {
  it('gives progress, payment and online services under our codes', () => {
    const progress = readJson(
      withCounts({ totalOnTime: 90, totalReceived: 100, ratio: 90, totalScore: 18, totalMaxScore: 20 }),
      {
        period: '2026-10',
      },
    );
    expect(told(progress)).toEqual(['2026-10  PROGRESS_ON_TIME 90 100  18']);
    const payment = {
      totalDossierOnlinePaymentSuccess: 5,
      totalDossierFinancialObligation: 10,
      totalDossierOnlineFormalityPaymentSuccess: 2,
      totalFeeDossierFormality: 3,
      totalFeeFormality: 4,
      totalScore: 6.13,
      totalMaxScore: 10,
    };
    expect(told(readJson(withCounts(payment), { period: '2026-10' }))).toEqual([
      '2026-10  PAYMENT_DOSSIERS 5 10  ',
      '2026-10  PAYMENT_PROCEDURES 2 4  ',
      '2026-10  PAYMENT_FEE_PROCEDURES 3 4  ',
      '2026-10  PAYMENT    6.13',
    ]);
    const online = { channelOnlineSum: 7, channelTotalSum: 10, score: 8.4, maxScore: 12 };
    expect(told(readJson(withCounts(online), { period: '2026-10' }))).toEqual([
      '2026-10  ONLINE_DOSSIERS 7 10  8.4',
    ]);
  });
});

describe('a file of several provinces and periods', () => {
  it('gives ours, each under its period, whatever form codes, numbers and ratios have', () => {
    const reading = readJson(ofSeveral);
    expect(reading.faults).toEqual([]);
    expect(told(reading)).toEqual([
      '2026-10  DOSSIER_SYNC 93 1000000 0.000093 ',
      '2026-Q3  DOSSIER_SYNC 1 4 0.25 1.5',
      '2026-10 H99.12 DOSSIER_SYNC 1 2 0.5 3',
    ]);
    expect(reading.otherAgencies).toEqual(['H41']);
  });

  it('passes over what is not of the period or agency that is asked for, and tells it', () => {
    expect(told(readJson(ofSeveral, { period: '2026-Q3' }))).toHaveLength(1);
    expect(readJson(ofSeveral, { period: '2026-Q3' }).otherPeriods).toEqual(['2026-10']);
    expect(told(readJson(ofSeveral, { agency: 'Sở Xây dựng' }))).toEqual([
      '2026-10 H99.12 DOSSIER_SYNC 1 2 0.5 3',
    ]);
  });
});

describe('ratios', () => {
  const one = (fields: Readonly<Record<string, unknown>>, unit: ReadingOptions['unit'] = null) => {
    const reading = readJson({ code: 'DOSSIER_SYNC', ...fields }, { period: '2026', unit });
    return reading.figures[0]?.ratio ?? faultsOf(reading).join();
  };

  it('are of 1 or of 100 as numerator and denominator say', () => {
    expect(one({ numerator: 8, denominator: 10, ratio: 80 })).toBe(0.8);
    expect(one({ numerator: 8, denominator: 10, ratio: 0.8 })).toBe(0.8);
    expect(one({ numerator: 8, denominator: 1000, ratio: 0.8 })).toBe(0.008);
    expect(one({ numerator: 1050, denominator: 1000, ratio: 100 })).toBe(1);
    expect(one({ numerator: 1050, denominator: 1000, ratio: 1.05 })).toBe(1.05);
    expect(one({ ratio: '80,5 %', score: 1 })).toBe(0.805);
    expect(one({ ratio: 0, score: 1 })).toBe(0);
  });

  it('are refused at their place where nothing says it, or numbers contradict it', () => {
    expect(one({ ratio: 0.8, score: 4.8 })).toBe('$.ratio DB-SCR-029');
    expect(one({ ratio: 80, score: 4.8, denominator: 0, numerator: 0 })).toBe('$.ratio DB-SCR-029');
    expect(one({ numerator: 8, denominator: 10, ratio: 70 })).toBe('$.ratio DB-SCR-030');
    expect(one({ numerator: 8, denominator: 10, ratio: 80 }, 'fraction')).toBe('$.ratio DB-SCR-030');
  });

  it('are what the person says where only a person can know', () => {
    expect(one({ ratio: 0.8, score: 4.8 }, 'percent')).toBe(0.008);
    expect(one({ ratio: 0.8, score: 4.8 }, 'fraction')).toBe(0.8);
    expect(one({ numerator: 8, denominator: 10, ratio: 70 }, 'percent')).toBe(0.7);
  });
});

describe('dirt', () => {
  it('is refused at each place: numbers in two ways, no numbers, negative ones', () => {
    const reading = readJson(
      [
        metric('A_B', 1, 2, { numerator: '1.234' }),
        metric('B_C', 1, 2, { denominator: 'nhiều' }),
        metric('C_D', -1, 2, { ratio: null }),
      ],
      { period: '2026' },
    );
    expect(faultsOf(reading)).toEqual([
      '$[0].numerator DB-SCR-028',
      '$[1].denominator DB-SCR-027',
      '$[2].numerator DB-SCR-027',
    ]);
  });

  it('knows the same figure twice, and refuses two that differ', () => {
    const same = readJson([metric('A_B', 1, 2), metric('A_B', 1, 2)], { period: '2026' });
    expect([same.figures.length, same.faults.length]).toEqual([1, 0]);
    const other = readJson([metric('A_B', 1, 2), metric('A_B', 2, 2)], { period: '2026' });
    expect(other.faults).toMatchObject([{ place: '$[1]', code: 'DB-SCR-034', params: { other: '$[0]' } }]);
  });

  it('does not take a nation for the province: what names nobody is passed over where the province is named', () => {
    const reading = readJson(
      {
        data: {
          overview: { metrics: [metric('DOSSIER_SYNC', 1, 2)] },
          evaluation: [{ departmentCode: 'H99', metrics: [metric('DOSSIER_SYNC', 3, 4)] }],
        },
      },
      { period: '2026' },
    );
    expect(told(reading)).toEqual(['2026  DOSSIER_SYNC 3 4 0.75 ']);
    expect(reading.unnamed).toBe(1);
  });

  it('is not stopped by a document that is nested without end', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${JSON.stringify(metric('A_B', 1, 2))}${']'.repeat(5_000)}`);
    expect(readJson(deep, { period: '2026' }).figures).toHaveLength(1);
  });
});

describe('CSV', () => {
  it('has columns in any order, decimal commas, several flags, the agency by code or name', () => {
    const reading = readCsv(
      [
        'Code;agency;period;numerator;denominator;ratio;score;Max_Score;flags;ghi chú',
        'DOSSIER_SYNC;;tháng 10/2026;930;1 000;93,0;5,58;6;TEMP_X|SECOND;',
        'DOSSIER_SYNC;sở xây dựng;2026-10;;;;null;;;',
        ';;;;;;;;;',
        'X_Y;H99.45;Q3/2026;1;2;50%;;;;',
      ].join('\n'),
    );
    expect([reading.form, reading.faults]).toEqual([[], []]);
    expect(told(reading)).toEqual([
      '2026-10  DOSSIER_SYNC 930 1000 0.93 5.58',
      '2026-10 H99.12 DOSSIER_SYNC    ',
      '2026-Q3 H99.45 X_Y 1 2 0.5 ',
    ]);
    expect(reading.figures[0]?.flags).toEqual(['TEMP_X', 'SECOND']);
  });

  it('is told by line and column', () => {
    const reading = readCsv('period;code;numerator\n2026-10;A_B;x\nkỳ;A_B;1\n2026-10;A_B\n2026-10;;1');
    expect(faultsOf(reading)).toEqual(['2:3 DB-SCR-027', '3:1 DB-SCR-026', '5:1 DB-SCR-033']);
    expect(reading.form).toMatchObject([{ place: '4:1', code: 'DB-SCR-032' }]);
    expect(readCsv('a;b\n1;2').form).toMatchObject([{ code: 'DB-SCR-031' }]);
  });
});

it('calls a code of theirs by ours where a person says so', () => {
  const reading = readJson([metric('TIEN_DO', 1, 2)], {
    period: '2026',
    renamed: new Map([['TIEN_DO', 'PROGRESS_ON_TIME']]),
  });
  expect(reading).toMatchObject({ figures: [{ code: 'PROGRESS_ON_TIME' }], unknownCodes: [] });
});
