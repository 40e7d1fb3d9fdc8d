/**
 * `dongbo doctor` in a world that is well, and with one thing after the other broken in it: exactly the check
 * of that thing tells it, by its code, and the exit code says what kind of trouble it is.
 * Left out are what hangs on the machine that tests run on (Node.js, disk): test/unit/doctor.test.ts.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LEADERSHIP } from '../../src/ledger/leadership.ts';
import type { Settings } from '../support/e2e/command.ts';
import { mappingsWith } from '../support/e2e/refusals.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { describeWithRedis, freePort, redisServer } from '../support/services.ts';

interface Told {
  readonly check: string;
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly code: string | null;
  readonly message: string | null;
  readonly remedy: string | null;
}

const OF_THE_MACHINE: ReadonlySet<string> = new Set(['node', 'disk']);
const READER = `reader_${process.pid}_${Date.now()}`;

let home: ProvinceHome;
let world: World;
let files: Server;
let filesAnswer = 200;
let asked: string[] = [];
const undo: (() => Promise<unknown>)[] = [];

/** The province as its keeper. */
async function atHome(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: home.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

beforeAll(async () => {
  files = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(filesAnswer).end();
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  home = await settleProvince(30, 0, 3);
  await atHome(
    `CREATE ROLE ${READER} LOGIN PASSWORD 'r'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READER}`,
  );
  const source = new URL(home.url);
  source.username = READER;
  source.password = 'r';
  world = await World.open(
    home,
    {},
    {
      SOURCE_URL: source.href,
      PORTAL_CONCURRENCY: '2',
      FILE_BASE_URL: `http://127.0.0.1:${(files.address() as AddressInfo).port}/tep/`,
    },
  );
  // The tests' server does not wait for its disk, which the doctor would tell.
  const ledger = new URL(world.settings.DATABASE_URL ?? '').pathname.slice(1);
  await world.ledger(`ALTER DATABASE "${ledger}" SET synchronous_commit = on`);
  await world.sync();
}, 120_000);
afterEach(async () => {
  for (const back of undo.splice(0).reverse()) await back();
  filesAnswer = 200;
});
afterAll(async () => {
  await world?.close();
  await atHome(`DROP OWNED BY ${READER}; DROP ROLE ${READER}`);
  await home?.close();
  files.close();
});

/** Runs it: the exit code, and what is not well, without what hangs on the machine. */
async function doctor(settings: Settings = {}, words: readonly string[] = []) {
  const { code, stdout, stderr } = await world.dongbo(['doctor', '--json', ...words], settings);
  const document = JSON.parse(stdout) as { ok: boolean; checks: Told[] };
  const checks = document.checks.filter(({ check }) => !OF_THE_MACHINE.has(check));
  const trouble = checks.filter(({ result }) => result === 'warning' || result === 'failed');
  return {
    code,
    ok: document.ok,
    checks,
    output: stdout + stderr,
    trouble: trouble.map((told) => `${told.check} ${told.result} ${told.code ?? ''}`),
  };
}

/** Changes the ledger, and back after the test. */
async function change(sql: string, back: string): Promise<void> {
  undo.push(() => world.ledger(back));
  await world.ledger(sql);
}

it('all well: nothing to tell, exit 0', async () => {
  const seen = await doctor();
  expect(seen.trouble, seen.output).toEqual([]);
  expect([seen.code, seen.ok]).toEqual([0, true]);
  expect(seen.checks.filter(({ result }) => result === 'skipped').map(({ check }) => check)).toEqual([
    'backup',
    'queue-policy',
    'queue-memory',
    'source-documents',
    'client-certificate',
    'portal-ca',
    'service-certificates',
    'leader',
    'jobs',
  ]);
});

/** What is broken, how (answers settings for the call), what is told, exit. */
const BROKEN: readonly [string, () => Promise<Settings>, readonly string[], number][] = [
  ['a wrong password', async () => ({ PORTAL_PASSWORD: 'wrong' }), ['portal-login failed DB-PRT-002'], 78],
  [
    'a portal that is away',
    async () => ({ PORTAL_BASE_URL: `http://127.0.0.1:${await freePort()}` }),
    ['portal failed DB-PRT-001'],
    69,
  ],
  [
    "a portal's clock that is off",
    async () => {
      undo.push(async () => world.portal.control({ clockSkewSeconds: 0 }));
      world.portal.control({ clockSkewSeconds: 300 });
      return {};
    },
    ['portal-clock failed DB-DOC-007'],
    1,
  ],
  [
    'an audit that was emptied',
    async () => {
      await change(
        'ALTER TABLE audit RENAME TO audit_kept; CREATE TABLE audit (LIKE audit_kept)',
        'DROP TABLE audit; ALTER TABLE audit_kept RENAME TO audit',
      );
      return {};
    },
    ['audit failed DB-AUD-003'],
    1,
  ],
  [
    'an old catalogue',
    async () => {
      await change(
        `UPDATE catalogue_pull SET started_at = started_at - interval '8 days', finished_at = finished_at - interval '8 days'`,
        `UPDATE catalogue_pull SET started_at = started_at + interval '8 days', finished_at = finished_at + interval '8 days'`,
      );
      return {};
    },
    ['catalogue failed DB-DOC-016'],
    1,
  ],
  [
    'a column that the source lacks',
    async () => {
      undo.push(() => atHome('ALTER VIEW dongbo_ho_so RENAME COLUMN ma_tthc_x TO ma_tthc'));
      await atHome('ALTER VIEW dongbo_ho_so RENAME COLUMN ma_tthc TO ma_tthc_x');
      return {};
    },
    ['source failed DB-SRC-004'],
    78,
  ],
  [
    'a breaker that is open',
    async () => {
      await change(
        `UPDATE breaker SET state = 'open', probe_at = now() + interval '1 hour', reason = 'CONNECT: x' WHERE lane = 'live'`,
        `UPDATE breaker SET state = 'closed', probe_at = NULL, reason = '' WHERE lane = 'live'`,
      );
      return {};
    },
    ['lanes failed DB-DOC-014'],
    69,
  ],
  [
    'a lane that a person has paused',
    async () => {
      await change(
        `UPDATE breaker SET paused_at = now(), paused_by = 'a', paused_why = 'b' WHERE lane = 'live'`,
        'UPDATE breaker SET paused_at = NULL, paused_by = NULL, paused_why = NULL',
      );
      return {};
    },
    ['lanes warning DB-DOC-015'],
    0,
  ],
  [
    'file links that lead nowhere',
    async () => {
      filesAnswer = 404;
      return {};
    },
    ['file-links failed DB-DOC-022'],
    1,
  ],
  ['a bad setting', async () => ({ PORTAL_BATCH_SIZE: 'many' }), ['settings failed DB-CFG-001'], 78],
  [
    'a fault of the mapping tables',
    async () => {
      const copy = await mappingsWith('statuses.csv', ['DA_XONG,,99,ví dụ']);
      undo.push(() => copy.remove());
      return { MAPPINGS_DIR: copy.dir };
    },
    ['mappings failed DB-MAP-001'],
    78,
  ],
  [
    'a row for a code that the catalogue lacks',
    async () => {
      const copy = await mappingsWith('procedures.csv', ['TT-LA,9.999999,,,ví dụ']);
      undo.push(() => copy.remove());
      return { MAPPINGS_DIR: copy.dir };
    },
    ['mapping-targets warning DB-DOC-019'],
    0,
  ],
  [
    'nobody who leads',
    async () => {
      await change(
        `INSERT INTO job_run (job, last_run_at, last_success_at, last_error)
         SELECT job, now(), now(), '' FROM unnest('{extract,catalogue}'::text[]) AS job`,
        'DELETE FROM job_run',
      );
      return {};
    },
    ['leader failed DB-DOC-021'],
    69,
  ],
  [
    'a job that does not succeed any more',
    async () => {
      await change(
        `INSERT INTO job_run (job, last_run_at, last_success_at, last_error)
         VALUES ('catalogue', now(), now() - interval '4 days', 'DB-CAT-003'), ('extract', now(), now(), '')`,
        'DELETE FROM job_run',
      );
      // Held by this test's session, as by a process that leads.
      await change(
        `SELECT pg_advisory_lock(${LEADERSHIP}, 0)`,
        `SELECT pg_advisory_unlock(${LEADERSHIP}, 0)`,
      );
      return {};
    },
    ['jobs failed DB-DOC-020'],
    1,
  ],
];

describe('of what is broken, one check tells', () => {
  it.each(BROKEN)('%s', async (_what, broken, trouble, exit) => {
    const seen = await doctor(await broken());
    expect(seen.trouble, seen.output).toEqual(trouble);
    expect([seen.code, seen.ok]).toEqual([exit, exit === 0]);
    const told = seen.checks.find(({ code }) => code !== null);
    expect([told?.message, told?.remedy].every(Boolean)).toBe(true);
  });

  it('the ledger away: everything else is still looked at', async () => {
    const url = new URL(world.settings.DATABASE_URL ?? '');
    url.port = String(await freePort());
    const seen = await doctor({ DATABASE_URL: url.href });
    expect(seen.trouble).toEqual(['ledger failed DB-SVC-001']);
    expect(seen.code).toBe(69);
    const well = seen.checks.filter(({ result }) => result === 'ok').map(({ check }) => check);
    expect(well).toEqual(
      expect.arrayContaining(['settings', 'source', 'portal', 'portal-clock', 'mappings']),
    );
  });
});

describeWithRedis('a Redis that may throw jobs away', () => {
  it('is told', async () => {
    const server = await redisServer();
    if (server === null) throw new Error('no Redis');
    undo.push(() => server.stop());
    const admin = new Redis(server.url);
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    admin.disconnect();
    const seen = await doctor({ REDIS_URL: server.url });
    expect(seen.trouble, seen.output).toEqual(['queue-policy warning DB-SVC-022']);
    expect(seen.code).toBe(0);
  });
});

it('no link and no password is shown', async () => {
  filesAnswer = 404;
  asked = [];
  const { output } = await doctor({}, ['--links', '20']);
  expect(asked.length).toBeGreaterThan(0);
  expect(new Set(asked.map((path) => path.slice(0, 5)))).toEqual(new Set(['/tep/']));
  expect(output).not.toMatch(/\.pdf|\/tep\//);
  expect(output).not.toContain(world.settings.PORTAL_PASSWORD);
});

it('--offline asks nobody', async () => {
  const calls = world.portal.state().calls;
  asked = [];
  const port = await freePort();
  const seen = await doctor(
    { DATABASE_URL: `postgres://x@127.0.0.1:${port}/x`, SOURCE_URL: `postgres://x@127.0.0.1:${port}/x` },
    ['--offline'],
  );
  expect([seen.code, seen.trouble, asked]).toEqual([0, [], []]);
  expect(world.portal.state().calls).toEqual(calls);
  expect(seen.checks.map(({ check }) => check)).toEqual([
    'settings',
    'secret-files',
    'encryption',
    'client-certificate',
    'portal-ca',
    'service-certificates',
    'mappings',
  ]);
});

it('for people: a mark a check, message and remedy below what is not well, no colour into a pipe', async () => {
  const { code, stdout } = await world.dongbo(['doctor', '--offline'], { LOG_LEVEL: 'loud' });
  expect(code).toBe(78);
  expect(stdout).toMatch(
    /^✗ Thiết lập +1 lỗi\n {4}DB-CFG-001 .+\n {4}- LOG_LEVEL \("loud"\).+\n {4}→ .+\n✓ /,
  );
  expect(stdout).toMatch(/^– Chứng thư của máy khách/m);
  expect(stdout).not.toContain('\u001b');
  expect((await world.dongbo(['doctor', '--links', '-1'])).code).toBe(2);
});
