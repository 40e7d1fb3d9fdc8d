/** What a tally tells besides the figures of the province: groups, days, what waits, and what is not known. */
import { describe, expect, it } from 'vitest';
import type { Formula } from '../../../src/domain/score/formula.ts';
import type { ScoredDossier } from '../../../src/domain/score/score-record.ts';
import type { GroupedBy } from '../../../src/domain/score/score-report.ts';
import type { ScoreWorld } from '../../../src/domain/score/score-world.ts';
import { recordOf } from '../../../src/score/record-of.ts';
import { ScoreTally } from '../../../src/score/score-tally.ts';
import { dossierOf } from '../../support/score-case-file.ts';
import { AS_OF, type Case, caseWorld, PERIOD } from '../../support/score-case-world.ts';
import { shippedFormula, shippedFormulas } from '../../support/shipped-formulas.ts';

const CASES = caseWorld();
const FORMULA = shippedFormula();

interface Setting {
  readonly world?: ScoreWorld;
  readonly listed?: number;
  readonly asOf?: number;
  readonly formula?: Formula;
}

function tallied(all: readonly ScoredDossier[], groupedBy: GroupedBy | null, setting: Setting = {}) {
  const { world = CASES.world, listed = 2, asOf = AS_OF, formula = FORMULA } = setting;
  const { communeWords } = shippedFormulas();
  const tally = new ScoreTally(
    { formula, period: PERIOD, asOf, groupedBy, listed, communeWords },
    world,
    CASES.held,
  );
  for (const one of all) tally.add(one);
  return tally.report(new Map(tally.costly().map((id) => [id, `D${id}`])), []);
}

const sides = ({ sides }: Case): ScoredDossier => sides;
const ALL = CASES.cases.map(sides);

/** A dossier of the case file's words that all sides have. */
function dossier(id: number, lines: string, words: { procedure: number; agency: number }): ScoredDossier {
  const { dossier, steps } = dossierOf(id, [lines], null);
  const record = recordOf(dossier, steps, words);
  return { id, portal: record, province: record, released: null, synced: null, stepLagMinutes: null };
}

describe('groups', () => {
  it('of agencies leave out what belongs to none, and of communes what they are not measured by', () => {
    const { groups } = tallied(ALL, 'agency');
    expect(groups.map(({ code, commune }) => [code, commune])).toEqual([
      ['H99.41', true],
      ['H99.10', false],
    ]);
    const [commune, office] = groups;
    const reason = (group: typeof office, wanted: string) =>
      group?.indicators.find(({ code }) => code === wanted)?.reason;
    expect(reason(office, 'PAYMENT_PROCEDURES')).toBe('not-by-this');
    expect(reason(office, 'PAYMENT')).toBe('not-by-this');
    expect(reason(office, 'CITIZEN_DATA_CONNECTED_DOSSIER')).toBeNull();
    expect(reason(commune, 'CITIZEN_DATA_CONNECTED_DOSSIER')).toBe('not-for-communes');
    // 101 and 102, both in time.
    expect(commune).toMatchObject({ dossiers: 2, name: 'Uỷ ban nhân dân xã Mẫu', lateBecauseOfSync: 0 });
    expect(commune?.indicators.find(({ code }) => code === 'PROGRESS_ON_TIME')).toMatchObject({
      numerator: 2,
      denominator: 2,
      score: 20,
    });
    expect(tallied(ALL, 'commune').groups).toEqual([commune]);
    expect(tallied(ALL, null).groups).toEqual([]);
  });

  it('of procedures have their own share of what is counted by procedures', () => {
    const { groups } = tallied(ALL, 'procedure');
    const of = (code: string, indicator: string) =>
      groups.find((group) => group.code === code)?.indicators.find((one) => one.code === indicator);
    // X charges, was used and paid online; Y was used; N does not charge.
    expect(of('1.100003', 'PAYMENT_PROCEDURES')).toMatchObject({ numerator: 1, denominator: 1 });
    expect(of('1.100004', 'PAYMENT_PROCEDURES')).toMatchObject({ numerator: 0, denominator: 1 });
    expect(of('1.100004', 'PAYMENT_FEE_PROCEDURES')).toMatchObject({ numerator: 1, denominator: 1 });
    expect(of('1.100001', 'PAYMENT_PROCEDURES')).toMatchObject({
      denominator: 0,
      reason: 'denominator-zero',
    });
    expect(of('1.100002', 'CITIZEN_DATA_CONNECTED_FORMALITY')).toMatchObject({
      numerator: 1,
      denominator: 1,
    });
  });

  it('of one code are one, under the name that came last, and of no known agency are a group of their own', () => {
    const agencies = new Map([
      [1, { code: 'H99.10', name: 'Sở Giao thông' }],
      [2, { code: 'H99.10', name: 'Sở Xây dựng' }],
      [3, { code: '', name: 'Phòng Tư pháp' }],
    ]);
    const all = [0, 1, 2, 3].map((agency) => dossier(agency + 1, '9 on 8/9 08:00', { procedure: 1, agency }));
    const { groups } = tallied(all, 'agency', { world: { ...CASES.world, agencies } });
    expect(groups.map(({ code, name, dossiers }) => [code, name, dossiers])).toEqual([
      ['H99.10', 'Sở Xây dựng', 2],
      ['', '', 1],
      ['', 'Phòng Tư pháp', 1],
    ]);
  });

  it('have what the province ended before the month and the portal still has open', () => {
    const words = { procedure: 1, agency: 1 };
    const own = dossier(1, 'received 10/8 08:00; due 28/8 17:00; 9 on 27/8 08:00', words);
    const { portal } = dossier(1, 'received 10/8 08:00; due 28/8 17:00', words);
    const [group] = tallied([{ ...own, portal }], 'agency').groups;
    expect(group).toMatchObject({ dossiers: 1, lateBecauseOfSync: 1 });
  });

  it('stand in the order of their share of the points that are known', () => {
    const all = [
      dossier(1, '9 on 8/9 08:00', { procedure: 1, agency: 1 }),
      dossier(2, '9 on 21/9 08:00', { procedure: 1, agency: 2 }),
      // Not judged, and nothing else has a denominator: before the month.
      dossier(3, 'no due; received 20/8 08:00', { procedure: 1, agency: 3 }),
    ];
    const agencies = new Map([1, 2, 3].map((word) => [word, { code: `H99.${word}`, name: `Sở ${word}` }]));
    const { groups } = tallied(all, 'agency', { world: { ...CASES.world, agencies } });
    expect(groups.map(({ code, sum }) => [code, sum.max > 0])).toEqual([
      ['H99.1', true],
      ['H99.2', true],
      ['H99.3', false],
    ]);
  });
});

describe('days', () => {
  it('tell what was received, what of it the portal has, and what was ended how', () => {
    const { trend } = tallied(ALL, null);
    expect(trend.map(({ day }) => day)).toEqual(
      Array.from({ length: 28 }, (_, place) => `2026-09-${String(place + 1).padStart(2, '0')}`),
    );
    // 65 and 63.
    expect(trend[0]).toMatchObject({ recorded: 1, synchronized: 1, onTime: 1, late: 0 });
    // 7/9: 1–46 less none, 58–60, 61, 62, 73–119 less 114.
    expect(trend[6]).toMatchObject({
      recorded: 46 + 5 + 47 - 1,
      synchronized: 46 + 5 + 47 - 1 - 2,
      onTime: 1,
    });
    // 14/9: 56, 58 in time; 40, 41 asked twice.
    expect(trend[13]).toMatchObject({ recorded: 0, onTime: 2, late: 2 });
    // 21/9: 107 in time, to the portal late; 51 in time.
    expect(trend[20]).toMatchObject({ onTime: 2, lateBecauseOfSync: 1 });
  });

  it('are none before the period has begun', () => {
    expect(tallied(ALL, null, { asOf: PERIOD.begin - 1 }).trend).toEqual([]);
  });
});

describe('what waits', () => {
  it('is told by reason: alone, and together with others', () => {
    const { whatIf } = tallied(ALL, null);
    expect(whatIf.map(({ reason, dossiers, withOthers }) => [reason, dossiers, withOthers])).toEqual([
      ['all', 4, 0],
      ['DB-PRC-001', 2, 0],
      ['DB-CMP-001', 1, 1],
      ['DB-FEE-001', 0, 1],
    ]);
    const points = whatIf.map((one) => one.points);
    // 111, which waits for two reasons, makes the difference.
    expect(points[0]).toBeGreaterThan((points[1] ?? 0) + (points[2] ?? 0));
    expect(points[3]).toBe(0);
    expect(whatIf[3]?.indicators).toEqual([]);
  });

  it('does not count where it cannot be known what would be sent', () => {
    const held = CASES.cases.find(({ no }) => no === 110);
    const unknown = { ...(held ?? expect.fail()).sides, released: null };
    const [all] = tallied([unknown], null).whatIf;
    expect(all).toMatchObject({ reason: 'all', dossiers: 1, points: 0, indicators: [] });
  });
});

describe('dossiers that cost points', () => {
  it('are listed as far as was asked, the first received first, with what a person needs to find them', () => {
    const late = tallied(ALL, null).costs.find(({ reason }) => reason === 'late');
    expect(late?.count).toBe(27);
    expect(late?.dossiers).toEqual([
      {
        dossier: 'D70',
        agency: 'Sở Xây dựng',
        procedure: '1.100001',
        received: '2026-08-10T08:00:00',
        due: '2026-08-28T17:00:00',
        ended: '',
      },
      {
        dossier: 'D68',
        agency: 'Sở Xây dựng',
        procedure: '1.100001',
        received: '2026-08-20T08:00:00',
        due: '2026-08-28T17:00:00',
        ended: '',
      },
    ]);
    expect(tallied(ALL, null, { listed: 0 }).costs.flatMap(({ dossiers }) => dossiers)).toEqual([]);
  });

  it('bring through a sum what they bring at all', () => {
    const { costs } = tallied(ALL, null);
    // 83, 86 and 87: A would be 6 / 6, which is 6 × 0.5 more.
    expect(costs.find(({ reason }) => reason === 'not-paid-online')).toMatchObject({
      indicator: 'PAYMENT_DOSSIERS',
      blame: 'agency',
      count: 3,
      points: expect.closeTo(3, 10),
    });
  });

  it('lack a step in time because it is held, not because it was not sent', () => {
    const words = { procedure: 1, agency: 1 };
    const [{ portal }, { portal: released }] = [
      dossier(110, 'row 4', words),
      dossier(110, '9 on 8/9 08:00', words),
    ];
    const all = [{ ...dossier(110, 'row 4', words), portal, province: portal, released }];
    const { costs } = tallied(all, null, { formula: shippedFormula('766-2026-new-wording') });
    expect(costs.filter(({ indicator }) => indicator === 'DOSSIER_SYNC')).toMatchObject([
      { blame: 'held', reason: 'DB-CMP-001', count: 1 },
    ]);
  });

  it('lack no step that is there, though the portal has not yet the request that it answers', () => {
    const words = { procedure: 1, agency: 1 };
    const course = '4 on 9/9 08:00; 9 on 10/9 08:00';
    const own = dossier(1, `asked 8/9 08:00; ${course}`, words);
    const formula = shippedFormula('766-2026-new-wording');
    const inTime = (portal: string) =>
      tallied([{ ...own, portal: dossier(1, portal, words).portal }], null, { formula }).indicators.find(
        ({ code }) => code === 'DOSSIER_SYNC',
      )?.numerator;
    expect(inTime(course)).toBe(1);
    expect(inTime('asked 8/9 08:00; 9 on 10/9 08:00')).toBe(0);
  });

  it('stand in the order of the points, then of their number; no points are known last', () => {
    const points = tallied(ALL, null).costs.map((cost) => cost.points);
    expect(points).toEqual([...points].sort((a, b) => (b ?? -1) - (a ?? -1)));
    expect(points[0]).toBeGreaterThan(4);
    expect(points.at(-1)).toBeNull();
  });
});

describe('what the catalogue does not tell', () => {
  it('is said as such, and never told as 0', () => {
    const procedures = new Map(
      [...CASES.world.procedures].map(([word, one]) => [
        word,
        { ...one, returnsResult: null, charges: null },
      ]),
    );
    const { indicators } = tallied(ALL, null, { world: { ...CASES.world, procedures, charging: null } });
    const of = (wanted: string) => indicators.find(({ code }) => code === wanted);
    for (const code of [
      'ORIGINAL_RESULT_AVAILABLE',
      'PAYMENT_PROCEDURES',
      'PAYMENT_FEE_PROCEDURES',
      'PAYMENT',
    ])
      expect(of(code)).toMatchObject({ ratio: null, score: null, reason: 'catalogue-lacks' });
    expect(of('PAYMENT_DOSSIERS')).toMatchObject({ numerator: 3, denominator: 6 });
  });

  it('is not said of results of which some are due', () => {
    const all = [
      dossier(1, '9 on 8/9 08:00', { procedure: 2, agency: 1 }),
      dossier(2, '9 on 8/9 08:00', { procedure: 13, agency: 1 }),
    ];
    const { indicators } = tallied(all, null);
    expect(indicators.find(({ code }) => code === 'ORIGINAL_RESULT_AVAILABLE')).toMatchObject({
      numerator: 0,
      denominator: 1,
      score: 0,
    });
  });
});
