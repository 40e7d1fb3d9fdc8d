/** Two workers and a scheduler, three processes on one Redis and one ledger: they share the work. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { describeWithRedis, type RedisServer, redisServer } from '../support/services.ts';

describeWithRedis('one scheduler and two workers', () => {
  let home: ProvinceHome;
  let redis: RedisServer | null;
  let world: World;

  beforeAll(async () => {
    home = await settleProvince(240, 24, 4);
    redis = await redisServer();
    world = await World.open(
      home,
      { latencyMs: 20 },
      { REDIS_URL: redis?.url ?? '', PORTAL_BATCH_SIZE: '10', PORTAL_CONCURRENCY: '1' },
    );
    await world.json(['catalogue', 'pull']);
  });
  afterAll(async () => {
    await world?.close();
    await redis?.stop();
    await home?.close();
  });

  it('divide the work, and each delivery goes exactly once', async () => {
    const before = world.portal.state().calls;
    const workers = [1, 2].map(() => world.start(['run', '--role', 'worker']));
    await Promise.all(
      workers.map((worker) => worker.until('started', () => worker.logged('started').length === 1)),
    );
    const scheduler = world.start(['run', '--role', 'scheduler']);
    const open =
      "SELECT 1 FROM delivery v JOIN delivery p ON p.dossier_id = v.dossier_id AND p.kind = 'dossier' AND p.payload IS NOT NULL WHERE v.state <> 'accepted'";
    await scheduler.until(
      'everything accepted',
      async () =>
        (await world.ledger('SELECT 1 FROM dossier')).length === 240 &&
        (await world.ledger(open)).length === 0,
      50_000,
    );
    const ends = await Promise.all([scheduler, ...workers].map((child) => child.end('SIGTERM')));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);

    expect(await deviations(world, home.expectations())).toEqual([]);
    const { calls, doubledSteps, dossiers, steps, history, maxInFlight } = world.portal.state();
    expect(doubledSteps).toBe(0);
    expect(maxInFlight).toBeLessThanOrEqual(2);
    const written = (service: string): number =>
      history.filter((call) => call.service === service).reduce((sum, { records }) => sum + records, 0);
    expect(written('DongBoHoSoMC')).toBe(dossiers.size);
    expect(written('CapNhatTienDoHoSoMC')).toBe(steps);

    const shares = workers.map(
      (worker) => worker.logged('portal call').filter(({ service }) => service === 'DongBoHoSoMC').length,
    );
    for (const share of shares) expect(share).toBeGreaterThan(0);
    const made = (calls.DongBoHoSoMC ?? 0) - (before.DongBoHoSoMC ?? 0);
    expect(shares.reduce((sum, share) => sum + share)).toBe(made);
    expect(scheduler.logged('portal call')).toEqual([]);
  });
});
