/** Counts that triggers keep say what counting says: after anything that can happen, beside each other, and restored. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dumpLedger } from '../../src/ledger/backup.ts';
import type { Queryable } from '../../src/ledger/database.ts';
import { countAnew, putCountsTogether } from '../../src/ledger/delivery-count.ts';
import { latestVersion } from '../../src/ledger/migrate.ts';
import { overview } from '../../src/ledger/overview.ts';
import { restoreLedger } from '../../src/ledger/restore.ts';
import { act, terms } from './arbitrary-acts.ts';
import { World } from './delivery-world.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());
beforeEach(() => ledger.db.query('TRUNCATE dossier CASCADE'));

/** By state, as `overview` tells it and as the rows have it; what no row has is 0. */
async function toldAndCounted(db: Queryable) {
  const { states, steps } = await overview(db);
  const { rows } = await db.query<{ kind: string; state: string; count: number }>(
    'SELECT kind, state, count(*)::int AS count FROM delivery GROUP BY 1, 2',
  );
  const of = (kind: string) => ({
    ...Object.fromEntries(Object.keys(states).map((state) => [state, 0])),
    ...Object.fromEntries(rows.flatMap((row) => (row.kind === kind ? [[row.state, row.count]] : []))),
  });
  return [
    { states, steps },
    { states: of('dossier'), steps: of('step') },
  ];
}

async function expectExact(db: Queryable): Promise<void> {
  const [told, counted] = await toldAndCounted(db);
  expect(told).toEqual(counted);
}

const rowsKept = async () =>
  (await ledger.db.query<{ count: number }>('SELECT count(*)::int AS count FROM delivery_count')).rows[0]
    ?.count;

const page = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => dossier(`H19-${from + n}`, { steps: ['1', '2'] }));

test('after any sequence of acts', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      terms,
      fc.array(act, { minLength: 8, maxLength: 30, size: 'max' }),
      async (terms, acts) => {
        await ledger.db.query('TRUNCATE dossier CASCADE');
        expect(await rowsKept()).toBe(0);
        const world = new World(ledger, terms);
        for (const next of acts) await world.act(next);
        await expectExact(ledger.db);
      },
    ),
    { numRuns: Number(process.env.DONGBO_PROPERTY_RUNS ?? 15) },
  );
});

test('while some store, others put the counts together, and dossiers go', async () => {
  const storing = Array.from({ length: 4 }, async (_, who) => {
    for (let n = 0; n < 60; n += 1) await ledger.store(...page(who * 1_000 + n * 2, 2));
  });
  let stored = false;
  const together = [1, 2].map(async () => {
    while (!stored) await putCountsTogether(ledger.db);
  });
  const seen: number[] = [];
  const looking = async () => {
    while (!stored) {
      const { states, steps } = await overview(ledger.db);
      seen.push(Object.values(states).reduce((sum, count) => sum + count, 0));
      expect(Object.values(steps).reduce((sum, count) => sum + count, 0)).toBe(2 * (seen.at(-1) ?? 0));
    }
  };
  const look = looking();
  await Promise.all(storing);
  stored = true;
  await Promise.all([...together, look]);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  await ledger.db.query(`DELETE FROM dossier WHERE code LIKE 'H19-1%'`);
  await expectExact(ledger.db);
  for (let n = 0; n < 101; n += 1) await ledger.store(...page(10_000 + n, 1));
  expect(await rowsKept()).toBeGreaterThan(200);
  await putCountsTogether(ledger.db);
  expect(await rowsKept()).toBe(2);
  await expectExact(ledger.db);
  // Few are left as they are.
  await ledger.store(...page(20_000, 1));
  await putCountsTogether(ledger.db);
  expect(await rowsKept()).toBe(4);
});

test('are mended where rows came with the triggers asleep, also while others store', async () => {
  await ledger.store(...page(0, 10));
  expect(await countAnew(ledger.db)).toBe(0);
  await ledger.db.query(`
    ALTER TABLE delivery DISABLE TRIGGER count_dropped;
    DELETE FROM dossier WHERE code IN ('H19-1', 'H19-2', 'H19-3');
    ALTER TABLE delivery ENABLE TRIGGER count_dropped`);
  const storing = Array.from({ length: 20 }, (_, n) => ledger.store(...page(100 + n, 1)));
  expect(await countAnew(ledger.db)).toBe(9);
  await Promise.all(storing);
  expect(await countAnew(ledger.db)).toBe(0);
  await expectExact(ledger.db);
});

test('are brought back with what they count', async () => {
  await ledger.store(...page(0, 20));
  const other = await LedgerTrial.open(1);
  try {
    await other.db.query('TRUNCATE codebook_version CASCADE');
    const by = { who: 'thử', host: 'máy' };
    await restoreLedger(other.url, dumpLedger(ledger.url, '1'), latestVersion(), by);
    await expectExact(other.db);
    await other.store(...page(100, 3));
    await expectExact(other.db);
  } finally {
    await other.close();
  }
});
