/**
 * Two thousand dossiers with every kind of fault, at a portal that refuses in each of the three ways
 * some of what normalization let pass.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BATCH_MODES, type BatchMode } from '../../src/simulator/portal/settle-batch.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { mappingsWith, withdrawnComponent } from '../support/e2e/refusals.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { type RedisServer, redisServer } from '../support/services.ts';

const SIZE = 2000;
/** Where there is a Redis, one of the modes runs on it. */
const ON_REDIS: BatchMode = 'rows';

let home: ProvinceHome;
let redis: RedisServer | null;
let mappings: { readonly dir: string; remove(): Promise<void> };

beforeAll(async () => {
  home = await settleProvince(SIZE, SIZE / 10);
  redis = await redisServer();
  mappings = await mappingsWith('document-types.csv', [
    'component,,GT-KHONG-CO,H99-KQ000001,,,',
    'component,,Giấy tờ khác,H99-KQ000001,,,',
  ]);
});
afterAll(async () => {
  await home?.close();
  await redis?.stop();
  await mappings?.remove();
});

it.each(BATCH_MODES)('isolates what the portal refuses by "%s" and delivers all the rest', async (mode) => {
  const world = await World.open(
    home,
    { mode },
    { MAPPINGS_DIR: mappings.dir, REDIS_URL: mode === ON_REDIS ? (redis?.url ?? '') : '' },
  );
  try {
    await world.json(['catalogue', 'pull']);
    await withdrawnComponent(world, 'H99-KQ000001');
    const summary = await world.sync();

    // The faulty component is mapped now, to a code that the portal knows no more: it refuses the dossier.
    const expected = home
      .expectations()
      .map((one) =>
        one.fault === 'component-unknown'
          ? { ...one, outcome: 'held' as const, heldScopes: ['dossier' as const] }
          : one,
      );
    const refused = expected.filter(({ fault }) => fault === 'component-unknown');
    expect(refused.length).toBeGreaterThanOrEqual(16);
    expect(await deviations(world, expected)).toEqual([]);
    expect(summary.heldByReason['DB-PRT-010']).toBe(refused.length);
    expect(summary).toMatchObject({ read: SIZE, changed: SIZE, retrying: 0 });
    const held = await world.ledger<{ code: string }>(
      "SELECT d.code FROM held h JOIN dossier d ON d.id = h.dossier_id WHERE h.code = 'DB-PRT-010' ORDER BY d.code",
    );
    expect(held.map(({ code }) => code)).toEqual(refused.map(({ code }) => code).sort());

    const { history, doubledSteps, steps, dossiers } = world.portal.state();
    expect(doubledSteps).toBe(0);
    expect(summary.accepted).toEqual({ dossiers: dossiers.size, steps });
    expect(summary.held + summary.accepted.dossiers).toBe(SIZE);
    // One bad record never holds up its batch, and costs at most 2·⌈log2 50⌉ more calls.
    const calls = history.filter(({ service }) => service === 'DongBoHoSoMC').length;
    expect(calls).toBeGreaterThanOrEqual(SIZE / 50 - 4);
    expect(calls).toBeLessThanOrEqual(SIZE / 50 + 4 + refused.length * 12);
  } finally {
    await world.close();
  }
});
