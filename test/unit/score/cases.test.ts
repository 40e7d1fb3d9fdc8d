/** The hand-computed case file: every line of cases.md, and every figure of the whole file. */
import { describe, expect, it } from 'vitest';
import type { Formula, Measure } from '../../../src/domain/score/formula.ts';
import { localOf } from '../../../src/domain/score/score-record.ts';
import type { Cost, Indicator } from '../../../src/domain/score/score-report.ts';
import { Measuring } from '../../../src/score/measured.ts';
import { ScoreTally } from '../../../src/score/score-tally.ts';
import { sidesOf } from '../../../src/score/sides.ts';
import { BIT } from '../../../src/score/slots.ts';
import { numbersOf, type Row, timeOf } from '../../support/score-case-file.ts';
import { AS_OF, type Case, caseWorld, PERIOD } from '../../support/score-case-world.ts';
import { shippedFormula } from '../../support/shipped-formulas.ts';

const { tables, world, cases, held } = caseWorld();
const FORMULA = shippedFormula();
const NEWER = shippedFormula('766-2026-new-wording');
/** The file's short names. */
const SHORT: Readonly<Record<string, string>> = {
  DOSSIER_SYNC: 'sync',
  PROGRESS_ON_TIME: 'progress',
  ONLINE_DOSSIERS: 'online',
  SO_HOA_GIAY_TO_GIAI_QUYET: 'digitized',
  REUSED_DIGITIZED_DATA: 'reused',
  SYNCED_WITH_DVCQG_PERSONAL_STORAGE: 'store',
  CITIZEN_DATA_CONNECTED_DOSSIER: 'population',
};
/** What every dossier may count for; "What stands in a dossier" tells of the rest. */
const COURSE: readonly Measure[] = [
  'synchronized',
  'synchronized-on-time',
  'recorded',
  'received',
  'in-process',
  'on-time',
];

function tallied(some: readonly Case[], formula = FORMULA, groupedBy: 'agency' | null = null) {
  const words = ['xã', 'phường'];
  const request = { formula, period: PERIOD, asOf: AS_OF, groupedBy, listed: 1_000, communeWords: words };
  const tally = new ScoreTally(request, world, held);
  for (const { sides } of some) tally.add(sides);
  return tally.report(new Map(cases.map(({ no }) => [no, `${no}`])), []);
}

function rowsOf(heading: string): readonly Row[] {
  return tables.get(heading) ?? [];
}

/** Compares a column with what is found, line by line, so that a failure shows the lines that differ. */
function compare(column: string, of: readonly Case[], found: (one: Case) => string): void {
  const lines = of.filter(({ row }) => row[column] !== undefined);
  expect(lines.length).toBeGreaterThan(0);
  const written = (text: string | undefined): string => text ?? '';
  expect(lines.map((one) => `${one.no}: ${found(one)}`)).toEqual(
    lines.map(({ no, row }) => `${no}: ${written(row[column])}`),
  );
}

function verdictOf({ sides }: Case, formula: Formula = FORMULA) {
  const record = sides.portal ?? sides.province ?? sides.released;
  if (record === null) throw new Error('no side');
  return new Measuring(formula, PERIOD, AS_OF, world).of(record);
}

const WHY = {
  'ended-in-time': 'in time',
  'within-term': 'within term',
  late: 'late',
  'asked-again': 'asked again',
  'no-term': 'not judged',
} as const;

function shown(time: string): string {
  const [, month, day, clock, seconds] = /^2026-(\d\d)-(\d\d)T(\d\d:\d\d)(:\d\d)$/.exec(time) ?? [];
  return `${Number(day)}/${Number(month)} ${clock}${seconds === ':00' ? '' : seconds}`;
}

const judged = cases.filter(({ row }) => row.verdict !== undefined && row.verdict !== '');

describe('a line of the case file', () => {
  it('has its end and its verdict', () => {
    compare('end', judged, (one) => {
      const { verdict } = verdictOf(one);
      return `${shown(localOf(verdict?.end ?? Number.NaN))} ${verdict?.endedBy}`;
    });
    compare('verdict', judged, (one) => WHY[verdictOf(one).verdict?.why ?? 'no-term']);
    const byRow: Formula = { ...FORMULA, onTime: { ...FORMULA.onTime, end: 'steps-or-record' } };
    compare('where the row counts', judged, (one) => WHY[verdictOf(one, byRow).verdict?.why ?? 'no-term']);
  });

  it('has the citizen’s time taken off', () => {
    const text = (seconds: number): string => {
      const days = Math.ceil(seconds / 86_400);
      const rest = days * 86_400 - seconds;
      return seconds === 0 ? '0' : `${days} d${rest === 0 ? '' : ` -${rest} s`}`;
    };
    compare("citizen's", judged, (one) => text(verdictOf(one).verdict?.citizensTime ?? Number.NaN));
  });

  it('has the end of its term', () => {
    const lines = judged.filter(({ row }) => row.due);
    expect(lines.length).toBeGreaterThan(10);
    for (const one of lines)
      expect([one.no, localOf(verdictOf(one).due ?? Number.NaN)]).toEqual([
        one.no,
        timeOf(one.row.due ?? ''),
      ]);
    for (const one of judged.filter(({ row }) => row.due === '')) expect(verdictOf(one).due).toBeNull();
  });

  it('counts in the month or not', () => {
    compare('counted', cases, (one) => {
      const bits = bitsOf(one);
      if (bits === 0) return 'no';
      const received = (bits & BIT.received) === 0 ? '' : ', received';
      return (bits & BIT['in-process']) === 0 ? 'no term' : `in process${received}`;
    });
  });

  it('counts for what it has', () => {
    const names = (measures: readonly string[]): string => [...measures].sort().join(', ');
    const written = (text = ''): string => names(text.split(', ').filter((name) => name !== ''));
    for (const one of cases.filter(({ row }) => row['counts for'] !== undefined)) {
      const found = measuresOf(one).filter((measure) => !COURSE.includes(measure));
      expect([one.no, names(found)]).toEqual([one.no, written(one.row['counts for'])]);
    }
    const told: readonly Measure[] = ['received', 'in-process', 'on-time'];
    for (const one of cases.filter(({ row }) => row['counts at the portal for'] !== undefined)) {
      const found = measuresOf(one).filter((measure) => told.includes(measure));
      expect([one.no, names(found)]).toEqual([one.no, written(one.row['counts at the portal for'])]);
    }
  });

  it('costs what one of its sides lacks, and tells whose lack that is', () => {
    const isTold = ({ blame, indicator }: Cost): boolean =>
      blame !== 'agency' || indicator === 'PROGRESS_ON_TIME';
    const order = Object.values(SHORT);
    compare('costs', cases, (one) =>
      tallied([one])
        .costs.filter(isTold)
        .map(({ indicator, reason }) => [SHORT[indicator] ?? indicator, reason] as const)
        .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
        .map(([indicator, reason]) => `${indicator}: ${reason}`)
        .join('; '),
    );
  });

  it('has its steps at the portal in time', () => {
    compare('in time', cases, (one) => (bitsOf(one) & BIT['synchronized-on-time'] ? 'yes' : 'no'));
  });
});

function bitsOf({ no, sides }: Case): number {
  const measuring = new Measuring(FORMULA, PERIOD, AS_OF, world);
  const steps = { mostSeconds: FORMULA.stepsOnTimeHours * 3600, asOf: AS_OF };
  return sidesOf(sides, measuring, steps, held.get(no))?.portalBits ?? 0;
}

function measuresOf(one: Case): readonly Measure[] {
  const bits = bitsOf(one);
  return MEASURED.filter((measure) => (bits & BIT[measure]) !== 0);
}

const countRows = rowsOf('Every measure, with the dossiers that count');
const MEASURED = countRows.flatMap(({ measure }) => (measure === undefined ? [] : [measure as Measure]));

describe('the whole case file', () => {
  it('has at least 45 dossiers, numbered through', () => {
    expect(cases.map(({ no }) => no)).toEqual(numbersOf(`1-${cases.length}`));
    expect(cases.length).toBeGreaterThanOrEqual(45);
  });

  it.each(countRows.filter(({ measure }) => measure !== undefined))(
    'has by hand the dossiers of $measure',
    ({ measure, dossiers = '', count }) => {
      const found = cases.filter((one) => measuresOf(one).includes(measure as Measure)).map(({ no }) => no);
      expect(found).toEqual(numbersOf(dossiers));
      expect(found.length).toBe(Number(count));
    },
  );

  it.each([
    ['766-2026', FORMULA, rowsOf('Every indicator').slice(0, FORMULA.indicators.length)],
    ['the newer wording', NEWER, rowsOf('Every indicator').slice(FORMULA.indicators.length)],
  ] as const)('has by hand every indicator of %s', (_, formula, rows) => {
    const { indicators, province, whatIf } = tallied(cases, formula);
    const [all] = whatIf;
    expect(all?.reason).toBe('all');
    const afterOf = (one: Indicator): Indicator =>
      all?.indicators.find(({ code }) => code === one.code)?.after ?? one;
    const portion = ({ numerator, denominator }: Indicator): string =>
      numerator === null ? '' : `${numerator} / ${denominator}`;
    const points = ({ score, atMost, reason }: Indicator): string => {
      if (score !== null) return score.toFixed(4);
      return atMost === null ? (reason ?? '') : `at most ${atMost.toFixed(4)}`;
    };
    const written = rows.map(({ code, portal, ratio, points, province, released }) =>
      [code, portal, ratio, points, province, released].join(' | '),
    );
    const found = indicators.map((one, place) =>
      [
        one.code,
        portion(one),
        one.ratio?.toFixed(4) ?? '',
        points(one),
        portion(province[place] ?? one),
        portion(afterOf(one)),
      ].join(' | '),
    );
    const isWritten = (line: string): boolean => rows.some(({ code }) => line.startsWith(`${code} |`));
    expect(found.filter(isWritten)).toEqual(written);
  });

  it('has by hand the sum, what is late and what it would bring', () => {
    const { sum, notes, costs, trend, groups } = tallied(cases, FORMULA, 'agency');
    expect(sum).toEqual({ score: expect.closeTo(29.9462, 4), max: 56 });
    const told = (name: string): string =>
      rowsOf('What else is told').find(({ figure }) => figure === name)?.count ?? '';
    expect(notes).toEqual([
      { note: 'no-term', count: Number(told('no-term')) },
      { note: 'ended-without-step', count: Number(told('ended-without-step')) },
      // 61 and 95, of U.
      { note: 'procedure-unknown', count: 2 },
      { note: 'reported-total-unknown', count: 105 },
      { note: 'period-not-over', count: 3 },
    ]);
    const late = groups.reduce((count, { lateBecauseOfSync }) => count + lateBecauseOfSync, 0);
    expect(late).toBe(Number(told('late-because-of-sync')));
    expect(trend.reduce((count, day) => count + day.lateBecauseOfSync, 0)).toBe(late);
    const progress = costs.filter(({ indicator }) => indicator === 'PROGRESS_ON_TIME');
    const rows = rowsOf('What else is told').filter(({ figure }) => figure?.startsWith('progress: '));
    expect(
      new Map(
        progress.map(({ reason, dossiers }) => [
          reason,
          dossiers.map(({ dossier }) => Number(dossier)).sort((a, b) => a - b),
        ]),
      ),
    ).toEqual(
      new Map(
        rows.map(({ figure = '', dossiers = '' }) => [
          figure.slice('progress: '.length),
          numbersOf(dossiers),
        ]),
      ),
    );
    expect(progress.map(({ count }) => `${count}`).sort()).toEqual(rows.map(({ count }) => count).sort());
    const won = (reason: string) => progress.find((cost) => cost.reason === reason)?.points;
    expect(won('late')).toBeCloseTo(4.8649, 4);
    expect(won('not-at-portal')).toBeCloseTo(0.0595, 4);
  });
});
