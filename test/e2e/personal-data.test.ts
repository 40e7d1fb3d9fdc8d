/** Personal data and secrets are in the ledger and on the wire, and nowhere else (invariant 10). */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueTableContents, redisContents } from '../support/e2e/queue-contents.ts';
import { type MappingsCopy, mappingsWith, withdrawnComponent } from '../support/e2e/refusals.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { type RedisServer, redisServer } from '../support/services.ts';

const OWNER = {
  chu_ho_so: 'Chim Thị Hoàng Yến',
  loai_dinh_danh: 'CCCD',
  so_dinh_danh: '079301975318',
  so_dien_thoai: '0975318642',
  email: 'hoangyen.chim@hopthu.example',
  ghi_chu: 'Ghi chú riêng hoàng yến',
};
const CLERK = 'Cán bộ Sơn Ca';
const SECRETS = { password: 'MatKhau-Chim-7731', token: 'ma-theo-doi-chim-5519', inUrl: 'MatKhau-CSDL-4406' };
/** Any of these, composed or not, in any place that is not the ledger or the wire, is a leak. */
const CANARIES = [
  OWNER.chu_ho_so,
  OWNER.so_dinh_danh,
  OWNER.so_dien_thoai,
  OWNER.email,
  OWNER.ghi_chu,
  CLERK,
  '0793019753',
  'Hoàng Yến',
  ...Object.values(SECRETS),
];

let home: ProvinceHome;
let redis: RedisServer | null;
let world: World;
let mappings: MappingsCopy;

beforeAll(async () => {
  home = await settleProvince(36, 12, 8);
  redis = await redisServer();
  mappings = await mappingsWith('document-types.csv', [
    'component,,GT-KHONG-CO,H99-KQ000001,,,',
    'component,,Giấy tờ khác,H99-KQ000001,,,',
  ]);
  // A portal that repeats what it was sent, as real ones do.
  const echo = `Dữ liệu của ${OWNER.chu_ho_so}, số ${OWNER.so_dinh_danh}, ${OWNER.so_dien_thoai} không hợp lệ {codes}`;
  const credentials = { username: 'tinh-mau', password: SECRETS.password, agencyCode: 'H99' };
  world = await World.open(
    home,
    { failMessages: { invalid: echo }, credentials },
    { MAPPINGS_DIR: mappings.dir, ADMIN_TOKEN: SECRETS.token },
  );
  await world.json(['catalogue', 'pull']);
  await withdrawnComponent(world, 'H99-KQ000001');
  // Good ones, one that the portal refuses, and one with a malformed id, which holds the id itself.
  const at = new Date();
  for (const { expectation } of home.dossiers) {
    const id = expectation.fault === 'id-malformed' ? { so_dinh_danh: '0793019753' } : {};
    await home.database.change(expectation.code, { ...OWNER, ...id }, at);
    if (expectation.outcome === 'accepted') {
      await home.database.addStep(expectation.code, { status: 'DANG_XU_LY', at, processor: CLERK });
    }
  }
});
afterAll(async () => {
  await world?.close();
  await redis?.stop();
  await mappings?.remove();
  await home?.close();
});

function expectNoCanary(where: string, contents: readonly string[]): void {
  const leaks = contents.filter((content) => {
    const composed = content.normalize('NFC');
    // JSON may escape what is not ASCII.
    const plain = composed.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return CANARIES.some((canary) => plain.includes(canary));
  });
  expect(leaks, where).toEqual([]);
}

it('stays out of the queue, in PostgreSQL and in Redis', async () => {
  world.portal.control({ down: true });
  // The portal is away: everything is enqueued and nothing done, so that every job can be looked at.
  const finished = await world.dongbo(['sync', '--once', '--json']);
  expect(finished.code).toBe(69);
  expectNoCanary('output', [finished.stdout, finished.stderr]);
  const rows = await queueTableContents(world);
  expect(rows.filter((row) => row.includes('"dossiers"')).length).toBeGreaterThan(0);
  expectNoCanary('tables', rows);
  if (redis === null) return;
  // A second home for the same jobs: the ledger hands them over to an empty queue.
  const again = await world.dongbo(['sync', '--once', '--json'], { REDIS_URL: redis.url });
  expect(again.code).toBe(69);
  const keys = await redisContents(redis.url);
  expect(keys.filter((key) => key.includes('dossiers')).length).toBeGreaterThan(0);
  expectNoCanary('Redis', keys);
});

it('stays out of the log of the daemon, at any level, also where the portal repeats it', async () => {
  world.portal.control({ down: false });
  const daemon = world.start(['run'], {
    LOG_LEVEL: 'trace',
    REDIS_URL: redis?.url ?? '',
    SCHEDULE_EXTRACT: '* * * * * *',
    SCHEDULE_RECOVER: '* * * * * *',
  });
  const refused = "SELECT 1 FROM held WHERE code = 'DB-PRT-010'";
  const open = 'SELECT 1 FROM due_dossier';
  await daemon.until(
    'everything settled',
    async () => (await world.ledger(refused)).length === 1 && (await world.ledger(open)).length === 0,
  );
  const [listens] = daemon.logged('admin HTTP listens');
  const bodies = await Promise.all(
    ['metrics', 'healthz', 'readyz'].map(async (path) => {
      const headers = { authorization: `Bearer ${SECRETS.token}` };
      const answer = await fetch(`${listens?.where}/${path}`, { headers });
      expect(answer.status).toBe(200);
      return answer.text();
    }),
  );
  expect(bodies[0]).toContain('dongbo_dossiers');
  expectNoCanary('admin HTTP', bodies);
  expect((await daemon.end('SIGTERM')).code).toBe(0);
  // The session was there, and only the ledger knows it.
  const [session] = await world.ledger<{ value: string }>('SELECT value FROM portal_session');
  expect(session?.value.length).toBeGreaterThan(8);
  expect(daemon.output).not.toContain(session?.value);
  expect(bodies.join('')).not.toContain(session?.value);
  // The canaries did fly: the wire carries them.
  const sent = [...world.portal.state().dossiers.values()].filter(
    ({ payload }) => payload.ChuHoSo === OWNER.chu_ho_so,
  );
  expect(sent.length).toBeGreaterThan(20);
  expect(sent.some(({ steps }) => steps.some((step) => step.NguoiXuLy === CLERK))).toBe(true);
  expect(daemon.logged('portal call').length).toBeGreaterThan(2);
  expectNoCanary('log', daemon.output.split('\n'));
  if (redis !== null) expectNoCanary('Redis', await redisContents(redis.url));
});

it('stays out of error texts, wherever a server or a setting is wrong', async () => {
  const wrong: readonly (readonly [string, string, readonly string[]])[] = [
    ['DATABASE_URL', `postgres://an:${SECRETS.inUrl}@127.0.0.1:1/so`, ['status']],
    ['DATABASE_URL', `postgres://an:${SECRETS.inUrl}@[bad/so`, ['status']],
    ['SOURCE_URL', `postgres://an:${SECRETS.inUrl}@127.0.0.1:1/so`, ['sync', '--once']],
    ['SOURCE_URL', `mysql://an:${SECRETS.inUrl}@127.0.0.1:1/so`, ['sync', '--once']],
    ['REDIS_URL', `redis://:${SECRETS.inUrl}@127.0.0.1:1`, ['sync', '--once']],
    ['REDIS_URL', `http://:${SECRETS.inUrl}@127.0.0.1:1`, ['sync', '--once']],
    ['PORTAL_BASE_URL', `http://an:${SECRETS.inUrl}@127.0.0.1:1`, ['catalogue', 'pull']],
    ['PORTAL_BASE_URL', `ftp://an:${SECRETS.inUrl}@127.0.0.1:1`, ['catalogue', 'pull']],
    ['PORTAL_PASSWORD', SECRETS.inUrl, ['catalogue', 'pull']],
    ['ADMIN_TOKEN', SECRETS.inUrl, ['doctor']],
  ];
  for (const [name, value, argv] of wrong) {
    for (const json of [[], ['--json']]) {
      const { code, stdout, stderr } = await world.dongbo([...argv, ...json], {
        [name]: value,
        LOG_LEVEL: 'trace',
      });
      if (argv[0] !== 'doctor') expect(code, `${name} ${value}: ${stderr}`).not.toBe(0);
      expectNoCanary(`${name}=${value}`, [stdout, stderr]);
    }
  }
});

it('stays out of the audit', async () => {
  await world.json(['held', 'release', 'DB-PRT-010']);
  const entries = await world.ledger<{ entry: string }>('SELECT audit::text AS entry FROM audit');
  expect(entries.filter(({ entry }) => entry.includes('held release')).length).toBe(2);
  expectNoCanary(
    'audit',
    entries.map(({ entry }) => entry),
  );
});

it('stays out of what the portal answered, out of reasons of held dossiers', async () => {
  const attempts = await world.ledger<{ message: string }>("SELECT message FROM attempt WHERE message <> ''");
  // The refusal is there, without those whom it named.
  expect(attempts.some(({ message }) => message.startsWith('Dữ liệu của'))).toBe(true);
  expectNoCanary(
    'attempts',
    attempts.map(({ message }) => message),
  );
  const params = await world.ledger<{ params: unknown }>("SELECT params FROM held WHERE code = 'DB-PRT-010'");
  expectNoCanary(
    'held',
    params.map((row) => JSON.stringify(row)),
  );
  const list = await world.dongbo(['held', 'list', '--json']);
  expectNoCanary('held list', [list.stdout]);
  const status = await world.dongbo(['status']);
  expectNoCanary('status', [status.stdout]);
});

it('stays out of scores, in every form', async () => {
  const folder = join(mappings.dir, 'scores');
  await mkdir(folder);
  // The month of which there are many, whatever day it is.
  const month = new Date(Date.now() - 17 * 86_400_000).toISOString().slice(0, 7);
  const forms = [
    ['--json'],
    ['--by', 'agency', '--what-if', 'release-held'],
    ['--csv'],
    ['--csv', '--costs'],
  ];
  const told: string[] = [];
  for (const argv of forms) {
    const { code, stdout, stderr } = await world.dongbo(['score', '--period', month, ...argv]);
    expect(code, stderr).toBe(0);
    told.push(stdout, stderr);
  }
  for (const ending of ['html', 'xlsx', 'csv', 'json']) {
    const path = join(folder, `diem.${ending}`);
    await world.json(['score', '--period', month, '--by', 'procedure', '--output', path]);
    if (ending !== 'xlsx') told.push(await readFile(path, 'utf8'));
  }
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(folder, 'diem.xlsx'));
  for (const sheet of workbook.worksheets) sheet.eachRow((row) => told.push(JSON.stringify(row.values)));
  // Dossiers are named, or there would be nothing to look for.
  expect(
    told.filter((text) => text.includes(home.expectations()[0]?.code.slice(0, 3) ?? '')).length,
  ).toBeGreaterThan(5);
  expectNoCanary('scores', told);
  const facts = await world.ledger<{ fact: string }>('SELECT score_fact::text AS fact FROM score_fact');
  expect(facts.length).toBeGreaterThan(20);
  expectNoCanary(
    'records',
    facts.map(({ fact }) => fact),
  );
});

it('is in a backup that its owner alone can read, in a folder of the same kind', async () => {
  const folder = join(mappings.dir, 'backups');
  await world.json(['backup', folder]);
  const files = await readdir(folder);
  expect(files).toHaveLength(1);
  for (const path of [folder, join(folder, files[0] ?? '')])
    expect((await stat(path)).mode & 0o077, path).toBe(0);
});
