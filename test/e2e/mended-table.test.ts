/** A changed row of a table touches exactly its own dossiers; a broken one takes nothing back from the portal. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanCode } from '../../src/codebook/clean-code.ts';
import type { Expectation } from '../../src/simulator/province/expectation.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type MappingsCopy, mappingsWith, withdrawnComponent } from '../support/e2e/refusals.ts';
import { type ProvinceHome, SHIPPED_MAPPINGS, settleProvince, World } from '../support/e2e/world.ts';

const FILE = 'document-types.csv';

/** What keeps normalization from asking for components at all. */
const ASKS_NOTHING: readonly (string | null)[] = [
  'unknown-procedure',
  'unpublished-procedure',
  'received-impossible',
  'received-absent',
];

let home: ProvinceHome;
let world: World;
let mappings: MappingsCopy;
/** The row that is changed, the province's code in it, and the table without and with it (at its end, so that no other row moves). */
let row: string;
let code: string;
let without: string;
let table: string;
/** What must become of the dossiers that ask for this code. */
let asking: readonly Expectation[];

const askingFor = (one: string): Expectation[] =>
  home.dossiers
    .filter(({ rows }) =>
      rows.dongbo_thanh_phan.some(({ ma_giay_to }) => cleanCode(ma_giay_to ?? '') === cleanCode(one)),
    )
    .map(({ expectation }) => expectation)
    .filter(({ fault }) => !ASKS_NOTHING.includes(fault));

/** Dossiers with a component of this code held, each with its state. */
async function heldFor(one: string): Promise<string[]> {
  const rows = await world.ledger<{ code: string; state: string; value: string }>(
    `SELECT d.code, v.state, h.value FROM held h JOIN dossier d ON d.id = h.dossier_id
     JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' WHERE h.field = 'components.code'`,
  );
  const ours = rows.filter(({ value }) => cleanCode(value) === cleanCode(one));
  return [...new Set(ours.map((held) => `${held.code} ${held.state}`))].sort();
}

beforeAll(async () => {
  home = await settleProvince(200, 24, 11);
  mappings = await mappingsWith(FILE, []);
  const shipped = await readFile(join(SHIPPED_MAPPINGS, FILE), 'utf8');
  const rows = shipped.split('\n').filter((line) => line.startsWith('component,,'));
  const uses = (line: string): number => askingFor(line.split(',')[2] ?? '').length;
  row = rows.sort((a, b) => uses(b) - uses(a))[0] ?? '';
  code = row.split(',')[2] ?? '';
  without = shipped.replace(`${row}\n`, '');
  table = `${without}${row}\n`;
  asking = askingFor(code);
  world = await World.open(home, {}, { MAPPINGS_DIR: mappings.dir, SOURCE_OVERLAP_SECONDS: '86400' });
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await mappings?.remove();
});

it('sends exactly the dossiers whose components a new row translates', async () => {
  await mappings.write(FILE, without);
  await world.sync();
  const atPortal = world.portal.state().dossiers;
  const waiting = asking
    .map((one) => one.code)
    .filter((one) => atPortal.has(one))
    .sort();
  expect(waiting.length).toBeGreaterThan(2);
  expect(waiting.length).toBeLessThan(atPortal.size / 2);
  expect(await heldFor(code)).toHaveLength(asking.length);

  await mappings.write(FILE, table);
  const calls = world.portal.state().history.length;
  const summary = await world.sync();
  expect(summary).toMatchObject({ changed: 0, renormalized: asking.length });
  expect(summary.accepted).toEqual({ dossiers: waiting.length, steps: 0 });
  const { dossiers, history } = world.portal.state();
  const updated = [...dossiers].filter(([, { updated: times }]) => times > 0).map(([one]) => one);
  expect(updated.sort()).toEqual(waiting);
  const sent = history.slice(calls);
  const services = new Set(sent.map(({ service, isUpdating }) => `${service} ${isUpdating}`));
  expect([...services]).toEqual(['DongBoHoSoMC True']);
  expect(sent.reduce((sum, { records }) => sum + records, 0)).toBe(waiting.length);
  expect(await heldFor(code)).toEqual([]);
  expect(await deviations(world, home.expectations())).toEqual([]);
});

it('changes nothing at the portal while a row is broken or gone, and nothing once it is mended', async () => {
  const stands = asking.map((one) => `${one.code} ${one.outcome === 'held' ? 'held' : 'accepted'}`).sort();
  const example = asking.find(({ outcome }) => outcome === 'accepted')?.code ?? '';
  const { writingCalls } = world.portal.state();
  const [, , , national = ''] = row.split(',');
  const broken = `${without}${row.replace(national, 'KHONG-CO-MA-NAY')}\n`;
  // A row that nobody uses moves the broken one: what is held names its line, so its dossiers come round again.
  const moved = broken.replace('\n', `\ncomponent,,KHONG-AI-DUNG,${national},,,\n`);
  for (const [text, reason] of [
    [broken, 'DB-CMP-008'],
    [moved, 'DB-CMP-008'],
    [without, 'DB-CMP-005'],
  ] as const) {
    await mappings.write(FILE, text);
    const summary = await world.sync();
    expect(summary.portalCalls).toBe(0);
    expect(summary.renormalized).toBeGreaterThanOrEqual(asking.length);
    expect(await heldFor(code)).toEqual(stands);
    const told = await world.json<{ state: string; held: { code: string }[] }>(['explain', example]);
    expect(told).toMatchObject({ state: 'accepted', held: [{ code: reason }] });
  }

  await mappings.write(FILE, table);
  expect(await world.sync()).toMatchObject({ renormalized: asking.length, portalCalls: 0 });
  expect(await heldFor(code)).toEqual([]);
  expect(await world.sync()).toMatchObject({ renormalized: 0, portalCalls: 0 });
  expect(world.portal.state().writingCalls).toBe(writingCalls);
  expect(await deviations(world, home.expectations())).toEqual([]);
});

it.each([
  ['procedures.csv', /^MAU-[^\n]*\n/gm],
  ['statuses.csv', /^(?:MOI_NOP|DA_TIEP_NHAN|DA_XU_LY|DA_TRA),[^\n]*\n/gm],
  ['agencies.csv', /^MAU\.[^\n]*\n/gm],
  ['values.csv', /^(?:channel|payment|return_method),[^\n]*\n/gm],
])('takes nothing back when many rows of %s are gone', async (file, rows) => {
  const shipped = await readFile(join(SHIPPED_MAPPINGS, file), 'utf8');
  // Steps of dossiers that were never accepted come and go with their status; nobody has been told of them.
  const states = () =>
    world.ledger(
      `SELECT kind, state, count(*) FROM delivery WHERE kind = 'dossier' OR state <> 'queued' GROUP BY 1, 2 ORDER BY 1, 2`,
    );
  const before = await states();
  await mappings.write(file, shipped.replace(rows, ''));
  const poor = await world.sync();
  expect(poor.renormalized).toBeGreaterThan(20);
  expect(poor.portalCalls).toBe(0);
  expect(await states()).toEqual(before);
  await mappings.write(file, shipped);
  expect(await world.sync()).toMatchObject({ renormalized: poor.renormalized, portalCalls: 0 });
  expect(await deviations(world, home.expectations())).toEqual([]);
});

/** Codes of components of accepted dossiers that no row knows, and how those dossiers stand. */
async function unknownCode(): Promise<{
  readonly odd: string;
  readonly valid: string;
  readonly dossiers: string[];
}> {
  const [found] = await world.ledger<{ odd: string; valid: string; dossiers: string[] }>(
    `SELECT h.value AS odd, min(c.code) AS valid, array_agg(DISTINCT d.code) AS dossiers
     FROM held h JOIN dossier d ON d.id = h.dossier_id
     JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' AND v.state = 'accepted'
     JOIN component c ON c.procedure = v.payload ->> 'procedureCode'
     WHERE h.code = 'DB-CMP-005' AND h.value <> '' GROUP BY h.value, c.procedure ORDER BY count(*) DESC, 1 LIMIT 1`,
  );
  if (!found) throw new Error('no dossier went without a component of an unknown code');
  return found;
}

const standing = () =>
  world.ledger(
    `SELECT d.code, v.state, d.incomplete, v.payload_hash FROM dossier d
     JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' ORDER BY 1`,
  );

const refusedNow = () =>
  world.ledger<{ code: string }>(
    `SELECT d.code FROM held h JOIN dossier d ON d.id = h.dossier_id WHERE h.origin = 'portal' ORDER BY 1`,
  );

it('sends no wrong code that was taken back while the portal was away', async () => {
  const { odd, valid, dossiers } = await unknownCode();
  const before = await standing();
  const { writingCalls } = world.portal.state();
  world.portal.control({ down: true });
  await mappings.write(FILE, `${table}component,,${odd},${valid},,,\n`);
  await world.json(['sync', '--once'], {}, 69);
  const queued = await world.ledger<{ code: string }>(
    `SELECT d.code FROM dossier d JOIN delivery v ON v.dossier_id = d.id
     WHERE v.kind = 'dossier' AND v.state = 'queued' ORDER BY 1`,
  );
  expect(queued.map((one) => one.code)).toEqual(expect.arrayContaining(dossiers));

  await mappings.write(FILE, table);
  await world.sync();
  world.portal.control({ down: false });
  expect(await world.sync()).toMatchObject({ portalCalls: 0 });
  expect(await standing()).toEqual(before);
  expect(world.portal.state().writingCalls).toBe(writingCalls);
  expect(await deviations(world, home.expectations())).toEqual([]);
});

it('is as before, without a call, once a row that made the portal refuse is taken out again', async () => {
  const { odd, dossiers } = await unknownCode();
  await withdrawnComponent(world, 'THANH-PHAN-DA-BO');
  await world.sync();
  const before = await standing();
  await mappings.write(FILE, `${table}component,,${odd},THANH-PHAN-DA-BO,,,\n`);
  await world.sync();
  expect((await refusedNow()).map((one) => one.code)).toEqual(expect.arrayContaining(dossiers));

  await mappings.write(FILE, table);
  expect(await world.sync()).toMatchObject({ portalCalls: 0 });
  expect(await refusedNow()).toEqual([]);
  expect(await standing()).toEqual(before);
  expect(await deviations(world, home.expectations())).toEqual([]);
});

it('is as before, without a call, where the portal refused what only CATALOGUE_STRICT=false lets through', async () => {
  const before = await standing();
  await world.sync({ CATALOGUE_STRICT: 'false' });
  const refused = await refusedNow();
  expect(refused.length).toBeGreaterThan(0);
  expect(await world.sync()).toMatchObject({ portalCalls: 0 });
  expect(await refusedNow()).toEqual([]);
  const codes = new Set(refused.map((one) => one.code));
  const ofRefused = (rows: readonly { code?: unknown }[]) =>
    rows.filter(({ code: one }) => codes.has(String(one)));
  expect(ofRefused(await standing())).toEqual(ofRefused(before));
});
