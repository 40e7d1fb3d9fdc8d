/**
 * Comparing with the portal, look-up by look-up: what moves meanwhile is no drift and is not touched, and no
 * more is mended than was allowed.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LookupAnswer, Portal } from '../../src/domain/ports.ts';
import { driftCounts, driftedDossiers } from '../../src/ledger/drift.ts';
import { roundStand } from '../../src/ledger/reconcile-round.ts';
import { reconcile } from '../../src/pipeline/reconcile.ts';
import type { ReconcileOptions } from '../../src/pipeline/reconcile-report.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());
afterEach(async () => {
  await ledger.db.query('TRUNCATE dossier, reconcile_round CASCADE');
});

const ROUND: ReconcileOptions = {
  selection: null,
  anew: false,
  limit: null,
  forMs: null,
  heal: 0,
  resendSteps: false,
};
/** The call was given up. */
const CUT: LookupAnswer = {
  kind: 'failed',
  outcome: { kind: 'unknown', errorCode: '', message: '' },
};
const ABSENT: LookupAnswer = { kind: 'absent' };

/** Codes in the order in which they were looked up. */
let asked: string[] = [];
beforeEach(() => {
  asked = [];
});

function compare(
  lookup: (code: string) => Promise<LookupAnswer>,
  options: Partial<ReconcileOptions> = {},
  { pageSize = 3, signal = new AbortController().signal } = {},
) {
  const portal: Pick<Portal, 'lookup' | 'sameStep' | 'differences'> = {
    lookup: (code) => {
      asked.push(code);
      return lookup(code);
    },
    sameStep: (step, shown) => step.content === shown.content,
    differences: ({ subject }, { says }) =>
      subject === says ? [] : [{ field: 'subject', ours: subject, shown: String(says) }],
  };
  const deps = { ledger: ledger.db, portal, concurrency: 4, pageSize, monotonicMs: () => 0 };
  return reconcile(deps, { ...ROUND, ...options }, signal);
}

const shows = (says: string, steps: readonly string[] | null = null): LookupAnswer => ({
  kind: 'present',
  fields: { says },
  steps:
    steps?.map((content) => ({ at: '', status: '', processor: '', department: '', position: '', content })) ??
    null,
});

const rows = async () =>
  (await ledger.db.query('SELECT * FROM delivery ORDER BY id')).rows.map((row) => JSON.stringify(row));
const drifted = async () => [...(await driftCounts(ledger.db)).values()].reduce((sum, one) => sum + one, 0);

describe('a dossier that moves while it is looked up', () => {
  const B = { says: 'B', steps: ['1'] };
  type Move = (code: string) => Promise<unknown>;
  const MOVES: readonly {
    readonly what: string;
    readonly move: Move;
    readonly before?: Move;
    readonly rests?: true;
  }[] = [
    { what: 'the source says something else of it', move: (code) => ledger.store(dossier(code, B)) },
    { what: 'it gets a step', move: (code) => ledger.store(dossier(code, { steps: ['1', '2:Thụ lý'] })) },
    {
      what: 'its personal data are taken out',
      move: (code) => ledger.db.query('UPDATE dossier SET pruned_at = now() WHERE code = $1', [code]),
      rests: true,
    },
    { what: 'a fault holds it', move: (code) => ledger.store(dossier(code, { says: null, steps: ['1'] })) },
    {
      what: 'somebody takes it in hand',
      // A lease is for what has something to send.
      before: (code) => ledger.store(dossier(code, B)),
      move: (code) => ledger.lease(code),
    },
  ];

  test.each(MOVES)(
    '$what: no drift, nothing mended; the next one sees it',
    async ({ move, before, rests }) => {
      await ledger.accepted(dossier('đi', { steps: ['1'] }));
      await before?.('đi');
      await ledger.accepted(dossier('đứng', { steps: ['1'] }));
      let after: string[] = [];
      const report = await compare(
        async (code) => {
          if (code === 'đi') {
            await move(code);
            after = await rows();
          }
          return code === 'đi' ? ABSENT : shows('A', ['Tiếp nhận']);
        },
        { heal: 10 },
      );
      expect(report).toMatchObject({ checked: 1, inMotion: 1, missing: [], different: [], healed: 0 });
      expect(await rows()).toEqual(after);
      expect(await drifted()).toBe(0);

      await ledger.db.query('DELETE FROM lease');
      if (rests) return;
      const next = await compare(async (code) => (code === 'đi' ? ABSENT : shows('A', ['Tiếp nhận'])));
      expect(next).toMatchObject({ checked: 2, inMotion: 0, missing: ['đi'] });
    },
  );

  test('one that is in hand already is not even looked up', async () => {
    await ledger.accepted(dossier('bận'));
    await ledger.store(dossier('bận', { says: 'B' }));
    await ledger.lease('bận');
    expect(await compare(async () => ABSENT)).toMatchObject({ inMotion: 1, checked: 0 });
    expect(asked).toEqual([]);
  });

  test('what is yet to be sent is no change of somebody else, and what has just arrived none either', async () => {
    await ledger.accepted(dossier('chờ'));
    await ledger.store(dossier('chờ', { says: 'B' }));
    const waits = await compare(async () => shows('A'));
    expect(waits.byCause).toMatchObject({ changed: 0, outdated: 1 });
    const arrived = await compare(async () => shows('B'));
    expect(arrived).toMatchObject({ checked: 1, different: [] });
    expect(await drifted()).toBe(0);
    const foreign = await compare(async () => shows('C'));
    expect(foreign.byCause).toMatchObject({ changed: 1, outdated: 0 });
  });
});

test('mends as many as were allowed, however many look at a time, says how many are left, and goes on with them', async () => {
  const codes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  for (const code of codes) await ledger.accepted(dossier(code));
  const first = await compare(async () => ABSENT, { heal: 2 });
  expect(first).toMatchObject({ checked: 7, healed: 2, notHealed: 5, forPerson: 0 });
  const queued = await ledger.db.query(`SELECT FROM delivery WHERE state = 'queued'`);
  expect(queued.rowCount).toBe(2);
  expect(await drifted()).toBe(5);
  expect(await driftedDossiers(ledger.db, ['missing', 'changed'])).toBe(5);
  expect(await driftedDossiers(ledger.db, ['steps-missing'])).toBe(0);
  const second = await compare(async () => ABSENT, { heal: 4 });
  expect(second).toMatchObject({ healed: 4, notHealed: 1 });
  expect(await compare(async () => ABSENT, { heal: 4 })).toMatchObject({ healed: 1, notHealed: 0 });
});

test('a step that is shown no more goes only where a person says so, and not beside one that is none of ours', async () => {
  await ledger.accepted(dossier('mất', { steps: ['1:Một', '2:Hai'] }));
  await ledger.accepted(dossier('sửa', { steps: ['1:Một', '2:Hai'] }));
  const portal = async (code: string) => shows('A', code === 'mất' ? ['Hai'] : ['Hai', 'Một (sửa)']);
  expect(await compare(portal, { heal: 10 })).toMatchObject({ healed: 0, forPerson: 2, notHealed: 0 });
  const open = () =>
    ledger.db.query(
      `SELECT d.code, v.step_id AS step, v.state::text FROM delivery v JOIN dossier d ON d.id = v.dossier_id
       WHERE v.state <> 'accepted'`,
    );
  expect((await open()).rows).toEqual([]);
  expect(await compare(portal, { heal: 10, resendSteps: true })).toMatchObject({ healed: 1, forPerson: 1 });
  // Looked up once more before it goes.
  expect((await open()).rows).toEqual([{ code: 'mất', step: '1', state: 'unknown' }]);
});

test('after a restore nothing is set back before the source was read again', async () => {
  await ledger.accepted(dossier('cũ'));
  await ledger.db.query(`INSERT INTO doubt (until) VALUES (now())`);
  const unread = await compare(async () => shows('B'), { heal: 10 });
  expect(unread).toMatchObject({ sourceUnread: true, healed: 0, notHealed: 0, byCause: { changed: 1 } });
  expect(await ledger.state('cũ')).toBe('accepted');
  await ledger.page({
    cursor: { source: 'nguồn', position: { at: '2026-11-02T01:00:00Z', key: 'cũ' }, mapHash: 'm' },
  });
  expect(await compare(async () => shows('B'), { heal: 10 })).toMatchObject({
    sourceUnread: false,
    healed: 1,
  });
  expect(await ledger.state('cũ')).toBe('queued');
  await ledger.db.query('DELETE FROM doubt');
});

test('told to stop in the middle of a page, it keeps what is done from its beginning, and compares the rest once', async () => {
  const codes = Array.from({ length: 10 }, (_, index) => `h${index}`);
  for (const code of codes) await ledger.accepted(dossier(code));
  const stop = new AbortController();
  const first = await compare(
    async () => {
      if (asked.length === 5) stop.abort();
      return stop.signal.aborted ? CUT : shows('A');
    },
    {},
    { signal: stop.signal },
  );
  expect(first.stopped).toBe('interrupted');
  const { checked } = await roundStand(ledger.db);
  expect(checked).toBe(first.checked);
  const before = asked.slice(0, checked);
  asked = [];
  expect(await compare(async () => shows('A'))).toMatchObject({ checked: 10 - checked, stopped: null });
  expect([...before, ...asked].sort()).toEqual(codes);
  expect(await roundStand(ledger.db)).toMatchObject({ checked: 10, finished: true });
});
