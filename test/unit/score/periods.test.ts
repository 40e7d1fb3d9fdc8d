/** The same dossiers in a month, a quarter and a year, at the last second of each; and a province whose sources have no steps. */
import { describe, expect, it } from 'vitest';
import type { Formula } from '../../../src/domain/score/formula.ts';
import type { ScoredDossier } from '../../../src/domain/score/score-record.ts';
import { parsePeriod } from '../../../src/score/period.ts';
import { recordOf } from '../../../src/score/record-of.ts';
import { ScoreTally } from '../../../src/score/score-tally.ts';
import { dossierOf } from '../../support/score-case-file.ts';
import { caseWorld } from '../../support/score-case-world.ts';
import { shippedFormula } from '../../support/shipped-formulas.ts';

const { world } = caseWorld();
const FORMULA = shippedFormula();

function dossier(id: number, lines: string): ScoredDossier {
  const { dossier, steps } = dossierOf(id, [lines], null);
  const record = recordOf(dossier, steps, { procedure: 1, agency: 1 });
  return { id, portal: record, province: record, released: null, synced: null, stepLagMinutes: null };
}

/** At the period's last second. */
function reportOf(name: string, all: readonly ScoredDossier[], formula: Formula = FORMULA) {
  const period = parsePeriod(name) ?? expect.fail(name);
  const request = { formula, period, asOf: period.end, groupedBy: null, listed: 0, communeWords: [] };
  const tally = new ScoreTally(request, world, new Map());
  for (const one of all) tally.add(one);
  return tally.report(new Map(), []);
}

/** In time / in process, synchronized of the period. */
function counted(name: string, ...lines: string[]): string {
  const { indicators } = reportOf(
    name,
    lines.map((line, place) => dossier(place, line)),
  );
  const of = (wanted: string) => indicators.find(({ code }) => code === wanted);
  const progress = of('PROGRESS_ON_TIME');
  return `${progress?.numerator}/${progress?.denominator}, ${of('DOSSIER_SYNC')?.numerator}`;
}

describe('a dossier', () => {
  it('is received once, and in process in each month until it ends', () => {
    const lines = 'received 15/7 08:00; due 10/9 17:00; 9 on 11/9 08:00';
    expect(counted('2026-06', lines)).toBe('0/0, 0');
    // Within its term at the end of the month.
    expect(counted('2026-07', lines)).toBe('1/1, 1');
    expect(counted('2026-08', lines)).toBe('1/1, 0');
    expect(counted('2026-09', lines)).toBe('0/1, 0');
    expect(counted('2026-10', lines)).toBe('0/0, 0');
    expect(counted('2026-Q3', lines)).toBe('0/1, 1');
    expect(counted('2026-Q4', lines)).toBe('0/0, 0');
    expect(counted('2026', lines)).toBe('0/1, 1');
  });

  it('that has not ended is judged at the last second of the period', () => {
    expect(counted('2026-09', 'due 30/9 23:59:59')).toBe('1/1, 1');
    expect(counted('2026-09', 'due 30/9 23:59:58')).toBe('0/1, 1');
    expect(counted('2026-Q3', 'due 30/9 23:59:59')).toBe('1/1, 1');
    expect(counted('2026', 'due 31/12 23:59:58')).toBe('0/1, 1');
  });

  it('belongs to the period from its first second to its last', () => {
    const lines = [
      'received 1/9 00:00:00',
      'received 30/9 23:59:59',
      'received 31/8 23:59:59',
      'received 1/10 00:00',
    ];
    expect(counted('2026-09', ...lines.map((line) => `${line}; due 31/12 17:00`))).toBe('3/3, 2');
  });

  it('whose second request comes after a period is late only from then on', () => {
    const lines = 'due 31/12 17:00; 5 on 8/9 08:00; 4 on 9/9 08:00; 5 on 8/10 08:00; 4 on 9/10 08:00';
    expect(counted('2026-09', lines)).toBe('1/1, 1');
    expect(counted('2026-10', lines)).toBe('0/1, 0');
    expect(counted('2026-Q3', lines)).toBe('1/1, 1');
  });
});

describe('a province whose sources have no steps', () => {
  const all = [
    dossier(1, 'row 9 finished 8/9 08:00'),
    dossier(2, 'row 10 finished 9/9 08:00 returned 25/9 08:00'),
    dossier(3, 'row 9 finished 25/9 08:00'),
    dossier(4, 'row 4; due 15/10 17:00'),
    // Ended before the month, so not of it, though no step says so.
    dossier(5, 'received 10/8 08:00; row 9 finished 20/8 08:00'),
  ];

  it('is told that its ends have no steps, and what that costs', () => {
    const { indicators, costs, notes } = reportOf('2026-09', all);
    expect(indicators.find(({ code }) => code === 'PROGRESS_ON_TIME')).toMatchObject({
      numerator: 1,
      denominator: 4,
      score: 5,
    });
    expect(notes).toContainEqual({ note: 'ended-without-step', count: 3 });
    const progress = costs.filter(({ indicator }) => indicator === 'PROGRESS_ON_TIME');
    // 20 × 3/4 and 20 × 2/4, each less 5.
    expect(progress.map(({ blame, reason, count, points }) => [blame, reason, count, points])).toEqual([
      ['agency', 'no-ending-step', 2, 10],
      ['agency', 'late', 1, 5],
    ]);
  });

  it('has by a formula that takes the row what its rows say, and the same months', () => {
    const byRow: Formula = { ...FORMULA, onTime: { ...FORMULA.onTime, end: 'steps-or-record' } };
    expect(
      reportOf('2026-09', all, byRow).indicators.find(({ code }) => code === 'PROGRESS_ON_TIME'),
    ).toMatchObject({
      numerator: 3,
      denominator: 4,
      score: 15,
    });
  });

  it('has its days, and what is late only because of synchronization, by its rows', () => {
    const [first, , , open, before] = all;
    const behind = (own: ScoredDossier | undefined, portal: string): ScoredDossier => ({
      ...(own ?? expect.fail()),
      portal: dossier(1, portal).portal,
    });
    const { trend } = reportOf('2026-09', all);
    expect(trend[7]).toMatchObject({ day: '2026-09-08', onTime: 1, late: 0, lateBecauseOfSync: 0 });
    expect(trend[24]).toMatchObject({ day: '2026-09-25', onTime: 0, late: 1, lateBecauseOfSync: 0 });
    expect(trend.reduce((sum, { onTime, late }) => sum + onTime + late, 0)).toBe(3);
    const late = (one: ScoredDossier) => reportOf('2026-09', [one]).trend[7]?.lateBecauseOfSync;
    expect(late(behind(first, 'row 4'))).toBe(1);
    expect(late(behind(first, 'row 9 finished 8/9 08:00'))).toBe(0);
    expect(late(behind(open, 'row 4'))).toBe(0);
    expect(late(behind(before, 'received 10/8 08:00; row 4'))).toBe(0);
  });
});
