/** The national catalogue: pulled once, then only what is new; usable while the portal is away. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

interface Pull {
  readonly listed: number;
  readonly fetched: number;
  readonly failed: readonly unknown[];
}

let home: ProvinceHome;
let world: World;

beforeAll(async () => {
  home = await settleProvince(30, 12, 6);
  world = await World.open(home, { latencyMs: 5 }, { PORTAL_CONCURRENCY: '3' });
});
afterAll(async () => {
  await world?.close();
  await home?.close();
});

it('says that there is none yet, whatever code is asked for', async () => {
  const { error } = await world.json<{ error: { code: string } }>(['catalogue', 'show', '1.001193'], {}, 78);
  expect(error.code).toBe('DB-CAT-001');
});

it('pulls all of it, never more calls at a time than PORTAL_CONCURRENCY', async () => {
  const pull = await world.json<Pull>(['catalogue', 'pull']);
  expect(pull.listed).toBeGreaterThan(40);
  expect(pull).toMatchObject({ fetched: pull.listed, failed: [] });
  const { calls, maxInFlight } = world.portal.state();
  expect(calls.LayThuTuc).toBe(pull.listed);
  expect(maxInFlight).toBeGreaterThan(1);
  expect(maxInFlight).toBeLessThanOrEqual(3);
});

it('fetches no procedure a second time', async () => {
  const { LayThuTuc } = world.portal.state().calls;
  const pull = await world.json<Pull>(['catalogue', 'pull']);
  expect(pull).toMatchObject({ fetched: 0, failed: [] });
  expect(world.portal.state().calls.LayThuTuc).toBe(LayThuTuc);
});

it('serves while the portal is away: show, extraction, explain', async () => {
  world.portal.control({ down: true });
  const show = await world.json<{ code: string; components: readonly { code: string }[] }>([
    'catalogue',
    'show',
    '1.001193',
  ]);
  expect(show.code).toBe('1.001193');
  expect(show.components.map(({ code }) => code)).toContain('000.00.00.G15-KQ003208');
  const unknown = await world.json<{ error: { code: string; remedy: string } }>(
    ['catalogue', 'show', '9.999999'],
    {},
    1,
  );
  expect(unknown.error.code).toBe('DB-CAT-002');

  await world.json(['sync', '--once'], {}, 69);
  const good = home.expectations().find(({ outcome }) => outcome === 'accepted');
  const bad = home.expectations().find(({ fault }) => fault === 'component-unknown');
  const explained = await world.json<{ state: string; payload: { MaTTHC: string }; attempts: unknown[] }>([
    'explain',
    good?.code ?? '',
  ]);
  expect(explained).toMatchObject({
    state: 'queued',
    payload: { MaTTHC: good?.procedureCode },
    attempts: [],
  });
  const faulty = await world.json<{ held: readonly { scope: string; remedy: string }[] }>([
    'explain',
    bad?.code ?? '',
  ]);
  expect(faulty.held.map(({ scope }) => scope)).toEqual(['component']);
  world.portal.control({ down: false });
  const { LayThuTuc } = world.portal.state().calls;
  await world.sync();
  expect(world.portal.state().calls.LayThuTuc).toBe(LayThuTuc);
});
