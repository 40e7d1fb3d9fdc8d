/** Sending again by hand touches what the portal refused, and only that. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heldReasons } from '../../src/ledger/held-list.ts';
import { releaseHeld } from '../../src/ledger/release.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
});
afterAll(() => ledger.close());

test('releases a refused dossier and a refused step, by code or by reason; a faulty row stays', async () => {
  await ledger.store(dossier('refused'), dossier('faulty', { says: null }));
  await ledger.end(await ledger.send('refused'), 'held');
  await ledger.accepted(dossier('sent'));
  await ledger.store(dossier('sent', { steps: ['1'] }));
  await ledger.end(await ledger.sendStep('sent'), 'held');

  expect(await releaseHeld(ledger.db, 'faulty')).toEqual({ dossiers: 0, steps: 0 });
  expect(await releaseHeld(ledger.db, 'DB-DOS-015')).toEqual({ dossiers: 0, steps: 0 });
  expect(await releaseHeld(ledger.db, 'refused')).toEqual({ dossiers: 1, steps: 0 });
  expect(await releaseHeld(ledger.db, 'DB-PRT-010')).toEqual({ dossiers: 0, steps: 1 });

  expect(await ledger.row('refused')).toMatchObject({ state: 'queued', due: true, attempt: 0 });
  expect(await ledger.row('sent', '1')).toMatchObject({ state: 'queued', due: true, attempt: 0 });
  expect(await ledger.state('faulty')).toBe('held');
  expect((await heldReasons(ledger.db)).map(({ code }) => code)).toEqual(['DB-DOS-015']);
});
