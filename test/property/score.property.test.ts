/** Counting, whatever the dossiers: groups make the province, scenarios are what a new count gives, no dossier is missed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Formula } from '../../src/domain/score/formula.ts';
import type {
  ScoredDossier,
  ScoreEvent,
  ScoreRecord,
  ScoreSupplement,
} from '../../src/domain/score/score-record.ts';
import type { Indicator } from '../../src/domain/score/score-report.ts';
import type { ScoreWorld } from '../../src/domain/score/score-world.ts';
import { extentOf } from '../../src/score/extent.ts';
import { Measuring } from '../../src/score/measured.ts';
import { ScoreTally } from '../../src/score/score-tally.ts';
import { isOfProcedures } from '../../src/score/slots.ts';
import { PERIOD } from '../support/score-case-world.ts';
import { shippedFormula } from '../support/shipped-formulas.ts';

const DAY = 86_400;
const FORMULAS = [shippedFormula(), shippedFormula('766-2026-new-wording')];
const CODES = ['DB-CMP-001', 'DB-PRC-001', 'DB-FEE-001'];
const procedure = (code: string, rest: object) => ({
  code,
  name: code,
  terms: [],
  returnsResult: null,
  charges: null,
  forCitizens: null,
  ...rest,
});
const days = [{ channel: '1', time: '5', unit: 'Ngày làm việc' }];
const WORLD: ScoreWorld = {
  procedures: new Map([
    [1, procedure('a', { returnsResult: true, charges: true, forCitizens: true, terms: days })],
    [2, procedure('b', { returnsResult: false, charges: true })],
    // Another name of b.
    [3, procedure('b', { returnsResult: false, charges: true, terms: days })],
    [4, procedure('c', {})],
  ]),
  agencies: new Map([
    [1, { code: 'H99.1', name: 'Sở' }],
    [2, { code: 'H99.2', name: 'UBND xã Mẫu' }],
    [3, { code: '', name: 'Phòng' }],
  ]),
  charging: new Set(['a', 'b', 'z']),
  calendar: { daysOff: new Set(), workedDays: new Set() },
};

/** Around the period, by half days, so that times meet and borders are met. */
const time = fc.integer({ min: -80, max: 80 }).map((half) => PERIOD.begin + (half * DAY) / 2);
const events = fc
  .array(fc.tuple(fc.constantFrom(3, 4, 5, 5, 7, 8, 9, 10), time), { maxLength: 4 })
  .map((all): readonly ScoreEvent[] => all.sort((a, b) => a[1] - b[1]));
const supplements = fc
  .array(fc.tuple(time, fc.option(time)), { maxLength: 2 })
  .map((all): readonly ScoreSupplement[] => all.sort((a, b) => a[0] - b[0]));
const record: fc.Arbitrary<ScoreRecord> = fc
  .record({
    procedure: fc.integer({ min: 0, max: 4 }),
    agency: fc.integer({ min: 0, max: 3 }),
    received: time,
    traits: fc.integer({ min: 0, max: 2 ** 11 - 1 }),
    due: fc.option(time, { nil: undefined }),
    end: fc.option(time, { nil: undefined }),
    events: fc.option(events, { nil: undefined }),
    supplements: fc.option(supplements, { nil: undefined }),
  })
  .map((all) => JSON.parse(JSON.stringify(all)) as ScoreRecord);
const dossier = fc
  .record({
    province: fc.option(record, { freq: 8 }),
    portal: fc.option(record, { freq: 3 }),
    released: fc.option(record, { freq: 2 }),
    asProvince: fc.boolean(),
    stepLagMinutes: fc.option(fc.integer({ min: 0, max: 3000 })),
    held: fc.subarray(CODES),
  })
  .map(({ asProvince, ...one }) => ({
    ...one,
    portal: asProvince ? one.province : one.portal,
    synced: null,
  }));
const dossiers = fc
  .array(dossier, { maxLength: 25 })
  .map((all) => all.map((one, id): ScoredDossier & { held: readonly string[] } => ({ ...one, id })));
const formula: fc.Arbitrary<Formula> = fc
  .record({
    base: fc.constantFrom(...FORMULAS),
    end: fc.constantFrom('steps' as const, 'steps-or-record' as const),
    askedAgain: fc.constantFrom('late' as const, 'late-unless-ended' as const),
    citizensTimeOff: fc.boolean(),
  })
  .map(({ base, ...onTime }) => ({ ...base, onTime }));
const asOf = fc.constantFrom(PERIOD.end, PERIOD.begin + 11 * DAY, PERIOD.begin + 20 * DAY);

type Told = ScoredDossier & { held: readonly string[] };

function reportOf(
  all: readonly Told[],
  by: Formula,
  at: number,
  groupedBy: 'agency' | 'procedure' | null = null,
) {
  const held = new Map(all.filter(({ held }) => held.length > 0).map(({ id, held }) => [id, held]));
  const request = { formula: by, period: PERIOD, asOf: at, groupedBy, listed: 3, communeWords: ['xã'] };
  const tally = new ScoreTally(request, WORLD, held);
  for (const one of all) tally.add(one);
  return tally.report(new Map(tally.costly().map((id) => [id, `${id}`])), []);
}

describe('a tally', () => {
  it('has groups that together are the province', () => {
    fc.assert(
      fc.property(
        dossiers,
        formula,
        asOf,
        fc.constantFrom('agency' as const, 'procedure' as const),
        (all, rules, at, groupedBy) => {
          // What communes are not measured by would be lacking in the sum.
          const by = {
            ...rules,
            indicators: rules.indicators.map((one) => ({ ...one, notForCommunes: false })),
          };
          const { indicators, groups } = reportOf(all, by, at, groupedBy);
          for (const [place, whole] of indicators.entries()) {
            const { numerator, denominator } = by.indicators[place] ?? {};
            if (!numerator || !denominator || (isOfProcedures(denominator) && groupedBy === 'agency'))
              continue;
            // A procedure that had no dossier is no group.
            const used = isOfProcedures(denominator) && denominator.startsWith('fee');
            const sum = (of: 'numerator' | 'denominator') =>
              groups.reduce((all, { indicators }) => all + (indicators[place]?.[of] ?? 0), 0);
            expect([whole.code, sum('numerator')]).toEqual([whole.code, whole.numerator ?? 0]);
            if (!used) expect([whole.code, sum('denominator')]).toEqual([whole.code, whole.denominator ?? 0]);
          }
        },
      ),
    );
  });

  it('tells of each scenario what a new count with the released records gives', () => {
    fc.assert(
      fc.property(dossiers, formula, asOf, (all, by, at) => {
        const { indicators, whatIf, sum } = reportOf(all, by, at);
        for (const scenario of whatIf) {
          const waits = ({ held }: Told): boolean =>
            held.length > 0 &&
            (scenario.reason === 'all' || (held.length === 1 && held[0] === scenario.reason));
          const anew = reportOf(
            all.map((one) => (waits(one) ? sentNow(one, by, at) : one)),
            by,
            at,
          );
          const told = indicators.map(
            (one): Indicator => scenario.indicators.find(({ code }) => code === one.code)?.after ?? one,
          );
          expect(told).toEqual(anew.indicators);
          expect(scenario.points).toBeCloseTo(anew.sum.score - sum.score, 9);
        }
      }),
    );
  });

  it('has the same figures for portal and province where the portal has all, and whatever is lacking is then the agency’s', () => {
    fc.assert(
      fc.property(dossiers, formula, asOf, (some, by, at) => {
        const all = some.map(
          (one): Told => ({ ...one, portal: one.province, released: null, stepLagMinutes: null, held: [] }),
        );
        const { indicators, province, costs, whatIf } = reportOf(all, by, at);
        expect(province).toEqual(indicators);
        expect(whatIf).toEqual([]);
        for (const { code, numerator, denominator } of indicators) {
          const own = costs.filter(({ indicator }) => indicator === code);
          expect(own.every(({ blame }) => blame === 'agency')).toBe(true);
          if (own.length > 0)
            expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(
              (denominator ?? 0) - (numerator ?? 0),
            );
        }
      }),
    );
  });

  it('lists of each reason the first by receipt', () => {
    fc.assert(
      fc.property(dossiers, formula, (all, by) => {
        const few = reportOf(all, by, PERIOD.end).costs;
        for (const { count, dossiers } of few) {
          expect(dossiers.length).toBe(Math.min(3, count));
          expect(dossiers.map(({ received }) => received)).toEqual(
            dossiers.map(({ received }) => received).sort(),
          );
        }
      }),
    );
  });
});

/**
 * As if the portal had what would be sent: what has come too late by then is late. A plain step is kept by a record only
 * as the answer to a request, so one whose request the portal lacks may be there.
 */
function sentNow(one: Told, by: Formula, at: number): Told {
  if (one.released === null) return one;
  const most = by.stepsOnTimeHours * 3600;
  const events = one.portal?.events ?? [];
  const there = new Set(events.map(String));
  const wasAsked = (moment: number): boolean =>
    events.some(([status, taken]) => status === 5 && taken <= moment) ||
    (one.portal?.supplements ?? []).some(([requested]) => requested < moment);
  const overdue = (one.released.events ?? []).filter(
    (event) => !there.has(String(event)) && at - event[1] > most && (event[0] !== 4 || wasAsked(event[1])),
  );
  const minutes = overdue.map(([, taken]) => Math.ceil((at - taken) / 60));
  return { ...one, portal: one.released, stepLagMinutes: Math.max(one.stepLagMinutes ?? 0, ...minutes) };
}

describe('the extent of a dossier', () => {
  it('reaches every period in which one of its sides counts', () => {
    fc.assert(
      fc.property(dossier, formula, asOf, (one, by, at) => {
        const { received, ended } = extentOf(one);
        const measuring = new Measuring(by, PERIOD, at, WORLD);
        const counts = [one.portal, one.province, one.released].some(
          (side) => side !== null && measuring.of(side).bits !== 0,
        );
        const isReached =
          received !== null && received <= PERIOD.end && (ended === null || ended >= PERIOD.begin);
        expect(!counts || isReached).toBe(true);
      }),
      { numRuns: 4_000 },
    );
  });
});
