/** What a portal keeps over the end of its process, loses when told to, and shows to others. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedPortalOptions } from '../../../src/simulator/portal/portal-options.ts';
import {
  type SimulatedPortal,
  startSimulatedPortal,
} from '../../../src/simulator/portal/simulated-portal.ts';
import { caller, login, wireDossier, wireStep } from './portal-client.ts';

let folder: string;
let journal: string;
const open: SimulatedPortal[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-journal-'));
  journal = join(folder, 'cong.ndjson');
});
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Those before are not closed: like a killed process, they never get to say a last word. */
async function start(options: SimulatedPortalOptions = { journal }) {
  const portal = await startSimulatedPortal(options);
  open.push(portal);
  const call = caller(portal, await login(portal));
  const create = (...codes: string[]) =>
    call('DongBoHoSoMC', { isUpdating: 'False', data: codes.map((code) => wireDossier(code)) });
  const steps = (...codes: string[]) =>
    call('CapNhatTienDoHoSoMC', { data: codes.map((code) => wireStep(code)) });
  return { portal, call, create, steps };
}

async function full({ url }: SimulatedPortal): Promise<string> {
  return (await fetch(`${url}/__state?full`)).text();
}

describe('with a journal', () => {
  it('has after a sudden end all that it had stored, the calls and the doubled steps too', async () => {
    const { portal, call, create, steps } = await start();
    await create('A', 'B');
    await call('DongBoHoSoMC', { isUpdating: 'True', data: [wireDossier('A', { TrangThaiHoSo: '4' })] });
    await steps('A', 'B');
    await steps('A', 'KHONG-CO');
    portal.control({ forget: ['B', 'KHONG-CO'] });
    const { portal: again, steps: stepsAgain, create: createAgain } = await start();
    expect(await full(again)).toBe(await full(portal));
    const { steps: count, doubledSteps, history } = portal.state();
    expect({ count, doubledSteps, calls: history.length }).toEqual({ count: 2, doubledSteps: 1, calls: 4 });
    expect(again.state()).toMatchObject({ steps: 2, doubledSteps: 1, forgotten: 1, history });
    // It goes on from there: a step that came before the end is known.
    await stepsAgain('A');
    expect((await createAgain('A')).body.result?.[0]).toMatchObject({ error_code: '-3' });
    expect((await start()).portal.state()).toMatchObject({ steps: 3, doubledSteps: 2 });
  });

  it('has in the file what it stored before a lost answer', async () => {
    const { portal, create } = await start();
    portal.control({ faults: { lost: 1 } });
    await expect(create('A')).rejects.toThrow();
    expect(readFileSync(journal, 'utf8')).toContain('"MaHoSo":"A"');
  });

  it('cuts off a torn last line, and writes on behind what is whole', async () => {
    const { create } = await start();
    await create('A');
    const before = readFileSync(journal, 'utf8');
    appendFileSync(journal, before.slice(0, 200));
    const { portal, create: createMore } = await start();
    expect(readFileSync(journal, 'utf8')).toBe(before);
    expect([...portal.state().dossiers.keys()]).toEqual(['A']);
    await createMore('B');
    expect([...(await start()).portal.state().dossiers.keys()]).toEqual(['A', 'B']);
  });

  it.each(['{"changes":[["create"', '{"changes":[["other","A"]]}', 'x'])(
    'does not start with a line inside that is not its own: %s',
    async (line) => {
      writeFileSync(journal, `${line}\n`);
      await expect(start()).rejects.toMatchObject({ code: 'DB-CFG-003' });
    },
  );

  it('does not start where the file cannot be', async () => {
    const nowhere = { journal: join(folder, 'khong-co', 'cong.ndjson') };
    await expect(start(nowhere)).rejects.toMatchObject({ code: 'DB-CFG-003' });
  });
});

describe('forgetting', () => {
  it('loses dossiers with their steps, and takes them as new ones afterwards', async () => {
    const { portal, create, steps, call } = await start({});
    await create('A', 'B');
    await steps('A', 'B');
    portal.control({ forget: ['A'] });
    expect((await call('TraCuuHoSo', { mahoso: 'A' })).body.result).toEqual([]);
    expect((await steps('A')).body.result?.[0]).toMatchObject({ error_code: '-4' });
    await create('A');
    await steps('A');
    expect(portal.state()).toMatchObject({ steps: 2, doubledSteps: 0, forgotten: 1 });
  });

  it('of a number draws which by the seed', async () => {
    const left = async (seed: number) => {
      const { portal, create } = await start({ seed });
      await create(...'ABCDEFGH');
      portal.control({ forget: 3 });
      return [...portal.state().dossiers.keys()].join('');
    };
    const [first, again, other] = [await left(1), await left(1), await left(2)];
    expect(first).toHaveLength(5);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const { portal, create } = await start({});
    await create('A');
    portal.control({ forget: 100 });
    expect(portal.state().dossiers.size).toBe(0);
  });
});

it('shows all it has, a line a dossier, also while it is away', async () => {
  const { portal, create, steps } = await start({});
  await create('A', 'B');
  await steps('B');
  portal.control({ down: true });
  await expect(login(portal)).rejects.toThrow();
  const lines = (await full(portal))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { code: 'A', payload: wireDossier('A'), created: 1, updated: 0, steps: [] },
    { code: 'B', payload: wireDossier('B'), created: 1, updated: 0, steps: [wireStep('B')] },
  ]);
});
