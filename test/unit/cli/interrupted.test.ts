/** `sync --once` told to stop while work is open: try later, whatever it was doing. */
import { afterAll, expect, it } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../../support/e2e/world.ts';

let home: ProvinceHome | null = null;
let world: World | null = null;
afterAll(async () => {
  await world?.close();
  await home?.close();
});

it('SIGTERM during the catalogue, then during delivery, ends with 75', async () => {
  home = await settleProvince(40, 0);
  // Slow enough that neither is over before the signal comes.
  world = await World.open(home, { latencyMs: 300 }, { PORTAL_CONCURRENCY: '1', PORTAL_BATCH_SIZE: '2' });
  const { portal } = world;
  const calls = (): number => Object.values(portal.state().calls).reduce((sum, count) => sum + count, 0);
  const early = world.start(['sync', '--once']);
  // The login: whoever is cut off in it gives it back, else the next one would wait until its time is over.
  await early.until('the first call', () => calls() > 0);
  expect((await early.end('SIGTERM')).code, early.output).toBe(75);
  expect(await world.ledger('SELECT FROM portal_session WHERE login_token IS NOT NULL')).toEqual([]);
  portal.control({ latencyMs: 0 });
  expect((await world.dongbo(['catalogue', 'pull'])).code).toBe(0);

  portal.control({ latencyMs: 300 });
  const sending = world.start(['sync', '--once', '--json']);
  await sending.until('a written call', () => portal.state().writingCalls > 0);
  expect((await sending.end('SIGTERM')).code, sending.output).toBe(75);
  expect(JSON.parse(sending.stdout)).toMatchObject({ read: expect.any(Number) });
});
