/** A PostgreSQL that the ledger cannot live on is told at the start, as are poolers that share sessions. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { House } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { DongboError } from '../../src/domain/errors.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { assertFit } from '../../src/ledger/fit.ts';
import { GRIP_TIMES } from '../../src/ledger/grip.ts';
import { withJobLock } from '../../src/ledger/job-lock.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { poolingProxyTo } from '../support/pooling-proxy.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';

let home: FreshDatabase;
beforeAll(async () => {
  home = await freshDatabase();
});
afterAll(() => home.drop());
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (let close = closers.pop(); close; close = closers.pop()) await close();
});

function database(url: string) {
  const db = openDatabase({ url, max: 4, name: 'fit' });
  closers.push(() => db.close());
  return db;
}

/** What a command ends with that opens the ledger at `url`. */
async function startAt(url: string): Promise<unknown> {
  const house = new House(parseConfig({ DATABASE_URL: url }), createLogger('silent', { write: () => {} }));
  try {
    return await house.openedLedger().then(
      () => 'open',
      (error: unknown) => error,
    );
  } finally {
    await house.close();
  }
}

test('an own server, and one behind a proxy that only passes on, will do', async () => {
  const proxy = await proxyTo(home.url);
  closers.push(() => proxy.close());
  expect(await startAt(home.url)).toBe('open');
  expect(await startAt(proxy.url)).toBe('open');
});

test('a server that is too old is told by its version, before anything else, exit code 78', async () => {
  const old = await freshDatabase();
  closers.push(() => old.drop());
  const db = database(old.url);
  const name = new URL(old.url).pathname.slice(1);
  // A server that says of itself what an old one says.
  await db.query(`
    CREATE FUNCTION public.current_setting(name text) RETURNS text LANGUAGE sql AS $$
      SELECT CASE name WHEN 'server_version_num' THEN '130014' WHEN 'server_version' THEN '13.14'
        ELSE pg_catalog.current_setting(name) END $$;
    ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  const error = await startAt(old.url);
  expect(error).toBeInstanceOf(DongboError);
  expect(error).toMatchObject({ code: 'DB-SVC-016', exitCode: 78, params: { version: '13.14' } });
});

describe('behind a pooler that shares sessions', () => {
  test('nothing starts: it is told by name, exit code 78', async () => {
    const pooler = await poolingProxyTo(home.url);
    closers.push(() => pooler.close());
    expect(await startAt(pooler.url)).toMatchObject({ code: 'DB-SVC-017', exitCode: 78 });
    // It is noticed, too, while others keep the pooler busy.
    const db = database(pooler.url);
    const busy = database(pooler.url);
    let stop = false;
    const others = Promise.all(
      [1, 2].map(async () => {
        while (!stop) await busy.query('SELECT 1');
      }),
    );
    const found = await assertFit(db).catch((error: unknown) => error);
    stop = true;
    await others;
    expect(found).toMatchObject({ code: 'DB-SVC-017' });
  });

  test('who holds a lock is told that it is lost when another session answers', async () => {
    const pooler = await poolingProxyTo(home.url);
    closers.push(() => pooler.close());
    const db = database(pooler.url);
    const times = { ...GRIP_TIMES, pingMs: 40 };
    const lost = await withJobLock(
      db,
      'extract',
      async (signal) => {
        // Others take the session that held it, in turns.
        const other = await db.connect();
        const fired = new Promise<boolean>((resolve) => {
          signal.addEventListener('abort', () => resolve(true));
        });
        while (!signal.aborted) {
          await other.query('BEGIN');
          await other.query('SELECT pg_sleep(0.06)');
          await other.query('ROLLBACK');
          await other.query('SELECT 1');
          await db.query('SELECT pg_sleep(0.06)');
        }
        other.release();
        return fired;
      },
      times,
    );
    expect(lost).toBe(true);
  });
});
