/** What a portal may be told besides faults: one session only, poisoned dossiers, its clock, its pace. */
import { afterEach, describe, expect, it } from 'vitest';
import { parsePoison } from '../../../src/simulator/portal/poison.ts';
import { checkControl } from '../../../src/simulator/portal/portal-control.ts';
import type { SimulatedPortalOptions } from '../../../src/simulator/portal/portal-options.ts';
import {
  type SimulatedPortal,
  startSimulatedPortal,
} from '../../../src/simulator/portal/simulated-portal.ts';
import { caller, login, wireDossier, wireStep } from './portal-client.ts';

const open: SimulatedPortal[] = [];
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
});

async function start(options: SimulatedPortalOptions = {}) {
  const portal = await startSimulatedPortal(options);
  open.push(portal);
  const call = caller(portal, await login(portal));
  const create = (...codes: string[]) =>
    call('DongBoHoSoMC', { isUpdating: 'False', data: codes.map((code) => wireDossier(code)) });
  return { portal, call, create };
}

describe('sessions', () => {
  it.each([
    [true, '-1'],
    [false, 0],
  ] as const)('of one account, one only: %s', async (singleSession, code) => {
    const { portal, call } = await start({ singleSession });
    const second = caller(portal, await login(portal));
    const { error_code: first } = (await call('LayDanhMucLinhVuc')).body;
    expect(singleSession ? first : Number(first)).toBe(code);
    expect(Number((await second('LayDanhMucLinhVuc')).body.error_code)).toBe(0);
  });

  it('are never those of an earlier start', async () => {
    const tokens = new Set<string>();
    for (const _ of [1, 2]) tokens.add(await login((await start({ seed: 1 })).portal));
    expect(tokens.size).toBe(2);
  });
});

describe('a poisoned dossier', () => {
  it.each([
    ['html200', 200, undefined],
    ['http502', 502, undefined],
    ['invalid', 200, '-5'],
  ] as const)('%s: turns away whatever call it is in, and no other', async (answer, status, code) => {
    const { portal, call, create } = await start();
    await create('B');
    portal.control({ poison: { codes: ['B', 'C'], answer } });
    const replies = [
      await create('A', 'C'),
      await call('CapNhatTienDoHoSoMC', { data: [wireStep('B')] }),
      await call('DongBoHoSoMC', { isUpdating: 'True', data: [wireDossier('B', { GhiChu: 'x' })] }),
    ];
    for (const reply of replies) expect([reply.status, reply.body.error_code]).toEqual([status, code]);
    expect((await call('TraCuuHoSo', { mahoso: 'B' })).body.result).toHaveLength(1);
    await create('A');
    expect([...portal.state().dossiers.keys()]).toEqual(['B', 'A']);
    expect(portal.state().dossiers.get('B')).toMatchObject({ updated: 0, steps: [] });
    expect(portal.state()).toMatchObject({ poisoned: 3, faults: {} });
  });

  it('is chosen by the seed where a share is asked for', async () => {
    const codes = Array.from({ length: 40 }, (_, at) => `H99-${at}`);
    const stored = async (seed: number) => {
      const { portal, create } = await start({ seed, poison: { share: 0.25 } });
      for (const code of codes) await create(code);
      return [...portal.state().dossiers.keys()].join();
    };
    const [first, again, other] = [await stored(5), await stored(5), await stored(6)];
    expect(first.split(',').length).toBeGreaterThan(20);
    expect(first.split(',').length).toBeLessThan(40);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('is read from words: a share, or codes', () => {
    expect(parsePoison('0.02', 'hang')).toMatchObject({ share: 0.02, answer: 'hang' });
    expect(parsePoison('H99-1, H99-2', 'invalid')).toMatchObject({ codes: ['H99-1', 'H99-2'], share: 0 });
    expect(() => parsePoison('H99-1', 'other')).toThrow(expect.objectContaining({ code: 'DB-CFG-003' }));
  });
});

it('shows a clock that is wrong by as much as told', async () => {
  const { portal } = await start({ clockSkewSeconds: -7200 });
  const before = Date.now();
  const { headers } = await fetch(`${portal.url}/mapi/g`, { method: 'POST', body: '{}' });
  const off = Date.parse(headers.get('date') ?? '') - before;
  expect(Math.abs(off + 7_200_000)).toBeLessThan(60_000);
});

it('takes its latency and up to the jitter more, and draws the same faults with it', async () => {
  const faults = { http503: 0.5 };
  const statuses = async (options: SimulatedPortalOptions) => {
    const { call } = await start({ ...options, faults });
    const seen: number[] = [];
    const begun = performance.now();
    for (let at = 0; at < 12; at += 1) seen.push((await call('LayDanhMucLinhVuc')).status);
    return { seen, milliseconds: performance.now() - begun };
  };
  const calm = await statuses({});
  const slow = await statuses({ latencyMs: 5, jitterMs: 5 });
  expect(slow.seen).toEqual(calm.seen);
  expect(new Set(calm.seen)).toEqual(new Set([200, 503]));
  expect(slow.milliseconds).toBeGreaterThan(12 * 5 - 12);
});

it.each([
  { forget: 1.5 },
  { forget: [1] },
  { latencyMs: -1 },
  { singleSession: 'yes' },
  { clockSkewSeconds: '3' },
  { poison: { codes: 'A' } },
  { poison: { wrong: 1 } },
  { unheardOf: true },
])('takes no order that it does not know: %j', (order) => {
  expect(() => checkControl(order)).toThrow(expect.objectContaining({ code: 'DB-CFG-003' }));
});
