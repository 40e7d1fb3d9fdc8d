import { afterEach, describe, expect, it } from 'vitest';
import { type FaultName, FaultPlan } from '../../../src/simulator/portal/fault-plan.ts';
import { parseFaults } from '../../../src/simulator/portal/parse-faults.ts';
import {
  type SimulatedPortal,
  startSimulatedPortal,
} from '../../../src/simulator/portal/simulated-portal.ts';
import { seededRandom } from '../../../src/simulator/random.ts';
import { caller, login, wireDossier } from './portal-client.ts';

let portal: SimulatedPortal | undefined;
afterEach(() => portal?.close());

async function pushUnder(fault: FaultName) {
  portal = await startSimulatedPortal({ faults: { [fault]: 1 } });
  const call = caller(portal, await login(portal));
  const data = [wireDossier('A')];
  const reply = await call('DongBoHoSoMC', { isUpdating: 'False', data }).catch(() => 'no answer' as const);
  return { reply, stored: portal.state().dossiers.size };
}

describe('each fault does what it says', () => {
  it.each([
    ['lost', 'no answer', 1],
    ['cut', 'no answer', 1],
    ['reset', 'no answer', 0],
    ['stored502', 502, 1],
    ['http503', 503, 0],
    ['http429', 429, 0],
    ['html200', 200, 0],
    ['html201', 201, 0],
    ['garbage', 200, 0],
    ['expire', 200, 0],
  ] as const)('%s', async (fault, answer, expected) => {
    const { reply, stored } = await pushUnder(fault);
    expect(reply === 'no answer' ? reply : reply.status).toBe(answer);
    expect(stored).toBe(expected);
    expect(portal?.state().faults).toEqual({ [fault]: 1 });
    if (reply === 'no answer') return;
    if (fault === 'expire') expect(reply.body.message).toContain('hết hạn');
    else expect(reply.body).toEqual({});
  });
});

it('is steered by other processes, and goes away and comes back', async () => {
  portal = await startSimulatedPortal();
  const { url } = portal;
  const control = (change: unknown) =>
    fetch(`${url}/__control`, { method: 'POST', body: JSON.stringify(change) });
  expect((await control({ down: true })).status).toBe(200);
  await expect(login(portal)).rejects.toThrow();
  expect(await (await fetch(`${url}/__state`)).json()).toMatchObject({ down: true, dossiers: 0 });
  await control({ down: false, faults: { http503: 1 } });
  const call = caller(portal, await login(portal));
  expect((await call('LayDanhMucLinhVuc')).status).toBe(503);
  expect((await control({ faults: { nonsense: 1 } })).status).toBe(400);
  expect((await control({ mode: 'other' })).status).toBe(400);
});

describe('parseFaults', () => {
  it('reads names with probabilities', () => {
    expect(parseFaults('lost=0.1, http503=0.05')).toEqual({ lost: 0.1, http503: 0.05 });
    expect(parseFaults('')).toEqual({});
  });

  it.each([
    'nothing=0.1',
    'lost',
    'lost=',
    'lost=2',
    'lost=-0.1',
    'lost=x',
    'lost=0.6,cut=0.6',
    'lost=0.1,lost=0.1',
  ])('refuses %s with what is allowed', (text) => {
    expect(() => parseFaults(text)).toThrow(expect.objectContaining({ code: 'DB-CFG-003', exitCode: 2 }));
  });
});

it('draws the same faults for the same seed, about as often as asked', () => {
  const draw = (seed: number) => {
    const plan = new FaultPlan({ lost: 0.2, http503: 0.1 }, seededRandom(seed));
    return Array.from({ length: 5000 }, () => plan.draw());
  };
  expect(draw(7)).toEqual(draw(7));
  const lost = draw(7).filter((fault) => fault === 'lost').length;
  expect(lost).toBeGreaterThan(850);
  expect(lost).toBeLessThan(1150);
});
