/** Sending again on purpose: seen first field by field, then exactly the selected dossiers go, and no step again. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanCode } from '../../src/codebook/clean-code.ts';
import type { ResyncRecord } from '../../src/ledger/resync-list.ts';
import type { ResyncReport } from '../../src/pipeline/resync.ts';
import type { ResyncPlan } from '../../src/pipeline/resync-plan.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { atTerminal } from '../support/e2e/terminal.ts';
import { type ProvinceHome, SHIPPED_MAPPINGS, settleProvince, World } from '../support/e2e/world.ts';

const FILE = 'document-types.csv';
type Plan = ResyncPlan & { readonly seconds: number | null };

let home: ProvinceHome;
let world: World;
let mappings: MappingsCopy;

beforeAll(async () => {
  home = await settleProvince(150, 18, 5);
  mappings = await mappingsWith(FILE, []);
  world = await World.open(home, {}, { MAPPINGS_DIR: mappings.dir });
  await world.sync();
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await mappings?.remove();
});

/** Codes of dossiers whose own delivery fits `condition`. */
async function dossiersWhere(condition: string, values: unknown[] = []): Promise<string[]> {
  const rows = await world.ledger<{ code: string }>(
    `SELECT d.code FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
     JOIN dossier_use u ON u.dossier_id = d.id WHERE ${condition} ORDER BY d.code`,
    values,
  );
  return rows.map(({ code }) => code);
}

/** How often the portal took an update, by dossier, and the calls that it got. */
function atPortal() {
  const { dossiers, history } = world.portal.state();
  return {
    updated: new Map([...dossiers].map(([code, { updated }]) => [code, updated])),
    calls: history.length,
  };
}

/** Passes once; which dossiers the portal took an update of, and whether anything but dossiers went. */
async function pass(): Promise<{ updated: string[]; services: string[] }> {
  const before = atPortal();
  await world.sync();
  const after = atPortal();
  const updated = [...after.updated].filter(([code, times]) => times !== before.updated.get(code));
  const services = world.portal
    .state()
    .history.slice(before.calls)
    .map(({ service, isUpdating }) => `${service} ${isUpdating}`);
  return { updated: updated.map(([code]) => code).sort(), services: [...new Set(services)] };
}

/** A procedure with dossiers at the portal that have a component which another row can make another of its components. */
async function translated(): Promise<{ procedure: string; provinceCode: string; from: string; to: string }> {
  const [found] = await world.ledger<{ procedure: string; provinceCode: string; from: string; to: string }>(
    `SELECT v.payload ->> 'procedureCode' AS procedure, s ->> 'documentCode' AS "provinceCode", c ->> 'code' AS "from", k.code AS "to"
     FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' AND v.state = 'accepted'
     CROSS JOIN LATERAL json_array_elements(v.payload -> 'components') c
     JOIN LATERAL json_array_elements(d.source_row -> 'components') s ON s ->> 'id' = c ->> 'id'
     JOIN component k ON k.procedure = v.payload ->> 'procedureCode' AND k.code <> c ->> 'code' AND k.valid_to IS NULL
     WHERE k.code !~ '[",]' AND s ->> 'documentCode' !~ '[",]'
     GROUP BY 1, 2, 3, 4 ORDER BY count(DISTINCT d.id) DESC, 1, 2, 3, 4 LIMIT 1`,
  );
  if (!found) throw new Error('the province has no such dossier');
  return found;
}

it('shows one procedure field by field before any pass, then exactly its dossiers go, and no step', async () => {
  const { procedure, provinceCode, from, to } = await translated();
  const shipped = await readFile(join(SHIPPED_MAPPINGS, FILE), 'utf8');
  await mappings.write(FILE, `${shipped}component,${procedure},${provinceCode},${to},,,\n`);
  const selected = await dossiersWhere(`v.payload ->> 'procedureCode' = $1`, [procedure]);
  const going = await dossiersWhere(`v.payload ->> 'procedureCode' = $1 AND v.state = 'accepted'`, [
    procedure,
  ]);
  const before = atPortal();

  const plan = await world.json<Plan>(['resync', '--procedure', procedure, '--dry-run']);
  expect(plan).toMatchObject({ dossiers: selected.length, held: selected.length - going.length });
  expect(plan.changed + plan.unchanged).toBe(going.length);
  expect(plan.changed).toBeGreaterThan(0);
  expect(plan.fields).toContainEqual({ field: 'components.code', dossiers: plan.changed });
  const [example] = plan.examples;
  expect(going).toContain(example?.dossier);
  expect(example?.changes).toContainEqual({
    field: expect.stringMatching(/^components\[.+\]\.code$/),
    from,
    to,
  });
  expect(plan.seconds).toBeGreaterThan(0);
  const told = await world.dongbo(['resync', '--procedure', procedure, '--dry-run']);
  expect(told.stdout).toContain(from);
  expect(told.stdout).toContain(to);
  expect(atPortal()).toEqual(before);
  expect(await dossiersWhere(`v.state = 'queued'`)).toEqual([]);

  const report = await world.json<ResyncReport>(['resync', '--procedure', procedure, '--yes']);
  expect(report).toMatchObject({ dossiers: selected.length, queued: going.length, pending: 0 });
  expect(await dossiersWhere(`v.state = 'queued' AND d.lane = 'backfill'`)).toEqual(going);
  expect(await pass()).toEqual({ updated: going, services: ['DongBoHoSoMC True'] });
  const after = await world.json<Plan>(['resync', '--procedure', procedure, '--dry-run']);
  expect(after).toMatchObject({ changed: 0, unchanged: going.length, examples: [] });
  const [record] = await world.json<ResyncRecord[]>(['resync', 'list']);
  expect(record).toMatchObject({
    id: report.id,
    queued: going.length,
    sent: going.length,
    waiting: 0,
    complete: true,
  });
  const [one = ''] = going;
  const { resyncs } = await world.json<{ resyncs: unknown[] }>(['explain', one]);
  expect(resyncs).toEqual([
    { resync: report.id, at: expect.any(String), who: userInfo().username, selection: { procedure } },
  ]);
  const explained = (await world.dongbo(['explain', one])).stdout;
  expect(explained).toContain(`lần gửi lại số ${report.id}, `);
  expect(explained).toContain(`người chạy ${userInfo().username} (procedure: ${procedure})`);
});

it('calls back what has not begun, and lets go what changed since', async () => {
  const [first = '', second = ''] = await dossiersWhere(`v.state = 'accepted'`);
  const { id } = await world.json<ResyncReport>(['resync', '--dossier', first, second, '--yes']);
  await world.ledger(
    `UPDATE delivery SET payload = payload::jsonb || '{"note": "khác"}', payload_hash = 'another', version = version + 1
     WHERE kind = 'dossier' AND dossier_id = (SELECT id FROM dossier WHERE code = $1)`,
    [second],
  );
  expect(await world.json(['resync', 'cancel', String(id)])).toEqual({ id, cancelled: 1, goOn: 1 });
  expect((await pass()).updated).toEqual([second]);
  const [record] = await world.json<ResyncRecord[]>(['resync', 'list']);
  expect(record).toMatchObject({ id, queued: 2, sent: 1, cancelled: 1 });
  const actions = await world.ledger<{ action: string; phase: string }>(
    "SELECT action, phase FROM audit WHERE action LIKE 'resync%' ORDER BY seq DESC LIMIT 2",
  );
  expect(actions).toEqual([
    { action: 'resync cancel', phase: 'done' },
    { action: 'resync cancel', phase: 'begun' },
  ]);
  expect((await world.dongbo(['resync', 'cancel', '4711'])).code).toBe(2);
});

it('selects by agency, by day of receipt and by what is held, all of which must hold', async () => {
  const [one] = await world.ledger<{ agency: string; name: string; day: string }>(
    `SELECT d.source_row -> 'fields' ->> 'agencyCode' AS agency, v.payload ->> 'agencyName' AS name, u.received_on::text AS day
     FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' AND v.state = 'accepted'
     JOIN dossier_use u ON u.dossier_id = d.id WHERE u.received_on IS NOT NULL ORDER BY d.id LIMIT 1`,
  );
  const { agency, name, day } = one ?? { agency: '', name: '', day: '' };
  const written = await world.ledger<{ code: string; agency: string | null; sent: string | null }>(
    `SELECT d.code, d.source_row -> 'fields' ->> 'agencyCode' AS agency, v.payload ->> 'agencyCode' AS sent
     FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' ORDER BY d.code`,
  );
  const ofAgency = written
    .filter((row) => [row.agency, row.sent].some((one) => cleanCode(one ?? '') === cleanCode(agency)))
    .map(({ code }) => code);
  const dry = async (...words: string[]) =>
    (await world.json<Plan>(['resync', ...words, '--dry-run'])).dossiers;
  expect(await dry('--agency', agency)).toBe(ofAgency.length);
  expect(await dry('--agency', name)).toBeGreaterThanOrEqual(ofAgency.length);
  expect(await dry('--agency', written.find(({ code }) => code === ofAgency[0])?.sent ?? '')).toBe(
    ofAgency.length,
  );
  const received = await dossiersWhere(`u.received_on = $1::date`, [day]);
  expect(await dry('--from', day, '--to', day)).toBe(received.length);
  const both = ofAgency.filter((code) => received.includes(code));
  expect(await dry('--agency', agency, '--from', day, '--to', day)).toBe(both.length);
  const [held] = await world.ledger<{ code: string; count: number }>(
    'SELECT code, count(DISTINCT dossier_id)::int AS count FROM held GROUP BY code ORDER BY 2 DESC, 1 LIMIT 1',
  );
  expect(await dry('--held', held?.code ?? '')).toBe(held?.count);
});

it.each([
  [[], 'DB-RSY-001', 2],
  [['--procedure', 'KHONG-CO-MA-NAY'], 'DB-RSY-002', 2],
  [['--from', '2026-02-30'], 'DB-CFG-003', 2],
  [['--dossier', 'KHONG-CO'], 'DB-CFG-004', 1],
])('refuses %j', async (words, code, exit) => {
  const finished = await world.dongbo(['resync', ...words, '--yes']);
  expect(finished.code).toBe(exit);
  expect(finished.stderr).toContain(code);
});

it('asks nobody in a person\u2019s place: without a terminal it needs --yes', async () => {
  const [first = ''] = await dossiersWhere(`v.state = 'accepted'`);
  const before = await world.ledger('SELECT id, state, version FROM delivery ORDER BY id');
  const resyncs = await world.json<ResyncRecord[]>(['resync', 'list']);
  for (const words of [[], ['--json']]) {
    // A process of its own: the one of the tests may well have a terminal.
    const { code, stderr } = await world.start(['resync', '--dossier', first, ...words]).finished();
    expect(code).toBe(2);
    expect(stderr).toContain('DB-CFG-006');
    expect(stderr).toContain('--yes');
  }
  expect(await world.ledger('SELECT id, state, version FROM delivery ORDER BY id')).toEqual(before);
  expect(await world.json(['resync', 'list'])).toEqual(resyncs);
});

it('asks at a terminal, but not more than 1,000 dossiers so lightly', async () => {
  const [first = ''] = await dossiersWhere(`v.state = 'accepted'`);
  /** At a terminal, where a person types `answer`. */
  const asked = (answer: string, ...words: readonly string[]) =>
    atTerminal(['resync', ...words], world.settings, answer);
  const question = 'Gửi lại 1 hồ sơ? [y/N]';
  const no = await asked('\n', '--dossier', first);
  expect(no).toMatchObject({ code: 1, output: expect.stringContaining(question) });
  expect(await dossiersWhere(`v.state = 'queued'`)).toEqual([]);
  const yes = await asked('có\n', '--dossier', first);
  expect(yes).toMatchObject({ code: 0, output: expect.stringContaining(question) });
  expect(await dossiersWhere(`v.state = 'queued'`)).toEqual([first]);
  await world.sync();

  const day = '1999-12-31';
  await world.ledger(
    `WITH made AS (
       INSERT INTO dossier (code, source_hash, source_row, codebook_id, incomplete, lane)
       SELECT 'MANY-' || n, '', '{}', (SELECT max(id) FROM codebook_version), false, 'backfill'
       FROM generate_series(1, 1001) n RETURNING id)
     INSERT INTO dossier_use (dossier_id, lookups, received_on) SELECT id, '{}', $1 FROM made`,
    [day],
  );
  try {
    const many = await asked('y\n', '--from', day, '--to', day);
    expect(many).toMatchObject({ code: 2, output: expect.stringContaining('DB-CFG-006') });
    expect(many.output).toContain('1001');
  } finally {
    await world.ledger(`DELETE FROM dossier WHERE code LIKE 'MANY-%'`);
  }
});

it('sends again what is held for a reason, and it goes', async () => {
  const [refused = '', other = ''] = await dossiersWhere(`v.state = 'accepted'`);
  const hold = (code: string, reason: string) =>
    world.ledger(
      `WITH held_ AS (UPDATE delivery SET state = 'held' WHERE kind = 'dossier'
         AND dossier_id = (SELECT id FROM dossier WHERE code = $1) RETURNING dossier_id)
       INSERT INTO held (dossier_id, origin, scope, part, code, field, value, blocking)
       SELECT dossier_id, 'portal', 'dossier', '', $2, '', '', true FROM held_`,
      [code, reason],
    );
  await hold(refused, 'DB-PRT-010');
  await hold(other, 'DB-PRT-011');
  const report = await world.json<ResyncReport>(['resync', '--held', 'DB-PRT-010', '--yes']);
  expect(report).toMatchObject({ dossiers: 1, queued: 1, held: 0, complete: true });
  expect((await pass()).updated).toEqual([refused]);
  const left = await world.ledger<{ code: string }>(
    `SELECT d.code FROM held h JOIN dossier d ON d.id = h.dossier_id WHERE h.origin = 'portal'`,
  );
  expect(left).toEqual([{ code: other }]);
  await world.json(['held', 'release', other]);
  await world.sync();
});
