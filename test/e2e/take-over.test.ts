/**
 * Two processes started as the scheduler: one leads, the other stands by and takes over within 15 s,
 * whatever becomes of the first. Processes, sessions and times are the real ones.
 */
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DongboProcess } from '../support/e2e/child.ts';
import type { Settings } from '../support/e2e/command.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { describeWithRedis, redisServer } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';

const WITHIN_MS = 15_000;
const TIMEOUT_MS = 120_000;

let home: ProvinceHome;
let world: World;

beforeAll(async () => {
  home = await settleProvince(20, 0, 5);
});
afterAll(() => home?.close());
beforeEach(async () => {
  // Lost work is looked for once a day: what is found sooner was noticed.
  world = await World.open(home, { singleSession: true }, { SCHEDULE_RECOVER: '0 0 4 1 1 *' });
  await world.json(['catalogue', 'pull']);
});
afterEach(() => world?.close());

const times = (child: DongboProcess, message: string): number[] =>
  child.logged(message).map(({ time }) => Date.parse(String(time)));

async function start(first: 'leading' | 'standing by', settings: Settings = {}): Promise<DongboProcess> {
  const child = world.start(['run', '--role', 'scheduler'], settings);
  await child.until(first, () => child.logged(first).length === 1);
  return child;
}

async function pair(settings: Settings = {}): Promise<[DongboProcess, DongboProcess]> {
  return [await start('leading', settings), await start('standing by')];
}

let changes = 0;

/** Something changes in the province, and `leader` reads it. */
async function expectReadBy(leader: DongboProcess): Promise<void> {
  const before = leader.logged('job done').length;
  changes += 1;
  await home.database.addStep(home.dossiers[0]?.expectation.code ?? '', {
    status: 'DANG_XU_LY',
    // Two steps that differ in nothing, within one second, are one to the portal.
    content: `Chuyển bước ${changes}`,
    at: new Date(),
  });
  await leader.until('the change read', () =>
    leader
      .logged('job done')
      .slice(before)
      .some(({ job, changed }) => job === 'extract' && changed === 1),
  );
}

/** Waits until `child` leads once more than before; answers how long that took. */
async function untilLeads(child: DongboProcess, since: number, count: number): Promise<number> {
  await child.until('leading', () => times(child, 'leading').length === count, TIMEOUT_MS);
  return (times(child, 'leading').at(-1) ?? Number.NaN) - since;
}

describe('of two schedulers', () => {
  it(
    'the second takes over from one that stands still, which does nothing more when it goes on',
    async () => {
      const [first, second] = await pair();
      await first.until('its first reading', () =>
        first.logged('job done').some(({ job }) => job === 'extract'),
      );
      first.freeze();
      const took = await untilLeads(second, Date.now(), 1);
      expect(took).toBeLessThan(WITHIN_MS);
      await expectReadBy(second);
      const doneBefore = first.logged('job done').length;
      first.thaw();
      await first.until('deposed', () => first.logged('standing by').length >= 1);
      await expectReadBy(second);
      expect(first.logged('job done')).toHaveLength(doneBefore);
      expect(times(first, 'leading')).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'the second takes over from one that was cut off without a word, and knew it before',
    async () => {
      const proxy = await proxyTo(String(world.settings.DATABASE_URL));
      try {
        const [first, second] = await pair({ DATABASE_URL: proxy.url });
        proxy.stall();
        expect(await untilLeads(second, Date.now(), 1)).toBeLessThan(WITHIN_MS);
        const [deposed = Number.NaN] = times(first, 'standing by');
        expect(deposed).toBeLessThan(times(second, 'leading')[0] ?? Number.NaN);
        await expectReadBy(second);
        proxy.mend();
      } finally {
        await proxy.close();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'the second takes over at once from one that was killed, or told to stop',
    async () => {
      const [first, second] = await pair();
      await first.end('SIGKILL');
      expect(await untilLeads(second, Date.now(), 1)).toBeLessThan(WITHIN_MS / 3);
      await expectReadBy(second);
      const third = await start('standing by');
      const { code } = await second.end('SIGTERM');
      expect(code).toBe(0);
      expect(await untilLeads(third, Date.now(), 1)).toBeLessThan(WITHIN_MS / 3);
      await expectReadBy(third);
    },
    TIMEOUT_MS,
  );
});

describeWithRedis('a queue that was wiped', () => {
  it(
    'is filled again within ten seconds; and all processes have logged in once',
    async () => {
      const redis = await redisServer();
      if (redis === null) throw new Error('no redis-server');
      try {
        const settings = { REDIS_URL: redis.url, PORTAL_BATCH_SIZE: '1', PORTAL_CONCURRENCY: '1' };
        world.portal.control({ latencyMs: 1_500 });
        const scheduler = await start('leading', settings);
        const worker = world.start(['run', '--role', 'worker'], settings);
        await worker.until('calls', () => worker.logged('portal call').length >= 2);
        const admin = new Redis(redis.url);
        await admin.flushall();
        admin.disconnect();
        const wipedAt = Date.now();
        const filledAt = (): number | undefined =>
          scheduler
            .logged('job done')
            .filter(({ job, enqueued }) => job === 'recover' && Number(enqueued) > 0)
            .map(({ time }) => Date.parse(String(time)))
            .find((at) => at > wipedAt);
        await scheduler.until('work enqueued again', () => filledAt() !== undefined);
        // By its own log: who looks at it here may look late.
        expect((filledAt() ?? Number.NaN) - wipedAt).toBeLessThan(10_000);
        world.portal.control({ latencyMs: 0 });
        await worker.until('everything accepted', async () => {
          const open = await world.ledger("SELECT FROM delivery WHERE state <> 'accepted'");
          return open.length === 0;
        });
        const doubled = await world.ledger(
          `SELECT d.code, v.step_id, v.attempt, array_agg(concat_ws(' ', a.at, a.outcome, a.service, a.message) ORDER BY a.id) AS calls
           FROM delivery v JOIN dossier d ON d.id = v.dossier_id JOIN attempt a ON a.delivery_id = v.id
           WHERE v.kind = 'step' GROUP BY 1, 2, 3 HAVING count(*) > 1`,
        );
        expect(world.portal.state().doubledSteps, JSON.stringify(doubled)).toBe(0);
        // The catalogue's pull logged in before; the worker took over its session.
        expect(worker.logged('portal logged-in')).toEqual([]);
      } finally {
        await redis.stop();
      }
    },
    TIMEOUT_MS,
  );
});
