/**
 * The daemon whose ledger goes away, cannot write or loses its connections in the middle of the work:
 * it stays, says so, and ends its work by itself; nothing is lost and no step is doubled.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DongboProcess } from '../support/e2e/child.ts';
import type { Settings } from '../support/e2e/command.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { type OwnPostgres, ownPostgres } from '../support/own-postgres.ts';
import { describeWithRedis, type RedisServer, redisServer } from '../support/services.ts';

const TIMEOUT_MS = 120_000;
const DOSSIERS = 150;

let home: ProvinceHome;
let server: OwnPostgres;

beforeAll(async () => {
  [home, server] = await Promise.all([settleProvince(DOSSIERS, 15, 5), ownPostgres()]);
}, TIMEOUT_MS);
afterAll(async () => {
  await server?.close();
  await home?.close();
}, TIMEOUT_MS);

const EVERY_SECOND = '* * * * * *';

/** A daemon with calls under way: some dossiers and steps are at the portal and most are not. */
async function inTheMiddle(settings: Settings): Promise<{ world: World; daemon: DongboProcess }> {
  const world = await World.open(
    home,
    {},
    {
      PORTAL_BATCH_SIZE: '5',
      PORTAL_CONCURRENCY: '2',
      PORTAL_TIMEOUT_SECONDS: '5',
      SCHEDULE_EXTRACT: EVERY_SECOND,
      SCHEDULE_RECOVER: EVERY_SECOND,
      SCHEDULE_IRREGULAR: '*/5 * * * * *',
      ...settings,
    },
    await server.database(),
  );
  await world.json(['catalogue', 'pull']);
  world.portal.control({ latencyMs: 150 });
  const daemon = world.start(['run']);
  await daemon.until('steps at the portal', () => world.portal.state().steps >= 10);
  return { world, daemon };
}

const admin = (daemon: DongboProcess, path: string): Promise<Response> =>
  fetch(new URL(path, String(daemon.logged('admin HTTP listens')[0]?.where)));

async function readiness(daemon: DongboProcess): Promise<{ status: number; code: string | undefined }> {
  const answer = await admin(daemon, '/readyz');
  const { checks } = (await answer.json()) as { checks: Record<string, { code?: string }> };
  return { status: answer.status, code: checks.ledger?.code };
}

/** Everything came to its end by the daemon alone, once. */
async function expectFinished(world: World, daemon: DongboProcess): Promise<void> {
  world.portal.control({ latencyMs: 0 });
  await daemon.until(
    'everything at its end',
    async () => {
      const [row] = await world.ledger<{ open: number; dossiers: number }>(
        `SELECT (SELECT count(*) FROM dossier)::int AS dossiers,
           (SELECT count(*) FROM due_dossier)::int + (SELECT count(*) FROM lease)::int AS open`,
      );
      return row?.open === 0 && row.dossiers === DOSSIERS;
    },
    TIMEOUT_MS / 2,
  );
  expect(await deviations(world, home.expectations())).toEqual([]);
  expect(world.portal.state().doubledSteps).toBe(0);
  // The fault is over for the process, too.
  await daemon.until('ready again', async () => (await readiness(daemon)).status === 200);
  const { code } = await daemon.end('SIGTERM');
  expect(code, daemon.output.slice(-4_000)).toBe(0);
  const left = await world.ledger("SELECT id FROM delivery WHERE state = 'sending'");
  expect(left).toEqual([]);
}

/** The outage was said once, with its code, and so was its end. */
function expectTold(daemon: DongboProcess, code: string): void {
  const away = daemon.logged('ledger away, waiting');
  expect(away.map((line) => line.code)).toContain(code);
  expect(away.length).toBeLessThanOrEqual(4);
  expect(daemon.logged('ledger back').length).toBeGreaterThan(0);
  const said = daemon.logged('job failed').map((line) => `${String(line.job)} ${String(line.code)}`);
  expect(new Set(said).size).toBe(said.length);
}

let world: World;
let daemon: DongboProcess;

/** The test begins in the middle of the work of a daemon with these settings. */
function beginning(settings: () => Settings): void {
  beforeEach(async () => {
    ({ world, daemon } = await inTheMiddle(settings()));
    const opened = world;
    return () => opened.close();
  }, TIMEOUT_MS);
}

/** Waits for their end: one that has not heard of it yet would still answer. */
const CUT_OTHERS = `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

function survivesOutages(): void {
  it(
    'a server that is killed and comes back',
    async () => {
      await server.kill();
      await daemon.until('the outage in the log', () => daemon.logged('ledger away, waiting').length > 0);
      await daemon.until('not ready', async () => (await readiness(daemon)).code === 'DB-SVC-001');
      expect((await admin(daemon, '/healthz')).status).toBe(200);
      await server.start();
      await expectFinished(world, daemon);
      expectTold(daemon, 'DB-SVC-001');
    },
    TIMEOUT_MS,
  );

  it(
    'connections that are ended again and again',
    async () => {
      for (let round = 1; round <= 8; round += 1) {
        const before = world.portal.state().dossiers.size;
        await world.ledger(CUT_OTHERS);
        await daemon.until('more at the portal', async () => {
          const [open] = await world.ledger<{ n: number }>(
            "SELECT count(*)::int AS n FROM delivery WHERE kind = 'dossier' AND state IN ('queued', 'sending', 'retrying', 'unknown')",
          );
          return world.portal.state().dossiers.size > before || open?.n === 0;
        });
      }
      await expectFinished(world, daemon);
    },
    TIMEOUT_MS,
  );
}

describe('with the queue in PostgreSQL, the daemon survives', () => {
  beginning(() => ({}));
  survivesOutages();

  it(
    'a server that lets itself be read only, as a replica does',
    async () => {
      const [{ name } = { name: '' }] = await world.ledger<{ name: string }>(
        'SELECT current_database() AS name',
      );
      await world.ledger(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await world.ledger(CUT_OTHERS);
      await daemon.until('the fault in the log', () =>
        daemon.logged('ledger away, waiting').some((line) => line.code === 'DB-SVC-012'),
      );
      expect(await readiness(daemon)).toEqual({ status: 503, code: 'DB-SVC-012' });
      expect((await admin(daemon, '/healthz')).status).toBe(200);
      const { error } = await world.json<{ error: { code: string } }>(['sync', '--once'], {}, 69);
      expect(error.code).toBe('DB-SVC-012');
      await world.ledger(`ALTER DATABASE ${name} SET default_transaction_read_only = off`);
      await world.ledger(CUT_OTHERS);
      await expectFinished(world, daemon);
      expectTold(daemon, 'DB-SVC-012');
    },
    TIMEOUT_MS,
  );

  it(
    'a disk that is full while answers of the portal come in: they are written down once there is room',
    async () => {
      await world.ledger(`
        CREATE TABLE disk (is_full boolean);
        CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF EXISTS (SELECT FROM disk WHERE is_full) THEN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
          END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER no_room BEFORE INSERT ON attempt FOR EACH STATEMENT EXECUTE FUNCTION no_room();
        CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON job_run FOR EACH STATEMENT EXECUTE FUNCTION no_room();
        INSERT INTO disk VALUES (true)`);
      await daemon.until('the fault in the log', () =>
        daemon.logged('ledger away, waiting').some((line) => line.code === 'DB-SVC-010'),
      );
      await daemon.until('not ready', async () => (await readiness(daemon)).code === 'DB-SVC-010');
      expect((await admin(daemon, '/healthz')).status).toBe(200);
      // Nothing goes round in circles: what has been sent waits for its answer to be written.
      const sent = world.portal.state().dossiers.size;
      await world.ledger('UPDATE disk SET is_full = false');
      await expectFinished(world, daemon);
      expectTold(daemon, 'DB-SVC-010');
      expect(sent).toBeLessThan(DOSSIERS);
      // No answer was lost to `unknown`.
      const unknown = await world.ledger("SELECT id FROM attempt WHERE outcome = 'unknown'");
      expect(unknown).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describeWithRedis('with the queue in Redis, the daemon survives', () => {
  let redis: RedisServer | null = null;
  beforeAll(async () => {
    redis = await redisServer();
  });
  afterAll(() => redis?.stop());
  beginning(() => ({ REDIS_URL: redis?.url ?? '' }));
  survivesOutages();
});
