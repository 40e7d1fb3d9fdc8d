/**
 * A resync that does not get through: killed between storing a page and queueing it, told to stop, or
 * cancelled meanwhile. Nothing of it is half, and it goes on where it was.
 */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ResyncRecord } from '../../src/ledger/resync-list.ts';
import type { ResyncReport } from '../../src/pipeline/resync.ts';
import type { DongboProcess } from '../support/e2e/child.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { waitFor } from '../support/wait-for.ts';

/** More than one page of 200, so that it can stop between two. */
const DOSSIERS = 230;
/** Every dossier with a file says something else under it. */
const OTHER_LINKS = { FILE_BASE_URL: 'https://khac.tinhmau.example/' };
const ALL = ['resync', '--from', '2000-01-01', '--yes'];
const GATE = 4711;

let home: ProvinceHome;
let world: World;
let gate: pg.Client;

beforeAll(async () => {
  home = await settleProvince(DOSSIERS, 0, 3);
});
afterAll(() => home?.close());
beforeEach(async () => {
  world = await World.open(home);
  await world.sync();
  gate = new pg.Client({ connectionString: world.settings.DATABASE_URL, application_name: 'gate' });
  await gate.connect();
  await gate.query(`SELECT pg_advisory_lock(${GATE})`);
  await gate.query(`
    CREATE FUNCTION at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NULL; END $$;
    CREATE TRIGGER at_gate BEFORE INSERT ON resync_item FOR EACH STATEMENT EXECUTE FUNCTION at_gate()`);
});
afterEach(async () => {
  await gate?.end();
  await world?.close();
});

/** A resync that has stored its first page and stands before writing down what it queues of it. */
async function standsAtGate(): Promise<DongboProcess> {
  const child = world.start(ALL, OTHER_LINKS);
  await child.until('it stands between storing and queueing', async () => {
    const { rows } = await gate.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${GATE} AND NOT granted`,
    );
    return rows.length > 0;
  });
  return child;
}

async function openGate(): Promise<void> {
  await gate.query(`SELECT pg_advisory_unlock(${GATE})`);
}

const deliveries = (): Promise<unknown[]> =>
  world.ledger('SELECT id, state, version, payload_hash, accepted_hash FROM delivery ORDER BY id');
const queued = (): Promise<unknown[]> =>
  world.ledger(`SELECT dossier_id FROM delivery WHERE state = 'queued' ORDER BY dossier_id`);
const listed = (): Promise<unknown[]> =>
  world.ledger('SELECT dossier_id FROM resync_item ORDER BY dossier_id');
const updates = (): number[] => [...world.portal.state().dossiers.values()].map(({ updated }) => updated);

async function record(): Promise<ResyncRecord | undefined> {
  return (await world.json<ResyncRecord[]>(['resync', 'list']))[0];
}

it('killed between storing and queueing leaves nothing of the page, and goes on from there', async () => {
  const before = await deliveries();
  const sent = updates();
  const child = await standsAtGate();
  expect((await child.end('SIGKILL')).code).toBe(137);
  await openGate();
  await waitFor(
    async () => {
      const { rows } = await gate.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dongbo%'`,
      );
      return rows.length === 0;
    },
    { what: 'the server has ended the work of the killed process' },
  );
  expect(await deliveries()).toEqual(before);
  expect(await listed()).toEqual([]);
  expect(await record()).toMatchObject({ complete: false, selected: DOSSIERS, lookedAt: 0, queued: 0 });

  const report = await world.json<ResyncReport>(['resync', 'continue', '1'], OTHER_LINKS);
  expect(report).toMatchObject({ id: 1, dossiers: DOSSIERS, queued: DOSSIERS, complete: true });
  expect(await queued()).toEqual(await listed());
  await world.sync(OTHER_LINKS);
  expect(updates()).toEqual(sent.map((times) => times + 1));
  expect(await record()).toMatchObject({ complete: true, queued: DOSSIERS, sent: DOSSIERS, waiting: 0 });
  const again = await world.dongbo(['resync', 'continue', '1']);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('DB-RSY-005') });
});

it('told to stop it ends its page, says how far it is, and goes on with the rest alone', async () => {
  const child = await standsAtGate();
  const ended = child.end('SIGINT');
  await openGate();
  expect((await ended).code).toBe(75);
  expect(child.stdout).toContain('dongbo resync continue 1');
  expect(await queued()).toHaveLength(200);
  expect(await listed()).toEqual(await queued());
  expect(await record()).toMatchObject({ complete: false, lookedAt: 200, queued: 200 });

  const rest = await world.json<ResyncReport>(['resync', 'continue', '1'], OTHER_LINKS);
  expect(rest).toMatchObject({ dossiers: DOSSIERS - 200, queued: DOSSIERS - 200, complete: true });
  expect(await listed()).toHaveLength(DOSSIERS);
  expect(await queued()).toEqual(await listed());
});

it('cancelled meanwhile it queues nothing more', async () => {
  const before = await deliveries();
  const child = await standsAtGate();
  expect(await world.json(['resync', 'cancel', '1'])).toEqual({ id: 1, cancelled: 0, goOn: 0 });
  await openGate();
  const { code, stderr } = await child.finished();
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('DB-RSY-004') });
  expect(await deliveries()).toEqual(before);
  expect(await listed()).toEqual([]);
});
