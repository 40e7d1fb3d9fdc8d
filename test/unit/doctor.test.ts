/** How the doctor judges what it is told: disks, catalogue, jobs, what is held; and how far apart runs are. */
import { expect, it } from 'vitest';
import { longestPauseMs, periodsOf } from '../../jobs/period.ts';
import { jobsOf } from '../../jobs/schedule.ts';
import { judgeCatalogue } from '../../src/compose/doctor/catalogue.ts';
import { diskCheck, judgeDisks } from '../../src/compose/doctor/disk.ts';
import { judgeHeld } from '../../src/compose/doctor/held.ts';
import { judgeJobs } from '../../src/compose/doctor/jobs.ts';
import type { Room } from '../../src/compose/doctor/room.ts';
import { mainAsSet } from '../../src/compose/sources.ts';
import { parseConfig } from '../../src/config.ts';

const GIB = 1024 ** 3;

it.each([
  ['a small one half full', 4, 8, 'ok'],
  ['a large one under a tenth', 99, 1000, 'warning'],
  ['a small one under 2 GiB', 1.9, 4, 'warning'],
  ['a large one under two in a hundred', 19, 1000, 'failed'],
  ['one under 500 MiB', 0.48, 1, 'failed'],
])('disk: %s', (_what, free, all, result) => {
  const disk = { folder: '/a', freeBytes: free * GIB, sizeBytes: all * GIB };
  const code = result === 'ok' ? null : 'DB-DOC-023';
  expect(judgeDisks([{ folder: '/b', freeBytes: 50 * GIB, sizeBytes: 60 * GIB }, disk])).toMatchObject({
    result,
    code,
    params: result === 'ok' ? {} : { where: '/a' },
  });
});

it('asks for the room of the working folder and of an embedded ledger, also one that is not there yet', async () => {
  const asked: string[] = [];
  const statFs = async (folder: string) => {
    asked.push(folder);
    return { bavail: 1, blocks: 100, bsize: GIB };
  };
  const at = (DATABASE_URL: string | null) =>
    diskCheck.run({
      config: { DATABASE_URL, DATA_DIR: '/none/of/it', SOURCE_DIR: null, furtherSources: {} },
      settings: { statFs },
    } as unknown as Room);
  expect(await at(null)).toMatchObject({ result: 'failed', code: 'DB-DOC-023' });
  expect(asked).toEqual([process.cwd(), '/']);
  await at('postgres://x/y');
  expect(asked.slice(2)).toEqual([process.cwd()]);
});

const DAY = 86_400_000;

it.each([
  [3, 'ok', null],
  [3.1, 'warning', 'DB-DOC-016'],
  [7.1, 'failed', 'DB-DOC-016'],
])('a catalogue of %d days: %s', (days, result, code) => {
  expect(judgeCatalogue(new Date(0), 5, days * DAY)).toMatchObject({ result, code });
});

it('a catalogue that never was', () => {
  expect(judgeCatalogue(null, 0, 0)).toMatchObject({ result: 'failed', code: 'DB-CAT-001', exit: 78 });
});

it.each([
  [0, 0, 'ok'],
  [1, 100, 'ok'],
  [2, 100, 'warning'],
  [21, 100, 'failed'],
])('%i of %i dossiers held: %s', (held, total, result) => {
  expect(judgeHeld(held, total).result).toBe(result);
});

it('a job is overdue after three periods; one at work has a day, one that never ran is not', () => {
  const jobs = [
    { name: 'a', periodMs: 60_000 },
    { name: 'b', periodMs: 60_000 },
    { name: 'off', periodMs: null },
    { name: 'new', periodMs: 60_000 },
  ];
  const fare = (job: string, ageSeconds: number | null, atWork = false) => ({
    job,
    ageSeconds,
    atWork,
    lastError: job === 'b' ? 'DB-SVC-001' : '',
  });
  const judged = (...fares: readonly ReturnType<typeof fare>[]) => {
    const { result, params } = judgeJobs(jobs, fares);
    return [result, params.value];
  };
  expect(judged(fare('a', 180), fare('off', 1e9), fare('gone', 1e9))).toEqual(['ok', undefined]);
  expect(judged(fare('a', 181), fare('b', 181))).toEqual(['failed', 'a, b (DB-SVC-001)']);
  expect(judged(fare('a', 80_000, true), fare('b', null, true))).toEqual(['ok', undefined]);
  expect(judged(fare('a', 90_000, true), fare('b', null))).toEqual(['failed', 'a, b (DB-SVC-001)']);
});

it.each([
  ['*/10 * * * * *', 10_000],
  ['0 15 2 * * *', DAY],
  ['0 0 8-17 * * 1-5', 2 * DAY + 15 * 3_600_000],
  ['0 0 0 1 * *', 31 * DAY],
  ['0 30 2 1 1 *', 366 * DAY],
  ['no', null],
])('%s: longest pause %s ms', (expression, ms) => {
  // From 2027 on: 2028 has a day more.
  expect(longestPauseMs(expression, new Date('2027-06-01T00:00:00Z'))).toBe(ms);
});

it('each job has the pause of its own schedule', () => {
  const land = { name: 'dat-dai', isMain: false, names: ['dat-dai'] };
  const jobs = jobsOf([
    mainAsSet({ SOURCE_KIND: 'sql' }),
    { ...land, definition: { kind: 'sql', schedule: '0 0 * * * *' } },
  ]);
  expect(Object.fromEntries(periodsOf(jobs, parseConfig({})))).toMatchObject({
    extract: 10,
    'extract:dat-dai': 3_600,
    'sweep:dat-dai': DAY / 1_000,
  });
});
