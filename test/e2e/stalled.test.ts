/**
 * A worker that delivers nothing any more, though every connection answers: `/healthz` shows it within a
 * minute of the stall's beginning, the daemon says so and ends non-zero, so that systemd starts it anew; and
 * the next one does the work. Seen from outside, with the default settings.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DongboProcess } from '../support/e2e/child.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { TIME_PASSES } from '../support/e2e/ledger-time.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { freshDatabase, type RedisServer, redisServer, waitFor } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';

/** Work must have waited for most of a minute, and the end has ten seconds; the rest is a slow machine's. */
const TIMEOUT_MS = 180_000;
/** What is promised: it shows so soon. */
const PROMISED_MS = 60_000;

let home: ProvinceHome;
beforeAll(async () => {
  home = await settleProvince(20, 3, 7);
});
afterAll(() => home?.close());

/** A stall that has begun, and what ends it. */
interface Stall {
  readonly world: World;
  readonly daemon: DongboProcess;
  /** When it has begun, as `performance.now` counts. */
  readonly since: number;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Asks `/healthz` five times a second until it says 503; answers how long after `since` (milliseconds), and what it said. */
async function untilUnwell({ daemon, since }: Stall): Promise<{ ms: number; report: unknown }> {
  const url = new URL('/healthz', String(daemon.logged('admin HTTP listens')[0]?.where));
  const unwell: { ms: number; report: unknown }[] = [];
  const ask = async (): Promise<boolean> => {
    const answer = await fetch(url);
    const ms = performance.now() - since;
    if (answer.status === 503) unwell.push({ ms, report: await answer.json() });
    return unwell.length > 0;
  };
  await waitFor(ask, { timeoutMs: 2 * PROMISED_MS, intervalMs: 200, what: '/healthz to say 503' });
  return unwell[0] ?? { ms: Number.POSITIVE_INFINITY, report: null };
}

/** It has shown in time, nobody was asked in vain meanwhile, and the process ends by itself. */
async function expectShown(stall: Stall): Promise<void> {
  const { daemon } = stall;
  const { ms, report } = await untilUnwell(stall);
  const ready = await fetch(new URL('/readyz', String(daemon.logged('admin HTTP listens')[0]?.where)));
  expect(await ready.json()).toMatchObject({ ok: true });
  expect(ms).toBeLessThan(PROMISED_MS);
  expect(ms).toBeGreaterThan(40_000);
  expect(report).toMatchObject({
    checks: { process: { ok: true }, worker: { ok: false, code: 'DB-SVC-006' } },
  });
  const { code } = await daemon.finished();
  expect(code, daemon.output.slice(-4_000)).toBe(69);
  const [stalled] = daemon.logged('stalled');
  expect(stalled).toMatchObject({ code: 'DB-SVC-006' });
  expect(Number(stalled?.seconds)).toBeGreaterThanOrEqual(45);
}

async function expectDelivered(world: World): Promise<void> {
  await world.sync();
  expect(await deviations(world, home.expectations())).toEqual([]);
  expect(world.portal.state().doubledSteps).toBe(0);
}

/** Workers that wait for ever for a word of Redis. */
async function unheardByRedis(redis: RedisServer): Promise<Stall> {
  const proxy = await proxyTo(redis.url);
  const world = await World.open(home, {}, { REDIS_URL: proxy.url });
  await world.json(['catalogue', 'pull']);
  // Only fetching a job takes this key: enqueuing and counts of the same process are answered.
  proxy.stallWhere(':limiter');
  const daemon = world.start(['run']);
  await daemon.until('dossiers in the queue', async () => {
    const [row] = await world.ledger<{ n: number }>('SELECT count(*)::int AS n FROM enqueued');
    return (row?.n ?? 0) > 0;
  });
  const since = performance.now();
  const close = async (): Promise<void> => {
    await world.close();
    await proxy.close();
    await redis.stop();
  };
  return { world, daemon, since, mend: async () => proxy.mend(), close };
}

/** Jobs that cannot write down what the portal has answered: somebody's repair holds a table, and reads go on. */
async function heldUpByRepair(): Promise<Stall> {
  const place = await freshDatabase();
  const world = await World.open(home, {}, {}, place);
  await world.json(['catalogue', 'pull']);
  world.portal.control({ latencyMs: 2_000 });
  const daemon = world.start(['run']);
  await daemon.until('dossiers in hand', async () => (await world.ledger('SELECT FROM lease')).length > 0);
  const holder = new pg.Client({ connectionString: place.url });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE attempt IN EXCLUSIVE MODE');
  await daemon.until('an answer to be written down', async () => {
    const waiting = await world.ledger(
      `SELECT FROM pg_locks WHERE relation = 'attempt'::regclass AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return waiting.length > 0;
  });
  const since = performance.now();
  const mend = async (): Promise<void> => {
    await holder.query('ROLLBACK');
    world.portal.control({ latencyMs: 0 });
    await world.ledger(TIME_PASSES);
  };
  const close = async (): Promise<void> => {
    await holder.end();
    await world.close();
  };
  return { world, daemon, since, mend, close };
}

it(
  'a daemon that delivers nothing, though all else answers, shows it within a minute, and the next one does the work',
  async () => {
    const redis = await redisServer();
    const stalls = [...(redis === null ? [] : [await unheardByRedis(redis)]), await heldUpByRepair()];
    try {
      await Promise.all(stalls.map(expectShown));
      for (const { world, mend } of stalls) {
        await mend();
        await expectDelivered(world);
      }
    } finally {
      for (const { close } of stalls) await close();
    }
  },
  TIMEOUT_MS,
);
