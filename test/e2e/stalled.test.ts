/**
 * A worker that fetches nothing any more, though all else answers: the daemon sees it by itself, says so and
 * ends non-zero, so that systemd starts it anew; and the next one does the work. Seen from outside.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { describeWithRedis, type RedisServer, redisServer } from '../support/services.ts';
import { type Proxy as Outage, proxyTo } from '../support/services-proxy.ts';

/** Work must have waited for a minute, and the end has ten seconds; the rest is a slow machine's. */
const TIMEOUT_MS = 150_000;

describeWithRedis('a daemon whose workers wait for ever for a word of Redis', () => {
  let home: ProvinceHome;
  let redis: RedisServer;
  let proxy: Outage;
  let world: World;

  beforeAll(async () => {
    home = await settleProvince(20, 3, 7);
    redis = (await redisServer()) as RedisServer;
    proxy = await proxyTo(redis.url);
    world = await World.open(home, {}, { REDIS_URL: proxy.url });
    await world.json(['catalogue', 'pull']);
  });
  afterAll(async () => {
    await world?.close();
    await proxy?.close();
    await redis?.stop();
    await home?.close();
  });

  it(
    'ends with 69 by itself after a minute, and the next one does its work',
    async () => {
      // Only fetching a job takes this key: enqueuing and counts of the same process are answered.
      proxy.stallWhere(':limiter');
      const daemon = world.start(['run']);
      await daemon.until('dossiers in the queue', async () => {
        const [row] = await world.ledger<{ n: number }>('SELECT count(*)::int AS n FROM enqueued');
        return (row?.n ?? 0) > 0;
      });
      const startedAt = performance.now();
      const { code } = await daemon.finished();
      expect(code, daemon.output.slice(-4_000)).toBe(69);
      expect(performance.now() - startedAt).toBeGreaterThan(40_000);
      const [stalled] = daemon.logged('stalled');
      expect(stalled).toMatchObject({ code: 'DB-SVC-006' });
      expect(Number(stalled?.seconds)).toBeGreaterThanOrEqual(45);
      expect(world.portal.state().dossiers.size).toBe(0);

      proxy.mend();
      await world.sync();
      expect(await deviations(world, home.expectations())).toEqual([]);
      expect(world.portal.state().doubledSteps).toBe(0);
    },
    TIMEOUT_MS,
  );
});
