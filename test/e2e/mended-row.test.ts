/** A mended table releases by itself what it held, and nothing else goes again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviations } from '../support/e2e/deviations.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

interface Explained {
  readonly state: string;
  readonly held: readonly { readonly scope: string; readonly code: string; readonly value: string }[];
  readonly codes: readonly { readonly field: string; readonly from: string; readonly rule: string }[];
  readonly payload: Readonly<Record<string, unknown>> | null;
  readonly next: string;
}

let home: ProvinceHome;
let world: World;
let mappings: MappingsCopy;

beforeAll(async () => {
  home = await settleProvince(240, 96, 7);
  mappings = await mappingsWith('statuses.csv', []);
  world = await World.open(home, {}, { MAPPINGS_DIR: mappings.dir });
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await mappings?.remove();
});

it('sends exactly the dossiers that a new row mends', async () => {
  await world.sync();
  expect(await deviations(world, home.expectations())).toEqual([]);
  const waiting = home.dossiers.filter(({ expectation }) => expectation.fault === 'unknown-status');
  // One of the words that no table has: the test adds it, and the others stay unknown.
  const word = waiting[0]?.rows.dongbo_ho_so.trang_thai ?? '';
  const mended = waiting
    .filter(({ rows }) => rows.dongbo_ho_so.trang_thai === word)
    .map(({ expectation }) => expectation.code)
    .sort();
  expect(mended.length).toBeGreaterThan(0);
  expect(mended.length).toBeLessThan(waiting.length);
  const [example = ''] = mended;
  const before = await world.json<Explained>(['explain', example]);
  expect(before).toMatchObject({ state: 'held', payload: null, held: [{ scope: 'dossier', value: word }] });
  expect(before.next).not.toBe('');

  const had = new Set(world.portal.state().dossiers.keys());
  const calls = world.portal.state().history.length;
  await mappings.add('statuses.csv', [`${word},,8,dừng xử lý`]);
  const summary = await world.sync();

  const { dossiers, history } = world.portal.state();
  expect([...dossiers.keys()].filter((code) => !had.has(code)).sort()).toEqual(mended);
  expect(summary.accepted.dossiers).toBe(mended.length);
  const pushed = history.slice(calls).filter(({ service }) => service === 'DongBoHoSoMC');
  expect(pushed.map(({ isUpdating }) => isUpdating)).not.toContain('True');
  expect(pushed.reduce((sum, { records }) => sum + records, 0)).toBe(mended.length);
  for (const code of mended) expect(dossiers.get(code)?.payload.TrangThaiHoSo).toBe('8');

  const after = await world.json<Explained>(['explain', example]);
  expect(after).toMatchObject({ state: 'accepted', held: [], payload: { TrangThaiHoSo: '8' } });
  const rule = after.codes.find(({ from }) => from.startsWith(word));
  expect(rule?.rule).toMatch(/statuses\.csv:\d+/);

  // And once more: nothing is left to say.
  const { writingCalls } = world.portal.state();
  expect(await world.sync()).toMatchObject({ renormalized: 0, accepted: { dossiers: 0, steps: 0 } });
  expect(world.portal.state().writingCalls).toBe(writingCalls);
});
