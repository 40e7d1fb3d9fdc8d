/** The portal goes in the middle of the work: the lanes are paused, told and taken up again, from outside. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DongboProcess } from '../support/e2e/child.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, type SyncDocument, settleProvince, World } from '../support/e2e/world.ts';
import { parseExposition } from '../support/exposition.ts';

interface Status {
  readonly breaker: Readonly<Record<string, string>>;
  readonly paused: readonly { readonly lane: string; readonly reason: string; readonly since: string }[];
}

let home: ProvinceHome;
let world: World;

beforeAll(async () => {
  home = await settleProvince(80, 12, 11);
});
afterAll(() => home?.close());
beforeEach(async () => {
  world = await World.open(
    home,
    { latencyMs: 60 },
    {
      ...{ PORTAL_BATCH_SIZE: '2', PORTAL_CONCURRENCY: '2' },
      // What was cut off is looked for again after twice as long.
      PORTAL_TIMEOUT_SECONDS: '2',
    },
  );
  await world.json(['catalogue', 'pull']);
});
afterEach(() => world?.close());

const status = () => world.json<Status>(['status']);
const pausedLanes = async () => (await status()).paused.map(({ lane }) => lane);

/** Starts, and cuts the portal off in the middle. */
async function cutOff(argv: readonly string[]): Promise<DongboProcess> {
  const child = world.start(argv);
  await child.until('the first dossiers are there', () => world.portal.state().dossiers.size > 4);
  world.portal.control({ down: true });
  return child;
}

async function expectAllThere(): Promise<void> {
  expect(await deviations(world, home.expectations())).toEqual([]);
  expect(world.portal.state().doubledSteps).toBe(0);
  expect(await status()).toMatchObject({ breaker: { live: 'closed', backfill: 'closed' }, paused: [] });
}

it('ends a pass with 75 when the portal does not come back in time, and the next one goes on', async () => {
  const { code, stdout, stderr } = await (
    await cutOff(['sync', '--once', '--wait', '1', '--json'])
  ).finished();
  expect(code, stderr).toBe(75);
  const { accepted, retrying, seconds } = JSON.parse(stdout) as SyncDocument;
  expect(accepted.dossiers).toBeGreaterThan(0);
  expect(retrying).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(30);
  const used = await world.ledger<{ used: number }>('SELECT max(attempt)::int AS used FROM delivery');
  expect(used).toEqual([{ used: 0 }]);
  world.portal.control({ down: false });
  await world.sync();
  await expectAllThere();
});

it('waits within a pass for a portal that comes back', async () => {
  const child = await cutOff(['sync', '--once', '--wait', '60', '--json']);
  await child.until('a lane is paused', async () => (await pausedLanes()).length > 0);
  world.portal.control({ down: false });
  const { code, stdout, stderr } = await child.finished();
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ retrying: 0 });
  await expectAllThere();
});

it('tells of it in log, status and metrics, and lets the daemon end at once', async () => {
  const child = await cutOff(['run']);
  await child.until('a lane is paused', async () => (await pausedLanes()).length > 0);
  const [lane] = await pausedLanes();
  const { breaker, paused } = await status();
  expect(['open', 'half-open']).toContain(breaker[lane ?? '']);
  expect(paused[0]).toMatchObject({ lane, reason: expect.stringMatching(/./), since: expect.any(String) });
  const people = await world.dongbo(['status'], { LANGUAGE_CODE: 'vi' });
  expect(people.stdout).toContain(`Làn ${lane} tạm dừng từ`);
  const [{ where } = { where: '' }] = child.logged('admin HTTP listens');
  const { values } = parseExposition(await (await fetch(`${where}/metrics`)).text());
  expect(values.get(`dongbo_breaker_state{lane="${lane}"}`)).toBeGreaterThan(0);
  expect((await fetch(`${where}/healthz`)).status).toBe(200);
  // Jobs wait at the gate: without it their time to end would be six seconds.
  const { code, ms } = await child.end('SIGTERM');
  expect(code).toBe(0);
  expect(ms).toBeLessThan(4_000);
  expect(child.logged('breaker opened').map((line) => line.lane)).toContain(lane);
  expect(child.logged('breaker opened').length).toBeLessThanOrEqual(2);

  world.portal.control({ down: false });
  const again = world.start(['run']);
  const willGo = home.expectations().filter(({ outcome }) => outcome !== 'held').length;
  await again.until('all is there', () => world.portal.state().dossiers.size === willGo);
  await again.until('the lane is free', async () => (await pausedLanes()).length === 0);
  expect(again.logged('breaker closed').map((line) => line.lane)).toContain(lane);
  await again.end('SIGTERM');
  await world.sync();
  await expectAllThere();
});
