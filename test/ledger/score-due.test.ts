/**
 * Several who make records anew at once make each mark's once and lose none; whoever is killed meanwhile loses none;
 * after any sequence of what can happen to deliveries the records say what they would say from nothing.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dumpLedger } from '../../src/ledger/backup.ts';
import type { Queryable } from '../../src/ledger/database.ts';
import { latestVersion } from '../../src/ledger/migrate.ts';
import { restoreLedger } from '../../src/ledger/restore.ts';
import { factsDue, readFactInputs, storeFacts, takeFactsDue } from '../../src/ledger/score-facts.ts';
import { firstPlace } from '../../src/ledger/score-later.ts';
import { wordIds } from '../../src/ledger/score-words.ts';
import { waitFor } from '../support/wait-for.ts';
import { act, terms } from './arbitrary-acts.ts';
import { World } from './delivery-world.ts';
import { factOf, facts, factsAnew, recordSaying, refresh, refreshIn } from './score-refresher.ts';
import { BLOCKING, dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

const emptied = () => ledger.db.query('TRUNCATE dossier, score_due, score_later, score_fact CASCADE');
beforeEach(() => emptied());

const codes = (count: number): string[] => Array.from({ length: count }, (_, n) => `H19-${n}`);
const storeAll = (count: number, says = 'A') =>
  ledger.store(...codes(count).map((code) => dossier(code, { says, steps: ['1', '2'] })));

/** How many sessions wait for somebody's lock. */
async function waiting(): Promise<number> {
  const { rows } = await ledger.db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows[0]?.count ?? 0;
}

test('two at once make each record once, in whatever pages, and lose none', async () => {
  await storeAll(300);
  expect(await factsDue(ledger.db)).toBe(300);
  expect(await factsDue(ledger.db, 10)).toBe(10);
  // A connection each, or the one would be done before the other had one.
  await Promise.all([1, 2].map(() => ledger.db.transaction((tx) => tx.query('SELECT 1'))));
  const [one, other] = await Promise.all([refresh(ledger.db, 37), refresh(ledger.db, 37)]);
  // Those of one page are marked by two statements: at a page's end a record may have been made before its second mark.
  expect(new Set([...one, ...other]).size).toBe(300);
  expect(one.length).toBeGreaterThan(0);
  expect(other.length).toBeGreaterThan(0);
  expect(await factsDue(ledger.db)).toBe(0);
  expect(await facts(ledger.db)).toEqual(await factsAnew(ledger.db));
});

test('a page has the dossiers that it was asked for, with all their marks', async () => {
  await storeAll(30);
  const ids = await ledger.db.transaction((tx) => refreshIn(tx, 100));
  expect([...ids].sort()).toEqual([...new Set(ids)].sort());
  expect(ids).toHaveLength(30);
  expect(await factsDue(ledger.db)).toBe(0);
});

test('goes on where the page before ended, so that what is marked again and again holds up nobody', async () => {
  await storeAll(30);
  const place = firstPlace();
  const page = async () =>
    (await ledger.db.transaction((tx) => takeFactsDue(tx, 10, place))).sort((a, b) => a - b);
  const all = (await ledger.db.query<{ id: number }>('SELECT id FROM dossier ORDER BY id')).rows.map(
    ({ id }) => id,
  );
  const again = () => ledger.db.query('INSERT INTO score_due SELECT unnest($1::bigint[])', [all.slice(0, 5)]);
  expect(await page()).toEqual(all.slice(0, 10));
  await again();
  expect(await page()).toEqual(all.slice(10, 20));
  expect(await page()).toEqual(all.slice(20));
  await ledger.db.query('INSERT INTO score_later (dossier_id) SELECT unnest($1::bigint[])', [all]);
  expect(await page()).toEqual([...all.slice(0, 5), ...all.slice(25)]);
  expect(await page()).toEqual(all.slice(15, 25));
  await again();
  expect(await page()).toEqual([...all.slice(0, 5), ...all.slice(10, 15)]);
});

test('today’s lane is taken before the marks of a first load, whenever it changed', async () => {
  await ledger.store(...codes(1_200).map((code) => dossier(code, { lane: 'backfill' })));
  const today = ['H19-x', 'H19-y', 'H19-z'];
  await ledger.store(...today.map((code) => dossier(code)));
  const place = firstPlace();
  const page = async () => {
    const ids = await ledger.db.transaction((tx) => takeFactsDue(tx, 2, place));
    const { rows } = await ledger.db.query<{ code: string }>(
      'SELECT code FROM dossier WHERE id = ANY($1::bigint[]) ORDER BY id',
      [ids],
    );
    return rows.map(({ code }) => code);
  };
  expect(await page()).toEqual(['H19-x', 'H19-y']);
  expect(await page()).toEqual(['H19-0', 'H19-z']);
  expect(await page()).toEqual(['H19-1', 'H19-10']);
});

test('what changes while a record is made is marked anew, and the older record is never stored last', async () => {
  await storeAll(1);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let read = false;
  const slow = ledger.db.transaction(async (tx) => {
    const inputs = await readFactInputs(tx, await takeFactsDue(tx, 10));
    read = true;
    await held;
    await storeFacts(tx, inputs.map(factOf));
  });
  await waitFor(() => read);
  await storeAll(1, 'B');
  const next = refresh(ledger.db);
  await waitFor(async () => (await waiting()) > 0);
  release();
  await slow;
  expect(await next).toHaveLength(1);
  expect((await facts(ledger.db)).get('H19-0')?.province).toEqual(
    recordSaying('B', '1:Tiếp nhận', '2:Tiếp nhận'),
  );
});

test('who is killed between taking and storing loses no mark', async () => {
  await storeAll(5);
  const session = await ledger.db.connect();
  await session.query('BEGIN');
  const ids = await takeFactsDue(session, 10);
  expect(ids).toHaveLength(5);
  await readFactInputs(session, ids);
  session.release(true);
  expect(await refresh(ledger.db)).toHaveLength(5);
  expect((await facts(ledger.db)).size).toBe(5);
});

test('what did not change is not written, and what others noted stays', async () => {
  await storeAll(2);
  await refresh(ledger.db);
  await ledger.db.query(`UPDATE score_fact SET hurried_at = '2026-11-01'`);
  const rows = async () =>
    (
      await ledger.db.query(
        `SELECT dossier_id, xmin::text, xmax::text, hurried_at FROM score_fact ORDER BY 1`,
      )
    ).rows;
  const before = await rows();
  await ledger.db.query('INSERT INTO score_due SELECT id FROM dossier');
  expect(await refresh(ledger.db)).toHaveLength(2);
  expect(await rows()).toEqual(before);
  await ledger.store(dossier('H19-1', { says: 'B' }));
  await refresh(ledger.db);
  expect(await rows()).toEqual([before[0], expect.objectContaining({ hurried_at: new Date('2026-11-01') })]);
  expect(await rows()).not.toEqual(before);
});

test('a receipt in the year 1 and an appointment in 9999 are no fault', async () => {
  await storeAll(1);
  const id = await ledger.id('H19-0');
  const record = { ...recordSaying('A'), received: -63_082_281_600, due: 252_423_993_600 };
  const fact = { id, province: record, portal: null, released: null, synced: null, stepLagMinutes: null };
  const extent = { received: record.received, ended: 820_000_000, urgentDue: record.due };
  expect(await storeFacts(ledger.db, [{ ...fact, ...extent }])).toBe(1);
  const { rows } = await ledger.db.query('SELECT received, ended, urgent_due, province FROM score_fact');
  expect(rows).toEqual([
    { received: -(2 ** 31), ended: 820_000_000, urgent_due: 2 ** 31 - 1, province: record },
  ]);
});

test('a restore brings back records with their marks, and marks nothing by itself', async () => {
  await storeAll(20);
  await refresh(ledger.db);
  await ledger.store(dossier('H19-7', { says: 'B', held: [{ ...BLOCKING, blocking: false }] }));
  const marks = (db: Queryable) => db.query('SELECT dossier_id FROM score_due ORDER BY 1');
  const other = await LedgerTrial.open(1);
  try {
    await other.db.query('TRUNCATE codebook_version CASCADE');
    const by = { who: 'thử', host: 'máy' };
    await restoreLedger(other.url, dumpLedger(ledger.url, '1'), latestVersion(), by);
    expect((await marks(other.db)).rows).toEqual((await marks(ledger.db)).rows);
    expect(await facts(other.db)).toEqual(await facts(ledger.db));
    expect(await refresh(other.db)).toEqual([await ledger.id('H19-7')]);
    await other.store(dossier('H19-8', { says: 'B' }));
    expect(await refresh(other.db)).toEqual([await ledger.id('H19-8')]);
  } finally {
    await other.close();
  }
});

test('a pair of code and name has one number, also where two ask for it at once', async () => {
  const words = codes(200).map((code) => ({ code, name: `Cơ quan ${code}` }));
  const asked = [words, [...words].reverse(), words.slice(50)].map((list) =>
    ledger.db.transaction((tx) => wordIds(tx, 'agency', list)),
  );
  const [one = [], other = [], some = []] = await Promise.all(asked);
  expect(new Set(one).size).toBe(200);
  expect([...other].reverse()).toEqual(one);
  expect(some).toEqual(one.slice(50));
  const [same, renamed] = await wordIds(ledger.db, 'agency', [
    { code: 'H19-3', name: 'Cơ quan H19-3' },
    { code: 'H19-3', name: 'khác' },
  ]);
  expect(same).toBe(one[3]);
  expect(one).not.toContain(renamed);
  expect(one).not.toContain((await wordIds(ledger.db, 'procedure', words.slice(3, 4)))[0]);
  expect(await wordIds(ledger.db, 'agency', [])).toEqual([]);
});

/** Between the acts records are made anew now and then. */
const acts = fc.array(fc.tuple(act, fc.boolean()), { minLength: 8, maxLength: 30, size: 'max' });

test('after any sequence of acts the records are what they are from nothing', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(terms, acts, async (terms, acts) => {
      await emptied();
      const world = new World(ledger, terms);
      const synced = new Map<number, number>();
      const refreshed = async (): Promise<void> => {
        await refresh(ledger.db);
        expect(await facts(ledger.db)).toEqual(await factsAnew(ledger.db));
        const { rows } = await ledger.db.query<{ id: number; synced: number | null }>(
          'SELECT dossier_id AS id, synced FROM score_fact',
        );
        for (const { id, synced: at } of rows) {
          if (synced.has(id)) expect(at, `first of ${id}`).toBe(synced.get(id));
          if (at !== null) synced.set(id, at);
        }
      };
      for (const [next, look] of acts) {
        await world.act(next);
        if (look) await refreshed();
      }
      await world.finish();
      await refreshed();
      for (const [code, fact] of await facts(ledger.db)) {
        expect(fact, code).toMatchObject({ portal: { agency: recordSaying('Z').agency } });
        // Of steps whose answer was lost, where the portal shows none, only the portal knows.
        const there = recordSaying('Z', ...(world.portal.get(code)?.steps ?? [])).events ?? [];
        expect(there, code).toEqual(expect.arrayContaining([...(fact.portal?.events ?? [])]));
      }
    }),
    { numRuns: Number(process.env.DONGBO_PROPERTY_RUNS ?? 25) },
  );
});
