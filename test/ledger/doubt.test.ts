/** A ledger that does not know everything: what may be at the portal is read back before it goes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doubtUntil, endDoubt, noteDoubt } from '../../src/ledger/doubt.ts';
import { dossier, LedgerTrial } from './trial.ts';

/** Steps of the trial are of 8 o'clock in Vietnam. */
const THEN = new Date('2026-11-02T01:00:00Z');
const BEFORE = new Date('2026-11-02T00:59:59Z');

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

test('steps up to the time are unknown, those that wait and those that are read later; accepted ones are not', async () => {
  await ledger.accepted(dossier('was', { steps: ['1'] }));
  await ledger.store(dossier('waits', { steps: ['1'] }));
  expect(await noteDoubt(ledger.db, BEFORE)).toBe(0);
  await ledger.store(dossier('later', { steps: ['1'] }));
  expect((await ledger.row('later', '1')).state).toBe('queued');
  expect(await noteDoubt(ledger.db, THEN)).toBe(2);
  await ledger.store(dossier('new', { steps: ['1'] }));
  const states = await Promise.all(['was', 'waits', 'later', 'new'].map((code) => ledger.row(code, '1')));
  expect(states.map(({ state }) => state)).toEqual(['accepted', 'unknown', 'unknown', 'unknown']);
});

test('the later of two times counts, and nothing is in doubt after its end', async () => {
  await noteDoubt(ledger.db, THEN);
  await noteDoubt(ledger.db, BEFORE);
  expect(await doubtUntil(ledger.db)).toEqual(THEN);
  expect(await endDoubt(ledger.db)).toBe(true);
  expect(await endDoubt(ledger.db)).toBe(false);
  await ledger.store(dossier('after', { steps: ['1'] }));
  expect((await ledger.row('after', '1')).state).toBe('queued');
});
