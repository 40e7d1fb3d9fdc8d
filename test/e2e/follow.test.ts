/**
 * The daemon follows the changes of the province: no reading by schedule falls into these tests, so what arrives was
 * told of. Triggers and publication are those that `dongbo source sql` prints.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unlogicalStatements } from '../../src/source/capture/logical-sql.ts';
import { asProvince } from '../source/province.ts';
import type { DongboProcess } from '../support/e2e/child.ts';
import type { Settings } from '../support/e2e/command.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { type OwnPostgres, ownPostgres } from '../support/own-postgres.ts';
import { waitFor } from '../support/services.ts';

const ONCE_A_YEAR = '0 0 4 1 1 *';
const TIMEOUT_MS = 120_000;

let server: OwnPostgres;
let home: ProvinceHome;
let world: World;

beforeAll(async () => {
  server = await ownPostgres(['wal_level=logical', 'synchronous_commit=on']);
});
afterAll(() => server?.close());
beforeEach(async () => {
  home = await settleProvince(20, 0, 5, await server.database());
  world = await World.open(
    home,
    {},
    {
      SCHEDULE_EXTRACT: ONCE_A_YEAR,
      SCHEDULE_IRREGULAR: ONCE_A_YEAR,
      LOG_LEVEL: 'debug',
      LANGUAGE_CODE: 'en',
    },
  );
});
afterEach(async () => {
  await world?.close();
  // A slot belongs to the whole server: the next test makes its own.
  if (home) await waitFor(() => dropped(), { what: 'the slot dropped' });
  await home?.close();
});

async function dropped(): Promise<boolean> {
  return asProvince(home.url, ...unlogicalStatements('sql')).then(
    () => true,
    () => false,
  );
}

/** Runs what is printed for the province, as its administrator would. */
async function prepare(capture: 'listen' | 'logical' | 'poll'): Promise<void> {
  const { statements } = await world.json<{ statements: string[] }>(['source', 'sql', '--capture', capture]);
  expect(statements.length).toBeGreaterThan(0);
  await asProvince(home.url, ...statements);
}

const readings = (child: DongboProcess): number =>
  child.logged('job done').filter(({ job }) => job === 'extract').length;

/** Starts it; everything that was there before has been read by time. */
async function follow(settings: Settings = {}): Promise<DongboProcess> {
  const daemon = world.start(['run'], settings);
  await daemon.until('following', () => daemon.logged('changes are followed').length === 1);
  await daemon.until('the readings of the beginning', () => readings(daemon) >= 2);
  await daemon.until(
    'all of it delivered',
    async () => (await deviations(world, home.expectations())).length === 0,
  );
  return daemon;
}

let steps = 0;

/** A dossier goes on in the province; answers its code and what must be seen of it at the portal. */
async function goOn(): Promise<{ readonly code: string; readonly isThere: () => boolean }> {
  const code = home.dossiers[steps % home.dossiers.length]?.expectation.code ?? '';
  steps += 1;
  const content = `Chuyển bước ${steps}`;
  await home.database.addStep(code, { status: 'DANG_XU_LY', content, at: new Date() });
  const isThere = (): boolean =>
    world.portal
      .state()
      .dossiers.get(code)
      ?.steps.some((step) => Object.values(step).includes(content)) ?? false;
  return { code, isThere };
}

describe.each(['listen', 'logical'] as const)('SOURCE_CDC=%s', (capture) => {
  it(
    'delivers a change that no reading by schedule finds, and says so in its metrics',
    async () => {
      await prepare(capture);
      const daemon = await follow({ SOURCE_CDC: capture });
      const before = readings(daemon);
      for (let round = 0; round < 3; round += 1) {
        const { isThere } = await goOn();
        await daemon.until('the change at the portal', isThere);
      }
      expect(readings(daemon)).toBe(before);
      expect(world.portal.state().doubledSteps).toBe(0);
      const where = /"where":"(http:\/\/[^"]+)"/.exec(daemon.stdout)?.[1] ?? '';
      const shown = await (await fetch(`${where}/metrics`)).text();
      expect(
        Number(/dongbo_source_wakeups_total\{source="sql"\} (\d+)/.exec(shown)?.[1]),
      ).toBeGreaterThanOrEqual(3);
      expect(shown).toContain('dongbo_source_follows{source="sql"} 1');
      if (capture === 'logical') expect(shown).toMatch(/dongbo_source_backlog_bytes\{source="sql"\} \d+/);
      else expect(shown).not.toContain('dongbo_source_backlog_bytes{');
      const { code } = await daemon.end('SIGTERM');
      expect(code).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'loses nothing when the daemon is killed and another takes over: only who leads follows',
    async () => {
      await prepare(capture);
      const first = await follow({ SOURCE_CDC: capture });
      const second = world.start(['run'], { SOURCE_CDC: capture });
      await second.until('standing by', () => second.logged('standing by').length === 1);
      expect(second.logged('changes are followed')).toEqual([]);
      await first.end('SIGKILL');
      const missed = await goOn();
      await second.until('following', () => second.logged('changes are followed').length === 1);
      await second.until('what was missed at the portal', missed.isThere);
      const before = readings(second);
      await second.until('the readings of the beginning', () => readings(second) >= Math.max(2, before));
      const told = await goOn();
      await second.until('what is told at the portal', told.isThere);
      expect(world.portal.state().doubledSteps).toBe(0);
    },
    TIMEOUT_MS,
  );
});

it(
  'goes on when the connection to the source was cut, with all that changed meanwhile',
  async () => {
    await prepare('listen');
    const daemon = await follow();
    await asProvince(
      home.url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('dongbo', 'dongbo-capture') AND datname = current_database() AND pid <> pg_backend_pid()",
    );
    await daemon.until('the end noticed', () => daemon.logged('changes are not followed').length === 1);
    const missed = await goOn();
    await daemon.until('following again', () => daemon.logged('changes are followed').length === 2);
    await daemon.until('what was missed at the portal', missed.isThere);
    expect(daemon.logged('changes are not followed')[0]).toMatchObject({ where: 'sql', code: 'DB-SRC-001' });
  },
  TIMEOUT_MS,
);

it(
  'reads by time what a statement changed that is too large to be told by key',
  async () => {
    await prepare('listen');
    const daemon = await follow();
    await asProvince(home.url, "SELECT pg_notify('dongbo', '')");
    const before = readings(daemon);
    await daemon.until('a reading', () => readings(daemon) > before - 1);
    await asProvince(
      home.url,
      `UPDATE motcua.ho_so SET trich_yeu = 'Nội dung mới', cap_nhat_luc = now() WHERE ma_ho_so IN (SELECT ma_ho_so FROM motcua.ho_so)`,
    );
    await daemon.until('all changed at the portal', () =>
      [...world.portal.state().dossiers.values()].every(
        ({ payload }) => payload.TrichYeuHoSo === 'Nội dung mới',
      ),
    );
  },
  TIMEOUT_MS,
);
