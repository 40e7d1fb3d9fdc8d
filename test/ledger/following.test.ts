/** What the source says of a step while its answer is out is neither lost nor sent beside what is there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markStepsSending, releaseLease } from '../../src/ledger/claim.ts';
import { type ReadBack, settleReadBack } from '../../src/ledger/read-back.ts';
import { heldSteps, markStepSeen, releaseHeld, wouldRelease } from '../../src/ledger/release.ts';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261109-${String(++serial).padStart(4, '0')}`;

/** Step `1` is being sent as `trước`. */
async function sending(code: string) {
  await ledger.accepted(dossier(code));
  await ledger.store(dossier(code, { steps: ['1:trước'] }));
  return ledger.sendStep(code);
}

/** Its answer was lost, and it is leased to be read back. */
async function lost(code: string) {
  const sent = await sending(code);
  await ledger.end(sent, 'unknown');
  return { token: await ledger.lease(code), id: sent.item.deliveryId };
}

const correct = (code: string, says = 'sau') => ledger.store(dossier(code, { steps: [`1:${says}`] }));
const withdraw = (code: string) => ledger.store(dossier(code));

async function readBack(
  code: string,
  { token, id }: { token: string; id: number },
  verdict: ReadBack['verdict'],
) {
  const held = verdict === 'cannot-tell' ? { code: 'DB-PRT-012' as const, params: {} } : null;
  const settled = await settleReadBack(ledger.db, token, [{ deliveryId: id, verdict, delayMs: 0, held }], []);
  await releaseLease(ledger.db, token);
  expect(settled.length, code).toBe((await ledger.find(code, '1')) === undefined ? 0 : 1);
}

/** As the portal has it, or may have it, with the correction beside it. */
const BESIDE = { payload: { content: 'trước' }, next_payload: { content: 'sau' }, next_hash: 'hash of sau' };
const INSTEAD = {
  state: 'queued',
  attempt: 0,
  due: true,
  version: 2,
  payload: { content: 'sau' },
  next_hash: null,
};

describe('a correction while the step is being sent', () => {
  test.each(['accepted', 'unknown', 'not understood'] as const)('stays beside it: %s', async (end) => {
    const code = aCode();
    const sent = await sending(code);
    await correct(code);
    await ledger.end(sent, end);
    const state = end === 'not understood' ? 'held' : end;
    expect(await ledger.row(code, '1')).toMatchObject({ state, version: 1, ...BESIDE });
    expect(await ledger.held(code)).toEqual(state === 'held' ? ['portal step 1 DB-PRT-011'] : []);
  });

  test.each(['retrying', 'held'] as const)('takes its place where nothing was stored: %s', async (end) => {
    const code = aCode();
    const sent = await sending(code);
    await correct(code);
    await ledger.end(sent, end, 3_600_000);
    expect(await ledger.row(code, '1')).toMatchObject(INSTEAD);
    expect(await ledger.held(code)).toEqual([]);
    expect((await ledger.sendStep(code)).item.step.content).toBe('sau');
  });

  test('outlives the worker, and is still there to be read back', async () => {
    const code = aCode();
    await sending(code);
    await correct(code);
    await ledger.expire(code);
    await rescueExpired(ledger.db);
    expect(await ledger.row(code, '1')).toMatchObject({ state: 'unknown', ...BESIDE });
  });

  test('is given up where the source says again what was sent', async () => {
    const code = aCode();
    await sending(code);
    await correct(code);
    await correct(code, 'trước');
    expect(await ledger.row(code, '1')).toMatchObject({
      state: 'sending',
      next_hash: null,
      next_payload: null,
    });
  });

  test('stops a second call with the old text', async () => {
    const code = aCode();
    const { token, item } = await sending(code);
    expect(await markStepsSending(ledger.db, token, [item])).toBe('marked');
    await correct(code);
    expect(await markStepsSending(ledger.db, token, [item])).toBe('changed');
    await correct(code, 'trước');
    await withdraw(code);
    expect(await markStepsSending(ledger.db, token, [item])).toBe('changed');
  });

  test('keeps only the last of several', async () => {
    const code = aCode();
    const sent = await sending(code);
    for (const says of ['giữa', 'sau']) await correct(code, says);
    await ledger.end(sent, 'retrying');
    expect((await ledger.sendStep(code)).item.step.content).toBe('sau');
  });
});

describe('a correction of a step whose answer was lost', () => {
  test.each(['there', 'try-later', 'cannot-tell'] as const)('stays beside it: %s', async (verdict) => {
    const code = aCode();
    const leased = await lost(code);
    await correct(code);
    await readBack(code, leased, verdict);
    const state = { there: 'accepted', 'try-later': 'unknown', 'cannot-tell': 'held' }[verdict];
    expect(await ledger.row(code, '1')).toMatchObject({ state, version: 1, ...BESIDE });
  });

  test('takes its place where the portal has not the old one', async () => {
    const code = aCode();
    const leased = await lost(code);
    await correct(code);
    await readBack(code, leased, 'not-there');
    expect(await ledger.row(code, '1')).toMatchObject({ ...INSTEAD, attempt: 1 });
    await ledger.end(await ledger.sendStep(code), 'accepted');
    expect(await ledger.row(code, '1')).toMatchObject({ state: 'accepted', accepted_hash: 'hash of sau' });
  });

  test.each([
    ['not at the portal', true, INSTEAD],
    ['to be looked up', false, { state: 'unknown', ...BESIDE }],
  ])('goes as a person says: %s', async (_what, notAtPortal, expected) => {
    const code = aCode();
    const leased = await lost(code);
    await readBack(code, leased, 'cannot-tell');
    await correct(code);
    const request = {
      dossierIds: [await ledger.id(code)],
      reason: null,
      step: '1',
      notAtPortal,
      staying: [],
    };
    const would = await wouldRelease(ledger.db, request);
    expect(await releaseHeld(ledger.db, request)).toEqual(would);
    expect(would).toMatchObject([{ kind: 'step', readBack: !notAtPortal }]);
    expect(await ledger.row(code, '1')).toMatchObject(expected);
  });

  test('stays beside it where a person saw it at the portal', async () => {
    const code = aCode();
    const leased = await lost(code);
    await readBack(code, leased, 'cannot-tell');
    await correct(code);
    expect(await markStepSeen(ledger.db, code, '1', 'seen')).toBe(true);
    expect(await ledger.row(code, '1')).toMatchObject({ state: 'accepted', ...BESIDE });
  });
});

describe('a step that vanished from the source while its answer was out', () => {
  test.each(['retrying', 'held'] as const)('is dropped where nothing was stored: %s', async (end) => {
    const code = aCode();
    const sent = await sending(code);
    await withdraw(code);
    expect(await ledger.end(sent, end)).toEqual([]);
    expect(await ledger.find(code, '1')).toBeUndefined();
    expect(await ledger.held(code)).toEqual([]);
  });

  test.each(['accepted', 'unknown'] as const)('stays where it is or may be stored: %s', async (end) => {
    const code = aCode();
    const sent = await sending(code);
    await withdraw(code);
    await ledger.end(sent, end);
    expect(await ledger.row(code, '1')).toMatchObject({ state: end, withdrawn: true });
  });

  test('is dropped when read back as not there, and does not stand in the way of the next', async () => {
    const code = aCode();
    const leased = await lost(code);
    await ledger.store(dossier(code, { steps: ['2'] }));
    await readBack(code, leased, 'not-there');
    expect(await ledger.find(code, '1')).toBeUndefined();
    expect((await ledger.sendStep(code)).item.step.id).toBe('2');
  });

  test('is dropped, and counts as nothing that goes, where a person says that it is not at the portal', async () => {
    const code = aCode();
    await readBack(code, await lost(code), 'cannot-tell');
    await withdraw(code);
    expect(await heldSteps(ledger.db, code)).toEqual(['1']);
    const request = { dossierIds: [await ledger.id(code)], reason: null, step: '1', staying: [] };
    const said = { ...request, notAtPortal: true };
    expect(await wouldRelease(ledger.db, said)).toEqual([]);
    expect(await releaseHeld(ledger.db, said)).toEqual([]);
    expect(await ledger.find(code, '1')).toBeUndefined();
    expect(await ledger.held(code)).toEqual([]);
  });

  test('and came back is as it was, or as it says now', async () => {
    const code = aCode();
    await sending(code);
    await withdraw(code);
    await correct(code);
    expect(await ledger.row(code, '1')).toMatchObject({ withdrawn: false, ...BESIDE });
    await withdraw(code);
    await correct(code, 'trước');
    expect(await ledger.row(code, '1')).toMatchObject({ withdrawn: false, next_hash: null });
  });
});

test('what may be at the portal does not change because its answer is written down at this very moment', async () => {
  const code = aCode();
  const sent = await sending(code);
  const other = await ledger.db.connect();
  try {
    // As `settle` writes it, but not yet committed while the page is stored.
    await other.query('BEGIN');
    await other.query(`UPDATE delivery SET state = 'held' WHERE id = $1`, [sent.item.deliveryId]);
    await other.query(
      `INSERT INTO held (dossier_id, origin, scope, part, code, field, value, blocking)
       VALUES ($1, 'portal', 'step', '1', 'DB-PRT-011', '', '', false)`,
      [sent.item.dossierId],
    );
    const stored = correct(code);
    await waiting(1);
    await other.query('COMMIT');
    await stored;
  } finally {
    other.release();
  }
  expect(await ledger.row(code, '1')).toMatchObject({ state: 'held', ...BESIDE });
  expect(await ledger.held(code)).toEqual(['portal step 1 DB-PRT-011']);
});

/** So many connections wait for a lock. */
async function waiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await ledger.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.count ?? 0) >= count) return;
  }
}
