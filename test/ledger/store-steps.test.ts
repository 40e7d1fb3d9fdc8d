/** What a page does to steps: they go once, in order, and what may be at the portal stays as it was sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settle } from '../../src/ledger/settle.ts';
import { dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261107-${String(++serial).padStart(4, '0')}`;

describe('steps', () => {
  test('are added behind those that went, without sending these again', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    await ledger.store(dossier(code, { steps: ['1', '2'] }));
    expect(await ledger.state(code, '1')).toBe('accepted');
    expect((await ledger.sendStep(code)).item.step.id).toBe('2');
  });

  test('that come to stand before one that has not gone go before it', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1', '3'] }));
    await ledger.store(dossier(code, { steps: ['1', '2', '3'] }));
    const order: string[] = [];
    for (let sent = 0; sent < 3; sent += 1) {
      const step = await ledger.sendStep(code);
      order.push(step.item.step.id);
      await ledger.end(step, 'accepted');
    }
    expect(order).toEqual(['1', '2', '3']);
  });

  test('that change before they went go as they are now', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1:trước'] }));
    await ledger.store(dossier(code, { steps: ['1:sau'] }));
    expect((await ledger.sendStep(code)).item.step.content).toBe('sau');
  });

  test.each(['accepted', 'unknown'] as const)(
    'that change after they went (%s) stay as sent',
    async (end) => {
      const code = aCode();
      await ledger.accepted(dossier(code));
      await ledger.store(dossier(code, { steps: ['1:trước'] }));
      await ledger.end(await ledger.sendStep(code), end, 3_600_000);
      await ledger.store(dossier(code, { steps: ['1:sau'] }));
      expect(await ledger.row(code, '1')).toMatchObject({ state: end, payload: { content: 'trước' } });
    },
  );

  test('that the portal refused go again with other content, and their refusal is forgotten', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1:trước'] }));
    await ledger.end(await ledger.sendStep(code), 'held');
    expect(await ledger.held(code)).toEqual(['portal step 1 DB-PRT-010']);
    await ledger.store(dossier(code, { steps: ['1:sau'] }));
    expect(await ledger.state(code, '1')).toBe('queued');
    expect(await ledger.held(code)).toEqual([]);
  });

  test('that may be at the portal (not understood, not told by read-back) never go again by a change', async () => {
    for (const heldAs of ['DB-PRT-011', 'DB-PRT-012'] as const) {
      const code = aCode();
      await ledger.accepted(dossier(code));
      await ledger.store(dossier(code, { steps: ['1:trước'] }));
      const sent = await ledger.sendStep(code);
      const held = { code: heldAs, params: {}, value: '' };
      await settle(ledger.db, sent.token, [{ ...ending(sent.item, 'held'), held }], []);
      await ledger.store(dossier(code, { steps: ['1:sau'] }));
      expect(await ledger.row(code, '1')).toMatchObject({ state: 'held', payload: { content: 'trước' } });
      expect(await ledger.held(code)).toEqual([`portal step 1 ${heldAs}`]);
    }
  });

  test('that vanish before they went are dropped; what went stays on record', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    await ledger.store(dossier(code, { steps: ['1', '2', '3'] }));
    await ledger.end(await ledger.sendStep(code), 'retrying');
    await ledger.store(dossier(code));
    expect(await ledger.state(code, '1')).toBe('accepted');
    // Nothing of it was stored: sending it now would tell what the province no longer says.
    expect(await ledger.find(code, '2')).toBeUndefined();
    expect(await ledger.find(code, '3')).toBeUndefined();
  });

  test('that vanish after a lost answer stay to be read back', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1'] }));
    await ledger.end(await ledger.sendStep(code), 'unknown');
    await ledger.store(dossier(code));
    expect(await ledger.state(code, '1')).toBe('unknown');
  });

  test('that vanish while refused take their refusal with them', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1'] }));
    await ledger.end(await ledger.sendStep(code), 'held');
    await ledger.store(dossier(code));
    expect(await ledger.find(code, '1')).toBeUndefined();
    expect(await ledger.held(code)).toEqual([]);
  });
});
