/** What a look-up has shown is taken over only where nothing has moved since, and nothing else may still arrive. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SeenDossier, toLookUp } from '../../src/ledger/at-portal.ts';
import { noteCreating } from '../../src/ledger/lost-dossier.ts';
import { beginResync } from '../../src/ledger/resync.ts';
import { type AgainOutcome, sendAgain } from '../../src/ledger/send-again.ts';
import { codebook, dossier, LedgerTrial, type Says } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
let code = '';
beforeEach(() => {
  code = `H19.41-261107-${++serial}`;
});

/** Looks it up, lets `meanwhile` happen, and takes over that the portal shows `says` with `steps`. */
async function shown(
  what: Says,
  seen: Omit<SeenDossier, 'mark'>,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<AgainOutcome> {
  const beginning = { who: 'người trực', selection: {}, verify: true, selected: 1 };
  const resync = await beginResync(ledger.db, beginning);
  const id = await ledger.id(code);
  const [before] = await toLookUp(ledger.db, [id]);
  await meanwhile();
  return sendAgain(ledger.db, {
    ...{ resync, after: 0, last: id, lookedAt: 1, codebook: codebook('v1'), loses: () => false },
    dossiers: [
      {
        ...{ id, stored: dossier(code, what), atRest: false, goes: true, stays: false },
        seen: { ...seen, mark: before?.mark ?? '' },
      },
    ],
  });
}

const AS_A: Omit<SeenDossier, 'mark'> = { hash: 'hash of A', steps: [] };
const told = async (): Promise<string[]> => {
  const { rows } = await ledger.db.query<{ message: string }>(
    `SELECT message FROM attempt WHERE dossier_id = $1 AND service = ''`,
    [await ledger.id(code)],
  );
  return rows.map(({ message }) => message);
};

describe('a dossier that is shown just as it would go', () => {
  test.each([
    ['waits', async () => ledger.store(dossier(code))],
    [
      'was refused',
      async () => {
        await ledger.store(dossier(code));
        await ledger.end(await ledger.send(code), 'held');
      },
    ],
    [
      'may have arrived',
      async () => {
        await ledger.store(dossier(code));
        await ledger.end(await ledger.send(code), 'unknown');
      },
    ],
  ])('and %s is accepted, and the record tells why', async (_, before) => {
    await before();
    expect(await shown({}, AS_A)).toMatchObject({ queued: 0, already: 1, moved: 0 });
    expect(await ledger.row(code)).toMatchObject({
      state: 'accepted',
      accepted_hash: 'hash of A',
      attempt: 0,
    });
    expect(await ledger.held(code)).toEqual([]);
    expect(await told()).toEqual([expect.stringContaining('Cổng đã có')]);
  });

  test('goes all the same where another version of it may still arrive', async () => {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { says: 'B' }));
    await ledger.end(await ledger.send(code), 'unknown');
    await ledger.store(dossier(code));
    expect(await shown({}, AS_A)).toMatchObject({ already: 0 });
    expect(await ledger.state(code)).toBe('queued');
  });

  test('goes all the same where it may be a new one, without its steps', async () => {
    await ledger.accepted(dossier(code, { steps: ['1'] }));
    await ledger.store(dossier(code, { says: 'B', steps: ['1'] }));
    const sent = await ledger.send(code);
    await noteCreating(ledger.db, sent.token, [sent.item.deliveryId]);
    await ledger.end(sent, 'retrying', 0);
    const seen = { hash: 'hash of B', steps: [] };
    expect(await shown({ says: 'B', steps: ['1'] }, seen)).toMatchObject({ already: 0 });
    expect(await ledger.row(code)).toMatchObject({ state: 'retrying', absence: 'creating' });
  });
});

describe('what moved since it was looked up', () => {
  const step = { hash: 'hash of một', id: '1', as: 'stored' as const };
  test('is left alone: in hand, or sent and settled by now', async () => {
    const what = { steps: ['1:một'] };
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, what));
    const seen = { hash: null, steps: [step] };
    let sent: Awaited<ReturnType<LedgerTrial['sendStep']>> | null = null;
    const inHand = async () => {
      sent = await ledger.sendStep(code);
    };
    expect(await shown(what, seen, inHand)).toEqual({ queued: 0, already: 0, stepsThere: 0, moved: 1 });
    expect(await ledger.state(code, '1')).toBe('sending');
    if (sent !== null) await ledger.end(sent, 'retrying', 60_000);
    // As before, and yet another try lies between: nothing may be said of it by the look-up.
    const tried = async () => {
      await ledger.fallDue();
      await ledger.end(await ledger.sendStep(code), 'retrying', 60_000);
    };
    expect(await shown(what, seen, tried)).toMatchObject({ stepsThere: 0, moved: 1 });
    expect(await shown(what, seen)).toMatchObject({ stepsThere: 1, moved: 0 });
    expect(await ledger.state(code, '1')).toBe('accepted');
  });

  test('is left alone: pruned, so that it says nothing any more', async () => {
    await ledger.accepted(dossier(code));
    const pruned = () =>
      ledger.db.query(
        `WITH d AS (UPDATE dossier SET pruned_at = now() WHERE code = $1 RETURNING id)
         UPDATE delivery SET payload = payload::jsonb || '{"subject": ""}' FROM d WHERE dossier_id = d.id`,
        [code],
      );
    const otherwise = { hash: 'hash of another', steps: [] };
    expect(await shown({}, otherwise, pruned)).toEqual({ queued: 0, already: 0, stepsThere: 0, moved: 1 });
    expect(await ledger.state(code)).toBe('accepted');
  });
});
