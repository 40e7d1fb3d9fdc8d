/** Reasons for people: how many wait, what needs nobody now, and which codes are at fault; nothing personal. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Held } from '../../src/domain/normalized.ts';
import { heldReasons } from '../../src/ledger/held-list.ts';
import type { StoredDossier } from '../../src/ledger/stored-page.ts';
import { BLOCKING, codebook, dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeEach(async () => {
  ledger = await LedgerTrial.open(2);
});
afterEach(() => ledger.close());

const PART: Held = {
  ...BLOCKING,
  scope: 'component',
  part: '7',
  field: 'components.code',
  code: 'DB-CMP-005',
  params: { part: '7', procedure: '1.001193' },
  blocking: false,
};

const unknown = (value: string): Held => ({
  ...BLOCKING,
  code: 'DB-DOS-004',
  field: 'procedureCode',
  value,
  params: { rule: 'procedures.csv' },
});

const reasonOf = async (code: string) =>
  (await heldReasons(ledger.db)).filter((reason) => reason.code === code);

describe('values', () => {
  test('that are codes are told with how many dossiers have them, the most frequent five', async () => {
    const values = ['A', 'A', 'A', 'B', 'B', 'C', 'D', 'E', 'F', 'G'];
    await ledger.store(
      ...values.map((value, at) => dossier(`v${at}`, { says: null, held: [unknown(value)] })),
    );
    expect(await reasonOf('DB-DOS-004')).toMatchObject([
      {
        count: 10,
        value: '…',
        params: { rule: 'procedures.csv' },
        values: [
          { value: 'A', count: 3 },
          { value: 'B', count: 2 },
          ...['C', 'D', 'E'].map((value) => ({ value, count: 1 })),
        ],
        otherValues: 2,
      },
    ]);
  });

  test('that all dossiers share stand in the sentence, what differs does not', async () => {
    const two = ['1', '2'].map((part) => ({ ...PART, part, value: 'LẠ', params: { ...PART.params, part } }));
    await ledger.store(dossier('a', { held: two }));
    expect(await reasonOf('DB-CMP-005')).toMatchObject([
      {
        count: 1,
        value: 'LẠ',
        values: [{ value: 'LẠ', count: 1 }],
        otherValues: 0,
        params: { part: '…', procedure: '1.001193' },
      },
    ]);
  });

  test.each(['ownerName', 'phone', 'ownerIdNumber', 'ownerIdType', 'components.link', 'subject', 'code'])(
    'of %s are never told',
    async (field) => {
      await ledger.store(
        dossier('b', { held: [{ ...BLOCKING, field, value: 'riêng tư', blocking: false }] }),
      );
      const reasons = await heldReasons(ledger.db);
      expect(reasons).toMatchObject([{ count: 1, value: '…', values: [], otherValues: 0 }]);
      expect(JSON.stringify(reasons)).not.toContain('riêng tư');
    },
  );
});

test('refusals of the portal are told apart by its answer', async () => {
  await ledger.store(dossier('r1'), dossier('r2'), dossier('r3'));
  for (const code of ['r1', 'r2', 'r3']) await ledger.end(await ledger.send(code), 'held');
  await ledger.db.query(
    `UPDATE held SET params = '{"errorCode": "2", "message": "khác"}'
     WHERE dossier_id = (SELECT id FROM dossier WHERE code = 'r3')`,
  );
  expect(await reasonOf('DB-PRT-010')).toMatchObject([
    { count: 2, params: { errorCode: '1', message: 'sai' }, examples: ['r1', 'r2'] },
    { count: 1, params: { errorCode: '2', message: 'khác' }, examples: ['r3'] },
  ]);
});

describe('what the portal has accepted and keeps', () => {
  /** The row of the accepted `stored` normalized again: it would say less, for `held`. */
  async function worse(stored: StoredDossier, held: readonly Held[]): Promise<void> {
    const anew = dossier(stored.code, { says: null, held });
    const { sourceHash, source } = stored;
    await ledger.latePage({
      dossiers: [{ ...anew, sourceHash, source }],
      codebook: codebook('v1'),
      loses: () => true,
    });
    expect(await ledger.state(stored.code)).toBe('accepted');
  }
  async function kept(stored: StoredDossier, held: readonly Held[]): Promise<void> {
    await ledger.accepted(stored);
    await worse(stored, held);
  }
  /** With components of these ids in its payload. */
  function having(stored: StoredDossier, ...ids: readonly string[]): StoredDossier {
    const payload = { ...stored.normalized.dossier, components: ids.map((id) => ({ id })) };
    return { ...stored, normalized: { ...stored.normalized, dossier: payload as never } };
  }

  test('is counted apart, and its dossiers are the last examples', async () => {
    for (const code of ['a1', 'a2', 'a3']) await kept(dossier(code), [unknown('X')]);
    await ledger.store(dossier('z', { says: null, held: [unknown('Y')] }));
    expect(await reasonOf('DB-DOS-004')).toMatchObject([
      { count: 4, acceptedAsBefore: 3, examples: ['z', 'a1', 'a2'] },
    ]);
  });

  test('is told part by part where the dossier went without another', async () => {
    const missing = { ...PART, part: '8' };
    const stored = having(dossier('part', { held: [missing] }), '7');
    await ledger.accepted(stored);
    expect(await reasonOf('DB-CMP-005')).toMatchObject([{ count: 1, acceptedAsBefore: 0 }]);
    await worse(stored, [{ ...PART, code: 'DB-CMP-008' }, missing]);
    expect(await reasonOf('DB-CMP-005')).toMatchObject([{ count: 1, acceptedAsBefore: 0 }]);
    expect(await reasonOf('DB-CMP-008')).toMatchObject([{ count: 1, acceptedAsBefore: 1 }]);
  });

  test('does not count a part whose id another has, nor a version that waits', async () => {
    const twice = { ...PART, field: 'components.id', code: 'DB-CMP-002' as const };
    await ledger.accepted(having(dossier('twice', { held: [twice] }), '7'));
    expect(await reasonOf('DB-CMP-002')).toMatchObject([{ count: 1, acceptedAsBefore: 0 }]);
    await kept(dossier('waits'), [unknown('X')]);
    await ledger.store(dossier('waits', { says: 'B', held: [{ ...unknown('X'), blocking: false }] }));
    expect(await reasonOf('DB-DOS-004')).toMatchObject([{ count: 1, acceptedAsBefore: 0 }]);
  });
});
