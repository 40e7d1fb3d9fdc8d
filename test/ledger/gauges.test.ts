/** Figures of the ledger that alerts hang on. */
import { expect, test } from 'vitest';
import { ledgerGauges } from '../../src/ledger/gauges.ts';
import { noteJobRun } from '../../src/ledger/job-runs.ts';
import { dossier, LedgerTrial } from './trial.ts';

test("the oldest of today's lane is told apart from what is backfilled, and from what is held", async () => {
  const own = await LedgerTrial.open(1);
  try {
    const oldest = async () => (await ledgerGauges(own.db, [], 24)).oldestLiveSeconds;
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

test('each source has its own position, last reading and oldest change; what has no name is the main one’s', async () => {
  const own = await LedgerTrial.open(1);
  try {
    await own.page({
      dossiers: [dossier('m')],
      cursor: { source: 'sql', position: { at: '1', key: 'm' }, mapHash: '' },
    });
    await own.page({
      sourceName: 'dat-dai',
      dossiers: [dossier('d')],
      cursor: { source: 'dat-dai/steps', position: { at: '1', key: 'd' }, mapHash: '' },
    });
    await own.db.query(`UPDATE source_cursor SET moved_at = now() - interval '1 hour' WHERE source = 'sql'`);
    await own.db.query(`UPDATE delivery v SET wanted_at = now() - interval '2 hours'
      FROM dossier d WHERE d.id = v.dossier_id AND d.code = 'm'`);
    await noteJobRun(own.db, 'extract', '', 'a');
    await noteJobRun(own.db, 'extract:dat-dai', 'DB-SRC-001', 'b');
    const { sources } = await ledgerGauges(
      own.db,
      [
        { name: 'sql', names: ['', 'sql'], job: 'extract' },
        { name: 'dat-dai', names: ['dat-dai'], job: 'extract:dat-dai' },
        { name: 'y-te', names: ['y-te'], job: 'extract:y-te' },
      ],
      24,
    );
    const [main, land, health] = ['sql', 'dat-dai', 'y-te'].map((name) => sources.get(name));
    expect(main?.cursorAgeSeconds).toBeCloseTo(3_600, -2);
    expect(main?.oldestPendingSeconds).toBeCloseTo(7_200, -2);
    expect([main?.lastRead, main?.lastError]).toEqual([expect.any(Date), '']);
    expect(land?.cursorAgeSeconds).toBeLessThan(100);
    expect([land?.lastRead, land?.lastError]).toEqual([null, 'DB-SRC-001']);
    expect(health).toMatchObject({
      cursorAgeSeconds: null,
      lastRead: null,
      lastError: '',
      oldestPendingSeconds: 0,
    });
  } finally {
    await own.close();
  }
});
