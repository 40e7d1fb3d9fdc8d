/** Rows of the ledger that are normalized again: what they change, and what stays at the portal as it is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeliveryState } from '../../src/domain/delivery.ts';
import type { Held } from '../../src/domain/normalized.ts';
import { releaseHeld } from '../../src/ledger/release.ts';
import type { StoredDossier } from '../../src/ledger/stored-page.ts';
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

/** What became of the version that is wanted; see the table in keep-accepted.ts. */
type Fate =
  | Exclude<DeliveryState, 'held'>
  | 'refused'
  | 'not understood'
  | 'queued after not understood'
  | 'retrying after unknown'
  | 'refused after unknown'
  | 'held by a fault'
  | 'changed while sending'
  | 'the accepted one, queued again'
  | 'the accepted one, refused now';

async function sent(code: string, ...ends: readonly Parameters<LedgerTrial['end']>[1][]): Promise<void> {
  for (const end of ends) await ledger.end(await ledger.send(code), end);
}

/** Brings a new dossier there; the portal accepted `before` of it, where `accepted`. Answers what is wanted. */
async function bring(fate: Fate, accepted: boolean): Promise<StoredDossier> {
  const code = aCode();
  const stored = dossier(code);
  const before = dossier(code, { says: 'before' });
  if (accepted) await ledger.accepted(before);
  if (fate === 'accepted') return before;
  if (fate === 'held by a fault') {
    const faulty = dossier(code, { says: null });
    await ledger.store(faulty);
    return faulty;
  }
  await ledger.store(stored);
  switch (fate) {
    case 'queued':
      return stored;
    case 'sending':
      await ledger.send(code);
      return stored;
    case 'retrying':
      await sent(code, 'retrying', 'retrying');
      return stored;
    case 'unknown':
    case 'not understood':
      await sent(code, fate);
      return stored;
    case 'refused':
      await sent(code, 'held');
      return stored;
    case 'queued after not understood': {
      await sent(code, 'not understood');
      const request = { reason: null, step: null, notAtPortal: false, staying: [] };
      await releaseHeld(ledger.db, { dossierIds: [await ledger.id(code)], ...request });
      return stored;
    }
    case 'retrying after unknown':
      await sent(code, 'unknown', 'retrying');
      return stored;
    case 'refused after unknown':
      await sent(code, 'unknown', 'held');
      return stored;
    case 'changed while sending': {
      await ledger.send(code);
      const changed = dossier(code, { says: 'changed' });
      await ledger.store(changed);
      return changed;
    }
    case 'the accepted one, queued again':
    case 'the accepted one, refused now':
      await sent(code, 'unknown');
      await ledger.store(before);
      if (fate === 'the accepted one, refused now') await sent(code, 'held');
      return before;
  }
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

  test.each<[Fate, boolean]>([
    ['accepted', true],
    ['sending', true],
    ['sending', false],
    ['unknown', true],
    ['unknown', false],
    ['not understood', true],
    ['not understood', false],
    ['queued after not understood', true],
    ['queued after not understood', false],
    ['retrying after unknown', true],
    ['retrying after unknown', false],
    ['the accepted one, queued again', true],
    ['the accepted one, refused now', true],
  ])(
    'stays as it is where the portal has or may have the wanted version: %s, accepted before: %s',
    async (fate, accepted) => {
      const stored = await bring(fate, accepted);
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

  test.each<[Fate, boolean]>([
    ['queued', true],
    ['queued', false],
    ['retrying', true],
    ['retrying', false],
    ['refused', true],
    ['refused', false],
    ['refused after unknown', true],
    ['held by a fault', true],
    ['held by a fault', false],
  ])(
    'takes the place of a wanted version that the portal surely lacks: %s, accepted before: %s',
    async (fate, accepted) => {
      const stored = await bring(fate, accepted);
      await lose(stored);
      expect(await ledger.row(stored.code)).toMatchObject(
        what === 'less'
          ? { state: 'queued', payload: { subject: 'less' }, attempt: 0 }
          : { state: 'held', payload: null },
      );
      expect((await ledger.row(stored.code)).accepted_hash).toBe(accepted ? 'hash of before' : null);
      expect(await ledger.held(stored.code)).not.toContainEqual(expect.stringContaining('portal'));
      expect(await isIncomplete(stored.code)).toBe(what === 'less');
    },
  );

  test('takes the place of what came while another was being sent', async () => {
    const stored = await bring('changed while sending', true);
    await lose(stored);
    expect(await ledger.row(stored.code)).toMatchObject({ state: 'sending', version: 4, sent_version: 2 });
  });
});

describe('what is as the portal accepted it, be it with a part held', () => {
  const back = (stored: StoredDossier) => again(stored, 'before', [PART]);

  test.each<Fate>(['queued', 'retrying', 'refused', 'held by a fault'])(
    'needs no call where nothing else was stored since: %s',
    async (fate) => {
      const stored = await bring(fate, true);
      expect(await back(stored)).toEqual({ live: [], backfill: [] });
      const row = await ledger.row(stored.code);
      expect(row).toMatchObject({ state: 'accepted', accepted_hash: 'hash of before', attempt: 0 });
      expect([row.version, row.accepted_version, row.sent_hash]).toEqual([3, 3, 'hash of before']);
      expect(await ledger.held(stored.code)).toEqual(['normalize component 7 DB-CMP-005']);
      expect(await isIncomplete(stored.code)).toBe(true);
    },
  );

  test.each<Fate>([
    'unknown',
    'not understood',
    'queued after not understood',
    'retrying after unknown',
    'refused after unknown',
  ])('goes where the portal may have another: %s', async (fate) => {
    const stored = await bring(fate, true);
    const { live } = await back(stored);
    expect(live).toEqual([await ledger.id(stored.code)]);
    expect(await ledger.row(stored.code)).toMatchObject({ state: 'queued', payload: { subject: 'before' } });
    expect(await isIncomplete(stored.code)).toBe(true);
  });

  test.each<Fate>(['sending', 'changed while sending'])('waits for the end of the call: %s', async (fate) => {
    const stored = await bring(fate, true);
    await back(stored);
    expect(await ledger.row(stored.code)).toMatchObject({
      state: 'sending',
      payload: { subject: 'before' },
      sent_hash: 'hash of A',
    });
  });

  test.each<Fate>(['the accepted one, queued again', 'the accepted one, refused now'])(
    'changes nothing where it is wanted already: %s',
    async (fate) => {
      const stored = await bring(fate, true);
      const before = await ledger.row(stored.code);
      await back(stored);
      expect(await ledger.row(stored.code)).toEqual(before);
    },
  );

  test('is no return where another was never accepted', async () => {
    const stored = await bring('refused', false);
    await back(stored);
    expect(await ledger.row(stored.code)).toMatchObject({ state: 'queued', payload: { subject: 'before' } });
  });
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
