/** What a reader is told of the figures: what could not be judged, what is not known, and what is late for ever. */
import { describe, expect, it } from 'vitest';
import { clockOf, type ScoredDossier } from '../../../src/domain/score/score-record.ts';
import { recordOf } from '../../../src/score/record-of.ts';
import { ScoreTally } from '../../../src/score/score-tally.ts';
import { dossierOf } from '../../support/score-case-file.ts';
import { AS_OF, caseWorld, PERIOD } from '../../support/score-case-world.ts';
import { shippedFormula } from '../../support/shipped-formulas.ts';

const { world, cases, held } = caseWorld();

function tallied(all: readonly ScoredDossier[]) {
  const request = { period: PERIOD, asOf: AS_OF, groupedBy: null, listed: 0, communeWords: [] };
  const tally = new ScoreTally({ ...request, formula: shippedFormula() }, world, held);
  for (const one of all) tally.add(one);
  return tally.report(new Map(), []);
}

function dossier(id: number, lines: string, procedure = 1): ScoredDossier {
  const { dossier, steps } = dossierOf(id, [lines], null);
  const record = recordOf(dossier, steps, { procedure, agency: 1 });
  return { id, portal: record, province: record, released: null, synced: null, stepLagMinutes: null };
}

function clockAt(time: string): number {
  return clockOf(time) ?? expect.fail(`${time} is no time`);
}

const progressOf = (all: readonly ScoredDossier[]) =>
  tallied(all).indicators.find(({ code }) => code === 'PROGRESS_ON_TIME');

describe('what cannot be judged or is not known', () => {
  it('is said where it leaves all of them without a judgement, and not where there are none', () => {
    // O: no term that can be read.
    const unjudged = dossier(1, 'no due; 9 on 8/9 08:00', 12);
    expect(progressOf([unjudged])).toMatchObject({ ratio: null, score: null, reason: 'no-term' });
    expect(progressOf([])).toMatchObject({ ratio: null, score: null, reason: 'denominator-zero' });
    const judged = dossier(2, '9 on 8/9 08:00', 12);
    expect(progressOf([unjudged, judged])).toMatchObject({ numerator: 1, denominator: 1, reason: null });
  });

  it('is told with how many dossiers it touches', () => {
    // U is not in the catalogue; 95 and 61 of the file, of which both were received in the month.
    expect(tallied(cases.map(({ sides }) => sides)).notes).toContainEqual({
      note: 'procedure-unknown',
      count: 2,
    });
  });
});

describe('what has been open for years', () => {
  const years = (lines: string) =>
    tallied([dossier(1, lines)]).notes.find(({ note }) => note === 'open-over-a-year')?.count;
  /** As `received` would be told, but of another year. */
  const old = (received: string, rest: Partial<ScoredDossier['portal']> = {}): ScoredDossier => {
    const { portal, ...one } = dossier(1, 'due 18/9 17:00');
    const record = portal && { ...portal, received: clockAt(received), due: clockAt(received), ...rest };
    return { ...one, portal: record, province: record };
  };
  const counted = (one: ScoredDossier) => {
    const progress = progressOf([one]);
    return [
      progress?.denominator,
      progress?.numerator,
      tallied([one]).notes.find(({ note }) => note === 'open-over-a-year')?.count,
    ];
  };

  it('is late in every period, and is told apart', () => {
    expect(counted(old('2015-03-02T08:00:00'))).toEqual([1, 0, 1]);
    expect(counted(old('2025-08-31T23:59:59'))).toEqual([1, 0, 1]);
    expect(counted(old('2025-09-01T00:00:00'))).toEqual([1, 0, undefined]);
  });

  it('is not what has ended in the period, is in time, or is of the period', () => {
    const ended = { events: [[9, clockAt('2026-09-08T08:00:00')]] } as const;
    expect(counted(old('2015-03-02T08:00:00', ended))).toEqual([1, 0, undefined]);
    expect(counted(old('2015-03-02T08:00:00', { due: clockAt('2027-01-01T00:00:00') }))).toEqual([
      1,
      1,
      undefined,
    ]);
    expect(years('due 8/9 08:00')).toBeUndefined();
  });
});
