/** Sending again by hand touches what the portal refused, and only that; what may be there is looked up first. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/domain/errors.ts';
import { heldReasons } from '../../src/ledger/held-list.ts';
import {
  countHeldDossiers,
  heldDossiers,
  heldSteps,
  markStepSeen,
  releaseHeld,
  wouldRelease,
} from '../../src/ledger/release.ts';
import { settle } from '../../src/ledger/settle.ts';
import { dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
});
afterAll(() => ledger.close());

async function requestOf(code: string, reason: string | null = null, notAtPortal = false) {
  return { dossierIds: [await ledger.id(code)], reason, step: null, notAtPortal, staying: [] };
}

/** Counts of what was let go of the dossier. */
async function released(...words: Parameters<typeof requestOf>) {
  const gone = await releaseHeld(ledger.db, await requestOf(...words));
  const steps = gone.filter(({ kind }) => kind === 'step');
  return {
    dossiers: gone.length - steps.length,
    steps: steps.length,
    readBack: steps.filter(({ readBack }) => readBack).length,
  };
}

/** An accepted dossier whose step `1` the portal answered in such a way. */
async function stepHeld(code: string, reason: ErrorCode): Promise<void> {
  await ledger.accepted(dossier(code));
  await ledger.store(dossier(code, { steps: ['1'] }));
  const { token, item } = await ledger.sendStep(code);
  const held = { code: reason, params: {}, value: '' };
  await settle(ledger.db, token, [{ ...ending(item, 'held'), held }], []);
  await ledger.db.query('DELETE FROM lease WHERE token = $1', [token]);
}

test('releases a refused dossier and a refused step, by code or by reason; a faulty row stays', async () => {
  await ledger.store(dossier('refused'), dossier('faulty', { says: null }));
  await ledger.end(await ledger.send('refused'), 'held');
  await stepHeld('sent', 'DB-PRT-010');

  expect(await released('faulty')).toEqual({ dossiers: 0, steps: 0, readBack: 0 });
  expect(await released('faulty', 'DB-DOS-015')).toEqual({ dossiers: 0, steps: 0, readBack: 0 });
  expect(await released('sent', 'DB-PRT-011')).toEqual({ dossiers: 0, steps: 0, readBack: 0 });
  expect(await released('refused')).toEqual({ dossiers: 1, steps: 0, readBack: 0 });
  expect(await released('sent', 'DB-PRT-010')).toEqual({ dossiers: 0, steps: 1, readBack: 0 });

  expect(await ledger.row('refused')).toMatchObject({ state: 'queued', due: true, attempt: 0 });
  expect(await ledger.row('sent', '1')).toMatchObject({ state: 'queued', due: true, attempt: 0 });
  expect(await ledger.state('faulty')).toBe('held');
  expect((await heldReasons(ledger.db)).map(({ code }) => code)).toEqual(['DB-DOS-015']);
});

describe('a step that may be at the portal', () => {
  test.each(['DB-PRT-011', 'DB-PRT-012'] as const)('(%s) is unknown: read back first', async (reason) => {
    const code = `maybe ${reason}`;
    await stepHeld(code, reason);
    expect(await released(code)).toEqual({ dossiers: 0, steps: 1, readBack: 1 });
    expect(await ledger.row(code, '1')).toMatchObject({ state: 'unknown', due: true });
    expect(await ledger.held(code)).toEqual([]);
    // A change in the source must not touch it meanwhile: what was sent is what is looked for.
    await ledger.store(dossier(code, { steps: ['1:khác'] }));
    expect((await ledger.row(code, '1')).payload?.content).toBe('Tiếp nhận');
  });

  test('goes at once where a person has looked', async () => {
    await stepHeld('looked', 'DB-PRT-012');
    expect(await released('looked', null, true)).toEqual({ dossiers: 0, steps: 1, readBack: 0 });
    expect(await ledger.state('looked', '1')).toBe('queued');
  });
});

describe('one step by itself', () => {
  const SAID = 'a person said so';
  /** Steps `1` and `2`, both without an answer that tells. */
  async function twoHeld(code: string): Promise<void> {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1:Một', '2:Hai', '3:Ba'] }));
    for (const _step of [1, 2]) await ledger.end(await ledger.sendStep(code), 'not understood');
    expect(await heldSteps(ledger.db, code)).toEqual(['1', '2']);
  }

  test('goes, and the other is not meant', async () => {
    await twoHeld('one');
    const request = { ...(await requestOf('one', null, true)), step: '2' };
    expect(await wouldRelease(ledger.db, request)).toHaveLength(1);
    expect(await releaseHeld(ledger.db, request)).toMatchObject([{ kind: 'step', readBack: false }]);
    expect([await ledger.state('one', '1'), await ledger.state('one', '2')]).toEqual(['held', 'queued']);
    expect(await heldSteps(ledger.db, 'one')).toEqual(['1']);
  });

  test('that a person saw at the portal is accepted as it was sent, on record, and never goes again', async () => {
    await twoHeld('seen');
    expect(await markStepSeen(ledger.db, 'seen', '1', SAID)).toBe(true);
    const row = await ledger.row('seen', '1');
    expect(row).toMatchObject({ state: 'accepted', accepted_version: 1, accepted_hash: row.payload_hash });
    expect(await ledger.held('seen')).toEqual(['portal step 2 DB-PRT-011']);
    const { rows } = await ledger.db.query(
      'SELECT outcome, message FROM attempt WHERE delivery_id = $1 ORDER BY id',
      [row.id],
    );
    expect(rows).toMatchObject([{ outcome: 'not-understood' }, { outcome: 'accepted', message: SAID }]);
    expect((await ledger.sendStep('seen')).item.step.id).toBe('3');
    await ledger.store(dossier('seen', { steps: ['1:Khác', '2:Hai', '3:Ba'] }));
    expect((await ledger.row('seen', '1')).payload?.content).toBe('Một');
    expect(await ledger.state('seen', '1')).toBe('accepted');
  });

  test.each(['3', '1', 'x'])('that no answer holds cannot be said to be there: %s', async (step) => {
    const code = `unsaid ${step}`;
    await twoHeld(code);
    if (step === '1') await markStepSeen(ledger.db, code, step, SAID);
    const before = await ledger.find(code, step);
    expect(await markStepSeen(ledger.db, code, step, SAID)).toBe(false);
    expect(await ledger.find(code, step)).toEqual(before);
  });
});

test('asking what would go changes nothing', async () => {
  await stepHeld('asked', 'DB-PRT-011');
  const request = await requestOf('asked');
  const before = await ledger.row('asked', '1');
  const would = await wouldRelease(ledger.db, request);
  expect(await ledger.row('asked', '1')).toEqual(before);
  expect(await ledger.held('asked')).toEqual(['portal step 1 DB-PRT-011']);
  expect(await releaseHeld(ledger.db, request)).toEqual(would);
});

test('finds the dossiers of a reason page by page, each once', async () => {
  const codes = ['p1', 'p2', 'p3'];
  for (const code of codes) await stepHeld(code, 'DB-PRT-012');
  const by = { reason: 'DB-PRT-012' };
  const first = await heldDossiers(ledger.db, by, 0, 2);
  const rest = await heldDossiers(ledger.db, by, first.at(-1)?.id ?? 0, 2);
  expect([...first, ...rest].map(({ code }) => code)).toEqual(codes);
  expect(first[0]).toMatchObject({
    pending: false,
    stepIds: ['1'],
    payloadHash: 'hash of A',
    acceptedHash: 'hash of A',
  });
  expect(await countHeldDossiers(ledger.db, by)).toBe(3);
  expect(await countHeldDossiers(ledger.db, { dossier: 'p1' })).toBe(1);
  expect(await countHeldDossiers(ledger.db, { dossier: 'sent' })).toBe(0);
});
