/** What of the record of attempts is kept, and that nothing more is said of what was taken out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countHeld, heldReasons, heldRows } from '../../src/ledger/held-list.ts';
import { prune, wouldPrune } from '../../src/ledger/prune.ts';
import { countHeldDossiers, heldDossiers } from '../../src/ledger/release.ts';
import type { Settlement } from '../../src/ledger/settle.ts';
import { BLOCKING, dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

const never = new AbortController().signal;
const sql = async (text: string) => {
  await ledger.db.query(text);
};

/** The dossier is sent so often, and ends so each time. */
async function sent(code: string, ...ends: readonly Settlement['state'][]): Promise<void> {
  await ledger.store(dossier(code));
  for (const end of ends) await ledger.end(await ledger.send(code), end);
}

/** Outcomes of what is kept of it, oldest first. */
async function kept(code: string): Promise<string[]> {
  const { rows } = await ledger.db.query<{ outcome: string }>(
    `SELECT outcome FROM attempt WHERE dossier_id = $1 ORDER BY id`,
    [await ledger.id(code)],
  );
  return rows.map(({ outcome }) => outcome);
}

test('of attempts stay the newest, and the newest that leaves open what the portal has; the dry run counts alike', async () => {
  await sent('never', 'retrying', 'retrying', 'retrying');
  await sent('unclear', 'unknown', 'unknown', 'retrying', 'retrying');
  await sent('told', 'unknown');
  await sql(`UPDATE attempt SET at = at - interval '1 hour' WHERE outcome = 'unknown'
    AND dossier_id = (SELECT id FROM dossier WHERE code = 'told')`);
  await ledger.end(await ledger.send('told'), 'accepted');
  // What follows its acceptance is open again.
  await ledger.store(dossier('told', { says: 'B' }));
  for (const end of ['unknown', 'retrying'] as const) await ledger.end(await ledger.send('told'), end);
  await ledger.accepted(dossier('dropped'));
  await ledger.store(dossier('dropped', { steps: ['1'] }));
  await ledger.end(await ledger.sendStep('dropped'), 'held');
  await ledger.store(dossier('dropped'));
  expect(await ledger.find('dropped', '1')).toBeUndefined();
  const open = `SELECT code, state, version, attempt FROM delivery v JOIN dossier d ON d.id = v.dossier_id ORDER BY v.id`;
  const before = await ledger.db.query(open);

  expect(await prune(ledger.db, 30, never)).toEqual({ attempts: 0, dossiers: 0 });
  await sql(`UPDATE attempt SET at = at - interval '60 days'`);
  await sql(`UPDATE delivery SET accepted_at = accepted_at - interval '60 days'`);
  const would = await wouldPrune(ledger.db, 30, never);
  expect(would).toEqual({ attempts: 7, dossiers: 0 });
  expect(await wouldPrune(ledger.db, 30, never, 1)).not.toEqual({ attempts: 0, dossiers: 0 });
  expect(await prune(ledger.db, 30, never)).toEqual(would);
  expect(await kept('never')).toEqual(['retry-later']);
  expect(await kept('unclear')).toEqual(['unknown', 'retry-later']);
  expect(await kept('told')).toEqual(['unknown', 'retry-later']);
  expect(await kept('dropped')).toEqual(['accepted']);
  expect(await wouldPrune(ledger.db, 30, never)).toEqual({ attempts: 0, dossiers: 0 });
  expect((await ledger.db.query(open)).rows).toEqual(before.rows);
});

test('what was taken out is neither listed nor checked as held, nor stored by who had read it before', async () => {
  await ledger.store(dossier('over', { held: [{ ...BLOCKING, blocking: false }] }));
  const by = [{ reason: BLOCKING.code }, { dossier: 'over' }] as const;
  for (const one of by) expect(await countHeldDossiers(ledger.db, one)).toBe(1);
  await sql(`UPDATE dossier SET pruned_at = now() WHERE code = 'over'`);
  for (const one of by) {
    expect(await countHeldDossiers(ledger.db, one)).toBe(0);
    expect(await countHeld(ledger.db, one)).toBe(0);
    expect(await heldRows(ledger.db, one, 9)).toEqual([]);
    expect(await heldDossiers(ledger.db, one, 0, 9)).toEqual([]);
  }
  expect(await heldReasons(ledger.db)).toEqual([]);
  await sql('DELETE FROM held');
  await ledger.page({ dossiers: [dossier('over', { held: [BLOCKING] })], loses: () => false });
  expect(await ledger.held('over')).toEqual([]);
});
