/**
 * Calling a resync back: what is on the wire, may have arrived or is wanted for another reason goes on and
 * is told as such; everything else stands as it stood before, held parts with their reason.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endDoubt, noteDoubt } from '../../src/ledger/doubt.ts';
import { noteCreating } from '../../src/ledger/lost-dossier.ts';
import { beginResync } from '../../src/ledger/resync.ts';
import { callBack } from '../../src/ledger/resync-cancel.ts';
import { resyncOf } from '../../src/ledger/resync-list.ts';
import { sendAgain } from '../../src/ledger/send-again.ts';
import { codebook, dossier, LedgerTrial, type Says } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
let code = '';
beforeEach(() => {
  code = `H19.40-261107-${++serial}`;
});

/** Sends it again, as `what` by now. Answers the number of the resync. */
async function again(what: Says = {}, atRest = true): Promise<number> {
  const resync = await beginResync(ledger.db, {
    who: 'người trực',
    selection: { dossiers: [code] },
    verify: false,
    selected: 1,
  });
  const id = await ledger.id(code);
  const stored = dossier(code, what);
  const outcome = await sendAgain(ledger.db, {
    ...{ resync, after: 0, last: id, lookedAt: 1, codebook: codebook('v1'), loses: () => false },
    dossiers: [{ id, stored, atRest, goes: true, stays: false, seen: null }],
  });
  expect(outcome.queued).toBe(1);
  return resync;
}

/** Calls it back. Answers how many were, and how many go on. */
async function cancelled(resync: number): Promise<{ cancelled: number; goOn: number }> {
  const page = await callBack(ledger.db, resync, 0, 100);
  const record = await resyncOf(ledger.db, resync);
  expect(record?.cancelled).toBe(page.cancelled);
  return { cancelled: page.cancelled, goOn: record?.waiting ?? 0 };
}

const BACK = { cancelled: 1, goOn: 0 };
const ON = { cancelled: 0, goOn: 1 };

/** What must be as before, a call back later. */
async function standing(step = '') {
  const { rows } = await ledger.db.query(
    `SELECT v.state, v.version, v.payload_hash, v.accepted_version, v.accepted_at, v.absence,
       (SELECT jsonb_agg(to_jsonb(h) - 'id' ORDER BY h.code) FROM held h WHERE h.dossier_id = v.dossier_id) AS held
     FROM delivery v WHERE v.dossier_id = $1 AND v.step_id = $2`,
    [await ledger.id(code), step],
  );
  return rows[0];
}

describe('goes back as it was', () => {
  test('what the portal has accepted', async () => {
    await ledger.accepted(dossier(code));
    const before = await standing();
    const resync = await again();
    expect(await ledger.state(code)).toBe('queued');
    expect(await cancelled(resync)).toEqual(BACK);
    expect(await standing()).toEqual(before);
    // It is not wanted since the resync: what is late is counted from there.
    const { rows } = await ledger.db.query<{ late: boolean }>(
      'SELECT wanted_at <= accepted_at AS late FROM delivery WHERE dossier_id = $1',
      [await ledger.id(code)],
    );
    expect(rows[0]?.late).toBe(true);
  });

  test('what has been tried, where each answer says that nothing is stored', async () => {
    await ledger.accepted(dossier(code));
    const resync = await again();
    await ledger.end(await ledger.send(code), 'retrying', 60_000);
    expect(await cancelled(resync)).toEqual(BACK);
    expect(await ledger.row(code)).toMatchObject({ state: 'accepted', attempt: 0 });
  });

  test('what the portal has refused, with its reason', async () => {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { says: 'B' }));
    await ledger.end(await ledger.send(code), 'held');
    const before = await standing();
    const resync = await again({ says: 'B' });
    expect(await standing()).toMatchObject({ state: 'queued', held: null });
    expect(await cancelled(resync)).toEqual(BACK);
    expect(await standing()).toEqual(before);
  });

  test('a step whose answer was not understood, and its dossier', async () => {
    const says = { steps: ['1:một', '2:hai'] };
    await ledger.accepted(dossier(code, { steps: ['1:một'] }));
    await ledger.store(dossier(code, says));
    await ledger.end(await ledger.sendStep(code), 'not understood');
    const before = [await standing(), await standing('2')];
    const resync = await again(says);
    expect([await ledger.state(code), await ledger.state(code, '2')]).toEqual(['queued', 'unknown']);
    expect(await cancelled(resync)).toEqual(BACK);
    expect([await standing(), await standing('2')]).toEqual(before);
    expect(await ledger.held(code)).toEqual(['portal step 2 DB-PRT-011']);
  });
});

describe('a refused step that is looked up, since the ledger does not know everything', () => {
  const REFUSED_STEP = { steps: ['1:một'] };
  beforeEach(async () => {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, REFUSED_STEP));
    await ledger.end(await ledger.sendStep(code), 'held');
    await noteDoubt(ledger.db, new Date('2026-11-02T01:00:00Z'));
  });
  afterEach(() => endDoubt(ledger.db));

  test('and that the source drops before the call back, is looked up all the same', async () => {
    const resync = await again(REFUSED_STEP);
    expect(await ledger.state(code, '1')).toBe('unknown');
    await ledger.store(dossier(code));
    await cancelled(resync);
    expect(await ledger.row(code, '1')).toMatchObject({ state: 'unknown', withdrawn: true });
    expect(await ledger.held(code)).toEqual([]);
  });

  test('and that the source corrects before the call back, is looked up, and goes as it is now', async () => {
    const resync = await again(REFUSED_STEP);
    await ledger.store(dossier(code, { steps: ['1:hai'] }));
    await cancelled(resync);
    const corrected = { state: 'unknown', payload: { content: 'một' }, next_payload: { content: 'hai' } };
    expect(await ledger.row(code, '1')).toMatchObject(corrected);
    expect(await ledger.held(code)).toEqual([]);
  });

  test('is refused as before where nothing has changed', async () => {
    const before = await standing('1');
    const resync = await again(REFUSED_STEP);
    expect(await cancelled(resync)).toEqual(BACK);
    expect(await standing('1')).toEqual(before);
  });
});

test('a step that nobody could tell of, and that the source had dropped, is held as before', async () => {
  await ledger.accepted(dossier(code));
  await ledger.store(dossier(code, { steps: ['1:một'] }));
  await ledger.end(await ledger.sendStep(code), 'not understood');
  await ledger.store(dossier(code));
  const before = await standing('1');
  const resync = await again();
  expect(await ledger.state(code, '1')).toBe('unknown');
  await cancelled(resync);
  expect(await standing('1')).toEqual(before);
});

describe('goes on, and is told so', () => {
  test('what is on the wire; once it has arrived it counts as sent', async () => {
    await ledger.accepted(dossier(code));
    const resync = await again();
    const sent = await ledger.send(code);
    expect(await cancelled(resync)).toEqual(ON);
    await ledger.end(sent, 'accepted');
    expect(await resyncOf(ledger.db, resync)).toMatchObject({ sent: 1, waiting: 0, cancelled: 0 });
  });

  test.each(['unknown', 'retrying'] as const)(
    'what may have arrived: an answer was lost, now %s',
    async (state) => {
      await ledger.accepted(dossier(code));
      const resync = await again();
      await ledger.end(await ledger.send(code), 'unknown');
      if (state === 'retrying') {
        await ledger.fallDue();
        await ledger.end(await ledger.send(code), 'retrying', 60_000);
      }
      expect(await cancelled(resync)).toEqual(ON);
      expect(await ledger.state(code)).toBe(state);
    },
  );

  test('what the portal may have lost: its steps hang on the answer', async () => {
    await ledger.accepted(dossier(code));
    const resync = await again();
    const sent = await ledger.send(code);
    await noteCreating(ledger.db, sent.token, [sent.item.deliveryId]);
    await ledger.end(sent, 'retrying', 60_000);
    expect(await cancelled(resync)).toEqual(ON);
    expect(await standing()).toMatchObject({ state: 'retrying', absence: 'creating' });
  });

  test('what says something else since', async () => {
    await ledger.accepted(dossier(code));
    const resync = await again();
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await cancelled(resync)).toEqual(ON);
    expect(await ledger.state(code)).toBe('queued');
  });

  test('a refused one that the source has changed since: the refusal fell with what it refused', async () => {
    await ledger.store(dossier(code));
    await ledger.end(await ledger.send(code), 'held');
    const resync = await again();
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await cancelled(resync)).toEqual(ON);
    expect(await ledger.held(code)).toEqual([]);
  });

  test('a step on the wire, though its dossier has arrived', async () => {
    const says = { steps: ['1:một'] };
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, says));
    await ledger.end(await ledger.sendStep(code), 'held');
    const resync = await again(says);
    await ledger.end(await ledger.send(code), 'accepted');
    const sent = await ledger.sendStep(code);
    expect(await cancelled(resync)).toEqual(ON);
    expect(await ledger.state(code, '1')).toBe('sending');
    await ledger.end(sent, 'unknown');
    expect(await cancelled(resync)).toEqual(ON);
    expect(await ledger.state(code, '1')).toBe('unknown');
  });
});

test('a page that another process has done, or that comes after the call back, is stored by nobody', async () => {
  await ledger.accepted(dossier(code));
  const resync = await again();
  const before = await standing();
  const id = await ledger.id(code);
  const page = { resync, after: 0, last: id, lookedAt: 1, codebook: codebook('v1'), loses: () => false };
  const stored = dossier(code, { says: 'B' });
  const late = sendAgain(ledger.db, {
    ...page,
    dossiers: [{ id, stored, atRest: true, goes: true, stays: false, seen: null }],
  });
  await expect(late).rejects.toMatchObject({ code: 'DB-RSY-004' });
  expect(await standing()).toEqual(before);
});
