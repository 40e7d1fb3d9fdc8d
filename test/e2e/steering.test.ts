/**
 * A person steers the running daemon: a lane that is paused sends nothing while the other goes on, over
 * restarts and an emptied Redis, and sends all when it is resumed; jobs are told and run on demand.
 */
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { vietnamTime } from '../../src/cli/table.ts';
import type { DongboProcess } from '../support/e2e/child.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { parseExposition } from '../support/exposition.ts';
import { describeWithRedis, type RedisServer, redisServer } from '../support/services.ts';

interface Status {
  readonly paused: readonly {
    readonly lane: string;
    readonly state: string;
    readonly byPerson: { readonly by: string; readonly why: string } | null;
  }[];
}

interface Jobs {
  readonly leader: { readonly program: string } | null;
  readonly jobs: readonly {
    readonly job: string;
    readonly running: unknown;
    readonly lastRun: string | null;
    readonly lastSuccess: string | null;
    readonly lastError: string;
    readonly run: string;
    readonly remedy: string;
    readonly nextRun: string | null;
  }[];
}

interface AuditRow {
  readonly action: string;
  readonly phase: string;
  readonly detail: string;
}

let home: ProvinceHome;
let world: World;
let codes: readonly string[] = [];
beforeAll(async () => {
  home = await settleProvince(12, 0, 7);
});
afterAll(() => home?.close());
beforeEach(async () => {
  world = await World.open(home, {}, { SCHEDULE_EXTRACT: '* * * * * *' });
  await world.json(['catalogue', 'pull']);
  await world.sync();
  codes = [...world.portal.state().dossiers.keys()].sort();
});
afterEach(() => world?.close());

const at = (code: string) => world.portal.state().dossiers.get(code);
const audit = (action: string) =>
  world.ledger<AuditRow>('SELECT action, phase::text, detail FROM audit WHERE action = $1 ORDER BY seq', [
    action,
  ]);

let changes = 0;
const changeToday = (code: string): Promise<void> => {
  changes += 1;
  return home.database.addStep(code, { status: 'DANG_XU_LY', content: `Lần ${changes}`, at: new Date() });
};

async function sendsAgain(daemon: DongboProcess, code: string): Promise<void> {
  const before = at(code)?.updated ?? 0;
  await world.json(['resync', '--dossier', code, '--yes']);
  await daemon.until('the other lane sends', () => (at(code)?.updated ?? 0) > before);
}

/** What `daemon` shows of lanes and readiness. */
async function shown(daemon: DongboProcess) {
  const where = String(daemon.logged('admin HTTP listens')[0]?.where);
  const ready = await fetch(`${where}/readyz`);
  const { values } = parseExposition(await (await fetch(`${where}/metrics`)).text());
  const paused = (lane: string) => values.get(`dongbo_lane_paused{lane="${lane}"}`);
  return {
    ready: ready.status,
    said: await ready.text(),
    live: paused('live'),
    backfill: paused('backfill'),
  };
}

async function startDaemon(settings: Readonly<Record<string, string>>): Promise<DongboProcess> {
  const daemon = world.start(['run'], settings);
  await daemon.until('leading', () => daemon.logged('leading').length === 1);
  return daemon;
}

describeWithRedis('a lane that a person has paused', () => {
  let redis: RedisServer | null = null;
  beforeEach(async () => {
    redis = await redisServer();
  });
  afterEach(() => redis?.stop());

  it('sends nothing, over a restart and an emptied Redis, while the other goes on; resumed, it sends all', async () => {
    const url = redis?.url ?? '';
    const [today = '', tomorrow = '', old = '', older = ''] = codes;
    await world.json(['pause', 'live', '--why', 'Cổng bảo trì'], { REDIS_URL: url });
    const again = await world.dongbo(['pause', 'live', '--why', 'lý do khác']);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Cổng bảo trì') });

    const first = await startDaemon({ REDIS_URL: url });
    const steps = at(today)?.steps.length;
    await changeToday(today);
    const queued = (code: string) =>
      world.ledger(
        `SELECT FROM dossier d JOIN delivery v ON v.dossier_id = d.id
         WHERE d.code = $1 AND d.lane = 'live' AND v.state = 'queued' AND v.kind = 'step'`,
        [code],
      );
    await first.until('the change is read', async () => (await queued(today)).length === 1);
    await sendsAgain(first, old);
    expect(at(today)?.steps.length).toBe(steps);
    expect(await shown(first)).toMatchObject({
      ready: 200,
      said: expect.stringContaining('paused by a person: live'),
      live: 1,
      backfill: 0,
    });
    expect((await world.json<Status>(['status'])).paused).toMatchObject([
      { lane: 'live', state: 'closed', byPerson: { why: 'Cổng bảo trì' } },
    ]);
    expect((await world.dongbo(['status'])).stdout).toContain('dongbo resume live');
    expect((await first.end('SIGTERM')).code).toBe(0);

    const client = new Redis(url);
    await client.flushall();
    await client.quit();
    const second = await startDaemon({ REDIS_URL: url });
    await changeToday(tomorrow);
    await second.until('the other change is read', async () => (await queued(tomorrow)).length === 1);
    await sendsAgain(second, older);
    expect(second.logged('lane paused by a person')).toMatchObject([{ lane: 'live' }]);
    expect(at(today)?.steps.length).toBe(steps);
    expect((await queued(today)).length).toBe(1);

    expect((await world.dongbo(['resume', 'live'])).code).toBe(0);
    await second.until('all is sent', async () => {
      const open = await world.ledger(`SELECT FROM delivery WHERE state <> 'accepted'`);
      return open.length === 0;
    });
    expect(at(today)?.steps.length).toBe((steps ?? 0) + 1);
    expect(world.portal.state().doubledSteps).toBe(0);
    expect((await world.json<Status>(['status'])).paused).toEqual([]);
    expect((await audit('pause')).map(({ phase }) => phase)).toEqual(['begun', 'done', 'begun', 'done']);
    expect(await audit('resume')).toMatchObject([
      { phase: 'begun', detail: expect.stringContaining('live') },
      { phase: 'done' },
    ]);
  }, 120_000);
});

it('names the lanes and jobs that there are', async () => {
  for (const argv of [
    ['pause', 'nhanh', '--why', 'x'],
    ['resume', 'nhanh'],
  ]) {
    const { code, stderr } = await world.dongbo(argv);
    expect(code).toBe(2);
    expect(stderr).toContain('Không có làn nhanh');
    expect(stderr).toContain('live, backfill, all');
  }
  const { code, stderr } = await world.dongbo(['jobs', 'run', 'dọn']);
  expect(code).toBe(2);
  expect(stderr).toContain('Không có việc định kỳ dọn');
  expect(stderr).toContain('extract, irregular, sweep, recover, catalogue, prune, reconcile');
  expect((await world.dongbo(['pause', 'live', '--why', ' '])).code).toBe(2);
});

const jobNamed = async (name: string) => {
  const { jobs, leader } = await world.json<Jobs>(['jobs']);
  const job = jobs.find((one) => one.job === name);
  if (job === undefined) throw new Error(`no job ${name}`);
  return { ...job, leader };
};

it('tells last run, last success and next run, and what failed; runs one on demand, once', async () => {
  const idle = await world.json<Jobs>(['jobs']);
  expect(idle.leader).toBeNull();
  expect(idle.jobs.map(({ nextRun }) => nextRun)).toEqual(idle.jobs.map(() => null));
  expect(await jobNamed('recover')).toMatchObject({ lastRun: null, lastSuccess: null, lastError: '' });

  const readBefore = (await audit('jobs run')).length;
  await changeToday(codes[5] ?? '');
  const run = await world.json<Record<string, unknown>>(['jobs', 'run', 'extract']);
  expect(run).toMatchObject({ job: 'extract', complete: true, changed: 1 });
  expect(run.run).toMatch(/^[0-9a-f]{8}$/);
  expect((await audit('jobs run')).slice(readBefore)).toMatchObject([
    { phase: 'begun', detail: expect.stringContaining(String(run.run)) },
    { phase: 'done' },
  ]);
  const done = await jobNamed('extract');
  expect(Date.parse(done.lastSuccess ?? '')).toBeGreaterThan(0);
  expect(done.lastRun).toBe(done.lastSuccess);
  expect(done.run).toBe(run.run);

  // Elsewhere at work: not a second time beside it.
  await world.ledger(
    `SELECT pg_advisory_lock(7660002, hashtext('extract')), set_config('application_name', 'dongbo may-1', false)`,
  );
  expect((await jobNamed('extract')).running).not.toBeNull();
  const lastRun = vietnamTime(new Date(done.lastRun ?? ''));
  const atWork = (await world.dongbo(['jobs'])).stdout.split('\n').find((line) => line.includes('extract'));
  expect(atWork).toMatch(new RegExp(`│ dongbo may-1 \\(\\S+\\) +│ ${lastRun} +│`));
  const beside = await world.dongbo(['jobs', 'run', 'extract']);
  expect(beside.code).toBe(75);
  expect(beside.stderr).toContain('DB-OPS-003');
  await world.ledger(`SELECT pg_advisory_unlock(7660002, hashtext('extract'))`);
  expect((await jobNamed('extract')).lastRun).toBe(done.lastRun);

  world.portal.control({ down: true });
  const failed = await world.dongbo(['jobs', 'run', 'catalogue']);
  expect(failed.code).not.toBe(0);
  world.portal.control({ down: false });
  const told = await jobNamed('catalogue');
  expect(told.lastError).toMatch(/^DB-[A-Z]{3}-\d{3}$/);
  expect(told.remedy).not.toBe('');
  expect(told.lastSuccess).toBeNull();
  const people = (await world.dongbo(['jobs'])).stdout;
  expect(people).toContain(`catalogue: lần gần nhất không thành, ${told.lastError} (lần chạy ${told.run})`);
  expect(people).toContain(`→ ${told.remedy}`);
  expect((await audit('jobs run')).at(-1)).toMatchObject({ phase: 'failed' });

  const daemon = await startDaemon({});
  await daemon.until('a run of its own', async () => {
    const { lastSuccess } = await jobNamed('extract');
    return Date.parse(lastSuccess ?? '') > Date.parse(done.lastSuccess ?? '');
  });
  const led = await world.json<Jobs>(['jobs']);
  expect(led.leader?.program).toContain('dongbo');
  const now = Date.now();
  for (const { job, nextRun } of led.jobs) {
    expect(Date.parse(nextRun ?? ''), job).toBeGreaterThan(now - 5_000);
  }
}, 60_000);

it('keeps no id number, phone number or e-mail address of the reason for a pause, and says so', async () => {
  const personal = ['012345678901', '0912 345 678', 'an.nguyen@tinhmau.example'];
  const typed = `chờ ông ${personal.join(', ')}: đến 22:00`;
  const kept = 'chờ ông ***, ***, ***: đến 22:00';
  const { code, stderr, stdout } = await world.dongbo(['pause', 'backfill', '--why', typed]);
  expect(code).toBe(0);
  expect(stderr).toContain(`chỉ giữ “${kept}”`);
  expect((await world.json<Status>(['status'])).paused).toMatchObject([{ byPerson: { why: kept } }]);
  const told = [
    stdout,
    JSON.stringify(await audit('pause')),
    JSON.stringify(await world.ledger('TABLE breaker')),
  ];
  for (const value of personal) expect(told.join('\n')).not.toContain(value);
  expect((await world.dongbo(['pause', 'live', '--why', 'bảo trì'])).stderr).toBe('');
}, 30_000);

it('runs a job with no more settings than it needs, and tells in words what it did', async () => {
  const without = { SOURCE_URL: '', PORTAL_BASE_URL: '', PORTAL_USERNAME: '', PORTAL_PASSWORD: '' };
  for (const job of ['recover', 'prune', 'score']) {
    const { code, stderr } = await world.dongbo(['jobs', 'run', job], without);
    expect({ job, code, stderr }).toEqual({ job, code: 0, stderr: '' });
  }
  for (const [job, needed] of [
    ['extract', 'SOURCE_URL'],
    ['reconcile', 'PORTAL_BASE_URL'],
  ] as const) {
    const { code, stderr } = await world.dongbo(['jobs', 'run', job], without);
    expect({ job, code }).toEqual({ job, code: 78 });
    expect(stderr).toContain(needed);
  }
  await changeToday(codes[2] ?? '');
  const { stdout } = await world.dongbo(['jobs', 'run', 'extract']);
  expect(stdout).toMatch(/ {2}hồ sơ đã đọc: \d+, mới hoặc đổi: 1, không đổi: \d+, chuẩn hóa lại: 0\n/);
  await changeToday(codes[2] ?? '');
  const english = await world.dongbo(['jobs', 'run', 'extract'], { LANGUAGE_CODE: 'en' });
  expect(english.stdout).toContain('new or changed: 1, ');
  const scored = await world.dongbo(['jobs', 'run', 'score'], { LANGUAGE_CODE: 'en' });
  expect(scored.stdout).toMatch(/records of dossiers brought up to date: \d+, dossiers put first: \d+/);
}, 60_000);

it('names each run on all that is logged for it, and tells it to whoever asks for one', async () => {
  // No session, so that the run has something to tell before it fails.
  await world.ledger('DELETE FROM portal_session');
  world.portal.control({ down: true });
  const daemon = await startDaemon({ LOG_LEVEL: 'debug', SCHEDULE_CATALOGUE: '* * * * * *' });
  await daemon.until('a run that fails', () =>
    daemon.logged('job failed').some(({ job }) => job === 'catalogue'),
  );
  const failed = daemon.logged('job failed').find(({ job }) => job === 'catalogue');
  const started = daemon.logged('job started');
  expect(started.filter(({ run }) => run === failed?.run)).toMatchObject([{ job: 'catalogue' }]);
  const names = started.map(({ run }) => run);
  expect(names.every((name) => /^[0-9a-f]{8}$/.test(String(name)))).toBe(true);
  expect(new Set(names).size).toBe(names.length);
  const [login] = daemon.logged('portal login-failed');
  expect(started.find(({ run }) => run === login?.run)).toMatchObject({ job: 'catalogue' });

  world.portal.control({ down: false });
  await changeToday(codes[3] ?? '');
  const isIt = ({ job, changed }: Record<string, unknown>): boolean => job === 'extract' && changed === 1;
  await daemon.until('the change', () => daemon.logged('job done').some(isIt));
  const done = daemon.logged('job done').find(isIt);
  expect(daemon.logged('job started').find(({ run }) => run === done?.run)).toMatchObject({ job: 'extract' });
  // What workers do belongs to no run: it has its batch.
  await daemon.until('its delivery', () => daemon.logged('batch done').length > 0);
  for (const line of daemon.logged('batch done'))
    expect([line.run, line.batch]).toEqual([undefined, expect.any(String)]);
}, 60_000);
