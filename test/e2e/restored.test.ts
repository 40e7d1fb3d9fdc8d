/**
 * A ledger that was lost and brought back from a backup older than the last calls: what the portal was told
 * since is found there and not told again, and everything ends as if nothing had been lost.
 */
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Settings } from '../support/e2e/command.ts';
import { type ProvinceHome, type SyncDocument, settleProvince, World } from '../support/e2e/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';

interface Status {
  readonly states: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, number>>;
}

const folder = join(tmpdir(), `dongbo-backup-test-${process.pid}`);
const fresh: FreshDatabase[] = [];
let home: ProvinceHome;
let world: World;
let file = '';

async function emptyLedger(): Promise<{ readonly DATABASE_URL: string }> {
  const database = await freshDatabase();
  fresh.push(database);
  return { DATABASE_URL: database.url };
}

/** Codes of dossiers in process, as the portal has them. */
function inProcess(): string[] {
  return [...world.portal.state().dossiers]
    .filter(([, { payload }]) => payload.TrangThaiHoSo === '4')
    .map(([code]) => code)
    .sort();
}

/** A dossier goes on, with a step that says so. */
const goOn = (code: string): Promise<void> =>
  home.database.addStep(code, { status: 'DA_XU_LY', at: new Date() });

const callsWithSteps = (): number =>
  world.portal.state().history.filter(({ service }) => service === 'CapNhatTienDoHoSoMC').length;

/** The ledger says of its steps what the portal has. */
async function expectAsAtPortal(place: Settings, code: string): Promise<void> {
  const { stepsOtherwise } = await world.json<{ stepsOtherwise: { count: number } }>(['status'], place);
  expect(stepsOtherwise.count).toBe(0);
  expect(await world.json(['reconcile', '--dossier', code], place)).toMatchObject({
    checked: 1,
    different: [],
  });
}

beforeAll(async () => {
  home = await settleProvince(40, 0, 12);
  // A step of the very second of the restore is in doubt: read back after twice the time-out of a call.
  world = await World.open(home, {}, { PORTAL_TIMEOUT_SECONDS: '2' });
  await world.json(['catalogue', 'pull']);
  await world.sync();
  ({ file } = await world.json<{ file: string }>(['backup', folder]));
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  for (const database of fresh) await database.drop();
  for (const place of [folder, `${folder}-refused`, `${folder}-ahead`]) {
    await rm(place, { recursive: true, force: true });
  }
});

it('goes on where the portal is, without a step twice', async () => {
  const [later = '', ...codes] = inProcess();
  expect(codes.length).toBeGreaterThan(4);
  for (const code of codes) await goOn(code);
  const lost = await world.sync();
  expect(lost.accepted).toEqual({ dossiers: codes.length, steps: codes.length });
  const before = await world.json<Status>(['status']);

  const place = await emptyLedger();
  const restored = await world.json<{ dossiers: number }>(['restore', file], place);
  expect(restored.dossiers).toBe(40);
  const calls = callsWithSteps();
  const again = await world.json<SyncDocument>(['sync', '--once', '--wait', '90'], place);
  expect(again.changed).toBe(codes.length);
  // Found at the portal: no call carried a step.
  expect(callsWithSteps()).toBe(calls);
  expect(world.portal.state().doubledSteps).toBe(0);
  const after = await world.json<Status>(['status'], place);
  expect(after.states).toEqual(before.states);
  expect(after.steps).toEqual(before.steps);

  // What happens from now on goes as ever.
  await goOn(later);
  const next = await world.json<SyncDocument>(['sync', '--once', '--wait', '90'], place);
  expect(next.accepted).toMatchObject({ dossiers: 1, steps: 1 });
  expect(world.portal.state().doubledSteps).toBe(0);
});

it('knows a step again that was corrected and sent after the backup', async () => {
  const [code = ''] = [...world.portal.state().dossiers.keys()].sort();
  world.portal.control({ down: true });
  await home.database.addStep(code, { status: 'DANG_XU_LY', at: new Date(), content: 'Chuyển nhầm' });
  await world.dongbo(['sync', '--once']);
  const { file: early } = await world.json<{ file: string }>(['backup', folder]);
  const [step] = await world.ledger<{ id: string }>(
    `SELECT step_id AS id FROM delivery WHERE payload ->> 'content' = 'Chuyển nhầm'`,
  );
  const corrected = { noi_dung: 'Chuyển phòng chuyên môn' };
  await home.database.changePart('dongbo_tien_do', code, step?.id ?? '', corrected, new Date());
  world.portal.control({ down: false });
  await world.sync({}, 90);
  const { steps } = world.portal.state();
  expect(world.portal.state().dossiers.get(code)?.steps.at(-1)).toMatchObject({
    NoiDungXuLy: 'Chuyển phòng chuyên môn',
  });

  const place = await emptyLedger();
  await world.json(['restore', early], place);
  await world.json<SyncDocument>(['sync', '--once', '--wait', '90'], place);
  expect((await world.json<Status>(['status'], place)).steps.unknown).toBe(0);
  expect(world.portal.state().steps).toBe(steps);
  await expectAsAtPortal(place, code);
});

it('sends no step twice that was refused when the backup was made, and corrected or released since', async () => {
  const [corrected = '', released = ''] = [...world.portal.state().dossiers.keys()].sort().slice(-2);
  // From now on a further step changes nothing of the dossier itself, which is refused with its step.
  for (const code of [corrected, released]) {
    await home.database.addStep(code, { status: 'DANG_XU_LY', at: new Date() });
  }
  await world.sync({}, 90);
  world.portal.control({ poison: { codes: [corrected, released], answer: 'invalid' } });
  for (const code of [corrected, released]) {
    await home.database.addStep(code, { status: 'DANG_XU_LY', at: new Date(), content: 'Bị từ chối' });
  }
  await world.sync({}, 90);
  const refused = await world.ledger<{ code: string; step: string }>(
    `SELECT d.code, h.part AS step FROM held h JOIN dossier d ON d.id = h.dossier_id
     WHERE h.code = 'DB-PRT-010' AND h.scope = 'step' ORDER BY d.code`,
  );
  expect(refused.map(({ code }) => code)).toEqual([corrected, released]);
  const { file: early } = await world.json<{ file: string }>(['backup', `${folder}-refused`]);
  world.portal.control({ poison: {} });
  const { steps: before } = world.portal.state();
  const words = { noi_dung: 'Đã sửa' };
  await home.database.changePart('dongbo_tien_do', corrected, refused[0]?.step ?? '', words, new Date());
  await world.json(['held', 'release', released]);
  await world.sync({}, 90);
  const { steps, doubledSteps } = world.portal.state();
  expect(steps).toBe(before + 2);

  const place = await emptyLedger();
  await world.json(['restore', early], place);
  expect((await world.dongbo(['held', 'release', released], place)).stdout).toContain(
    '1 bước có thể đã ở Cổng',
  );
  await world.json<SyncDocument>(['sync', '--once', '--wait', '90'], place);
  expect((await world.json<Status>(['status'], place)).steps).toMatchObject({ unknown: 0, held: 0 });
  expect(world.portal.state()).toMatchObject({ steps, doubledSteps });
  for (const code of [corrected, released]) await expectAsAtPortal(place, code);
});

it('sends no step twice whose time, by the clock of the province, is after the restore', async () => {
  const [code = ''] = inProcess();
  const { file: early } = await world.json<{ file: string }>(['backup', `${folder}-ahead`]);
  const { length = 0 } = world.portal.state().dossiers.get(code)?.steps ?? [];
  const at = new Date(Date.now() + 90_000);
  await home.database.addStep(code, { status: 'DANG_XU_LY', at, content: 'Đồng hồ nhanh' });
  await home.database.change(code, {}, new Date());
  await world.sync({}, 90);
  const { steps, doubledSteps, dossiers } = world.portal.state();
  expect(dossiers.get(code)?.steps).toHaveLength(length + 1);

  const place = await emptyLedger();
  await world.json(['restore', early], place);
  await world.json<SyncDocument>(['sync', '--once', '--wait', '90'], place);
  expect((await world.json<Status>(['status'], place)).steps).toMatchObject({ unknown: 0, queued: 0 });
  expect(world.portal.state()).toMatchObject({ steps, doubledSteps });
});

it('is told by a person until when there is doubt: now with a day added, a moment, or a day of Vietnam', async () => {
  const place = await emptyLedger();
  await world.dongbo(['migrate'], place);
  const until = async (...words: readonly string[]): Promise<string> =>
    (await world.json<{ until: string }>(['doubt', ...words], place)).until;
  expect(await until('--until', '2026-11-20')).toBe('2026-11-20T16:59:59.000Z');
  expect(await until('--until', '2026-11-20T18:00:00+01:00')).toBe('2026-11-20T17:00:00.000Z');
  const now = Date.now();
  expect(Date.parse(await until('--until', 'now')) - now).toBeGreaterThan(86_000_000);
  expect((await world.dongbo(['doubt', '--until', 'now'], place)).stdout).toContain('Đã cộng thêm một ngày');
  expect(await until('--end')).toBeNull();
});

it('takes no backup that is cut or of another version, and none over a ledger that has dossiers', async () => {
  const whole = await readFile(file);
  const cut = join(folder, 'cut.gz');
  const lines = gunzipSync(whole).toString('utf8').split('\n');
  const cuts = [
    whole.subarray(0, whole.length - 9),
    whole.subarray(0, Math.floor(whole.length / 2)),
    gzipSync(lines.slice(0, -2).join('\n')),
    gzipSync(lines.slice(0, 40).join('\n')),
    Buffer.from('not a backup'),
    Buffer.alloc(0),
  ];
  const place = await emptyLedger();
  for (const content of cuts) {
    await writeFile(cut, content);
    const { code, stderr } = await world.dongbo(['restore', cut], place);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('DB-BKP-001');
  }
  const [header = '', ...rest] = lines;
  const other = JSON.stringify({ ...JSON.parse(header), version: '0001-ledger' });
  await writeFile(cut, gzipSync([other, ...rest].join('\n')));
  expect(await world.dongbo(['restore', cut], place)).toMatchObject({ code: 78 });
  expect((await world.json<Status>(['status'], place)).states.accepted).toBe(0);
  const over = await world.dongbo(['restore', file]);
  expect(over.code).toBe(1);
  expect(over.stderr).toContain('DB-BKP-003');
});

it('keeps the newest backups only, and none that was not finished', async () => {
  for (let n = 0; n < 2; n += 1) {
    const older = join(folder, `dongbo-2020010${n + 1}T000000Z.backup.gz`);
    await writeFile(older, 'x');
    await truncate(older, 0);
  }
  const { removed } = await world.json<{ removed: string[] }>(['backup', folder, '--keep', '3']);
  expect(removed).toEqual(['dongbo-20200101T000000Z.backup.gz', 'dongbo-20200102T000000Z.backup.gz']);
});
