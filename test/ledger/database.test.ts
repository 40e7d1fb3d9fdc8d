/** Connections: what a deadlock, a dead session and an absent server look like from above. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCursor } from '../../src/ledger/cursor.ts';
import { type Database, openDatabase, openPool, whereOf } from '../../src/ledger/database.ts';
import { withJobLock } from '../../src/ledger/job-lock.ts';
import { jobRuns, noteJobRun } from '../../src/ledger/job-runs.ts';
import { ledgerFaultOf } from '../../src/ledger/ledger-fault.ts';
import { freePort, waitFor } from '../support/services.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

/** A promise and what resolves it. */
function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

test('a commit of the ledger waits for the disk, whatever the server does by default; one of the queue does not', async () => {
  const shown = async (durable: boolean): Promise<string> => {
    const pool = openPool({ url: ledger.url, max: 1, name: 'test', durable });
    const { rows } = await pool.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
    await pool.end();
    return rows[0]?.synchronous_commit ?? '';
  };
  expect([await shown(true), await shown(false)]).toEqual(['on', 'off']);
});

test('a connection that breaks between two statements is told, and ends nobody, also one taken out by a stranger', async () => {
  const told: string[] = [];
  const pool = openPool({
    url: ledger.url,
    max: 2,
    name: 'stranger',
    onIdleError: (reason) => told.push(reason),
  });
  try {
    const out = await pool.connect();
    await (await pool.connect()).release();
    await ledger.db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'stranger' AND datname = current_database()`,
    );
    await waitFor(() => told.length >= 2, { what: 'being told of both' });
    await expect(out.query('SELECT 1')).rejects.toThrow();
    out.release(true);
  } finally {
    await pool.end();
  }
});

test('connections outlive the time between two runs of what runs every half minute', async () => {
  const pool = openPool({ url: ledger.url, max: 1, name: 'idle' });
  // SCHEDULE_RECOVER and SCHEDULE_SCORE.
  expect(pool.options.idleTimeoutMillis).toBeGreaterThan(30_000);
  await pool.end();
});

describe('a transaction', () => {
  test('that loses a deadlock goes again: both are done', async () => {
    await ledger.store(dossier('x'), dossier('y'));
    const touch = (db: { query: Database['query'] }, code: string) =>
      db.query("UPDATE dossier SET source_hash = source_hash || '+' WHERE code = $1", [code]);
    const first = { x: signal(), y: signal() };
    let runs = 0;
    const crossing = (mine: 'x' | 'y', other: 'x' | 'y') =>
      ledger.db.transaction(async (tx) => {
        runs += 1;
        await touch(tx, mine);
        first[mine].give();
        await first[other].given;
        await touch(tx, other);
        return mine;
      });
    expect(await Promise.all([crossing('x', 'y'), crossing('y', 'x')])).toEqual(['x', 'y']);
    // One lost at least; where both have looked at the same moment, both have.
    expect(runs).toBeGreaterThan(2);
    const { rows } = await ledger.db.query("SELECT source_hash ~ '[^+][+]{2}$' AS twice FROM dossier");
    expect(rows).toEqual([{ twice: true }, { twice: true }]);
  });

  test('that fails otherwise fails at once, whole', async () => {
    let runs = 0;
    const failing = ledger.db.transaction(async (tx) => {
      runs += 1;
      await tx.query(`INSERT INTO job_run (job) VALUES ('halb')`);
      await tx.query('SELECT 1/0');
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(runs).toBe(1);
    expect(await jobRuns(ledger.db)).toEqual([]);
  });

  test('whose session dies ends with DB-SVC-001, and the pool goes on', async () => {
    const dying = ledger.db.transaction((tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(dying).rejects.toMatchObject({ code: 'DB-SVC-001', exitCode: 69 });
    expect((await ledger.db.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('the cursor', () => {
  const cursor = (at: string) => ({ source: 'sql', position: { at, key: 'k' }, mapHash: 'm' });

  test('moves with its page, also with an empty one', async () => {
    expect(await readCursor(ledger.db, 'sql', 'm')).toBeNull();
    await ledger.page({ dossiers: [dossier('c1')], cursor: cursor('2026-01-01') });
    await ledger.page({ cursor: cursor('2026-01-02') });
    expect(await readCursor(ledger.db, 'sql', 'm')).toEqual({ at: '2026-01-02', key: 'k' });
    await ledger.page({ dossiers: [dossier('c2')] });
    expect(await readCursor(ledger.db, 'sql', 'm')).toEqual({ at: '2026-01-02', key: 'k' });
  });

  test('stays where it is when its page cannot be stored', async () => {
    const broken = { ...dossier('c3'), steps: [] as never, payloadHash: null };
    await expect(
      ledger.page({ dossiers: [dossier('c4'), broken], cursor: cursor('2026-01-03') }),
    ).rejects.toMatchObject({ code: '23514' });
    expect(await readCursor(ledger.db, 'sql', 'm')).toEqual({ at: '2026-01-02', key: 'k' });
    expect(await ledger.find('c4')).toBeUndefined();
  });
});

describe('a job', () => {
  test('is done by one at a time; another name is another job', async () => {
    const inside = signal();
    const end = signal();
    const first = withJobLock(ledger.db, 'extract', async () => {
      inside.give();
      await end.given;
      return 'erste';
    });
    await inside.given;
    expect(await withJobLock(ledger.db, 'extract', async () => 'zweite')).toBeNull();
    expect(await withJobLock(ledger.db, 'catalogue', async () => 'andere')).toBe('andere');
    end.give();
    expect(await first).toBe('erste');
    expect(await withJobLock(ledger.db, 'extract', async () => 'dritte')).toBe('dritte');
  });

  test('that failed lets go of its lock', async () => {
    const failing = withJobLock(ledger.db, 'extract', () => Promise.reject(new Error('hỏng')));
    await expect(failing).rejects.toThrow('hỏng');
    expect(await withJobLock(ledger.db, 'extract', async () => 1)).toBe(1);
  });

  test('whose machine vanished holds up nobody', async () => {
    const gone = new pg.Client({ connectionString: ledger.url });
    gone.on('error', () => {});
    await gone.connect();
    await gone.query(`SELECT pg_advisory_lock(7660002, hashtext('extract'))`);
    expect(await withJobLock(ledger.db, 'extract', async () => 1)).toBeNull();
    const closed = new Promise((resolve) => gone.once('end', resolve));
    const { rows } = await gone.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await ledger.db.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
    await closed;
    expect(await withJobLock(ledger.db, 'extract', async () => 1)).toBe(1);
  });

  test('leaves its record: last run, last success, last error', async () => {
    await noteJobRun(ledger.db, 'extract', '', '0a1b2c3d');
    const [good] = await jobRuns(ledger.db);
    await noteJobRun(ledger.db, 'extract', 'DB-SRC-001', '4e5f6a7b');
    const [bad] = await jobRuns(ledger.db);
    expect(good).toMatchObject({ lastError: '', run: '0a1b2c3d' });
    expect(bad).toMatchObject({
      lastSuccess: good?.lastSuccess,
      lastError: 'DB-SRC-001',
      run: '4e5f6a7b',
    });
    expect(bad?.lastRun?.getTime()).toBeGreaterThan(good?.lastRun?.getTime() ?? 0);
    await noteJobRun(ledger.db, 'extract', '', '0a1b2c3d');
    expect((await jobRuns(ledger.db))[0]).toMatchObject({ lastError: '' });
  });
});

describe('a server that is not there', () => {
  test('is told with its address and without the password', async () => {
    const url = `postgres://so:matkhau@127.0.0.1:${await freePort()}/dongbo`;
    const absent = openDatabase({ url, max: 1, name: 'test' });
    const failing = absent.query('SELECT 1');
    await expect(failing).rejects.toMatchObject({ code: 'DB-SVC-001', exitCode: 69 });
    await expect(absent.transaction(async () => 1)).rejects.toMatchObject({ code: 'DB-SVC-001' });
    await expect(failing).rejects.not.toThrow(/matkhau/);
    await expect(failing).rejects.toThrow(whereOf(url));
    await absent.close();
  });

  test.each([
    [{ code: 'ECONNREFUSED' }, 'DB-SVC-001'],
    [{ code: 'EPIPE' }, 'DB-SVC-001'],
    [{ code: 'ENETUNREACH' }, 'DB-SVC-001'],
    [{ code: '57P01' }, 'DB-SVC-001'],
    [{ code: '28P01' }, 'DB-SVC-001'],
    [new Error('Connection terminated unexpectedly'), 'DB-SVC-001'],
    [{ code: '53100' }, 'DB-SVC-010'],
    [{ code: '53200' }, 'DB-SVC-011'],
    [{ code: '58030' }, 'DB-SVC-011'],
    [{ code: '25006' }, 'DB-SVC-012'],
    [{ code: '53300' }, 'DB-SVC-013'],
    [
      Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
      'DB-SVC-014',
    ],
    [{ code: '55P03' }, 'DB-SVC-014'],
    [new Error('Query read timeout'), 'DB-SVC-014'],
    [{ code: '23505' }, null],
    [Object.assign(new Error('timeout of a province'), { code: '22007' }), null],
    [new Error('boom'), null],
  ])('is told from a wrong statement: %o is %s', (error, fault) => {
    expect(ledgerFaultOf(error)).toBe(fault);
  });

  test.each([
    ['postgres://u:p@h:6543/so', 'h:6543/so'],
    ['postgres://u:p@h/so', 'h:5432/so'],
    ['postgres:///so?host=/run/pg', '/run/pg:5432/so'],
    ['không đọc được', '(unreadable URL)'],
  ])('%s stands at %s', (url, where) => {
    expect(whereOf(url)).toBe(where);
  });
});
