/** What of a dossier changes marks its record, at once and whoever changed it; a record made anew says what is so. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { releaseLease } from '../../src/ledger/claim.ts';
import { noteAbsent } from '../../src/ledger/lost-dossier.ts';
import { prune } from '../../src/ledger/prune.ts';
import { releaseHeld } from '../../src/ledger/release.ts';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { factsDue, readFactInputs } from '../../src/ledger/score-facts.ts';
import { settle } from '../../src/ledger/settle.ts';
import { type Fact, facts, factsAnew, recordSaying, refresh } from './score-refresher.ts';
import { BLOCKING, dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
let code = '';
beforeEach(async () => {
  code = `H19.12-261112-${String(++serial).padStart(4, '0')}`;
  await refresh(ledger.db);
});

/** The record after what is marked was made anew; it must be marked, and as it would be from nothing. */
async function made(): Promise<Fact | undefined> {
  expect(await refresh(ledger.db)).toContain(await ledger.id(code));
  const stored = await facts(ledger.db);
  expect(stored).toEqual(await factsAnew(ledger.db));
  return stored.get(code);
}

/** A look-up has not found it. */
async function absent(): Promise<void> {
  const [id, token] = [await ledger.id(code), randomUUID()];
  const lease = `INSERT INTO lease (dossier_id, token, until) VALUES ($1, $2, now() + interval '1 minute')`;
  await ledger.db.query(lease, [id, token]);
  await noteAbsent(ledger.db, token, [id]);
  await releaseLease(ledger.db, token);
}

const ACCEPTED = {
  province: recordSaying('A'),
  portal: recordSaying('A'),
  released: null,
  stepLagMinutes: null,
};

describe('a dossier', () => {
  it('is the province’s when stored, and the portal’s too when accepted', async () => {
    await ledger.store(dossier(code));
    expect(await made()).toEqual({ ...ACCEPTED, portal: null });
    const sent = await ledger.send(code);
    expect(await factsDue(ledger.db)).toBe(0);
    await ledger.end(sent, 'accepted');
    expect(await made()).toEqual(ACCEPTED);
  });

  it('keeps at the portal what was accepted, whatever the province says by now', async () => {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await made()).toEqual({ ...ACCEPTED, province: recordSaying('B') });
    await ledger.store(dossier(code, { says: null }));
    expect(await made()).toMatchObject({ province: null, portal: recordSaying('A') });
    await ledger.store(dossier(code, { says: 'C' }));
    await ledger.end(await ledger.send(code), 'retrying');
    await ledger.fallDue();
    await ledger.end(await ledger.send(code), 'accepted');
    expect(await made()).toEqual({ ...ACCEPTED, province: recordSaying('C'), portal: recordSaying('C') });
  });

  it('that changes while another version is out is marked at once', async () => {
    await ledger.store(dossier(code));
    const sent = await ledger.send(code);
    await ledger.store(dossier(code, { says: 'B' }));
    expect(await made()).toEqual({ ...ACCEPTED, province: recordSaying('B'), portal: null });
    await ledger.end(sent, 'accepted');
    expect(await made()).toEqual({ ...ACCEPTED, province: recordSaying('B') });
  });

  it('whose answer was lost is not the portal’s until somebody knows', async () => {
    await ledger.store(dossier(code));
    await ledger.end(await ledger.send(code), 'unknown');
    expect(await made()).toMatchObject({ portal: null });
    await ledger.fallDue();
    await ledger.end(await ledger.send(code), 'accepted');
    expect(await made()).toEqual(ACCEPTED);
  });

  it('that the portal has lost is not there, nor its steps, until it is created anew', async () => {
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    expect(await made()).toMatchObject({ portal: recordSaying('A', '1:Tiếp nhận'), stepLagMinutes: 1 });
    await absent();
    expect(await made()).toMatchObject({ portal: null, stepLagMinutes: null });
    const sent = await ledger.send(code);
    await settle(ledger.db, sent.token, [{ ...ending(sent.item, 'accepted'), recreated: true }], []);
    await releaseLease(ledger.db, sent.token);
    expect(await made()).toMatchObject({ portal: recordSaying('A'), stepLagMinutes: null });
    await ledger.end(await ledger.sendStep(code), 'accepted');
    expect(await made()).toMatchObject({ portal: recordSaying('A', '1:Tiếp nhận') });
  });

  it('sent again, and accepted as it was, changes nothing', async () => {
    await ledger.accepted(dossier(code));
    await made();
    await ledger.db.query(`UPDATE delivery SET state = 'queued', wanted_at = now() WHERE dossier_id = $1`, [
      await ledger.id(code),
    ]);
    await ledger.end(await ledger.send(code), 'accepted');
    expect(await factsDue(ledger.db)).toBe(0);
  });

  it('is not at the portal where a worker dies on it', async () => {
    await ledger.store(dossier(code));
    await ledger.send(code);
    await ledger.expire(code);
    await rescueExpired(ledger.db);
    expect(await made()).toMatchObject({ portal: null });
  });
});

describe('a step', () => {
  it('is the portal’s once it is accepted, as it was sent', async () => {
    await ledger.accepted(dossier(code, { steps: ['1:một'] }));
    await ledger.store(dossier(code, { steps: ['1:một', '2:hai'] }));
    const both = recordSaying('A', '1:một', '2:hai');
    expect(await made()).toMatchObject({ province: both, portal: recordSaying('A', '1:một') });
    await ledger.end(await ledger.sendStep(code), 'accepted');
    expect(await made()).toMatchObject({ province: both, portal: both, stepLagMinutes: 2 });
    await ledger.store(dossier(code, { steps: ['1:khác', '2:hai'] }));
    expect(await made()).toMatchObject({ province: recordSaying('A', '1:khác', '2:hai'), portal: both });
    await ledger.store(dossier(code, { steps: ['2:hai'] }));
    expect(await made()).toMatchObject({ province: recordSaying('A', '2:hai'), portal: both });
    await ledger.store(dossier(code, { steps: ['2:hai', '1:một'] }));
    expect(await made()).toMatchObject({ province: recordSaying('A', '2:hai', '1:một') });
    await ledger.store(dossier(code));
    expect(await made()).toMatchObject({
      province: recordSaying('A'),
      portal: recordSaying('A', '2:hai', '1:một'),
    });
  });

  it('that never was there goes with the source’s', async () => {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1:một'] }));
    expect(await made()).toMatchObject({ province: recordSaying('A', '1:một') });
    await ledger.store(dossier(code));
    expect(await made()).toEqual(ACCEPTED);
  });

  it('that the portal refused is held; one that a person lets go is not', async () => {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1:một'] }));
    await ledger.end(await ledger.sendStep(code), 'held');
    const [input] = await readFactInputs(ledger.db, [await ledger.id(code)]);
    expect(input).toMatchObject({ held: true, source: { key: code }, portal: { steps: [] } });
    expect(await made()).toMatchObject({ portal: recordSaying('A'), released: recordSaying('mended A') });
    await releaseHeld(ledger.db, {
      dossierIds: [await ledger.id(code)],
      reason: null,
      step: null,
      notAtPortal: false,
      staying: [],
    });
    expect(await made()).toMatchObject({ released: null });
  });
});

describe('what is held', () => {
  const part = (field: string) => ({ ...BLOCKING, scope: 'component' as const, blocking: false, field });

  it('is told with its row, and no more once it is mended', async () => {
    await ledger.store(dossier(code, { says: null }));
    expect(await made()).toMatchObject({
      province: null,
      portal: null,
      released: recordSaying('mended null'),
    });
    await ledger.store(dossier(code, { held: [part('x')] }));
    expect(await made()).toMatchObject({ province: recordSaying('A'), released: recordSaying('mended A') });
    await ledger.store(dossier(code));
    expect(await made()).toEqual({ ...ACCEPTED, portal: null });
  });

  it('is marked where its row changed and nothing that goes did', async () => {
    await ledger.store(dossier(code, { held: [part('x')] }));
    await made();
    const same = dossier(code, { held: [part('x')] });
    await ledger.store({
      ...same,
      sourceHash: 'another',
      source: { ...same.source, fields: { ...same.source.fields, subject: 'B' } },
    });
    expect(await made()).toMatchObject({ province: recordSaying('A'), released: recordSaying('mended B') });
  });
});

describe('a dossier without its personal data', () => {
  const long = (what: string) => `UPDATE ${what} - interval '90 days' WHERE`;

  it('is counted as before, and as its row says when the source tells of it again', async () => {
    const files = {
      components: [
        { link: 'https://x.example/1', deleted: false },
        { link: '', deleted: false },
      ],
      results: [{ code: 'K', link: 'https://x.example/2' }],
    };
    const stored = dossier(code);
    const payload = { ...stored.normalized.dossier, status: '10', supplements: [], ...files };
    const whole = {
      ...stored,
      normalized: { ...stored.normalized, dossier: payload as unknown as typeof stored.normalized.dossier },
    };
    await ledger.accepted(whole);
    await made();
    const id = await ledger.id(code);
    await ledger.db.query(`${long('dossier SET stored_at = stored_at')} id = $1`, [id]);
    await ledger.db.query(`${long('delivery SET accepted_at = accepted_at')} dossier_id = $1`, [id]);
    await prune(ledger.db, 30, new AbortController().signal);
    const links = async () => {
      const [input] = await readFactInputs(ledger.db, [id]);
      const { components = [], results = [] } = input?.dossier ?? {};
      return [...components, ...results].map(({ link }) => link);
    };
    expect(await links()).toEqual(['-', '', '-']);
    expect((await facts(ledger.db)).get(code)).toEqual(ACCEPTED);
    await ledger.store(whole);
    expect(await links()).toEqual(['https://x.example/1', '', 'https://x.example/2']);
    expect(await made()).toEqual(ACCEPTED);
  });
});

it.each([
  ['step', 'accepted_at = accepted_at - interval $$1 hour$$', 1],
  ['step', 'position = position + 1', 1],
  ['dossier', 'accepted_at = now()', 0],
  ['dossier', `state = 'queued', attempt = 3, due_at = now(), wanted_at = now(), version = version + 1`, 0],
])('of a %s, %s marks so many: %i', async (kind, assignment, count) => {
  await ledger.accepted(dossier(code, { steps: ['1'] }));
  await refresh(ledger.db);
  const id = await ledger.id(code);
  const { rowCount } = await ledger.db.query(
    `UPDATE delivery SET ${assignment} WHERE dossier_id = $1 AND kind = $2::delivery_kind`,
    [id, kind],
  );
  expect([rowCount, await factsDue(ledger.db)]).toEqual([1, count]);
});

it.each([true, false])(
  'what the portal accepted and the ledger did not keep stays as recorded (%s)',
  async (made) => {
    const forget = 'UPDATE delivery SET accepted_payload = NULL WHERE dossier_id = $1';
    await ledger.accepted(dossier(code));
    await refresh(ledger.db);
    await ledger.store(dossier(code, { says: 'B' }));
    if (made) await refresh(ledger.db);
    await ledger.db.query(forget, [await ledger.id(code)]);
    expect(await factsDue(ledger.db)).toBe(1);
    await refresh(ledger.db);
    expect((await facts(ledger.db)).get(code)).toEqual({ ...ACCEPTED, province: recordSaying('B') });
  },
);

it('when the portal first had it is known from the attempts where it was accepted before, and stays', async () => {
  await ledger.accepted(dossier(code));
  await ledger.store(dossier(code, { says: 'B' }));
  await ledger.end(await ledger.send(code), 'accepted');
  const id = await ledger.id(code);
  const attempt = `UPDATE attempt SET at = '2026-11-02T01:00:00Z' WHERE id = (SELECT min(id) FROM attempt WHERE dossier_id = $1)`;
  await ledger.db.query(attempt, [id]);
  const synced = async () => {
    await refresh(ledger.db);
    const { rows } = await ledger.db.query<{ synced: number }>(
      'SELECT synced FROM score_fact WHERE dossier_id = $1',
      [id],
    );
    return rows[0]?.synced;
  };
  const first = await synced();
  expect(first).toBe((Date.UTC(2026, 10, 2, 8) - Date.UTC(2000, 0, 1)) / 1000);
  await ledger.store(dossier(code, { says: 'C' }));
  await ledger.end(await ledger.send(code), 'accepted');
  await ledger.db.query('DELETE FROM attempt WHERE dossier_id = $1', [id]);
  expect(await synced()).toBe(first);
});

it('a mark of a dossier that is gone is nobody’s', async () => {
  await ledger.db.query('INSERT INTO score_due VALUES (987654321)');
  expect(await refresh(ledger.db)).toEqual([987654321]);
});
