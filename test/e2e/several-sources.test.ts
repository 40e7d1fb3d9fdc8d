/**
 * A province with three systems: one that is away, or that says nothing any more, takes nothing from the others,
 * is told of, and comes back by itself; a dossier that two of them give is one system's.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceFare } from '../../src/cli/source-fares.ts';
import type { SourceSummary } from '../../src/cli/sync-sources.ts';
import { readChanged } from '../../src/compose/reading.ts';
import { House } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { SeveralSources, type SystemName } from '../support/e2e/several-sources.ts';
import { World } from '../support/e2e/world.ts';
import { parseExposition } from '../support/exposition.ts';
import { waitFor } from '../support/wait-for.ts';

const TIMEOUT_MS = 120_000;
const ONCE_A_YEAR = '0 0 4 1 1 *';
/** A reading that hangs is not waited for longer than a test is. */
const SLOWLY = { SCHEDULE_EXTRACT: '*/2 * * * * *', SCHEDULE_IRREGULAR: ONCE_A_YEAR };

let several: SeveralSources;
let world: World;
beforeEach(async () => {
  several = await SeveralSources.open();
  world = await World.open(several.home, {}, several.settings);
}, TIMEOUT_MS);
afterEach(async () => {
  await world?.close();
  await several?.close();
});

const missing = (...names: SystemName[]) => deviations(world, several.expectations(names));
const fares = async (): Promise<Record<string, SourceFare>> => {
  const { sources } = await world.json<{ sources: SourceFare[] }>(['status']);
  return Object.fromEntries(sources.map((fare) => [fare.name, fare]));
};
const synced = (exit: number) =>
  world.json<{ read: number; portalCalls: number; sources: SourceSummary[] }>(['sync', '--once'], {}, exit);

describe('one pass', () => {
  it(
    'delivers what the others gave, says which one is away, and ends with 69; the next one makes up for it',
    async () => {
      several.systems['dat-dai'].proxy.cut();
      const { read, sources } = await synced(69);
      expect(sources.map(({ name, read: rows, error }) => [name, rows, error])).toEqual([
        ['sql', 8, ''],
        ['dat-dai', 0, 'DB-SRC-001'],
        ['y-te', 8, ''],
      ]);
      expect(read).toBe(16);
      expect(await missing('sql', 'y-te')).toEqual([]);
      const { stdout } = await world.dongbo(['sync', '--once']);
      expect(stdout).toMatch(/Source dat-dai could not be read: .*DB-SRC-001/);

      several.systems['dat-dai'].proxy.mend();
      expect((await synced(0)).sources.map(({ error }) => error)).toEqual(['', '', '']);
      expect(await missing('sql', 'dat-dai', 'y-te')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'goes without a main source, and ends as before where every source is away',
    async () => {
      const main = { SOURCE_URL: '' };
      const { sources } = await world.json<{ sources: SourceSummary[] }>(['sync', '--once'], main);
      expect(sources.map(({ name }) => name)).toEqual(['dat-dai', 'y-te']);
      expect(await missing('dat-dai', 'y-te')).toEqual([]);
      for (const { proxy } of Object.values(several.systems)) proxy.cut();
      const { code, stderr } = await world.dongbo(['sync', '--once']);
      expect([code, stderr]).toEqual([69, expect.stringContaining('DB-SRC-001')]);
    },
    TIMEOUT_MS,
  );

  it(
    'delivers what the others gave while one hangs, and ends when that one has',
    async () => {
      several.systems['y-te'].proxy.stallWhere('dongbo_ho_so');
      const pass = synced(69);
      await waitFor(async () => (await missing('sql', 'dat-dai')).length === 0, {
        timeoutMs: 60_000,
        what: 'what the others gave',
      });
      several.systems['y-te'].proxy.cut();
      const { sources } = await pass;
      expect(sources.map(({ name, error }) => [name, error])).toEqual([
        ['sql', ''],
        ['dat-dai', ''],
        ['y-te', 'DB-SRC-001'],
      ]);
    },
    TIMEOUT_MS,
  );
});

describe('a dossier that two systems give', () => {
  it(
    'is the first one’s, does not flap, and is told of by explain and source list',
    async () => {
      const [shared] = several.systems.sql.dossiers;
      if (!shared) throw new Error('no dossier');
      const { code } = shared.expectation;
      await several.systems['dat-dai'].database.insert([shared]);
      const others = { SOURCE_URL: '' };
      await world.json(['sync', '--once'], others);
      expect(await world.json(['explain', code], others)).toMatchObject({ givenBy: 'dat-dai' });
      await synced(0);
      // Read anew, as after a change of its file: it is another's by now.
      const anew = () => world.ledger(`DELETE FROM source_cursor WHERE source = 'dat-dai'`);
      await anew();
      const { sources, portalCalls } = await synced(0);
      expect([sources.map(({ shadowed }) => shadowed), portalCalls]).toEqual([[0, 1, 0], 0]);
      expect(await missing('sql', 'dat-dai', 'y-te')).toEqual([]);
      expect(await world.json(['explain', code])).toMatchObject({
        givenBy: 'sql',
        alsoGivenBy: [{ source: 'dat-dai' }],
      });
      expect((await world.dongbo(['explain', code])).stdout).toMatch(
        /From sql; dat-dai \(.*\) gives it, too/,
      );
      const list = await world.json<{ name: string; dossiers: number; shadowed: number; where: string }[]>([
        'source',
        'list',
      ]);
      expect(list.map(({ name, dossiers, shadowed }) => [name, dossiers, shadowed])).toEqual([
        ['sql', 8, 0],
        ['dat-dai', 8, 1],
        ['y-te', 8, 0],
      ]);
      // A place to look at, and no user of it.
      for (const { where } of list) expect(where).toMatch(/^postgres(ql)?:\/\/[^@]*$/);

      // Without the first one it goes on with the other.
      await anew();
      await world.json(['sync', '--once'], others);
      expect(await world.json(['explain', code], others)).toMatchObject({
        givenBy: 'dat-dai',
        alsoGivenBy: [],
      });
    },
    TIMEOUT_MS,
  );
});

describe('the daemon', () => {
  it(
    'reads each system by itself: one away and one that hangs stop nothing, and both come back',
    async () => {
      several.systems['dat-dai'].proxy.cut();
      several.systems['y-te'].proxy.stallWhere('dongbo_ho_so');
      const daemon = world.start(['run'], SLOWLY);
      await daemon.until('the well one delivered', async () => (await missing('sql')).length === 0);
      await daemon.until('it goes on', () => {
        const runs = daemon.logged('job failed').filter(({ job }) => job === 'extract:dat-dai');
        return runs.length > 0 && daemon.logged('job failed').every(({ job }) => job !== 'extract');
      });
      const seen = await fares();
      expect(seen).toMatchObject({
        sql: { state: 'well', error: '' },
        'dat-dai': { state: 'failing', error: 'DB-SRC-001', lastRead: null },
        'y-te': { state: 'loading', lastRead: null },
      });
      const where = String(daemon.logged('admin HTTP listens')[0]?.where);
      const up = async () => {
        const { values } = parseExposition(await (await fetch(`${where}/metrics`)).text());
        return (name: string) => values.get(`dongbo_source_up{source="${name}"}`);
      };
      const upOf = await up();
      expect([upOf('sql'), upOf('dat-dai')]).toEqual([1, 0]);
      const ready = await fetch(`${where}/readyz`);
      const { checks } = (await ready.json()) as { checks: Record<string, { note?: string }> };
      expect([ready.status, checks.sources?.note]).toEqual([
        200,
        expect.stringMatching(/^dat-dai: DB-SRC-001 /),
      ]);

      // What hung is cut off in the end, by whoever is in between or by its own time limit.
      several.systems['y-te'].proxy.cut();
      for (const name of ['dat-dai', 'y-te'] as const) several.systems[name].proxy.mend();
      await daemon.until(
        'all delivered',
        async () => (await missing('sql', 'dat-dai', 'y-te')).length === 0,
        60_000,
      );
      await daemon.until('all well', async () =>
        Object.values(await fares()).every(({ state }) => state === 'well'),
      );
      expect((await daemon.end('SIGTERM')).code).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'knows of one that says nothing for a minute',
    async () => {
      await world.json(['catalogue', 'pull']);
      several.systems['y-te'].proxy.stallWhere('dongbo_ho_so');
      let skipped = 0;
      const lines: string[] = [];
      const log = createLogger('info', { write: (line: string) => void lines.push(line) });
      const house = new House(parseConfig(world.settings), log, () => Date.now() + skipped);
      try {
        const admin = await house.admin();
        const sources = await house.sources();
        const [main, , silent] = sources;
        if (!main || !silent) throw new Error('no sources');
        admin.attach({
          ledger: await house.ledger(),
          queue: await house.queue(),
          sources,
          portal: null,
          dueSoonHours: () => 24,
        });
        const signal = new AbortController().signal;
        const hangs = readChanged(house, silent, signal).catch(() => 'ended');
        expect((await readChanged(house, main, signal)).changed).toBe(8);
        const [line = ''] = lines.filter((text) => text.includes('admin HTTP listens'));
        const { where } = JSON.parse(line) as { where: string };
        skipped += 61_000;
        const { values } = parseExposition(await (await fetch(`${where}/metrics`)).text());
        expect(values.get('dongbo_source_up{source="y-te"}')).toBe(0);
        expect(values.get('dongbo_source_up{source="sql"}')).toBe(1);
        const { checks } = (await (await fetch(`${where}/readyz`)).json()) as {
          checks: Record<string, { note?: string }>;
        };
        expect(checks.sources?.note).toMatch(/^y-te: silent for \d+ s$/);
        several.systems['y-te'].proxy.cut();
        await hangs;
      } finally {
        await house.close();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'reads one by the schedule of its own file',
    async () => {
      several.describe('y-te', `schedule: "${ONCE_A_YEAR}"\n`);
      const { jobs } = await world.json<{ jobs: { job: string; schedule: string }[] }>(['jobs'], SLOWLY);
      const schedules = new Map(jobs.map(({ job, schedule }) => [job, schedule]));
      expect(schedules.get('extract')).toBe('*/2 * * * * *');
      expect(schedules.get('extract:dat-dai')).toBe('*/2 * * * * *');
      expect(schedules.get('extract:y-te')).toBe(ONCE_A_YEAR);
      const ran = await world.json<{ job: string; read: number }>(['jobs', 'run', 'extract:y-te']);
      expect(ran).toMatchObject({ job: 'extract:y-te', read: 8 });
      const unknown = await world.dongbo(['jobs', 'run', 'extract:thue']);
      expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('extract:y-te')]);
    },
    TIMEOUT_MS,
  );
});

describe('the doctor', () => {
  it('looks at every system, and the one that is away speaks for all', async () => {
    several.systems['dat-dai'].proxy.cut();
    const { stdout } = await world.dongbo(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as {
      checks: { check: string; result: string; code: string; found: string }[];
    };
    const source = checks.find(({ check }) => check === 'source');
    expect(source).toMatchObject({ result: 'failed', code: 'DB-SRC-001' });
    expect(source?.found).toMatch(/^sql: .*PostgreSQL.*; dat-dai: DB-SRC-001; y-te: .*PostgreSQL/);
  });
});

describe('settings of sources', () => {
  it.each([
    ['of a file without its address', {}, 'SOURCE_THUE_URL'],
    [
      'of a file whose kind wants another one',
      { SOURCE_THUE_URL: 'https://thue.example/' },
      'SOURCE_THUE_URL',
    ],
  ])('stop the start, exit 78: %s', async (_what, settings, named) => {
    several.describe('thue', '');
    const { code, stderr } = await world.dongbo(['sync', '--once'], settings);
    expect([code, stderr]).toEqual([78, expect.stringContaining(`${named}: `)]);
    expect((await world.dongbo(['run'], settings)).code).toBe(78);
  });

  it('stop the start for a schedule that is none, told with the file', async () => {
    several.describe('y-te', 'schedule: "0 0 25 * * *"\n');
    const { code, stderr } = await world.dongbo(['run']);
    expect([code, stderr]).toEqual([
      78,
      expect.stringContaining('source.d/y-te.yaml: schedule ("0 0 25 * * *")'),
    ]);
  });

  it('name what to set where there is no source at all', async () => {
    rmSync(join(several.folder, 'source.d'), { recursive: true });
    const { code, stderr } = await world.dongbo(['sync', '--once'], { SOURCE_URL: '' });
    expect([code, stderr]).toEqual([78, expect.stringContaining('SOURCE_URL: ')]);
    writeFileSync(join(several.folder, 'source.d'), '');
    expect((await world.dongbo(['status'], { SOURCE_URL: '' })).code).toBe(0);
  });
});
