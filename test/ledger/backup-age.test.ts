/** How old the newest backup is, and whether somebody counts on the next one. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { judgeBackup } from '../../src/compose/doctor/backup.ts';
import { newestBackup } from '../../src/ledger/backup-age.ts';
import { ledgerGauges } from '../../src/ledger/gauges.ts';
import { LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());
beforeEach(() =>
  ledger.db.transaction(async (tx) => {
    await tx.query('ALTER TABLE audit DISABLE TRIGGER ALL');
    await tx.query('DELETE FROM audit');
    await tx.query('ALTER TABLE audit ENABLE TRIGGER ALL');
  }),
);

/** Entries of so many hours ago, oldest first. */
const entries = (action: string, phase: string, hoursAgo: readonly number[]) =>
  ledger.db.query(
    `INSERT INTO audit (seq, at, who, host, action, phase, detail, previous, hash)
     SELECT (SELECT count(*) FROM audit) + nr, now() - hours * interval '1 hour', '', '', $1, $2::audit_phase, '{}', '',
       gen_random_uuid()::text
     FROM unnest($3::float8[]) WITH ORDINALITY AS told (hours, nr)`,
    [action, phase, hoursAgo],
  );

test('nobody backs up by Dongbo: no age, no figure', async () => {
  await entries('resync', 'done', [3]);
  await entries('backup', 'failed', [2]);
  expect(await newestBackup(ledger.db)).toBeNull();
  expect((await ledgerGauges(ledger.db, [], 24)).backup).toBeNull();
});

test.each([
  ['one by hand, months ago', [2_000], false, 'ok'],
  ['two at once before each of two upgrades', [200, 200, 100, 100], false, 'ok'],
  ['one a month', [2_160, 1_440, 720], false, 'ok'],
  ['each night', [73, 49, 25], true, 'ok'],
  ['each night, and none last night', [75, 51, 27], true, 'warning'],
  ['each night, and none for a month', [768, 744, 720], true, 'warning'],
])('%s', async (_what, hoursAgo, regular, result) => {
  await entries('backup', 'done', hoursAgo);
  const newest = (await ledgerGauges(ledger.db, [], 24)).backup;
  if (newest === null) throw new Error('no backup');
  expect(newest.regular).toBe(regular);
  expect(newest.ageSeconds / 3_600).toBeCloseTo(hoursAgo.at(-1) ?? 0, 1);
  expect(judgeBackup(newest).result).toBe(result);
});
