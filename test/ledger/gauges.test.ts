/** Figures of the ledger that alerts hang on. */
import { expect, test } from 'vitest';
import { ledgerGauges } from '../../src/ledger/gauges.ts';
import { dossier, LedgerTrial } from './trial.ts';

test("the oldest of today's lane is told apart from what is backfilled, and from what is held", async () => {
  const own = await LedgerTrial.open(1);
  try {
    const oldest = async () => (await ledgerGauges(own.db, 'sql')).oldestLiveSeconds;
    const age = (code: string, lane: string, hours: number) =>
      own.db.query(
        `WITH d AS (UPDATE dossier SET lane = $2::lane WHERE code = $1 RETURNING id)
         UPDATE delivery v SET wanted_at = now() - make_interval(hours => $3) FROM d WHERE v.dossier_id = d.id`,
        [code, lane, hours],
      );
    expect(await oldest()).toBe(0);
    await own.store(dossier('a'), dossier('b'), dossier('c', { says: null }));
    await age('a', 'live', 1);
    await age('b', 'backfill', 9);
    await age('c', 'live', 20);
    expect(await oldest()).toBeGreaterThan(3_599);
    expect(await oldest()).toBeLessThan(4_000);
    await own.end(await own.send('a'), 'accepted');
    expect(await oldest()).toBe(0);
  } finally {
    await own.close();
  }
});
