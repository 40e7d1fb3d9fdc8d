/**
 * Answers lost and cut, connections reset, gateways and firewalls in between, sessions that end:
 * nothing is lost, no step is doubled, and order is kept.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, type Settings } from '../support/e2e/command.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, type SyncDocument, settleProvince, World } from '../support/e2e/world.ts';
import { describeWithRedis, type RedisServer, redisServer } from '../support/services.ts';

const FAULTS = { lost: 0.1, cut: 0.05, http503: 0.05, reset: 0.05, html200: 0.03, expire: 0.02 };
/** An unlucky record waits for a minute after its sixth fault; a pass does not wait for it, the next one does. */
const PATIENCE_SECONDS = '8';
const TIMEOUT_MS = 150_000;

let home: ProvinceHome;

beforeAll(async () => {
  home = await settleProvince(60, 12, 5);
});
afterAll(() => home?.close());

async function throughFaults(seed: number, settings: Settings): Promise<World> {
  const world = await World.open(
    home,
    { seed },
    { PORTAL_BATCH_SIZE: '20', PORTAL_TIMEOUT_SECONDS: '3', ...settings },
  );
  await world.json(['catalogue', 'pull']);
  world.portal.control({ faults: FAULTS });
  const first = await world.dongbo(['sync', '--once', '--wait', PATIENCE_SECONDS, '--json']);
  expect([0, 75], first.stderr).toContain(first.code);
  const summaries = [documentOf<SyncDocument>(first)];
  expect(summaries.map(({ retrying }) => retrying > 0)).toEqual([first.code === 75]);
  if (first.code === 75) {
    world.portal.control({ faults: {} });
    summaries.push(await world.sync());
  }
  // What was found by reading back counts as accepted too.
  const { dossiers, steps } = world.portal.state();
  const sum = (of: (accepted: SyncDocument['accepted']) => number): number =>
    summaries.reduce((total, { accepted }) => total + of(accepted), 0);
  expect(sum((accepted) => accepted.dossiers)).toBe(dossiers.size);
  expect(sum((accepted) => accepted.steps)).toBe(steps);
  return world;
}

async function expectAllThere(world: World): Promise<void> {
  expect(await deviations(world, home.expectations())).toEqual([]);
  const { doubledSteps, faults } = world.portal.state();
  expect(doubledSteps).toBe(0);
  expect(faults.lost).toBeGreaterThan(0);
  expect(Object.values(faults).reduce((sum, count) => sum + count)).toBeGreaterThan(5);
  const status = await world.json<{ states: Record<string, number>; steps: Record<string, number> }>([
    'status',
  ]);
  expect(status.steps).toMatchObject({ unknown: 0, retrying: 0, sending: 0 });
}

describe('with the queue in PostgreSQL', () => {
  it(
    'delivers all through an unsteady portal',
    async () => {
      const world = await throughFaults(9, {});
      try {
        await expectAllThere(world);
        const failed = await world.ledger("SELECT failed_reason FROM bullmq.job WHERE state = 'failed'");
        expect(failed).toEqual([]);
      } finally {
        await world.close();
      }
    },
    TIMEOUT_MS,
  );
});

it(
  'holds a step whose answer was lost where the portal shows no steps, and never sends it again',
  async () => {
    const world = await World.open(home, { seed: 2, lookupSteps: false });
    try {
      await world.json(['catalogue', 'pull']);
      world.portal.control({ faults: { lost: 0.3 } });
      const { code } = await world.dongbo(['sync', '--once', '--wait', PATIENCE_SECONDS, '--json']);
      world.portal.control({ faults: {} });
      if (code !== 0) await world.sync();

      const { doubledSteps, faults } = world.portal.state();
      expect(faults.lost).toBeGreaterThan(0);
      expect(doubledSteps).toBe(0);
      const open = await world.ledger<{ state: string; reason: string | null }>(
        `SELECT v.state::text, h.code AS reason FROM delivery v
         JOIN delivery p ON p.dossier_id = v.dossier_id AND p.kind = 'dossier' AND p.state = 'accepted'
         LEFT JOIN held h ON h.dossier_id = v.dossier_id AND h.scope = 'step' AND h.part = v.step_id
         WHERE v.kind = 'step' AND v.state <> 'accepted'`,
      );
      expect(open.length).toBeGreaterThan(0);
      for (const step of open) expect(step).toEqual({ state: 'held', reason: 'DB-PRT-012' });
      const before = world.portal.state().steps;
      await world.sync();
      expect(world.portal.state().steps).toBe(before);
    } finally {
      await world.close();
    }
  },
  TIMEOUT_MS,
);

describeWithRedis('with the queue in Redis', () => {
  let redis: RedisServer | null = null;
  beforeAll(async () => {
    redis = await redisServer();
  });
  afterAll(() => redis?.stop());

  it(
    'delivers all through an unsteady portal',
    async () => {
      const world = await throughFaults(8, { REDIS_URL: redis?.url ?? '' });
      try {
        await expectAllThere(world);
      } finally {
        await world.close();
      }
    },
    TIMEOUT_MS,
  );
});
