/**
 * One leads: what becomes of leadership, and of a job's lock, when the holder's session ends, hangs or
 * is let go. Times are a quarter of those in use; the ones in use are tried on processes (test/e2e).
 */
import { getEventListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/ledger/database.ts';
import { GRIP_TIMES, type GripTimes } from '../../src/ledger/grip.ts';
import { withJobLock } from '../../src/ledger/job-lock.ts';
import { takePart } from '../../src/ledger/leadership.ts';
import { pause } from '../../src/lifecycle.ts';
import { type FreshDatabase, freshDatabase, waitFor } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';

const TIMES: GripTimes = {
  pingMs: GRIP_TIMES.pingMs / 4,
  ownMs: GRIP_TIMES.ownMs / 4,
  serverMs: GRIP_TIMES.serverMs / 4,
};
const TRY_EVERY_MS = 500;

let home: FreshDatabase;
let proxy: Awaited<ReturnType<typeof proxyTo>>;
beforeAll(async () => {
  home = await freshDatabase();
});
afterAll(() => home.drop());
beforeEach(async () => {
  proxy = await proxyTo(home.url);
});
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (let close = closers.pop(); close; close = closers.pop()) await close();
  await proxy.close();
});

/** Two that have the same ledger, the one by way of the proxy. @param max connections of each */
function twoMachines(max: number) {
  const far = openDatabase({ url: proxy.url, max, name: 'far' });
  const near = openDatabase({ url: home.url, max, name: 'near' });
  closers.push(
    () => far.close(),
    () => near.close(),
  );
  return { far, near };
}

/** A candidate, and when it led. */
function candidate(name: string, url: string) {
  const terms: { begun: number; ended: number | null }[] = [];
  const states: string[] = [];
  const stop = new AbortController();
  /** What keeps its last job from ending. */
  let atWork: Promise<void> = Promise.resolve();
  const part = takePart(
    {
      url,
      name,
      pause,
      times: TIMES,
      tryEveryMs: TRY_EVERY_MS,
      onChange: (state) => states.push(state),
      lead: async (term) => {
        const mine: { begun: number; ended: number | null } = { begun: performance.now(), ended: null };
        terms.push(mine);
        await new Promise<void>((resolve) => term.addEventListener('abort', () => resolve()));
        await atWork;
        mine.ended = performance.now();
      },
    },
    stop.signal,
  );
  closers.push(() => {
    stop.abort();
    return part;
  });
  return {
    terms,
    states,
    leads: () => terms.some(({ ended }) => ended === null),
    stop: (work = Promise.resolve()) => {
      atWork = work;
      stop.abort();
      return part;
    },
  };
}

type Candidate = ReturnType<typeof candidate>;

async function two(): Promise<[Candidate, Candidate]> {
  const first = candidate('first', proxy.url);
  await waitFor(() => first.leads(), { what: 'the first leads' });
  const second = candidate('second', home.url);
  await waitFor(() => second.states.includes('standing by'), { what: 'the second stands by' });
  return [first, second];
}

/** Milliseconds that a term of one and a term of the other have in common, for each pair that has any. */
function overlaps(a: Candidate, b: Candidate): number[] {
  const now = performance.now();
  return a.terms
    .flatMap((x) => b.terms.map((y) => Math.min(x.ended ?? now, y.ended ?? now) - Math.max(x.begun, y.begun)))
    .filter((ms) => ms > 0);
}

/** A session that the server itself ends: its owner hears of it in the time that a word takes on its way. */
const ON_ITS_WAY_MS = 200;

describe('leadership', () => {
  test('of whom is cut off without a word passes on in time, and he knows before', async () => {
    const [first, second] = await two();
    const cutAt = performance.now();
    proxy.stall();
    await waitFor(() => second.leads(), { what: 'the second leads' });
    expect(performance.now() - cutAt).toBeLessThan(TIMES.serverMs + 2 * TRY_EVERY_MS + 1_000);
    expect(first.leads()).toBe(false);
    expect(overlaps(first, second)).toEqual([]);
    proxy.mend();
    await waitFor(() => first.states.length >= 3 || first.states.at(-1) === 'standing by');
    expect(second.leads()).toBe(true);
    expect(first.leads()).toBe(false);
  });

  test('passes on, or comes back, when its session is ended; in the end one leads', async () => {
    const [first, second] = await two();
    const db = openDatabase({ url: home.url, max: 1, name: 'test' });
    closers.push(() => db.close());
    for (let round = 1; round <= 3; round += 1) {
      const before = first.terms.length + second.terms.length;
      await db.query(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE l.locktype = 'advisory' AND d.datname = current_database()`,
      );
      await waitFor(() => first.terms.length + second.terms.length > before, { what: 'somebody leads' });
      await waitFor(() => first.leads() !== second.leads(), { what: 'one of them' });
      expect(overlaps(first, second).filter((ms) => ms > ON_ITS_WAY_MS)).toEqual([]);
    }
  });

  test('is let go by whose work fails or ends by itself, and who works again leads again', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const works: (() => Promise<void>)[] = [
      () => Promise.reject(new Error('no work today')),
      () => Promise.resolve(),
    ];
    const told: string[] = [];
    const stop = new AbortController();
    const part = takePart(
      {
        url: home.url,
        name: 'failing',
        times: TIMES,
        tryEveryMs: TRY_EVERY_MS,
        onChange: (state, reason) => told.push(`${state} ${reason}`),
        lead: (term) =>
          works.shift()?.() ??
          // Told to stop, it fails: nobody is left to hear, and the process goes on.
          new Promise((_, reject) => term.addEventListener('abort', () => reject(new Error('stopped')))),
        pause,
      },
      stop.signal,
    );
    await waitFor(() => told.length >= 5, { what: 'leads the third time' });
    expect(told).toEqual([
      'leading ',
      'standing by no work today',
      'leading ',
      'standing by the work ended by itself',
      'leading ',
    ]);
    const db = openDatabase({ url: home.url, max: 1, name: 'test' });
    closers.push(() => db.close());
    await db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'failing'`,
    );
    await waitFor(() => told.length >= 7, { what: 'leads the fourth time' });
    // Of the terms before nothing listens any more.
    expect(getEventListeners(stop.signal, 'abort').length).toBeLessThanOrEqual(1);
    stop.abort();
    await part;
    const other = candidate('other', home.url);
    await waitFor(() => other.leads(), { what: 'the lead is free' });
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('is let go at once by who stops, when his work has ended', async () => {
    const [first, second] = await two();
    let end = (): void => {};
    const stopped = first.stop(
      new Promise((resolve) => {
        end = resolve;
      }),
    );
    const askedAt = performance.now();
    await waitFor(() => performance.now() - askedAt > 2 * TRY_EVERY_MS, { what: 'time to try' });
    expect(second.leads()).toBe(false);
    end();
    const endedAt = performance.now();
    await stopped;
    await waitFor(() => second.leads(), { what: 'the second leads' });
    expect((second.terms[0]?.begun ?? Number.NaN) - endedAt).toBeLessThan(TRY_EVERY_MS + 400);
    expect(overlaps(first, second)).toEqual([]);
  });
});

describe("a job's lock", () => {
  test('is free again soon after its machine was cut off, which has been told to stop', async () => {
    const { far, near } = twoMachines(2);
    let stoppedAt = Number.NaN;
    let began = (): void => {};
    const inside = new Promise<void>((resolve) => {
      began = resolve;
    });
    const cut = withJobLock(
      far,
      'extract',
      (lost) =>
        new Promise<string>((resolve) => {
          lost.addEventListener('abort', () => {
            stoppedAt = performance.now();
            resolve('stopped');
          });
          began();
        }),
      TIMES,
    );
    const failed = cut.catch((error: unknown) => error);
    await inside;
    proxy.stall();
    const takenAt = await waitFor(() => withJobLock(near, 'extract', async () => performance.now(), TIMES), {
      what: 'the lock',
      intervalMs: 50,
    });
    expect((takenAt ?? Number.NaN) - stoppedAt).toBeGreaterThan(0);
    proxy.cut();
    expect(await failed).toMatchObject({ code: 'DB-SVC-001' });
  });

  test('gives its connection back as it was, whether or not it had the lock', async () => {
    const own = await freshDatabase();
    const admin = openDatabase({ url: own.url, max: 1, name: 'admin' });
    const db = openDatabase({ url: own.url, max: 1, name: 'settings' });
    closers.push(
      () => own.drop(),
      () => admin.close(),
      () => db.close(),
    );
    await admin.query(
      `ALTER DATABASE ${new URL(own.url).pathname.slice(1)} SET idle_session_timeout = '77min'`,
    );
    const session = async (): Promise<unknown> =>
      (
        await db.query(`SELECT pg_backend_pid() AS pid, (
          SELECT json_object_agg(name, setting) FROM pg_settings
          WHERE name ~ '^(idle_|tcp_keepalives_)') AS settings,
          (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`)
      ).rows[0];
    const before = await session();
    expect(before).toMatchObject({ settings: { idle_session_timeout: String(77 * 60_000) }, locks: 0 });
    expect(await withJobLock(db, 'extract', async () => 'done', TIMES)).toBe('done');
    expect(await session()).toEqual(before);
    const elsewhere = await withJobLock(
      admin,
      'extract',
      () => withJobLock(db, 'extract', async () => 'both', TIMES),
      TIMES,
    );
    expect(elsewhere).toBeNull();
    expect(await session()).toEqual(before);
  });

  test('takes another connection where one that idled answers no more', async () => {
    const db = openDatabase({ url: proxy.url, max: 2, name: 'silent' });
    closers.push(() => db.close());
    expect(await withJobLock(db, 'extract', async () => 'once', TIMES)).toBe('once');
    proxy.stallOpen();
    expect(await withJobLock(db, 'extract', async () => 'again', TIMES)).toBe('again');
  });

  test('keeps no connection of a job that failed', async () => {
    const db = openDatabase({ url: home.url, max: 1, name: 'failed' });
    closers.push(() => db.close());
    const pid = async (): Promise<unknown> => (await db.query('SELECT pg_backend_pid() AS pid')).rows[0];
    const before = await pid();
    const failing = withJobLock(db, 'extract', () => Promise.reject(new Error('hỏng')), TIMES);
    await expect(failing).rejects.toThrow('hỏng');
    expect(await pid()).not.toEqual(before);
  });

  test('is free at once where the job failed, though the server has not heard of the end of its connection', async () => {
    const { far, near } = twoMachines(1);
    proxy.hideEnds();
    const failing = withJobLock(far, 'extract', () => Promise.reject(new Error('hỏng')), TIMES);
    await expect(failing).rejects.toThrow('hỏng');
    expect(await withJobLock(near, 'extract', async () => 'again', TIMES)).toBe('again');
  });

  test("outlives its session's time-out while the job goes on", async () => {
    const db = openDatabase({ url: home.url, max: 3, name: 'long' });
    closers.push(() => db.close());
    const startedAt = performance.now();
    let left = false;
    let began = (): void => {};
    const inside = new Promise<void>((resolve) => {
      began = resolve;
    });
    const held = withJobLock(
      db,
      'catalogue',
      async (lost) => {
        began();
        await waitFor(() => performance.now() - startedAt > 1.5 * TIMES.serverMs, { what: 'long enough' });
        left = true;
        return lost.aborted;
      },
      TIMES,
    );
    await inside;
    const other = await waitFor(() => withJobLock(db, 'catalogue', async () => ({ left }), TIMES), {
      what: 'the lock',
      intervalMs: 100,
    });
    expect(other).toEqual({ left: true });
    expect(await held).toBe(false);
  });
});
