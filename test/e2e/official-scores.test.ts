/** What the portal published, beside ours: what arrived later, got lost or is not ours explains the difference to the last dossier. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Indicator, ScoreReport } from '../../src/domain/score/score-report.ts';
import type { ComparedIndicator, OfficialComparison } from '../../src/score/official/comparison.ts';
import type { ProvinceDossier } from '../../src/simulator/province/make-province.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { waitFor } from '../support/wait-for.ts';

interface Imported {
  readonly imported: { readonly figures: number; readonly added: number; readonly replaced: number };
  readonly unknownCodes: readonly string[];
  readonly passedOver: { readonly figures: number; readonly agencies: readonly string[] };
  readonly comparisons: readonly OfficialComparison[];
}

const HOUR = 3_600_000;
let home: ProvinceHome;
let world: World;
let folder: string;
let late: readonly ProvinceDossier[];
let finishedLater: readonly string[];
let lost: string;
let publishedAt: string;
let period: string;

const yearOf = ({ rows }: ProvinceDossier): string => (rows.dongbo_ho_so.ngay_tiep_nhan ?? '').slice(0, 4);
const codeOf = ({ expectation }: ProvinceDossier): string => expectation.code;
const local = (at: Date): string => new Date(at.getTime() + 7 * HOUR).toISOString().slice(0, 19);

/** As the portal's page of evaluation answers, ratios of 100 and points rounded to two digits. */
const metric = ({ code, numerator, denominator, ratio, score, max }: Indicator) => ({
  code,
  numerator,
  denominator,
  ratio: ratio === null ? null : Math.round(ratio * 10_000) / 100,
  score: score === null ? null : Math.round(score * 100) / 100,
  maxScore: max,
});

const answerOf = ({ indicators, groups }: ScoreReport) => ({
  code: 'OK',
  data: {
    overview: { departmentCode: 'H99', departmentName: 'UBND tỉnh Mẫu', metrics: indicators.map(metric) },
    evaluation: [
      ...groups.map(({ name, indicators: own }) => ({
        departmentId: name.length,
        departmentName: name,
        metrics: own.map(metric),
      })),
      { departmentName: 'UBND tỉnh khác', metrics: indicators.map(metric) },
    ],
  },
});

const importFile = (name: string, ...argv: readonly string[]): Promise<Imported> =>
  world.json<Imported>(['score', 'import', '--official', join(folder, name), ...argv]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dongbo-official-'));
  home = await settleProvince(160, 20, 5);
  world = await World.open(home);
  const years = home.dossiers.map(yearOf);
  const count = (year: string): number => years.filter((one) => one === year).length;
  period = years.toSorted((a, b) => count(b) - count(a))[0] ?? '';
  const sound = home.dossiers.filter(
    (one) =>
      yearOf(one) === period && one.expectation.fault === null && one.expectation.outcome === 'accepted',
  );
  late = sound.slice(0, 7);
  const open = sound.slice(7).filter(({ rows }) => rows.dongbo_ho_so.trang_thai === 'DANG_XU_LY');
  finishedLater = open.slice(0, 3).map(codeOf);
  for (const one of late) await home.database.remove(codeOf(one));
  for (const code of finishedLater) {
    // Its appointment has passed: open, it is late; finished in time, it is not.
    await home.database.change(code, { ngay_hen_tra: new Date(Date.now() - HOUR).toISOString() }, new Date());
  }
  await world.sync();
  lost = codeOf(sound.slice(7).filter((one) => !finishedLater.includes(codeOf(one)))[0] as ProvinceDossier);

  const report = await world.json<ScoreReport>(['score', '--period', period, '--by', 'agency']);
  await writeFile(join(folder, 'answer.json'), JSON.stringify(answerOf(report)));
  // Told to the second: everything until now is before it, and what follows is after.
  const counted = Math.ceil(Date.now() / 1000) * 1000;
  publishedAt = local(new Date(counted));
  await waitFor(() => Date.now() >= counted + 1_000);
}, 120_000);
afterAll(async () => {
  await world?.close();
  await home?.close();
  await rm(folder, { recursive: true, force: true });
});

const differences = ({ indicators }: OfficialComparison) =>
  indicators
    .filter(({ ours }) => ours !== null)
    .map((one) => ({ ...one, parts: one.causes.filter(({ effect }) => effect === 'difference') }));

/** What the causes leave of a difference. */
function unaccounted({ parts, difference }: ReturnType<typeof differences>[number]): number {
  const left = (['numerator', 'denominator', 'score'] as const).map((amount) =>
    Math.abs(
      (difference[amount] ?? 0) -
        parts.reduce((sum, part) => sum + (part[amount] ?? 0), 0) * Number(difference[amount] !== null),
    ),
  );
  return Math.max(...left);
}
const byCode = (compared: OfficialComparison | undefined, code: string): ComparedIndicator | undefined =>
  compared?.indicators.find((one) => one.agency === '' && one.code === code);

it('agrees with itself, and keeps what is not ours out', async () => {
  const { imported, passedOver, comparisons } = await importFile(
    'answer.json',
    '--period',
    period,
    '--published',
    publishedAt,
  );
  expect(imported.figures).toBe(imported.added);
  expect(passedOver.agencies).toEqual(['UBND tỉnh khác']);
  const [comparison] = comparisons;
  expect(differences(comparison as OfficialComparison).filter(({ agrees }) => agrees === false)).toEqual([]);
  const apart = differences(comparison as OfficialComparison).flatMap(({ parts }) =>
    parts.map(({ kind }) => kind),
  );
  expect(apart.filter((kind) => kind !== 'rounding')).toEqual([]);
  // Each is what the portal itself has, and not only what the ledger believes.
  const received = [...world.portal.state().dossiers.values()].filter(({ payload }) =>
    String(payload.NgayTiepNhan).startsWith(period),
  );
  expect(byCode(comparison, 'REUSED_DIGITIZED_DATA')?.official.denominator).toBe(received.length);
});

it('explains what came later and what was lost, to the last dossier', async () => {
  await home.database.insert(late);
  for (const one of late) await home.database.change(codeOf(one), {}, new Date());
  for (const code of finishedLater) {
    await home.database.addStep(code, { status: 'DA_XU_LY', at: new Date(Date.now() - 2 * HOUR) });
    await home.database.change(code, {}, new Date());
  }
  await world.sync();
  await world.json(['simulate', 'control', '--url', world.portal.url, '--forget', lost]);
  await world.json(['reconcile', '--dossier', lost]);

  // The portal counts two more that somebody else sent.
  const answer = JSON.parse(await readFile(join(folder, 'answer.json'), 'utf8'));
  const reused = answer.data.overview.metrics.find(({ code }: Indicator) => code === 'REUSED_DIGITIZED_DATA');
  Object.assign(reused, { denominator: reused.denominator - 1 + 2, ratio: null, score: null });
  for (const record of [answer.data.overview, ...answer.data.evaluation]) {
    if (record !== answer.data.overview) record.metrics = [];
    record.metrics = record.metrics.filter(({ code }: Indicator) =>
      ['REUSED_DIGITIZED_DATA', 'PROGRESS_ON_TIME'].includes(code),
    );
  }
  await writeFile(join(folder, 'second.json'), JSON.stringify(answer));
  const { imported, comparisons } = await importFile(
    'second.json',
    '--period',
    period,
    '--published',
    publishedAt,
  );
  expect(imported).toMatchObject({ added: 0, replaced: 2 });
  const [comparison] = comparisons as readonly [OfficialComparison];
  const found = differences(comparison);
  expect(Math.max(...found.map(unaccounted))).toBeLessThan(1e-9);

  const evidence = Object.fromEntries(
    comparison.evidence
      .filter(({ agency }) => agency === '')
      .map(({ kind, dossiers }) => [kind, dossiers.count]),
  );
  expect(evidence).toMatchObject({
    'accepted-later': late.length,
    'steps-accepted-later': 3,
    'missing-at-portal': 1,
  });

  const causes = Object.fromEntries(
    (byCode(comparison, 'REUSED_DIGITIZED_DATA')?.causes ?? []).map(({ kind, denominator }) => [
      kind,
      denominator,
    ]),
  );
  expect(causes).toMatchObject({
    'accepted-later': -late.length,
    'missing-at-portal': -1,
    'unknown-dossiers': 2,
  });
  const progress = byCode(comparison, 'PROGRESS_ON_TIME');
  expect(progress?.causes.find(({ kind }) => kind === 'steps-accepted-later')).toMatchObject({
    numerator: -3,
    denominator: 0,
  });
  const named = progress?.causes.flatMap(({ kind, dossiers }) =>
    kind === 'steps-accepted-later' ? (dossiers?.examples ?? []) : [],
  );
  expect(named?.toSorted()).toEqual(finishedLater.toSorted());
});

it('leaves nothing unexplained of any agency or indicator that was published before', async () => {
  const { comparisons } = await importFile('answer.json', '--period', period, '--published', publishedAt);
  const found = differences(comparisons[0] as OfficialComparison);
  expect(Math.max(...found.map(unaccounted))).toBeLessThan(1e-9);
  const kinds = new Set(found.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
  expect([...kinds]).toEqual(expect.arrayContaining(['accepted-later', 'steps-accepted-later']));
  // What was lost since was there when it was published: it is no part of any difference.
  for (const kind of ['unexplained', 'unknown-dossiers', 'missing-at-portal'])
    expect(kinds).not.toContain(kind);
});

it('is told as a table, is written down, and is there again for a period that is scored', async () => {
  const { code, stdout, stderr } = await world.dongbo([
    'score',
    'import',
    '--official',
    join(folder, 'answer.json'),
    '--period',
    period,
  ]);
  expect(code, stderr).toBe(0);
  for (const text of ['Cổng công bố', 'được Cổng nhận lần đầu sau khi chốt số', '766-2026', 'UBND tỉnh khác'])
    expect(stdout).toContain(text);
  expect(stdout).not.toMatch(/undefined|NaN|\[object|DB-/);
  const again = await world.json<{ official: OfficialComparison }>([
    'score',
    '--period',
    period,
    '--official',
  ]);
  expect(again.official.indicators.length).toBeGreaterThan(100);
  expect(again.official.publishedAt).toEqual([publishedAt]);
  const none = await world.dongbo(['score', '--period', '2001', '--official']);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('DB-SCR-035')]);
  const audit = await world.ledger<{ phase: string }>(
    `SELECT phase FROM audit WHERE action = 'score import' ORDER BY seq`,
  );
  expect(audit.map(({ phase }) => phase).slice(-2)).toEqual(['begun', 'done']);
});

it('refuses what it cannot read, and stores nothing of it', async () => {
  const before = await world.ledger('SELECT count(*)::int AS count FROM official_score');
  const refused = async (name: string, content: string | Uint8Array, ...argv: readonly string[]) => {
    await writeFile(join(folder, name), content);
    const finished = await world.dongbo(['score', 'import', '--official', join(folder, name), ...argv]);
    return [
      finished.code,
      [...finished.stderr.matchAll(/DB-[A-Z]{3}-\d{3}/g)].map(([found]) => found).slice(0, 2),
    ];
  };
  expect(await refused('large.json', Buffer.alloc(20 * 1024 * 1024 + 1, ' '))).toEqual([
    1,
    ['DB-SCR-020', 'DB-SCR-020'],
  ]);
  expect((await refused('page.json', '<html>Request Rejected</html>'))[1]).toContain('DB-SCR-021');
  expect((await refused('cut.json', '{"a": [1,'))[1]).toContain('DB-SCR-021');
  expect((await refused('none.json', '{"a": 1}'))[1]).toContain('DB-SCR-023');
  expect(
    (
      await refused(
        'other.json',
        JSON.stringify({
          departmentName: 'UBND tỉnh khác',
          code: 'DOSSIER_SYNC',
          numerator: 1,
          denominator: 2,
        }),
        '--period',
        period,
      )
    )[1],
  ).toContain('DB-SCR-024');
  expect(await refused('faults.csv', 'code;ratio\nDOSSIER_SYNC;0,9', '--period', period)).toEqual([
    1,
    ['DB-SCR-022', 'DB-SCR-029'],
  ]);
  expect(await refused('future.csv', 'code;score\nDOSSIER_SYNC;1', '--period', '2098')).toEqual([
    2,
    ['DB-SCR-002', 'DB-SCR-002'],
  ]);
  for (const time of ['1999-12-31', '2097-01-01']) {
    const argv = ['--period', period, '--published', time];
    expect((await refused('when.csv', 'code;score\nA_B;1', ...argv))[1]).toContain('DB-SCR-037');
  }
  expect(await refused('time.csv', 'code;score\nA_B;1', '--published', 'hôm qua')).toEqual([
    2,
    ['DB-CFG-003', 'DB-CFG-003'],
  ]);
  expect(await world.ledger('SELECT count(*)::int AS count FROM official_score')).toEqual(before);
});
