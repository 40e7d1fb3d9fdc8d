/** The admin HTTP of a real House: a made-up province, the simulated portal, a PostgreSQL that can be cut. */
import { createServer, type Server } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admin } from '../../src/compose/admin.ts';
import { refreshForGlance } from '../../src/compose/facts.ts';
import { syncHouse } from '../../src/compose/syncing.ts';
import { House } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { DELIVERY_STATES } from '../../src/domain/delivery.ts';
import { DongboError, ERROR_CODES, explainError } from '../../src/domain/errors.ts';
import { noteJobRun } from '../../src/ledger/job-runs.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { noteSweep } from '../../src/ledger/sweep.ts';
import { type SimulatedPortal, startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { createProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import { makeProvince, type ProvinceDossier } from '../../src/simulator/province/make-province.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { type Exposition, parseExposition } from '../support/exposition.ts';
import { type FreshDatabase, freshDatabase, waitFor } from '../support/services.ts';
import { type Proxy as Outage, proxyTo } from '../support/services-proxy.ts';

const NEVER = new AbortController().signal;
const closers: (() => Promise<unknown>)[] = [];
let databases: { ledger: FreshDatabase; province: FreshDatabase };
let proxy: Outage;
let portal: SimulatedPortal;
let dossiers: ProvinceDossier[];
let house: House;
let admin: Admin;
let url = '';
let skippedMs = 0;
let beforeStart: { readyz: Response; healthz: Response; metrics: Exposition };

const calls = async (): Promise<number> =>
  [...(await metrics()).values]
    .filter(([key]) => key.startsWith('dongbo_portal_calls_total'))
    .reduce((sum, [, value]) => sum + value, 0);
const get = (path: string) => fetch(`${url}${path}`);
const metrics = async () => parseExposition(await (await get('/metrics')).text());

async function fromLedger<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databases.ledger.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A log that remembers its lines. */
const lines: string[] = [];
const log = createLogger('info', { write: (line: string) => void lines.push(line) });

beforeAll(async () => {
  databases = { ledger: await freshDatabase(), province: await freshDatabase() };
  dossiers = [...makeProvince({ dossiers: 60, faulty: 20, seed: 3, now: new Date() }).dossiers()];
  const province = await createProvinceDatabase(databases.province.url, dossiers);
  await province.close();
  proxy = await proxyTo(databases.ledger.url);
  portal = await startSimulatedPortal({ seed: 1 });
  closers.push(
    () => portal.close(),
    () => proxy.close(),
    () => databases.ledger.drop(),
    () => databases.province.drop(),
  );
  const config = parseConfig({
    DATABASE_URL: proxy.url,
    SOURCE_URL: databases.province.url,
    FILE_BASE_URL: 'https://motcua.tinhmau.example/tep/',
    PORTAL_BASE_URL: portal.url,
    PORTAL_USERNAME: portal.credentials.username,
    PORTAL_PASSWORD: portal.credentials.password,
    PORTAL_AGENCY_CODE: portal.credentials.agencyCode,
    ADMIN_PORT: '0',
  });
  house = new House(config, log, () => Date.now() + skippedMs);
  closers.unshift(() => house.close());
  admin = await house.admin();
  url = /"where":"([^"]+)"/.exec(lines.find((line) => line.includes('admin HTTP')) ?? '')?.[1] ?? '';
  beforeStart = {
    readyz: await get('/readyz'),
    healthz: await get('/healthz'),
    metrics: await metrics(),
  };
  const opened = await house.openedLedger();
  await migrate(opened.database, opened.url);
  await syncHouse(house, { waitMs: 0 }, NEVER);
  await refreshForGlance(house, NEVER);
  for (const job of ['extract', 'recover', 'extract:bo-roi', 'sweep:bo-roi']) {
    await noteJobRun(opened.database, job, '', 'r');
  }
  for (const source of ['sql', 'bo-roi']) {
    await noteSweep(opened.database, {
      source,
      startedAt: new Date(),
      swept: 1,
      reread: 0,
      changed: 0,
      vanished: 0,
    });
  }
  admin.attach({
    ledger: await house.ledger(),
    queue: await house.queue(),
    sources: await house.sources(),
    portal: await house.portal(),
    dueSoonHours: () => 24,
  });
});

afterAll(async () => {
  for (const close of closers) await close();
});

describe('while the daemon starts', () => {
  it('is alive, not ready, and shows no figure that nobody knows', async () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(beforeStart.healthz.status).toBe(200);
    expect(beforeStart.readyz.status).toBe(503);
    expect(await beforeStart.readyz.json()).toEqual({
      ok: false,
      checks: { started: { ok: false, reason: 'starting' } },
    });
    expect(beforeStart.metrics.values.get('dongbo_ledger_up')).toBe(0);
    expect(beforeStart.metrics.types.has('dongbo_dossiers')).toBe(false);
  });

  it('says that two daemons want two ports when its own is taken', async () => {
    const taken: Server = await new Promise((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const second = new House(parseConfig({ ADMIN_PORT: String(port) }), log);
    const error = await second.admin().catch((reason: unknown) => reason);
    taken.close();
    expect(error).toBeInstanceOf(DongboError);
    const { code, exitCode, params } = error as DongboError;
    expect([code, exitCode]).toEqual(['DB-SVC-008', 78]);
    const { message, remedy } = explainError(code, 'vi', params);
    expect(message).toContain(`127.0.0.1:${port}`);
    expect(remedy).toMatch(/mỗi tiến trình một ADMIN_PORT riêng/);
  });
});

describe('/metrics after a pass', () => {
  it("shows the ledger's own numbers", async () => {
    const { values, labels } = await metrics();
    const states = await fromLedger<{ state: string; count: number }>(
      `SELECT state, count(*)::int AS count FROM delivery WHERE kind = 'dossier' GROUP BY state`,
    );
    expect(values.get('dongbo_dossiers{state="accepted"}')).toBeGreaterThan(30);
    for (const state of DELIVERY_STATES) {
      const expected = states.find((row) => row.state === state)?.count ?? 0;
      expect([state, values.get(`dongbo_dossiers{state="${state}"}`)]).toEqual([state, expected]);
    }
    const held = await fromLedger<{ code: string; count: number }>(
      'SELECT code, count(DISTINCT dossier_id)::int AS count FROM held GROUP BY code',
    );
    expect(held.length).toBeGreaterThan(3);
    expect(labels('dongbo_held', 'reason').sort()).toEqual(held.map(({ code }) => code).sort());
    for (const { code, count } of held) expect(values.get(`dongbo_held{reason="${code}"}`)).toBe(count);
    expect(values.get('dongbo_ledger_up')).toBe(1);
    expect(values.get('dongbo_oldest_pending_seconds')).toBe(0);
    expect(values.get('dongbo_catalogue_age_seconds')).toBeLessThan(120);
    expect(values.get('dongbo_extract_cursor_age_seconds{source="sql"}')).toBeLessThan(120);
  });

  it('tells what the portal counts as late, though it was finished in time: what is held of this province', async () => {
    const { values } = await metrics();
    // Every good dossier is at the portal as a whole.
    const behind = await fromLedger<{ late: number; held: number }>(
      `SELECT count(*)::int AS late, count(*) FILTER (WHERE EXISTS (
         SELECT FROM held h WHERE h.dossier_id = f.dossier_id AND h.blocking))::int AS held
       FROM score_fact f WHERE urgent_due < extract(epoch FROM now() + interval '7 hours' - timestamptz '2000-01-01Z')`,
    );
    const [{ late, held } = { late: 0, held: 0 }] = behind;
    expect(late).toBeGreaterThan(0);
    expect(held).toBe(late);
    expect(values.get('dongbo_late_because_of_sync_total')).toBe(late);
    expect(values.get('dongbo_not_synchronized_seconds{due="soon"}')).toBe(0);
    expect(values.get('dongbo_score_facts_due')).toBe(0);
    expect(values.get('dongbo_score_facts_faulty')).toBe(0);
  });

  it('shows nothing of the jobs and sweeps of a source that was taken away', async () => {
    const { labels } = await metrics();
    expect(labels('dongbo_job_last_success_timestamp_seconds', 'job').sort()).toEqual(['extract', 'recover']);
    expect(labels('dongbo_sweep_dossiers', 'source')).toEqual(['sql']);
  });

  it('counts the codes of the province that have no national one', async () => {
    const { values, labels } = await metrics();
    expect(labels('dongbo_unmapped_codes', 'kind').sort()).toEqual(
      ['agency', 'component', 'procedure', 'result', 'status'].sort(),
    );
    const [seen] = await fromLedger<{ procedures: number; components: number }>(
      `SELECT count(DISTINCT lower(btrim(value))) FILTER (WHERE code = 'DB-DOS-004')::int AS procedures,
         count(DISTINCT lower(btrim(value))) FILTER (WHERE code IN ('DB-CMP-005', 'DB-CMP-006'))::int AS components
       FROM held`,
    );
    expect(seen?.procedures).toBeGreaterThan(0);
    expect(values.get('dongbo_unmapped_codes{kind="procedure"}')).toBe(seen?.procedures);
    expect(values.get('dongbo_unmapped_codes{kind="component"}')).toBe(seen?.components);
  });

  it('counts what this process did as the portal and the ledger saw it', async () => {
    const { values, types } = await metrics();
    const sum = (name: string, ...parts: string[]) =>
      [...values]
        .filter(([key]) => key.startsWith(`${name}{`) && parts.every((part) => key.includes(part)))
        .reduce((total, [, value]) => total + value, 0);
    const [attempts] = await fromLedger<{ calls: number; dossiers: number; steps: number }>(
      `SELECT count(DISTINCT at)::int AS calls,
         (SELECT count(*)::int FROM delivery WHERE kind = 'dossier' AND state = 'accepted') AS dossiers,
         (SELECT count(*)::int FROM delivery WHERE kind = 'step' AND state = 'accepted') AS steps FROM attempt`,
    );
    expect(sum('dongbo_portal_records_total', 'service="DongBoHoSoMC"', 'outcome="accepted"')).toBe(
      attempts?.dossiers,
    );
    expect(sum('dongbo_portal_records_total', 'service="CapNhatTienDoHoSoMC"', 'outcome="accepted"')).toBe(
      attempts?.steps,
    );
    const logins = lines.filter((line) => line.includes('portal logged-in')).length;
    expect(logins).toBeGreaterThan(0);
    expect(sum('dongbo_portal_calls_total', 'service="login"', 'outcome="accepted"')).toBe(logins);
    expect(sum('dongbo_portal_calls_total', 'service="LayThuTuc"', 'outcome="accepted"')).toBeGreaterThan(10);
    expect(sum('dongbo_portal_call_seconds_count')).toBe(sum('dongbo_portal_calls_total'));
    expect(sum('dongbo_sync_lag_seconds_count')).toBe(attempts?.dossiers);
    expect(sum('dongbo_settled_total', 'kind="dossier"', 'state="accepted"')).toBe(attempts?.dossiers);
    expect(sum('dongbo_settled_total', 'kind="step"', 'state="accepted"')).toBe(attempts?.steps);
    expect(sum('dongbo_batch_seconds_count')).toBe(sum('dongbo_batches_total'));
    expect(values.get('dongbo_extract_rows_total{result="changed",source="sql"}')).toBe(dossiers.length);
    expect(values.get('dongbo_queue_jobs{queue="backfill",state="waiting"}')).toBe(0);
    expect([...values.keys()].find((key) => key.startsWith('dongbo_build_info'))).toMatch(
      /version="\d+\.\d+\.\d+/,
    );
    expect(types.get('dongbo_sync_lag_seconds')).toBe('histogram');
    expect(types.get('process_resident_memory_bytes')).toBe('gauge');
  });

  it('says whether this process leads', async () => {
    const leads = async () => (await metrics()).values.get('dongbo_scheduler_leads');
    expect(await leads()).toBe(0);
    admin.leads(true);
    expect(await leads()).toBe(1);
    admin.leads(false);
    expect(await leads()).toBe(0);
  });

  it('has bounded labels, no dossier and no person in it', async () => {
    const text = await (await get('/metrics')).text();
    const { labels } = parseExposition(text);
    expect(ERROR_CODES).toEqual(expect.arrayContaining(labels('dongbo_held', 'reason')));
    expect(labels('dongbo_portal_calls_total', 'service').length).toBeLessThan(16);
    for (const { rows } of dossiers) {
      const row = rows.dongbo_ho_so;
      for (const value of [row.ma_ho_so, row.chu_ho_so, row.so_dinh_danh, row.so_dien_thoai]) {
        if (value != null && value.trim().length > 3) expect(text).not.toContain(value.trim());
      }
    }
  });
});

describe('a worker that fetches nothing', () => {
  it('is not stalled while its lane is paused, and is when the other lane waits', async () => {
    const queue = await house.queue();
    const [row] = await fromLedger<{ id: number; lane: 'live' | 'backfill' }>(
      `WITH due AS (UPDATE delivery SET state = 'queued', due_at = now() WHERE id = (
         SELECT min(id) FROM delivery WHERE kind = 'dossier' AND state = 'accepted') RETURNING dossier_id)
       SELECT d.id::int, d.lane FROM due JOIN dossier d ON d.id = due.dossier_id`,
    );
    const { id = 0, lane = 'live' } = row ?? {};
    await queue.enqueue(lane, [{ dossiers: [id] }]);
    const pause = (one: string) =>
      fromLedger(`
        UPDATE breaker SET state = 'closed', probe_at = NULL WHERE lane <> '${one}';
        UPDATE breaker SET state = 'open', probe_at = now() + interval '1 hour' WHERE lane = '${one}'`);
    const lookFor = async (seconds: number): Promise<unknown> => {
      let seen: number | null = null;
      for (let passed = 0; passed <= seconds && seen === null; passed += 5) {
        skippedMs += 5_000;
        seen = await admin.look();
      }
      return seen;
    };
    await pause(lane);
    expect(await lookFor(660)).toBeNull();
    // Who reads the log is reminded of it meanwhile.
    await waitFor(() => lines.some((line) => line.includes('breaker still open')), { what: 'the reminder' });
    const { values } = await metrics();
    expect(values.get(`dongbo_breaker_state{lane="${lane}"}`)).toBe(2);
    // Once it is time to try, somebody must: where nobody does, the lane would stay paused for ever.
    await fromLedger(`UPDATE breaker SET probe_at = now() WHERE lane = '${lane}'`);
    expect(await lookFor(120)).toBeGreaterThanOrEqual(45);
    await pause(lane);
    expect(await admin.look()).toBeNull();
    await pause(lane === 'live' ? 'backfill' : 'live');
    expect(await lookFor(120)).toBeGreaterThanOrEqual(45);
    await fromLedger(`
      UPDATE breaker SET state = 'closed', probe_at = NULL;
      UPDATE delivery SET state = 'accepted' WHERE dossier_id = ${id} AND kind = 'dossier'`);
    expect(await admin.look()).toBeNull();
  });

  it('turns /healthz to 503 within a minute with work waiting, and back when it works', async () => {
    const queue = await house.queue();
    const [row] = await fromLedger<{ id: number }>(
      `UPDATE delivery SET state = 'queued', due_at = now() WHERE id = (
         SELECT max(id) FROM delivery WHERE kind = 'dossier' AND state = 'accepted') RETURNING dossier_id::int AS id`,
    );
    await queue.enqueue('live', [{ dossiers: [row?.id ?? 0] }]);
    const seconds: (number | null)[] = [];
    for (let second = 0; second <= 45; second += 5) {
      seconds.push(await admin.look());
      if (second < 45) skippedMs += 5_000;
      if (second === 35) {
        expect((await get('/healthz')).status).toBe(200);
        const { values } = await metrics();
        expect(values.get('dongbo_worker_idle_seconds{lane="live"}')).toBeGreaterThanOrEqual(35);
        expect(values.get('dongbo_worker_idle_seconds{lane="backfill"}')).toBe(0);
        expect(admin.isWell()).toBe(true);
      }
    }
    expect(seconds.slice(0, -1).every((each) => each === null)).toBe(true);
    // The clock goes on by itself, too.
    expect(seconds.at(-1)).toBeGreaterThanOrEqual(45);
    expect(seconds.at(-1)).toBeLessThan(50);
    expect([admin.isWell(), admin.whyUnwell()?.code]).toEqual([false, 'DB-SVC-006']);
    const stalled = await get('/healthz');
    expect(stalled.status).toBe(503);
    expect(await stalled.json()).toMatchObject({
      ok: false,
      checks: { process: { ok: true }, worker: { ok: false, code: 'DB-SVC-006' } },
    });

    const worked = new Promise<void>((resolve) => {
      const done = { again: [], delayMs: 0 };
      void queue.work(async () => {
        resolve();
        return done;
      });
    });
    await worked;
    await queue.drain(5_000);
    expect(await admin.look()).toBeNull();
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('/readyz', () => {
  it('is 200 when ledger, queue and portal answer', async () => {
    const answer = await get('/readyz');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        ok: true,
        checks: {
          started: { ok: true },
          ledger: { ok: true },
          queue: { ok: true },
          portal: { ok: true },
        },
      },
    ]);
  });

  const logins = (): number => lines.filter((line) => line.includes('portal logged-in')).length;

  it('uses the session there is, however old the last answer: no login of a watcher ends it', async () => {
    const before = logins();
    for (let look = 0; look < 3; look += 1) {
      skippedMs += 10 * 60_000;
      expect((await get('/readyz')).status).toBe(200);
    }
    expect(logins()).toBe(before);
  });

  it('tells an outage by the paused lane without a call, and its end at once', async () => {
    skippedMs += 10 * 60_000;
    await fromLedger(`UPDATE breaker SET state = 'open', reason = 'ECONNREFUSED',
      probe_at = now() + interval '1 minute' WHERE lane = 'backfill'`);
    // Not even where there is no session: one job tries for all.
    await fromLedger('DELETE FROM portal_session');
    const before = await calls();
    const away = await get('/readyz');
    expect(away.status).toBe(503);
    expect(await away.json()).toMatchObject({
      checks: { portal: { ok: false, code: 'DB-PRT-001', reason: expect.stringContaining('ECONNREFUSED') } },
    });
    expect(await calls()).toBe(before);
    await fromLedger(`UPDATE breaker SET state = 'closed', probe_at = NULL`);
    expect((await get('/readyz')).status).toBe(200);
  });

  it('logs in where there is no session yet, and not again for half a minute when nobody is there', async () => {
    let ahead = 0;
    const own = new House(house.config, log, () => Date.now() + ahead);
    try {
      const from = lines.length;
      const ownAdmin = await own.admin();
      const started = lines.slice(from).find((line) => line.includes('admin HTTP')) ?? '';
      const ready = () => fetch(`${/"where":"([^"]+)"/.exec(started)?.[1]}/readyz`);
      ownAdmin.attach({
        ledger: await own.ledger(),
        queue: await own.queue(),
        sources: [],
        portal: await own.portal(),
        dueSoonHours: () => 24,
      });
      portal.control({ down: true });
      const away = await ready();
      expect([away.status, await away.json()]).toMatchObject([
        503,
        { checks: { portal: { ok: false, code: 'DB-PRT-001' } } },
      ]);
      portal.control({ down: false });
      expect((await ready()).status).toBe(503);
      ahead += 31_000;
      expect((await ready()).status).toBe(200);
    } finally {
      portal.control({ down: false });
      await own.close();
    }
  });

  it('tells a ledger that is away; the scrape goes on without its figures', async () => {
    skippedMs += 11_000;
    proxy.cut();
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      checks: { ledger: { ok: false, code: 'DB-SVC-001' }, portal: { ok: true } },
    });
    const cut = await metrics();
    expect(cut.values.get('dongbo_ledger_up')).toBe(0);
    expect(cut.types.has('dongbo_dossiers')).toBe(false);
    expect(cut.values.get('dongbo_extract_rows_total{result="changed",source="sql"}')).toBe(dossiers.length);
    expect((await get('/healthz')).status).toBe(200);
    // Nobody works here: the look every few seconds notices it.
    const told = (message: string) => lines.filter((line) => line.includes(`"msg":"${message}"`)).length;
    expect(told('ledger away, waiting')).toBe(0);
    for (let look = 0; look < 3; look += 1) await admin.look();
    await waitFor(() => told('ledger away, waiting') === 1, { what: 'the outage in the log' });
    proxy.mend();
    await waitFor(async () => (await admin.look()) === null && told('ledger back') === 1, {
      what: 'its end',
    });
    expect(told('ledger away, waiting')).toBe(1);
    skippedMs += 11_000;
    expect((await get('/readyz')).status).toBe(200);
    expect((await metrics()).values.get('dongbo_ledger_up')).toBe(1);
  });

  it('asks another connection where its own was cut: that says nothing of the server', async () => {
    const holder = new pg.Client({ connectionString: databases.ledger.url });
    await holder.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE knex_migrations');
      const asked = get('/readyz');
      const cut = () =>
        fromLedger<{ cut: boolean }>(
          `SELECT pg_terminate_backend(pid, 5000) AS cut FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%knex_migrations%'`,
        );
      await waitFor(async () => (await cut()).length > 0, { what: 'the question of /readyz' });
      await holder.query('ROLLBACK');
      const answer = await asked;
      expect([answer.status, await answer.json()]).toMatchObject([200, { checks: { ledger: { ok: true } } }]);
    } finally {
      await holder.end();
    }
  });

  it('knows nothing else', async () => {
    expect((await get('/')).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
  });
});
