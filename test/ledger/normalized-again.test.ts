/** Rows of the ledger that are normalized again: what they change, and what stays at the portal as it is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeliveryState } from '../../src/domain/delivery.ts';
import type { Held } from '../../src/domain/normalized.ts';
import type { StoredDossier } from '../../src/ledger/store-page.ts';
import { BLOCKING, codebook, dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(4);
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261124-${String(++serial).padStart(4, '0')}`;

const PART: Held = {
  ...BLOCKING,
  scope: 'component',
  part: '7',
  field: 'components.code',
  code: 'DB-CMP-005',
  blocking: false,
};

/** The row of `stored` normalized again: it says `says` now, and `held` is what it lost. */
function again(stored: StoredDossier, says: string | null, held: readonly Held[] = []) {
  const { sourceHash, source } = stored;
  const anew = {
    ...dossier(stored.code, { says, ...(held.length > 0 ? { held } : {}) }),
    sourceHash,
    source,
  };
  return ledger.latePage({
    dossiers: [anew],
    codebook: codebook('v1'),
    // What the pipeline decides by the payloads: here any other one that comes with something held.
    loses: (_before, { normalized }) => normalized.held.length > 0,
  });
}

/** Brings a new dossier to `state`; accepted once before, where `accepted`. */
async function bring(state: DeliveryState | 'not understood', accepted: boolean): Promise<StoredDossier> {
  const code = aCode();
  const stored = dossier(code);
  if (accepted) {
    await ledger.accepted(dossier(code, { says: 'before' }));
    if (state === 'accepted') return dossier(code, { says: 'before' });
  }
  await ledger.store(stored);
  if (state === 'queued') return stored;
  const sent = await ledger.send(code);
  if (state === 'sending') return stored;
  await ledger.end(sent, state === 'not understood' ? 'held' : state);
  if (state === 'not understood') {
    await ledger.db.query(`UPDATE held SET code = 'DB-PRT-011' WHERE dossier_id = $1`, [
      await ledger.id(code),
    ]);
  }
  return stored;
}

const isIncomplete = async (code: string): Promise<boolean> => {
  const { rows } = await ledger.db.query<{ incomplete: boolean }>(
    'SELECT incomplete FROM dossier WHERE code = $1',
    [code],
  );
  return rows[0]?.incomplete ?? false;
};

describe.each(['less', 'nothing'] as const)('what would say %s', (what) => {
  const lose = (stored: StoredDossier) =>
    what === 'less' ? again(stored, 'less', [PART]) : again(stored, null, [BLOCKING]);

  test.each<[DeliveryState | 'not understood', boolean]>([
    ['accepted', true],
    ['queued', true],
    ['retrying', true],
    ['held', true],
    ['sending', true],
    ['sending', false],
    ['unknown', true],
    ['unknown', false],
    ['not understood', false],
  ])(
    'stays as it is where the portal has or may have it: %s, accepted before: %s',
    async (state, accepted) => {
      const stored = await bring(state, accepted);
      const before = await ledger.row(stored.code);
      await lose(stored);
      // Once more, as after another change: what is held by now is no reason to give in.
      await lose(stored);
      expect(await ledger.row(stored.code)).toEqual(before);
      expect(await ledger.held(stored.code)).toContain(
        `normalize ${what === 'less' ? 'component 7 DB-CMP-005' : 'dossier DB-DOS-015'}`,
      );
      expect(await isIncomplete(stored.code)).toBe(false);

      await again(stored, before.payload?.subject ?? '');
      expect(await ledger.row(stored.code)).toEqual(before);
      expect(await ledger.held(stored.code)).not.toContainEqual(expect.stringContaining('normalize'));
    },
  );

  test.each<DeliveryState>(['queued', 'retrying', 'held'])(
    'is what goes where the portal surely has nothing: %s',
    async (state) => {
      const stored = await bring(state, false);
      await lose(stored);
      expect(await ledger.row(stored.code)).toMatchObject(
        what === 'less'
          ? { state: 'queued', payload: { subject: 'less' } }
          : { state: 'held', payload: null },
      );
      expect(await isIncomplete(stored.code)).toBe(what === 'less');
    },
  );
});

describe('what says something else', () => {
  test('goes, accepted or not', async () => {
    const stored = await bring('accepted', true);
    const due = await again(stored, 'other');
    expect(due.live).toEqual([await ledger.id(stored.code)]);
    expect(await ledger.row(stored.code)).toMatchObject({ state: 'queued', version: 2 });
  });

  test('and goes where the source itself says less: then that is what it wants to say', async () => {
    const stored = await bring('accepted', true);
    await ledger.store(dossier(stored.code, { says: 'less', held: [PART] }));
    expect(await ledger.state(stored.code)).toBe('queued');
  });
});

describe('the row', () => {
  test('is left alone, and the other way round what was read since', async () => {
    const stored = await bring('accepted', true);
    const row = async () => {
      const { rows } = await ledger.db.query<{ text: string; at: Date }>(
        `SELECT source_row ->> 'key' AS text, stored_at AS at FROM dossier WHERE code = $1`,
        [stored.code],
      );
      return rows[0];
    };
    const before = await row();
    await again({ ...stored, source: { ...stored.source, key: 'not to be written' } }, 'other');
    expect(await row()).toEqual(before);

    await ledger.store(dossier(stored.code, { says: 'read since' }));
    expect(await again(stored, 'from an old row')).toEqual({ live: [], backfill: [] });
    expect(await ledger.row(stored.code)).toMatchObject({ payload: { subject: 'read since' } });
  });

  test('keeps its place outside the table when a page brings the same again', async () => {
    const stored = {
      ...dossier(aCode()),
      source: { ...dossier('x').source, key: Array.from({ length: 4000 }, (_, n) => n).join('·') },
    };
    await ledger.store(stored);
    const { rows: tables } = await ledger.db.query<{ name: string }>(
      `SELECT reltoastrelid::regclass::text AS name FROM pg_class WHERE oid = 'dossier'::regclass`,
    );
    const chunks = async () => {
      const { rows } = await ledger.db.query<{ id: number | null }>(
        `SELECT max(chunk_id)::bigint AS id FROM ${tables[0]?.name}`,
      );
      return rows[0]?.id ?? null;
    };
    const before = await chunks();
    expect(before).not.toBeNull();
    await ledger.store({ ...stored, lane: 'backfill' });
    expect(await chunks()).toBe(before);
  });
});
