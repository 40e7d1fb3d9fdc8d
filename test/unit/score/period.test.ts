/** Periods, and the version of the formulas that one is scored by. */
import { describe, expect, it } from 'vitest';
import type { IsoDay } from '../../../src/domain/codes.ts';
import type { Formula, ScoreFormulas } from '../../../src/domain/score/formula.ts';
import { localOf } from '../../../src/domain/score/score-record.ts';
import { formulaFor } from '../../../src/score/formula-choice.ts';
import { parsePeriod } from '../../../src/score/period.ts';
import { shippedFormula, shippedFormulas } from '../../support/shipped-formulas.ts';

describe('a period', () => {
  it.each([
    ['2026-10', '2026-10', '2026-10-01', '2026-10-31'],
    ['2028-02', '2028-02', '2028-02-01', '2028-02-29'],
    ['2026-Q1', '2026-Q1', '2026-01-01', '2026-03-31'],
    [' 2026-q4 ', '2026-Q4', '2026-10-01', '2026-12-31'],
    ['2026', '2026', '2026-01-01', '2026-12-31'],
  ])('%s is %s, from %s to %s', (text, name, from, to) => {
    const period = parsePeriod(text);
    expect(period).toMatchObject({ name, from, to });
    expect([localOf(period?.begin ?? 0), localOf(period?.end ?? 0)]).toEqual([
      `${from}T00:00:00`,
      `${to}T23:59:59`,
    ]);
  });

  it.each([
    '',
    '2026-13',
    '2026-00',
    '2026-1',
    '2026-Q5',
    '2026-Q0',
    '1926-10',
    '10/2026',
    '2026-10-01',
    '2026-Q',
  ])('"%s" is none', (text) => {
    expect(parsePeriod(text)).toBeNull();
  });
});

function version(name: string, validFrom: string, validTo = ''): Formula {
  return { ...shippedFormula(), name, validFrom: validFrom as IsoDay | '', validTo: validTo as IsoDay | '' };
}

describe('the version of the formulas', () => {
  const formulas: ScoreFormulas = {
    ...shippedFormulas(),
    versions: [
      version('old', '', '2026-06-30'),
      version('new', '2026-07-01'),
      version('same day', '2026-07-01'),
      version('once', '2027-01-01', '2027-01-31'),
    ],
  };
  const chosen = (period: string, name?: string) => {
    const found = parsePeriod(period);
    return found && formulaFor(formulas, found, name)?.name;
  };

  it('is the one in force on the last day, the latest of them, and of these the first', () => {
    expect(chosen('2026-06')).toBe('old');
    expect(chosen('2026-07')).toBe('new');
    expect(chosen('2026')).toBe('new');
    expect(chosen('2027-01')).toBe('once');
    expect(chosen('2027-02')).toBe('new');
  });

  it('is the one that is named, in force or not', () => {
    expect(chosen('2026-10', 'old')).toBe('old');
    expect(chosen('2026-10', 'none')).toBeUndefined();
  });

  it('is none where none is in force', () => {
    const {
      versions: [only],
    } = { versions: [version('ended', '', '2025-12-31')] as const };
    expect(formulaFor({ ...formulas, versions: [only] }, { to: '2026-10-31' as IsoDay })).toBeNull();
  });

  it('that is shipped as the first is taken by itself', () => {
    const period = { to: '2026-10-31' as IsoDay };
    expect(formulaFor(shippedFormulas(), period)?.name).toBe('766-2026');
  });
});
