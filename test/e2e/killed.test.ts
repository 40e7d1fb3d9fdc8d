/** SIGTERM and SIGKILL in the middle of the work: the next start finishes it, and no step is doubled. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DongboProcess } from '../support/e2e/child.ts';
import type { Settings } from '../support/e2e/command.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { describeWithRedis, type RedisServer, redisServer } from '../support/services.ts';

/** A job that died between leaving the queue and its lease comes back after BullMQ's own half minute. */
const TIMEOUT_MS = 120_000;

let home: ProvinceHome;

beforeAll(async () => {
  home = await settleProvince(600, 60, 2);
});
afterAll(() => home?.close());

/** A daemon with calls under way, some dossiers at the portal and most not. */
async function inTheMiddle(settings: Settings): Promise<{ world: World; daemon: DongboProcess }> {
  const world = await World.open(
    home,
    { latencyMs: 250 },
    { PORTAL_BATCH_SIZE: '10', PORTAL_CONCURRENCY: '2', PORTAL_TIMEOUT_SECONDS: '2', ...settings },
  );
  world.portal.control({ latencyMs: 0 });
  await world.json(['catalogue', 'pull']);
  world.portal.control({ latencyMs: 250 });
  const daemon = world.start(['run']);
  await daemon.until('steps at the portal', () => world.portal.state().steps >= 20);
  // Jobs of both lanes, each at work on its dossiers and none on its way out of the queue; after a
  // while those of one lane will do: the test is then only slower.
  const patientUntil = performance.now() + 3_000;
  await daemon.until('jobs at work', async () => {
    const [row] = await world.ledger<{ jobs: number }>(
      'SELECT count(DISTINCT token)::int AS jobs FROM lease',
    );
    const jobs = row?.jobs ?? 0;
    return jobs >= 4 || (jobs >= 2 && performance.now() > patientUntil);
  });
  expect(world.portal.state().dossiers.size).toBeLessThan(500);
  return { world, daemon };
}

async function expectFinishedBy(world: World): Promise<void> {
  world.portal.control({ latencyMs: 0 });
  const before = world.portal.state().dossiers.size;
  const summary = await world.sync();
  expect(summary.retrying).toBe(0);
  expect(await deviations(world, home.expectations())).toEqual([]);
  expect(world.portal.state().dossiers.size).toBeGreaterThan(before);
  expect(world.portal.state().doubledSteps).toBe(0);
}

it('ends on SIGTERM within ten seconds with exit code 0, and the next pass does the rest', async () => {
  const { world, daemon } = await inTheMiddle({});
  try {
    const { code, ms } = await daemon.end('SIGTERM');
    expect(code, daemon.output).toBe(0);
    expect(ms).toBeLessThan(10_000);
    expect(daemon.logged('stopped')).toHaveLength(1);
    // What was under way was settled: nothing is left in anybody's hands.
    const left = await world.ledger("SELECT id FROM delivery WHERE state = 'sending'");
    expect(left).toEqual([]);
    await expectFinishedBy(world);
  } finally {
    await world.close();
  }
});

function killed(settings: () => Settings): void {
  it(
    'loses and doubles nothing when killed',
    async () => {
      const { world, daemon } = await inTheMiddle(settings());
      try {
        expect((await daemon.end('SIGKILL')).code).toBe(137);
        const left = await world.ledger("SELECT id FROM delivery WHERE state = 'sending'");
        expect(left.length).toBeGreaterThan(0);
        await expectFinishedBy(world);
      } finally {
        await world.close();
      }
    },
    TIMEOUT_MS,
  );
}

describe('with the queue in PostgreSQL', () => killed(() => ({})));

describeWithRedis('with the queue in Redis', () => {
  let redis: RedisServer | null = null;
  beforeAll(async () => {
    redis = await redisServer();
  });
  afterAll(() => redis?.stop());
  killed(() => ({ REDIS_URL: redis?.url ?? '' }));
});
