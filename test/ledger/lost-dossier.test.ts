/** A dossier that the portal has lost comes back with all its steps; one that it has is not doubled by a doubt. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimDossiers, dueSteps, releaseLease } from '../../src/ledger/claim.ts';
import { dossierRecord } from '../../src/ledger/dossier-record.ts';
import { isRefuted, noteAbsent, noteCreating, noteShown } from '../../src/ledger/lost-dossier.ts';
import { overview } from '../../src/ledger/overview.ts';
import { pending } from '../../src/ledger/pending.ts';
import { settle } from '../../src/ledger/settle.ts';
import { dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261110-${String(++serial).padStart(4, '0')}`;

/** Steps 1 and 2 accepted, 3 refused, 4 not understood, 5 not sent; the portal is said to have lost it all. */
async function mixed(code: string): Promise<void> {
  await ledger.accepted(dossier(code, { steps: ['1', '2'] }));
  await ledger.store(dossier(code, { steps: ['1', '2', '3', '4', '5'] }));
  await ledger.end(await ledger.sendStep(code), 'held');
  await ledger.end(await ledger.sendStep(code), 'not understood');
}

async function say(note: typeof noteAbsent, code: string): Promise<void> {
  const token = randomUUID();
  await ledger.db.query(
    `INSERT INTO lease (dossier_id, token, until) VALUES ($1, $2, now() + interval '1 minute')`,
    [await ledger.id(code), token],
  );
  await note(ledger.db, token, [await ledger.id(code)]);
  await releaseLease(ledger.db, token);
}

type How = Partial<Pick<Parameters<typeof settle>[2][number], 'recreated'>>;

/** Sends the dossier, which the portal takes in such a way. */
async function taken(code: string, how: How = {}): Promise<void> {
  const { token, item } = await ledger.send(code);
  await settle(ledger.db, token, [{ ...ending(item, 'accepted'), ...how }], []);
  await releaseLease(ledger.db, token);
}

async function states(code: string): Promise<string> {
  const { rows } = await ledger.db.query<{ text: string }>(
    `SELECT concat_ws(' ', step_id, state, accepted_version) AS text FROM delivery
     WHERE dossier_id = $1 AND kind = 'step' ORDER BY position`,
    [await ledger.id(code)],
  );
  return rows.map(({ text }) => text).join(', ');
}

async function goesNow(code: string): Promise<string[]> {
  const token = await ledger.lease(code);
  const due = await dueSteps(ledger.db, token);
  await releaseLease(ledger.db, token);
  return due.map(({ step, state }) => `${step.id} ${state}`);
}

async function saidOf(code: string): Promise<(string | undefined)[]> {
  const record = await dossierRecord(ledger.db, code);
  const own = record?.attempts.filter(({ deliveryId }) => deliveryId === record.dossier.id) ?? [];
  return own.map(({ message }) => /\((.*)\)/.exec(message)?.[1]).filter((text) => text !== undefined);
}

describe('created anew', () => {
  test('its steps go again in their order, also those in doubt; a refusal stands', async () => {
    const code = aCode();
    await mixed(code);
    await ledger.store(dossier(code, { says: 'B', steps: ['1', '2', '3', '4', '5'] }));
    await taken(code, { recreated: true });
    expect(await states(code)).toBe('1 queued, 2 queued, 3 held, 4 queued, 5 queued');
    expect(await ledger.held(code)).toEqual(['portal step 3 DB-PRT-010']);
    expect(await goesNow(code)).toEqual(['1 queued', '2 queued', '4 queued', '5 queued']);
    expect(await saidOf(code)).toEqual(['the portal had lost it: created anew, its steps go again']);
  });

  test('its steps go as the source has them by now, and those that it has no more do not', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1:trước', '2'] }));
    await ledger.store(dossier(code, { says: 'B', steps: ['1:sau'] }));
    expect(await ledger.row(code, '1')).toMatchObject({ state: 'accepted', next_hash: 'hash of sau' });
    await taken(code, { recreated: true });
    expect(await states(code)).toBe('1 queued');
    expect((await ledger.sendStep(code)).item.step.content).toBe('sau');
  });

  test('changed meanwhile, its steps wait for what is wanted by now', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    await ledger.store(dossier(code, { says: 'B', steps: ['1'] }));
    const { token, item } = await ledger.send(code);
    await ledger.store(dossier(code, { says: 'C', steps: ['1'] }));
    await settle(ledger.db, token, [{ ...ending(item, 'accepted'), recreated: true }], []);
    expect(await dueSteps(ledger.db, token)).toEqual([]);
    await releaseLease(ledger.db, token);
    expect(await ledger.state(code)).toBe('queued');
    await taken(code);
    expect(await goesNow(code)).toEqual(['1 queued']);
  });

  test('under a lease that was lost, nothing goes again', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    await ledger.store(dossier(code, { says: 'B', steps: ['1'] }));
    const { token, item } = await ledger.send(code);
    await settle(ledger.db, randomUUID(), [{ ...ending(item, 'accepted'), recreated: true }], []);
    expect(await states(code)).toBe('1 accepted 1');
    await releaseLease(ledger.db, token);
  });
});

describe('said to be absent by a look-up', () => {
  test('it is offered again as known; its steps wait, and stay where the portal takes the update', async () => {
    const code = aCode();
    await mixed(code);
    await say(noteAbsent, code);
    expect(await ledger.row(code)).toMatchObject({ state: 'queued', absence: 'absent', accepted_version: 1 });
    await taken(code);
    expect(await ledger.row(code)).toMatchObject({ state: 'accepted', absence: 'refuted' });
    expect(await states(code)).toBe('1 accepted 1, 2 accepted 1, 3 held, 4 held, 5 queued');
    expect(await isRefuted(ledger.db, await ledger.id(code))).toBe(true);
    expect(await saidOf(code)).toEqual([
      'a look-up had not found it, yet the portal took the update: its steps do not go again',
    ]);
    await say((db, token, [id = 0]) => noteShown(db, token, id), code);
    expect((await ledger.row(code)).absence).toBeNull();
  });

  test('and created anew, its steps go again', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1', '2'] }));
    await say(noteAbsent, code);
    await taken(code, { recreated: true });
    expect(await ledger.row(code)).toMatchObject({ state: 'accepted', absence: null });
    expect(await goesNow(code)).toEqual(['1 queued', '2 queued']);
  });

  test('held by a fault it stays held, and its steps run into nothing', async () => {
    const code = aCode();
    await ledger.db.query('TRUNCATE dossier CASCADE');
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    await ledger.store(dossier(code, { says: null, steps: ['1', '2'] }));
    expect(await goesNow(code)).toEqual(['2 queued']);
    const before = await pending(ledger.db);
    await say(noteAbsent, code);
    expect(await ledger.row(code)).toMatchObject({ state: 'held', absence: 'absent' });
    expect((await pending(ledger.db)).due).toBe(before.due - 1);
    expect((await overview(ledger.db)).oldestPendingSeconds).toBeNull();
    await ledger.store(dossier(code, { says: 'B', steps: ['1', '2'] }));
    await taken(code, { recreated: true });
    expect(await goesNow(code)).toEqual(['1 queued', '2 queued']);
  });

  test('it goes also where it says again what was accepted', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await say(noteAbsent, code);
    await ledger.store(dossier(code, { says: 'B' }));
    await ledger.store(dossier(code));
    expect(await ledger.row(code)).toMatchObject({ state: 'queued', due: true });
  });
});

describe('a create of a known one whose end nobody knows', () => {
  /** The create began, and its answer was lost. */
  async function half(code: string): Promise<void> {
    await ledger.accepted(dossier(code, { steps: ['1', '2'] }));
    await ledger.store(dossier(code, { says: 'B', steps: ['1', '2'] }));
    const sent = await ledger.send(code);
    await noteCreating(ledger.db, sent.token, [sent.item.deliveryId]);
    await ledger.end(sent, 'unknown');
  }

  test('has its steps looked up where an update is taken next', async () => {
    const code = aCode();
    await half(code);
    // Long before: a clock that is off by less than a minute must not hide it.
    await ledger.db.query(`UPDATE attempt SET at = at - interval '1 hour'`);
    await taken(code);
    expect(await ledger.row(code)).toMatchObject({ state: 'accepted', absence: null });
    expect(await goesNow(code)).toEqual(['1 unknown', '2 unknown']);
    // The dossier itself is there as it was accepted: to say that again needs no call.
    for (const says of ['C', 'B']) await ledger.store(dossier(code, { says, steps: ['1', '2'] }));
    expect(await ledger.state(code)).toBe('accepted');
  });

  test('leaves no doubt where it is created anew next', async () => {
    const code = aCode();
    await half(code);
    await taken(code, { recreated: true });
    expect(await goesNow(code)).toEqual(['1 queued', '2 queued']);
  });

  test('leaves the same doubt where an update of the same errand is taken after it', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    await ledger.store(dossier(code, { says: 'B', steps: ['1'] }));
    const { token, item } = await ledger.send(code);
    await noteCreating(ledger.db, token, [item.deliveryId]);
    await settle(ledger.db, token, [ending(item, 'accepted')], []);
    await releaseLease(ledger.db, token);
    expect(await states(code)).toContain('1 unknown');
    expect(await ledger.row(code)).toMatchObject({ state: 'accepted', absence: null });
  });

  test('is noted of those that the portal had accepted only, under the lease', async () => {
    const [fresh, known] = [aCode(), aCode()];
    await ledger.accepted(dossier(known));
    await ledger.store(dossier(fresh), dossier(known, { says: 'B' }));
    const token = await ledger.lease(fresh, known);
    const ids = (await claimDossiers(ledger.db, token)).map(({ deliveryId }) => deliveryId);
    await noteCreating(ledger.db, randomUUID(), ids);
    expect((await ledger.row(known)).absence).toBeNull();
    await noteCreating(ledger.db, token, ids);
    expect([(await ledger.row(fresh)).absence, (await ledger.row(known)).absence]).toEqual([
      null,
      'creating',
    ]);
    await releaseLease(ledger.db, token);
  });
});
