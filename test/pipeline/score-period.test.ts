/**
 * The score of a real ledger, filled by the real road from a made-up province: its figures are those that a plain loop
 * counts from what the portal has, before, amid and after deliveries; what a mended table would bring is what it brings.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadMappings } from '../../src/codebook/load-mappings.ts';
import type { Indicator, ScoreReport } from '../../src/domain/score/score-report.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { scorePeriod } from '../../src/pipeline/score-period.ts';
import { parsePeriod } from '../../src/score/period.ts';
import type { FaultKind } from '../../src/simulator/province/expectation.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { countAtPortal, pointsOf, type WirePeriod } from '../support/e2e/score-oracle.ts';
import { type ProvinceHome, SHIPPED_MAPPINGS, settleProvince, World } from '../support/e2e/world.ts';

type Document = ScoreReport & { readonly lostToSynchronization: number };

/** Their day of receipt cannot be read: they are of no period. */
const UNDATED: readonly (FaultKind | null)[] = ['received-impossible', 'received-absent'];

let home: ProvinceHome;
let world: World;
let mappings: MappingsCopy;
/** Months in which the province's five weeks lie; of `full` there are many dossiers, whatever day it is. */
let months: readonly string[];
let full: string;

const DAY = 86_400_000;
const monthOf = (ms: number): string => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 7);

beforeAll(async () => {
  home = await settleProvince(360, 48, 5);
  mappings = await mappingsWith('document-types.csv', []);
  const now = Date.now();
  months = [...new Set([now, now - 17 * DAY, now - 35 * DAY].map(monthOf))];
  full = monthOf(now - 17 * DAY);
  world = await World.open(home, {}, { MAPPINGS_DIR: mappings.dir, SOURCE_OVERLAP_SECONDS: '86400' });
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await mappings?.remove();
});

const scoreOf = (period: string, ...further: readonly string[]): Promise<Document> =>
  world.json<Document>(['score', '--period', period, ...further]);

const wire = (time: string): string => time.replace(/\D/g, '');

/** Dossiers that the province received in the period and whose day can be read, from their codes: `H99.41-261102-000001`. */
function recordedIn({ from, to }: Pick<Document, 'from' | 'to'>): number {
  const [first, last] = [from, to].map((day) => day.replaceAll('-', '').slice(2));
  return home.dossiers.filter(({ expectation: { code, fault } }) => {
    const day = code.split('-')[1] ?? '';
    return !UNDATED.includes(fault) && day >= (first ?? '') && day <= (last ?? '');
  }).length;
}

const figuresOf = (indicators: readonly Indicator[]) =>
  Object.fromEntries(indicators.map(({ code, numerator, denominator }) => [code, [numerator, denominator]]));

/** Holds a report against what is at the portal now. */
function expectTrue(report: Document): void {
  const period: WirePeriod = {
    begin: `${wire(report.from)}000000`,
    end: `${wire(report.to)}235959`,
    asOf: wire(report.asOf),
  };
  const counted = countAtPortal(world.portal.state().dossiers.values(), period, recordedIn(report));
  expect(figuresOf(report.indicators)).toMatchObject(counted);
  const points = pointsOf(counted);
  for (const { code, score, reason } of report.indicators) {
    const wanted = points[code];
    if (wanted === undefined) expect(score, code).toBeNull();
    else if (wanted === null) expect([score, reason], code).toEqual([null, 'denominator-zero']);
    else expect(score, code).toBeCloseTo(wanted, 9);
  }
  const known = Object.values(points).filter((one) => one !== null);
  expect(report.sum.score).toBeCloseTo(
    known.reduce((sum, one) => sum + one, 0),
    9,
  );
}

describe('of a province with faults', () => {
  it('is nothing, for want of synchronization alone, before anything was sent', async () => {
    await world.json(['catalogue', 'pull']);
    world.portal.control({ down: true });
    await world.json(['sync', '--once'], {}, 69);
    for (const month of months) {
      const report = await scoreOf(month, '--by', 'agency');
      expectTrue(report);
      expect(report.sum.score).toBe(0);
      if (month !== full) continue;
      expect(report.lostToSynchronization).toBeGreaterThan(1);
      expect(report.costs.filter(({ blame }) => blame === 'synchronization').length).toBeGreaterThan(3);
      // Those alone that went nowhere cost anything: the province did its part, or is told that it did not.
      const reasons = report.costs
        .filter(({ blame }) => blame === 'synchronization')
        .map(({ reason }) => reason);
      expect(new Set(reasons)).toEqual(new Set(['not-at-portal']));
    }
    world.portal.control({ down: false });
  });

  it('is what the portal has, counted by hand, once all was sent that can be', async () => {
    await world.sync();
    const [year = '', month = ''] = full.split('-');
    const quarter = `${year}-Q${Math.ceil(Number(month) / 3)}`;
    for (const period of [...months, quarter, year]) {
      const report = await scoreOf(period);
      expectTrue(report);
      expect(report.lostToSynchronization, period).toBe(0);
    }
    const undated = home.dossiers.filter(({ expectation }) => UNDATED.includes(expectation.fault)).length;
    const { notes } = await scoreOf(monthOf(Date.now()));
    expect(notes.find(({ note }) => note === 'no-day-of-receipt')?.count).toBe(undated);
    expect(notes.some(({ note }) => note === 'period-not-over')).toBe(true);
    expect(notes.some(({ note }) => note === 'not-counted-yet')).toBe(false);
  });

  it.each(['agency', 'procedure'])('is the sum of what each %s has', async (by) => {
    for (const month of months) {
      const { indicators, groups } = await scoreOf(month, '--by', by);
      if (month === full) expect(groups.length).toBeGreaterThan(5);
      for (const { code, numerator, denominator } of indicators) {
        // Procedures are nobody's: of what is counted by them there is no sum; communes are not measured by some.
        if (numerator === null || /^PAYMENT_(FEE_)?PROCEDURES$|_FORMALITY$/.test(code)) continue;
        if (by === 'agency' && /^ONLINE_|^CITIZEN_/.test(code)) continue;
        const own = groups.flatMap((group) => group.indicators.filter((one) => one.code === code));
        expect([code, total(own, 'numerator'), total(own, 'denominator')]).toEqual([
          code,
          numerator,
          denominator,
        ]);
      }
      const points = groups.map(({ sum }) => (sum.max === 0 ? 0 : sum.score / sum.max));
      expect(points).toEqual(points.toSorted((a, b) => b - a));
    }
  });

  it('takes a dossier that the province has ended in time for late until the portal knows', async () => {
    const [code, due] = lateAtPortal();
    world.portal.control({ down: true });
    const ended = new Date(due.getTime() - 60_000);
    await home.database.addStep(code, { status: 'DA_XU_LY', at: ended, content: 'Đã ký kết quả' });
    await home.database.change(code, {}, new Date());
    const present = monthOf(due.getTime());
    const then = await scoreOf(present, '--by', 'agency');
    const before = onTime(then);
    await world.json(['sync', '--once'], {}, 69);
    const behind = await scoreOf(present, '--by', 'agency', '--list', '100000');
    expectTrue(behind);
    expect(onTime(behind)).toEqual(before);
    expect(onTime({ indicators: behind.province })).toEqual([before[0] + 1, before[1]]);
    const cost = behind.costs.find(
      ({ indicator, blame }) => indicator === 'PROGRESS_ON_TIME' && blame === 'synchronization',
    );
    expect(cost?.dossiers.map(({ dossier }) => dossier)).toEqual([code]);
    expect(lateBySync(behind)).toBe(lateBySync(then) + 1);

    world.portal.control({ down: false });
    await world.sync();
    const known = await scoreOf(present, '--by', 'agency');
    expectTrue(known);
    expect(onTime(known)).toEqual([before[0] + 1, before[1]]);
    expect(known.lostToSynchronization).toBe(0);
    // What stays so is held.
    expect(lateBySync(known)).toBe(lateBySync(then));
  });
});

const total = (of: readonly Indicator[], what: 'numerator' | 'denominator'): number =>
  of.reduce((sum, one) => sum + (one[what] ?? 0), 0);

const lateBySync = ({ groups }: Pick<Document, 'groups'>): number =>
  groups.reduce((sum, { lateBecauseOfSync }) => sum + lateBecauseOfSync, 0);

/** Numerator and denominator of what is on time. */
function onTime({ indicators }: Pick<Document, 'indicators'>): [number, number] {
  const found = indicators.find(({ code }) => code === 'PROGRESS_ON_TIME');
  return [found?.numerator ?? Number.NaN, found?.denominator ?? Number.NaN];
}

/** A dossier that is being processed at the portal, and past its appointment. */
function lateAtPortal(): readonly [code: string, due: Date] {
  const now = Date.now();
  for (const [code, { payload }] of world.portal.state().dossiers) {
    const digits = String(payload.NgayHenTra);
    const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/.exec(digits) ?? [];
    const due = new Date(`${year}-${month}-${day}T${hour}:${minute}:00+07:00`);
    const isFull = !home.dossiers.some(
      ({ expectation }) => expectation.code === code && expectation.fault !== null,
    );
    if (payload.TrangThaiHoSo === '4' && isFull && due.getTime() < now) return [code, due];
  }
  throw new Error('the province has none: take another seed');
}

describe('counting', () => {
  const scored = async (ledger: Database, signal: AbortSignal) => {
    const { holidays, workedDays, scoreFormulas } = loadMappings(SHIPPED_MAPPINGS, 'en');
    const { communeWords, versions } = scoreFormulas;
    const period = parsePeriod(full);
    if (period === null) throw new Error(full);
    const calendar = { daysOff: new Set(holidays.keys()), workedDays };
    const request = { formula: versions[0], period, groupedBy: null, listed: 3 };
    return scorePeriod({ ledger, calendar, communeWords, now: Date.now }, request, signal);
  };

  it('ends soon when it is told to, and leaves no transaction open', async () => {
    const ledger = openDatabase({ url: world.settings.DATABASE_URL ?? '', max: 3, name: 'score-test' });
    try {
      await expect(scored(ledger, AbortSignal.abort())).rejects.toMatchObject({ code: 'DB-SCR-006' });
      expect((await scored(ledger, new AbortController().signal)).sum.score).toBeGreaterThan(1);
      const open = await world.ledger(
        `SELECT state FROM pg_stat_activity WHERE application_name = 'score-test' AND state LIKE 'idle in%'`,
      );
      expect(open).toEqual([]);
    } finally {
      await ledger.close();
    }
  });
});

describe('of a province whose tables lack rows', () => {
  let poor: World;
  let whole: ProvinceHome;
  let tables: MappingsCopy;
  const LACKING: readonly (readonly [file: string, rows: RegExp])[] = [
    ['agencies.csv', /^MAU\.(X01|MT),[^\n]*\n/gm],
    ['document-types.csv', /^(component|result),[^\n]*\n/gm],
  ];

  beforeAll(async () => {
    whole = await settleProvince(240, 0, 9);
    tables = await mappingsWith('document-types.csv', []);
    poor = await World.open(whole, {}, { MAPPINGS_DIR: tables.dir });
    for (const [file, rows] of LACKING) await tables.write(file, (await shipped(file)).replace(rows, ''));
    await poor.sync();
  });
  afterAll(async () => {
    await poor?.close();
    await whole?.close();
    await tables?.remove();
  });

  it('tells beforehand what it is once they are mended and everything is sent', async () => {
    const told = async (): Promise<Document[]> => {
      const reports: Document[] = [];
      for (const month of months) reports.push(await poor.json<Document>(['score', '--period', month]));
      return reports;
    };
    const before = await told();
    for (const [file] of LACKING) await tables.write(file, await shipped(file));
    const { held } = await poor.sync();
    expect(held).toBe(0);
    const after = await told();
    for (const [at, report] of before.entries()) {
      const all = report.whatIf.find(({ reason }) => reason === 'all');
      if (report.period === full) {
        expect(all?.dossiers).toBeGreaterThan(20);
        expect(all?.points).toBeGreaterThan(0.5);
      }
      const promised = new Map(all?.indicators.map(({ code, after: then }) => [code, then]));
      const wanted = report.indicators.map((one) => promised.get(one.code) ?? one);
      expect(after[at]?.indicators).toEqual(wanted);
      expect(after[at]?.sum.score).toBeCloseTo(report.sum.score + (all?.points ?? 0), 9);
      expect(after[at]?.whatIf).toEqual([]);
    }
  });
});

const shipped = (file: string): Promise<string> => readFile(join(SHIPPED_MAPPINGS, file), 'utf8');
