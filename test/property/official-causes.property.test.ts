/** Of any period: a report beside itself differs nowhere, and causes are exactly the difference. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfficialScore } from '../../src/domain/score/official-score.ts';
import { type ScoredDossier, type ScoreRecord, TRAITS } from '../../src/domain/score/score-record.ts';
import type { ScoreReport } from '../../src/domain/score/score-report.ts';
import type { ScoreWorld } from '../../src/domain/score/score-world.ts';
import type { AcceptedStep } from '../../src/ledger/official-evidence.ts';
import type { OfficialEvidence } from '../../src/pipeline/official-evidence.ts';
import { OfficialPass } from '../../src/pipeline/official-pass.ts';
import { compareFigures } from '../../src/score/official/compare.ts';
import { type Period, parsePeriod } from '../../src/score/period.ts';
import { ScoreTally } from '../../src/score/score-tally.ts';
import { FORMULA, OTHER_WORDING } from '../unit/score/official/small-formula.ts';

const DAY = 86_400;
const period = parsePeriod('2026-10') as Period;
const asOf = period.end;
/** The portal counted five days after the period. */
const AT = period.end + 5 * DAY;
const instant = (clock: number): Date => new Date(Date.UTC(2000, 0, 1) + clock * 1000 - 7 * 3_600_000);

const world: ScoreWorld = {
  procedures: new Map([
    [1, { code: '1.1', name: 'Một', terms: [], returnsResult: true, charges: true, forCitizens: true }],
    [2, { code: '1.2', name: 'Hai', terms: [], returnsResult: false, charges: true, forCitizens: null }],
  ]),
  agencies: new Map([
    [1, { code: 'H99.1', name: 'Sở Một' }],
    [2, { code: 'H99.2', name: 'Sở Hai' }],
  ]),
  charging: new Set(['1.1', '1.2']),
  calendar: { daysOff: new Set(), workedDays: new Set() },
};

/** A dossier at the portal, its ending step, and when the portal had each. */
interface Case {
  readonly record: ScoreRecord;
  readonly synced: number;
  readonly end: { readonly at: number; readonly acceptedAt: number } | null;
  readonly lost: boolean;
}

const aCase: fc.Arbitrary<Case> = fc
  .record({
    procedure: fc.constantFrom(1, 2),
    agency: fc.constantFrom(1, 2),
    day: fc.integer({ min: -20, max: 30 }),
    term: fc.integer({ min: 1, max: 20 }),
    took: fc.option(fc.integer({ min: 1, max: 30 })),
    traits: fc.integer({ min: 0, max: 2 ** Object.keys(TRAITS).length - 1 }),
    syncedAfter: fc.integer({ min: 0, max: 60 }),
    stepAfter: fc.integer({ min: 0, max: 60 }),
    lost: fc.integer({ min: 0, max: 9 }).map((nth) => nth === 0),
  })
  .map(({ procedure, agency, day, term, took, traits, syncedAfter, stepAfter, lost }) => {
    const received = period.begin + day * DAY + 3600;
    const synced = received + syncedAfter * DAY;
    const ended = took === null ? null : received + took * DAY;
    return {
      record: {
        procedure,
        agency,
        received,
        due: received + term * DAY,
        traits,
        ...(ended === null ? {} : { events: [[9, ended]] as const }),
      },
      synced,
      end: ended === null ? null : { at: ended, acceptedAt: Math.max(synced, ended + stepAfter * DAY) },
      lost,
    };
  });

const dossierOf = ({ record, synced }: Case, id: number): ScoredDossier => ({
  id,
  portal: record,
  province: record,
  released: null,
  synced,
  stepLagMinutes: 0,
});

const local = (clock: number) => new Date(Date.UTC(2000, 0, 1) + clock * 1000).toISOString().slice(0, 19);
const stepsOf = ({ end }: Case): AcceptedStep[] =>
  end === null
    ? []
    : [
        {
          id: '1',
          status: '9',
          at: local(end.at),
          acceptedAt: instant(end.acceptedAt),
        } as unknown as AcceptedStep,
      ];

const ids = (cases: readonly Case[], is: (one: Case) => boolean) =>
  new Set(cases.flatMap((one, id) => (is(one) ? [id] : [])));

function evidenceOf(cases: readonly Case[], at: number | null): OfficialEvidence {
  return {
    at: at === null ? null : instant(at),
    atClock: at,
    rowsLater: new Set(),
    stepsLater: at === null ? new Set() : ids(cases, ({ end }) => end !== null && end.acceptedAt > at),
    missing: at === null ? new Set() : ids(cases, ({ lost }) => lost),
    missingSteps: new Map(),
    changed: new Set(),
    otherReceipt: new Set(),
    inDoubt: new Set(),
    absent: new Set(),
  };
}

const request = {
  formula: FORMULA,
  versions: [OTHER_WORDING],
  period,
  asOf,
  groupedBy: 'agency',
  communeWords: [],
} as const;

function counted(cases: readonly Case[], evidence: OfficialEvidence) {
  const pass = new OfficialPass(request, world, evidence);
  for (const [id, one] of cases.entries()) pass.add(dossierOf(one, id), stepsOf(one));
  return pass.result(new Map());
}

const officialOf = (report: Pick<ScoreReport, 'indicators' | 'groups'>): OfficialScore[] =>
  [
    { agency: '', indicators: report.indicators },
    ...report.groups.map(({ code, indicators }) => ({ agency: code, indicators })),
  ].flatMap(({ agency, indicators }) =>
    indicators.map(({ code, numerator, denominator, ratio, score, max }) => ({
      period: '2026-10',
      agency,
      code,
      numerator,
      denominator,
      ratio,
      score,
      maxScore: max,
      flags: [],
      publishedAt: null,
    })),
  );

const compared = (official: readonly OfficialScore[], result: ReturnType<typeof counted>) =>
  compareFigures({ official, formula: FORMULA, versions: [OTHER_WORDING], ...result }).indicators;

/** What the portal would publish: what it had by then, and has not lost since. */
const asThePortal = (cases: readonly Case[]): Case[] =>
  cases
    .filter(({ synced, lost }) => synced <= AT && !lost)
    .map((one) => {
      if (one.end === null || one.end.acceptedAt <= AT) return one;
      const { events: _, ...record } = one.record;
      return { ...one, record, end: null };
    });

const AMOUNTS = ['numerator', 'denominator', 'score'] as const;

it('ours are the figures of the score itself', () => {
  fc.assert(
    fc.property(fc.array(aCase, { maxLength: 30 }), (cases) => {
      const tally = new ScoreTally({ ...request, listed: 0 }, world, new Map());
      for (const [id, one] of cases.entries()) tally.add(dossierOf(one, id));
      const { indicators, groups } = tally.report(new Map(), []);
      const { ours } = counted(cases, evidenceOf(cases, AT));
      expect(ours.indicators).toEqual(indicators);
      expect(officialOf(ours)).toEqual(officialOf({ indicators, groups }));
    }),
    { numRuns: 60 },
  );
});

describe('published figures beside ours', () => {
  it('differ nowhere where they are the same', () => {
    fc.assert(
      fc.property(fc.array(aCase, { maxLength: 30 }), (cases) => {
        const result = counted(cases, evidenceOf(cases, null));
        for (const { ours, agrees, causes, difference } of compared(officialOf(result.ours), result)) {
          expect(agrees).toBe(ours?.numerator === null && ours.score === null ? null : true);
          expect(causes.filter(({ effect }) => effect === 'difference')).toEqual([]);
          for (const amount of AMOUNTS) expect(difference[amount] ?? 0).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are explained to the last dossier where the portal lacks what came later or was lost', () => {
    fc.assert(
      fc.property(fc.array(aCase, { maxLength: 30 }), (cases) => {
        const portal = asThePortal(cases);
        const published = officialOf(counted(portal, evidenceOf(portal, null)).ours);
        const sync = published.filter(({ code }) => code !== 'DOSSIER_SYNC');
        const kinds = compared(sync, counted(cases, evidenceOf(cases, AT))).flatMap(({ causes }) =>
          causes.flatMap(({ kind, effect }) => (effect === 'difference' ? [kind] : [])),
        );
        const known = ['accepted-later', 'steps-accepted-later', 'missing-at-portal'];
        expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('have causes that are exactly the difference, whatever was published', () => {
    const figure = fc.record({
      code: fc.constantFrom(...FORMULA.indicators.map(({ code }) => code), 'UNKNOWN_CODE'),
      agency: fc.constantFrom('', 'H99.1', 'H99.2', 'H99.3'),
      numerator: fc.option(fc.nat(40)),
      denominator: fc.option(fc.nat(60)),
      score: fc.option(fc.integer({ min: 0, max: 2000 }).map((points) => points / 100)),
      flags: fc.constantFrom([], ['TEMP_NATIONAL_REPORT_DENOMINATOR']),
    });
    fc.assert(
      fc.property(
        fc.array(aCase, { maxLength: 20 }),
        fc.array(figure, { maxLength: 8 }),
        (cases, figures) => {
          const official = figures.map((one) => ({
            ...one,
            period: '2026-10',
            ratio: null,
            maxScore: null,
            publishedAt: null,
          }));
          for (const { difference, causes } of compared(official, counted(cases, evidenceOf(cases, AT)))) {
            const parts = causes.filter(({ effect }) => effect === 'difference');
            for (const amount of AMOUNTS) {
              const apart = difference[amount];
              if (apart === null) continue;
              const sum = parts.reduce((total, part) => total + (part[amount] ?? 0), 0);
              expect(sum).toBeCloseTo(apart, 9);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
