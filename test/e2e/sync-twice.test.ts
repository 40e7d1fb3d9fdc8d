/** `sync --once` twice and after one change, on both queues: what is not new is not sent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../support/e2e/command.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { describeWithRedis, type RedisServer, redisServer } from '../support/services.ts';

function passes(settings: () => Promise<Settings>): void {
  let home: ProvinceHome;
  let world: World;
  beforeAll(async () => {
    home = await settleProvince(300, 36);
    // The overlap covers a day, so that later passes have rows to find unchanged.
    world = await World.open(home, {}, { SOURCE_OVERLAP_SECONDS: '86400', ...(await settings()) });
  });
  afterAll(async () => {
    await world?.close();
    await home?.close();
  });

  it('brings every dossier where it belongs', async () => {
    const summary = await world.sync();
    expect(summary).toMatchObject({ read: 300, unchanged: 0, changed: 300, retrying: 0 });
    expect(await deviations(world, home.expectations())).toEqual([]);
    const { dossiers, steps, doubledSteps } = world.portal.state();
    expect(summary.accepted).toEqual({ dossiers: dossiers.size, steps });
    expect(doubledSteps).toBe(0);
    const status = await world.json<{ states: Record<string, number>; incomplete: number }>(['status']);
    expect(Object.values(status.states).reduce((sum, count) => sum + count)).toBe(300);
    expect(status.states).toMatchObject({ accepted: dossiers.size, held: summary.held });
    expect(status.incomplete).toBe(summary.incomplete);
  });

  it('sends nothing the second time', async () => {
    const { writingCalls } = world.portal.state();
    const summary = await world.sync();
    expect(summary.read).toBeGreaterThan(0);
    expect(summary).toMatchObject({
      unchanged: summary.read,
      changed: 0,
      portalCalls: 0,
      accepted: { dossiers: 0, steps: 0 },
    });
    expect(world.portal.state().writingCalls).toBe(writingCalls);
  });

  it('sends one changed dossier as one update, and its new step once', async () => {
    const code = [...world.portal.state().dossiers]
      .filter(([, { payload }]) => payload.TrangThaiHoSo === '4')
      .map(([one]) => one)
      .sort()[0];
    if (code === undefined) throw new Error('no dossier in process');
    const before = world.portal.state();
    const stepsBefore = [...(before.dossiers.get(code)?.steps ?? [])];
    const calls = before.history.length;
    await home.database.addStep(code, { status: 'DA_XU_LY', at: new Date() });

    const summary = await world.sync();
    expect(summary).toMatchObject({ changed: 1, accepted: { dossiers: 1, steps: 1 } });
    const after = world.portal.state();
    expect(after.history.slice(calls)).toEqual([
      { service: 'DongBoHoSoMC', isUpdating: 'True', records: 1, stored: 1 },
      { service: 'CapNhatTienDoHoSoMC', isUpdating: '', records: 1, stored: 1 },
    ]);
    const updated = [...after.dossiers].filter(([, { updated: times }]) => times > 0);
    expect(updated.map(([one]) => one)).toEqual([code]);
    const stored = after.dossiers.get(code);
    expect(stored).toMatchObject({ updated: 1, payload: { TrangThaiHoSo: '9' } });
    expect(stored?.steps.slice(0, -1)).toEqual(stepsBefore);
    expect(stored?.steps.at(-1)).toMatchObject({ TrangThai: '9' });
  });
}

describe('with the queue in PostgreSQL', () => passes(async () => ({})));

describeWithRedis('with the queue in Redis', () => {
  let redis: RedisServer | null = null;
  passes(async () => {
    redis = await redisServer();
    return { REDIS_URL: redis?.url ?? '' };
  });
  afterAll(() => redis?.stop());
});
