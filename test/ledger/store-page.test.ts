/** What a page of read rows does to the ledger, whatever stood there before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releaseLease } from '../../src/ledger/claim.ts';
import { settle } from '../../src/ledger/settle.ts';
import { knownDossiers } from '../../src/ledger/unchanged.ts';
import { attemptOf, BLOCKING, dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261102-${String(++serial).padStart(4, '0')}`;

describe('a dossier', () => {
  test('that is new is queued, in its lane, in the order of the page', async () => {
    const [a, b, c] = [aCode(), aCode(), aCode()];
    const due = await ledger.store(dossier(b), dossier(a), dossier(c, { lane: 'backfill' }));
    expect(due).toEqual({
      live: [await ledger.id(b), await ledger.id(a)],
      backfill: [await ledger.id(c)],
    });
    expect(await ledger.row(a)).toMatchObject({
      state: 'queued',
      version: 1,
      sent_version: null,
      attempt: 0,
    });
  });

  test('that is read again unchanged changes nothing', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    const before = [await ledger.row(code), await ledger.row(code, '1')];
    expect(await ledger.store(dossier(code, { steps: ['1'] }))).toEqual({ live: [], backfill: [] });
    expect([await ledger.row(code), await ledger.row(code, '1')]).toEqual(before);
  });

  test('whose row changed but not what is said of it only remembers the row', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store({ ...dossier(code), sourceHash: 'a new note of the clerk' });
    expect(await ledger.state(code)).toBe('accepted');
    const known = await knownDossiers(ledger.db, [code, 'unknown']);
    expect([...known].map(([found, { sourceHash }]) => [found, sourceHash])).toEqual([
      [code, 'a new note of the clerk'],
    ]);
  });

  test('that changed goes again, under a new version', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await ledger.row(code)).toMatchObject({ state: 'queued', version: 2, accepted_version: 1 });
  });

  test('with a blocking fault is held, and goes by itself once mended', async () => {
    const code = aCode();
    expect(await ledger.store(dossier(code, { says: null }))).toEqual({ live: [], backfill: [] });
    expect(await ledger.state(code)).toBe('held');
    expect(await ledger.held(code)).toEqual(['normalize dossier DB-DOS-015']);
    const due = await ledger.store(dossier(code));
    expect(due.live).toEqual([await ledger.id(code)]);
    expect(await ledger.held(code)).toEqual([]);
  });

  test.each(['queued', 'retrying', 'held', 'unknown', 'accepted'] as const)(
    'that is %s and gets a blocking fault is held',
    async (state) => {
      const code = aCode();
      await ledger.store(dossier(code));
      if (state !== 'queued') await ledger.end(await ledger.send(code), state);
      expect(await ledger.state(code)).toBe(state);
      await ledger.store(dossier(code, { says: null }));
      expect(await ledger.row(code)).toMatchObject({ state: 'held', payload: null });
    },
  );

  test('that returns to what the portal accepted needs no call', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await ledger.store(dossier(code))).toEqual({ live: [], backfill: [] });
    expect(await ledger.row(code)).toMatchObject({ state: 'accepted', version: 3, accepted_version: 3 });
  });

  test.each(['unknown', 'not understood'] as const)(
    'that returns to it after another version was sent and ended %s goes: the portal may have that one',
    async (end) => {
      const code = aCode();
      await ledger.accepted(dossier(code));
      await ledger.store(dossier(code, { says: 'B' }));
      await ledger.end(await ledger.send(code), end);
      await ledger.store(dossier(code, { says: 'C' }));
      // That this one was refused says nothing of the other.
      await ledger.end(await ledger.send(code), 'held');
      await ledger.store(dossier(code));
      expect(await ledger.state(code)).toBe('queued');
      await ledger.end(await ledger.send(code), 'accepted');
      expect(await ledger.row(code)).toMatchObject({ state: 'accepted', accepted_hash: 'hash of A' });
      // What was unclear before is settled by now.
      await ledger.db.query(`UPDATE attempt SET at = at - interval '1 hour' WHERE outcome <> 'accepted'`);
      await ledger.store(dossier(code, { says: 'D' }));
      await ledger.store(dossier(code));
      expect(await ledger.state(code)).toBe('accepted');
    },
  );

  test.each(['held', 'retrying'] as const)(
    'that returns to it after others were sent and ended %s needs no call: the portal stored nothing',
    async (end) => {
      const code = aCode();
      await ledger.accepted(dossier(code));
      for (const says of ['B', 'C']) {
        await ledger.store(dossier(code, { says }));
        await ledger.end(await ledger.send(code), end);
      }
      expect(await ledger.store(dossier(code))).toEqual({ live: [], backfill: [] });
      const back = { state: 'accepted', version: 4, accepted_version: 4, sent_version: 4 };
      expect(await ledger.row(code)).toMatchObject({ ...back, attempt: 0, sent_hash: 'hash of A' });
      expect(await ledger.held(code)).toEqual([]);
    },
  );

  test('that returns to it after a worker gave another version back while sending it goes', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { says: 'B' }));
    await releaseLease(ledger.db, (await ledger.send(code)).token);
    await ledger.end(await ledger.send(code), 'retrying');
    await ledger.store(dossier(code));
    expect(await ledger.state(code)).toBe('queued');
  });

  test('that the portal refused stays refused until its content changes', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    await ledger.end(await ledger.send(code), 'held');
    await ledger.store({ ...dossier(code), sourceHash: 'touched' });
    expect(await ledger.state(code)).toBe('held');
    expect(await ledger.held(code)).toEqual(['portal dossier DB-PRT-010']);
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await ledger.state(code)).toBe('queued');
    expect(await ledger.held(code)).toEqual([]);
  });

  test('twice on one page under one code is refused whole rather than stored by chance', async () => {
    const code = aCode();
    await expect(ledger.store(dossier(code), dossier(code, { says: 'B' }))).rejects.toThrow();
    expect(await ledger.find(code)).toBeUndefined();
  });
});

describe('a change while it is being sent', () => {
  test.each([
    ['accepted', 'queued'],
    ['held', 'queued'],
    ['retrying', 'queued'],
    ['unknown', 'queued'],
  ] as const)('that ends %s: the new version is %s', async (end, state) => {
    const code = aCode();
    await ledger.store(dossier(code));
    const sent = await ledger.send(code);
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await ledger.row(code)).toMatchObject({ state: 'sending', version: 2, sent_version: 1 });
    await ledger.end(sent, end, 3_600_000);
    expect(await ledger.row(code)).toMatchObject({ state, attempt: 0, due: true, payload_hash: 'hash of B' });
    expect((await ledger.row(code)).accepted_hash).toBe(end === 'accepted' ? 'hash of A' : null);
    expect(await ledger.held(code)).toEqual([]);
  });

  test('and back, before its end: accepted is accepted', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const sent = await ledger.send(code);
    await ledger.store(dossier(code, { says: 'B' }));
    await ledger.store(dossier(code));
    await ledger.end(sent, 'accepted');
    expect(await ledger.row(code)).toMatchObject({ state: 'accepted', version: 3, accepted_version: 1 });
  });

  test('that brings a blocking fault holds it, whatever became of what was sent', async () => {
    for (const end of ['accepted', 'held', 'retrying', 'unknown'] as const) {
      const code = aCode();
      await ledger.store(dossier(code));
      const sent = await ledger.send(code);
      await ledger.store(dossier(code, { says: null }));
      expect(await ledger.state(code)).toBe('sending');
      await ledger.end(sent, end);
      expect(await ledger.state(code)).toBe('held');
      expect(await ledger.held(code)).toEqual(['normalize dossier DB-DOS-015']);
    }
  });
});

describe('held parts', () => {
  const part = { ...BLOCKING, scope: 'component', part: '7', code: 'DB-CMP-001', blocking: false } as const;

  test('leave the dossier go, incomplete; are told once; fall when mended', async () => {
    const code = aCode();
    const incomplete = async () =>
      (await ledger.db.query('SELECT incomplete FROM dossier WHERE code = $1', [code])).rows[0];
    await ledger.store(dossier(code, { held: [part, { ...part, value: 'lần hai' }] }));
    expect(await ledger.state(code)).toBe('queued');
    expect(await ledger.held(code)).toEqual(['normalize component 7 DB-CMP-001']);
    expect(await incomplete()).toEqual({ incomplete: true });
    await ledger.store(dossier(code, { held: [{ ...part, part: '8' }] }));
    expect(await ledger.held(code)).toEqual(['normalize component 8 DB-CMP-001']);
    await ledger.store(dossier(code));
    expect(await ledger.held(code)).toEqual([]);
    expect(await incomplete()).toEqual({ incomplete: false });
  });

  test('keep the moment since when they wait, and take over the newest value', async () => {
    const code = aCode();
    const look = async () =>
      (
        await ledger.db.query<{ since: Date; value: string }>(
          'SELECT since, value FROM held JOIN dossier d ON d.id = dossier_id WHERE d.code = $1',
          [code],
        )
      ).rows[0];
    await ledger.store(dossier(code, { held: [{ ...part, value: 'cũ' }] }));
    const before = await look();
    await ledger.store(dossier(code, { held: [{ ...part, value: 'mới' }] }));
    expect(await look()).toEqual({ since: before?.since, value: 'mới' });
  });
});

describe('what PostgreSQL cannot store', () => {
  test('comes out as U+FFFD, and never stops the page', async () => {
    const code = aCode();
    const says = 'a\u0000b\uD800c😀\\u0000';
    await ledger.store(
      dossier(code, {
        says,
        steps: [`1:x\uDFFF`],
        held: [{ ...BLOCKING, value: '\u0000', blocking: false }],
      }),
    );
    expect((await ledger.row(code)).payload?.subject).toBe('a\uFFFDb\uFFFDc😀\\u0000');
    expect((await ledger.row(code, '1')).payload?.content).toBe('x\uFFFD');
  });

  test('in two parts that differ by nothing else is one entry', async () => {
    const code = aCode();
    const held = ['\u0000', '\uD800', '\uFFFD'].map((part) => ({ ...BLOCKING, part, blocking: false }));
    await ledger.store(dossier(code, { held }));
    expect(await ledger.held(code)).toHaveLength(1);
    await ledger.store(dossier(code, { held }));
    expect(await ledger.held(code)).toHaveLength(1);
  });

  test('in an answer of the portal is stored as well', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const sent = await ledger.send(code);
    const held = { code: 'DB-PRT-010' as const, params: { message: '\u0000' }, value: '' };
    await settle(
      ledger.db,
      sent.token,
      [{ ...ending(sent.item, 'held'), held }],
      [attemptOf(sent.item, { outcome: 'rejected', message: 'x\u0000\uD800' })],
    );
    expect(await ledger.state(code)).toBe('held');
  });
});
