/**
 * Dossiers that the province has finished in time and the portal does not know of as finished: how many, how they
 * stand, and which of them are to go before all others.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { noteHurried, takeUrgent } from '../../src/ledger/hurry.ts';
import { pauseLanes, resumeLanes } from '../../src/ledger/persons-pause.ts';
import { forgotten } from '../../src/ledger/rescue.ts';
import { urgentCounts, urgentStandings, VIETNAM_NOW } from '../../src/ledger/urgent.ts';
import { dossier, LedgerTrial, type Says } from './trial.ts';

const HOURS = 24;
let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger?.close());
beforeEach(() => ledger.db.query('TRUNCATE dossier CASCADE; TRUNCATE score_due'));

/** The record of `code` says that its appointment is so many hours away, and that the portal is behind for so many minutes. */
async function urgent(code: string, hours: number, minutes = 0): Promise<void> {
  await ledger.db.query(
    `INSERT INTO score_fact (dossier_id, as_province, urgent_due, urgent_since)
     SELECT id, false, ${VIETNAM_NOW} + round($2::numeric * 3600), now() - make_interval(mins => $3)
     FROM dossier WHERE code = $1`,
    [code, hours, minutes],
  );
}

async function stored(code: string, hours: number, what: Says = {}): Promise<void> {
  await ledger.store(dossier(code, { lane: 'backfill', ...what }));
  await urgent(code, hours);
}

async function taken(soon = 100, late = soon): Promise<string[]> {
  const ids = await takeUrgent(ledger.db, HOURS, { soon, late });
  const { rows } = await ledger.db.query<{ code: string }>(
    'SELECT d.code FROM unnest($1::bigint[]) WITH ORDINALITY AS x(id, at) JOIN dossier d USING (id) ORDER BY x.at',
    [ids],
  );
  return rows.map(({ code }) => code);
}

async function hurried(code: string, secondsAgo: number): Promise<void> {
  await noteHurried(ledger.db, [await ledger.id(code)]);
  await ledger.db.query('UPDATE score_fact SET hurried_at = hurried_at - make_interval(secs => $1)', [
    secondsAgo,
  ]);
  await ledger.db.query(`UPDATE dossier SET stored_at = stored_at - interval '1 hour'`);
}

test('what has passed its appointment is late, what lies within the hours is due soon, and the rest is neither', async () => {
  const none = { lateBecauseOfSync: 0, dueSoonNotSynchronized: 0, lateSeconds: null, dueSoonSeconds: null };
  expect(await urgentCounts(ledger.db, HOURS)).toEqual(none);
  await ledger.store(...['a', 'b', 'c', 'd', 'e'].map((code) => dossier(code)));
  await urgent('a', -100, 5);
  await urgent('b', -0.1, 30);
  await urgent('c', 0.1, 2);
  await urgent('d', 23.9, 90);
  await urgent('e', 24.1, 600);
  const counts = await urgentCounts(ledger.db, HOURS);
  expect(counts).toMatchObject({ lateBecauseOfSync: 2, dueSoonNotSynchronized: 2 });
  expect(counts.lateSeconds).toBeCloseTo(1_800, -2);
  expect(counts.dueSoonSeconds).toBeCloseTo(5_400, -2);
  expect(await urgentCounts(ledger.db, 25)).toMatchObject({ dueSoonNotSynchronized: 3 });
  // What has been late for longer than a month counts, and reminds nobody any more.
  await ledger.store(dossier('f'));
  await urgent('f', -24 * 32, 5_000);
  const { lateBecauseOfSync, lateSeconds } = await urgentCounts(ledger.db, HOURS);
  expect([lateBecauseOfSync, lateSeconds]).toEqual([3, expect.closeTo(1_800, -2)]);
});

test('tells what is on its way from what is held, and from what the portal has otherwise', async () => {
  await stored('waits', -1);
  await stored('held', -2, { says: null });
  await stored('soon', 1, { says: null });
  await ledger.accepted(dossier('refused', { steps: ['1'] }));
  await ledger.store(dossier('refused', { steps: ['1', '2'] }));
  await ledger.end(await ledger.sendStep('refused'), 'held');
  await urgent('refused', -3);
  await ledger.accepted(dossier('otherwise', { steps: ['1:late'] }));
  await ledger.store(dossier('otherwise', { steps: ['1:in time'] }));
  await urgent('otherwise', -4);
  await ledger.db.query(
    `UPDATE score_fact f SET urgent_since = NULL FROM dossier d WHERE d.id = f.dossier_id AND d.code = 'otherwise'`,
  );
  const told = await urgentStandings(ledger.db, HOURS);
  expect(told.map(({ late, standing, count, examples }) => [late, standing, count, examples])).toEqual([
    [true, 'held', 2, ['held', 'refused']],
    [true, 'otherwise', 1, ['otherwise']],
    [true, 'waiting', 1, ['waits']],
    [false, 'held', 1, ['soon']],
  ]);
});

test('takes those that can still be saved first, the nearest appointment before the others, into the lane of today', async () => {
  await stored('long past', -50);
  await stored('just past', -1);
  await stored('tomorrow', 20);
  await stored('at once', 0.5);
  await stored('far', 30);
  expect(await taken(2, 0)).toEqual(['at once', 'tomorrow']);
  expect(await taken(1)).toEqual(['at once', 'just past']);
  expect(await taken()).toEqual(['at once', 'tomorrow', 'just past', 'long past']);
  const { rows } = await ledger.db.query<{ code: string }>(
    `SELECT code FROM dossier WHERE lane = 'backfill'`,
  );
  expect(rows).toEqual([{ code: 'far' }]);
});

test('leaves to its own turn what has been late for longer than a month, in its own lane', async () => {
  await stored('last year', -24 * 400);
  await stored('last month', -24 * 32);
  await stored('this month', -24 * 30);
  expect(await taken()).toEqual(['this month']);
  const { rows } = await ledger.db.query<{ lane: string }>(`SELECT lane FROM dossier ORDER BY code`);
  expect(rows.map(({ lane }) => lane)).toEqual(['backfill', 'backfill', 'live']);
});

test('takes only what can go by itself this moment', async () => {
  await stored('held', 1, { says: null });
  await stored('in hand', 1);
  await stored('retries later', 1);
  await stored('is sent', 1);
  await stored('unknown', 1);
  await ledger.end(await ledger.send('retries later'), 'retrying', 60_000);
  await ledger.end(await ledger.send('unknown'), 'unknown');
  await ledger.end(await ledger.send('is sent'), 'accepted');
  await ledger.accepted(dossier('its step'));
  await ledger.store(dossier('its step', { steps: ['1'] }));
  await urgent('its step', 2);
  await ledger.lease('in hand');
  expect((await taken()).sort()).toEqual(['its step', 'unknown']);
  await ledger.fallDue();
  expect((await taken()).sort()).toEqual(['its step', 'retries later', 'unknown']);
});

test('lets a run of the job pass in which its lane may send before it takes one again, unless it changed', async () => {
  await stored('a', 1);
  await hurried('a', 45);
  expect(await taken()).toEqual([]);
  await hurried('a', 55);
  // In a lane that sends nothing its job still waits where it was put.
  await pauseLanes(ledger.db, ['live'], { by: 'a person', why: 'for a while' });
  expect(await taken()).toEqual([]);
  await resumeLanes(ledger.db, ['live']);
  expect(await taken()).toEqual(['a']);
  await hurried('a', 1);
  await ledger.store(dossier('a', { says: 'B' }));
  expect(await taken()).toEqual(['a']);
});

test('of what the queue has forgotten, what is urgent of today goes first, then the newest change', async () => {
  const day = (n: number) => ({ lane: 'live' as const, changedAt: `2026-11-0${n}T01:00:00Z` });
  for (const n of [1, 2, 3, 4, 5]) await ledger.store(dossier(`d${n}`, day(n)));
  await urgent('d1', 3);
  await urgent('d2', -3);
  const { live } = await forgotten(ledger.db, 10, null);
  expect(live).toEqual(await Promise.all(['d2', 'd1', 'd5', 'd4', 'd3'].map((code) => ledger.id(code))));
});
