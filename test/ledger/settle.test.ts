/** Writing down what became of deliveries: only under the guard with which they were sent. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releaseLease } from '../../src/ledger/claim.ts';
import { dossierRecord } from '../../src/ledger/dossier-record.ts';
import { heldReasons, heldRows } from '../../src/ledger/held-list.ts';
import { noteAbsent } from '../../src/ledger/lost-dossier.ts';
import { overview } from '../../src/ledger/overview.ts';
import { type ReadBack, settleReadBack } from '../../src/ledger/read-back.ts';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { settle } from '../../src/ledger/settle.ts';
import { attemptOf, dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261104-${String(++serial).padStart(4, '0')}`;

/** Sent by a worker whose lease another has taken over, sent again, and refused. */
async function takenOver(code: string) {
  await ledger.store(dossier(code));
  const late = await ledger.send(code);
  await ledger.expire(code);
  await rescueExpired(ledger.db);
  const now = await ledger.send(code);
  return { late, now };
}

describe('settling', () => {
  test.each(['accepted', 'held', 'retrying', 'unknown'] as const)('%s', async (state) => {
    const code = aCode();
    await ledger.store(dossier(code, { changedAt: new Date(Date.now() - 60_000).toISOString() }));
    const sent = await ledger.send(code);
    const [settled] = await settle(
      ledger.db,
      sent.token,
      [ending(sent.item, state, 3_600_000)],
      [attemptOf(sent.item)],
    );
    expect(settled).toMatchObject({ deliveryId: sent.item.deliveryId, kind: 'dossier', state });
    if (state === 'accepted') expect(settled?.lagSeconds).toBeGreaterThanOrEqual(59);
    else expect(settled?.lagSeconds).toBeNull();
    const row = await ledger.row(code);
    expect(row).toMatchObject({ state, attempt: state === 'accepted' ? 0 : 1, due: false });
    expect(row.accepted_version).toBe(state === 'accepted' ? 1 : null);
    expect(await ledger.held(code)).toEqual(state === 'held' ? ['portal dossier DB-PRT-010'] : []);
    const record = await dossierRecord(ledger.db, code);
    expect(record?.attempts).toMatchObject([{ deliveryId: row.id, service: 'push', outcome: 'accepted' }]);
  });

  test('after the lease was lost settles nothing and holds nobody, but the calls are on record', async () => {
    const code = aCode();
    const { late, now } = await takenOver(code);
    const attempts = [attemptOf(late.item, { outcome: 'rejected' })];
    expect(await settle(ledger.db, late.token, [ending(late.item, 'accepted')], attempts)).toEqual([]);
    expect(await ledger.state(code)).toBe('sending');
    await ledger.end(now, 'held');
    const held = { code: 'DB-PRT-011' as const, params: {}, value: '' };
    await settle(ledger.db, late.token, [{ ...ending(late.item, 'held'), held }], attempts);
    expect(await ledger.held(code)).toEqual(['portal dossier DB-PRT-010']);
    const record = await dossierRecord(ledger.db, code);
    expect(record?.attempts.map(({ outcome }) => outcome)).toEqual([
      'unknown',
      ...['rejected', 'rejected', 'rejected'],
    ]);
  });

  test('under another attempt, another token or twice settles nothing', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const { token, item } = await ledger.send(code);
    expect(await settle(ledger.db, token, [ending({ ...item, attempt: 2 }, 'accepted')], [])).toEqual([]);
    expect(await settle(ledger.db, randomUUID(), [ending(item, 'accepted')], [])).toEqual([]);
    expect(await ledger.state(code)).toBe('sending');
    expect(await settle(ledger.db, token, [ending(item, 'retrying')], [])).toHaveLength(1);
    expect(await settle(ledger.db, token, [ending(item, 'accepted')], [])).toEqual([]);
    expect(await ledger.state(code)).toBe('retrying');
  });

  test.each(['retrying', 'unknown'] as const)(
    '%s after an outage keeps the attempts that were used up before',
    async (state) => {
      const code = aCode();
      await ledger.store(dossier(code));
      const attempts: number[] = [];
      for (const outage of [true, false, true, true, false]) {
        const { token, item } = await ledger.send(code);
        const end = { ...ending(item, state), ...(outage ? { outage } : {}) };
        expect(await settle(ledger.db, token, [end], [attemptOf(item)])).toHaveLength(1);
        // Once it has settled, its guard is gone, though the number may come again.
        expect(await settle(ledger.db, token, [end], [])).toEqual([]);
        await releaseLease(ledger.db, token);
        attempts.push((await ledger.row(code)).attempt);
      }
      expect(attempts).toEqual([0, 1, 1, 1, 2]);
      expect((await dossierRecord(ledger.db, code))?.attempts).toHaveLength(5);
    },
  );

  test('acceptance takes the old refusal away, of this delivery only', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: [] }));
    await ledger.store(dossier(code, { steps: ['1', '2'] }));
    await ledger.end(await ledger.sendStep(code), 'held');
    await ledger.end(await ledger.sendStep(code), 'accepted');
    expect(await ledger.held(code)).toEqual(['portal step 1 DB-PRT-010']);
    await ledger.store(dossier(code, { steps: ['1:mới', '2'] }));
    await ledger.end(await ledger.sendStep(code), 'accepted');
    expect(await ledger.held(code)).toEqual([]);
  });

  test('goes on record whole or not at all', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const { token, item } = await ledger.send(code);
    const impossible = attemptOf(item, { records: -1 });
    await expect(settle(ledger.db, token, [ending(item, 'accepted')], [impossible])).rejects.toThrow(/check/);
    expect(await ledger.state(code)).toBe('sending');
  });
});

describe('reading back', () => {
  const verdict = (deliveryId: number, said: ReadBack['verdict'], delayMs = 0): ReadBack => ({
    deliveryId,
    verdict: said,
    delayMs,
    held: said === 'cannot-tell' ? { code: 'DB-PRT-012', params: {} } : null,
  });

  async function lostStep(code: string) {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1'] }));
    const sent = await ledger.sendStep(code);
    await ledger.end(sent, 'unknown');
    return { token: await ledger.lease(code), id: sent.item.deliveryId };
  }

  test.each([
    ['there', 'accepted', []],
    ['not-there', 'queued', []],
    ['cannot-tell', 'held', ['portal step 1 DB-PRT-012']],
    ['try-later', 'unknown', []],
  ] as const)('%s: %s', async (said, state, held) => {
    const code = aCode();
    const { token, id } = await lostStep(code);
    await settleReadBack(ledger.db, token, [verdict(id, said, said === 'try-later' ? 60_000 : 0)], []);
    const row = await ledger.row(code, '1');
    expect(row).toMatchObject({ state, due: said !== 'try-later' });
    expect(row.accepted_hash).toBe(said === 'there' ? row.payload_hash : null);
    expect(await ledger.held(code)).toEqual(held);
  });

  test('that met an outage, or came too soon, uses up no attempt', async () => {
    const code = aCode();
    const { token, id } = await lostStep(code);
    const later = verdict(id, 'try-later');
    for (const [said, attempt] of [
      [{ ...later, free: true as const }, 1],
      [later, 2],
    ] as const) {
      await settleReadBack(ledger.db, token, [said], []);
      expect((await ledger.row(code, '1')).attempt).toBe(attempt);
    }
  });

  test('without the lease, or of a step that is not unknown, says nothing', async () => {
    const code = aCode();
    const { token, id } = await lostStep(code);
    await settleReadBack(ledger.db, randomUUID(), [verdict(id, 'there')], []);
    expect(await ledger.state(code, '1')).toBe('unknown');
    await settleReadBack(ledger.db, token, [verdict(id, 'not-there')], []);
    await settleReadBack(ledger.db, token, [verdict(id, 'there')], []);
    expect(await ledger.state(code, '1')).toBe('queued');
  });

  test('that could not tell, too late for its lease, holds nothing', async () => {
    const code = aCode();
    const { token, id } = await lostStep(code);
    await settleReadBack(ledger.db, token, [verdict(id, 'not-there')], []);
    await ledger.expire(code);
    await rescueExpired(ledger.db);
    await ledger.end(await ledger.sendStep(code), 'held');
    await settleReadBack(ledger.db, token, [verdict(id, 'cannot-tell')], []);
    expect(await ledger.held(code)).toEqual(['portal step 1 DB-PRT-010']);
  });

  test('a dossier that the portal has lost is created again, before its steps', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1'] }));
    const token = await ledger.lease(code);
    await noteAbsent(ledger.db, randomUUID(), [await ledger.id(code)]);
    expect(await ledger.state(code)).toBe('accepted');
    await noteAbsent(ledger.db, token, [await ledger.id(code)]);
    await releaseLease(ledger.db, token);
    const sent = await ledger.send(code);
    // As an update: only one that finds it missing proves that its steps are gone.
    expect(sent.item.known).toBe(true);
    await ledger.end(sent, 'accepted');
    expect((await ledger.sendStep(code)).item.step.id).toBe('1');
  });
});

describe('at a glance', () => {
  test('every dossier is in exactly one state, and the reasons count dossiers', async () => {
    const own = await LedgerTrial.open(4);
    try {
      await own.accepted(dossier('a', { steps: ['1', '2'] }));
      await own.store(dossier('b'), dossier('c', { says: null }), dossier('d', { says: null }));
      await own.store(dossier('e'));
      await own.end(await own.send('e'), 'held');
      const seen = await overview(own.db);
      expect(seen.states).toEqual({ queued: 1, sending: 0, retrying: 0, unknown: 0, accepted: 1, held: 3 });
      expect(seen.steps).toMatchObject({ accepted: 2, queued: 0 });
      expect(seen.oldestPendingSeconds).toBeGreaterThan(0);
      expect((await heldReasons(own.db)).map(({ code, count, examples }) => [code, count, examples])).toEqual(
        [
          ['DB-DOS-015', 2, ['c', 'd']],
          ['DB-PRT-010', 1, ['e']],
        ],
      );
      expect(await heldRows(own.db, { reason: 'DB-DOS-015' }, 1)).toMatchObject([
        { dossier: 'c', blocking: true },
      ]);
    } finally {
      await own.close();
    }
  });
});
