/** A ledger that does not know everything: what may be at the portal is read back before it goes. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { doubtUntil, doubtUntilNow, endDoubt, noteDoubt } from '../../src/ledger/doubt.ts';
import { releaseHeld } from '../../src/ledger/release.ts';
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

const DAY_MS = 86_400_000;

test('the present has a margin of a day, for the clock of the province may be ahead; a later end stays', async () => {
  const now = () => ledger.db.transaction(doubtUntilNow);
  const before = Date.now();
  await now();
  const until = Number(await doubtUntil(ledger.db));
  expect(until - before).toBeGreaterThanOrEqual(DAY_MS - 1_000);
  expect(until - before).toBeLessThan(DAY_MS + 60_000);
  const later = new Date(before + 10 * DAY_MS);
  await noteDoubt(ledger.db, later);
  await now();
  expect(await doubtUntil(ledger.db)).toEqual(later);
  await endDoubt(ledger.db);
});

describe('a step that a refusal holds', () => {
  /** Step `1` was refused, and then there is doubt. */
  async function refused(code: string, until: Date): Promise<void> {
    await endDoubt(ledger.db);
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1:Nhầm'] }));
    await ledger.end(await ledger.sendStep(code), 'held');
    await noteDoubt(ledger.db, until);
    expect(await ledger.state(code, '1')).toBe('held');
  }
  const request = async (code: string, notAtPortal: boolean) => {
    const dossierIds = [await ledger.id(code)];
    return { dossierIds, reason: null, step: null, notAtPortal, staying: [] };
  };
  afterEach(() => endDoubt(ledger.db));

  test('is unknown when the source corrects it, as it was and with what follows', async () => {
    await refused('corrected', THEN);
    await ledger.store(dossier('corrected', { steps: ['1:Đúng'] }));
    expect(await ledger.row('corrected', '1')).toMatchObject({
      ...{ state: 'unknown', attempt: 0, due: true, version: 1, sent_version: 1, sent_hash: 'hash of Nhầm' },
      ...{ payload: { content: 'Nhầm' }, next_payload: { content: 'Đúng' } },
    });
    expect(await ledger.held('corrected')).toEqual([]);
  });

  test('is looked for when the source drops it', async () => {
    await refused('dropped', THEN);
    await ledger.store(dossier('dropped'));
    expect(await ledger.row('dropped', '1')).toMatchObject({ state: 'unknown', withdrawn: true, due: true });
    expect(await ledger.held('dropped')).toEqual([]);
    await refused('younger', BEFORE);
    await ledger.store(dossier('younger'));
    expect(await ledger.find('younger', '1')).toBeUndefined();
  });

  test('is unknown when it is released, unless a person has looked', async () => {
    await refused('released', THEN);
    expect(await releaseHeld(ledger.db, await request('released', false))).toMatchObject([
      { readBack: true },
    ]);
    expect(await ledger.row('released', '1')).toMatchObject({ state: 'unknown', sent_version: 1 });
    await refused('looked', THEN);
    await releaseHeld(ledger.db, await request('looked', true));
    expect(await ledger.state('looked', '1')).toBe('queued');
  });

  test('goes at once where its time is after the doubt', async () => {
    await refused('young', BEFORE);
    await releaseHeld(ledger.db, await request('young', false));
    expect(await ledger.state('young', '1')).toBe('queued');
    await ledger.store(dossier('young', { steps: ['1:Đúng'] }));
    expect(await ledger.row('young', '1')).toMatchObject({ state: 'queued', payload: { content: 'Đúng' } });
  });
});
