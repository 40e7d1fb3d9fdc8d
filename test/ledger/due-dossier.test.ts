/** When a dossier has something to send: itself first, then its steps, in their order. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dueSteps, releaseLease } from '../../src/ledger/claim.ts';
import { pending } from '../../src/ledger/pending.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261105-${String(++serial).padStart(4, '0')}`;

/** Is it in the view, and due? */
async function dueness(code: string): Promise<'due' | 'waits' | 'nothing'> {
  const { rows } = await ledger.db.query<{ due: boolean }>(
    'SELECT due_at <= now() AS due FROM due_dossier WHERE dossier_id = $1',
    [await ledger.id(code)],
  );
  expect(rows.length).toBeLessThanOrEqual(1);
  return rows[0] ? (rows[0].due ? 'due' : 'waits') : 'nothing';
}

/** Ids of the steps that a worker would be handed. */
async function steps(code: string): Promise<string[]> {
  const token = await ledger.lease(code);
  const due = await dueSteps(ledger.db, token);
  await releaseLease(ledger.db, token);
  return due.map(({ step }) => step.id);
}

describe('steps', () => {
  test('wait for their dossier to be accepted', async () => {
    const code = aCode();
    await ledger.store(dossier(code, { steps: ['1'] }));
    expect(await steps(code)).toEqual([]);
    await ledger.end(await ledger.send(code), 'retrying', 60_000);
    expect(await dueness(code)).toBe('waits');
    await ledger.fallDue();
    await ledger.end(await ledger.send(code), 'accepted');
    expect(await dueness(code)).toBe('due');
    expect(await steps(code)).toEqual(['1']);
  });

  test('of a dossier that was refused before it was ever accepted wait for a person, not for time', async () => {
    const code = aCode();
    await ledger.store(dossier(code, { steps: ['1'] }));
    await ledger.end(await ledger.send(code), 'held');
    expect(await dueness(code)).toBe('nothing');
  });

  test('of a dossier that is held now but was accepted go', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { says: null, steps: ['1'] }));
    expect(await steps(code)).toEqual(['1']);
  });

  test.each(['queued', 'retrying', 'unknown'] as const)(
    'wait while a newer version of their dossier is %s',
    async (state) => {
      const code = aCode();
      await ledger.accepted(dossier(code));
      await ledger.store(dossier(code, { says: 'B', steps: ['1'] }));
      if (state !== 'queued') await ledger.end(await ledger.send(code), state);
      expect(await steps(code)).toEqual([]);
      await ledger.end(await ledger.send(code), 'accepted');
      expect(await steps(code)).toEqual(['1']);
    },
  );

  test.each(['retrying', 'unknown'] as const)('behind one that is %s wait until it is due', async (state) => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1', '2'] }));
    await ledger.end(await ledger.sendStep(code), state, 60_000);
    expect(await dueness(code)).toBe('waits');
    await ledger.fallDue();
    expect(await steps(code)).toEqual(['1', '2']);
  });

  test('behind a refused one go: the refusal is told, the others are not held up', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1', '2'] }));
    await ledger.end(await ledger.sendStep(code), 'held');
    expect(await steps(code)).toEqual(['2']);
  });
});

test('a dossier with nothing open is not pending, whatever is held of it', async () => {
  const own = await LedgerTrial.open(2);
  try {
    await own.accepted(dossier('a', { steps: ['1'] }));
    await own.store(dossier('b', { says: null, steps: ['1'] }));
    expect(await pending(own.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
  } finally {
    await own.close();
  }
});
