/** Taking dossiers into work: one worker each, and what becomes of those whose worker is gone. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  claimDossiers,
  dueSteps,
  lease,
  markStepsSending,
  nextDue,
  releaseLease,
  renewLease,
} from '../../src/ledger/claim.ts';
import { pending } from '../../src/ledger/pending.ts';
import { databaseNow, forgotten, markEnqueued, rescueExpired } from '../../src/ledger/rescue.ts';
import { settle } from '../../src/ledger/settle.ts';
import { dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261103-${String(++serial).padStart(4, '0')}`;
const codes = (count: number): string[] => Array.from({ length: count }, aCode);

describe('a lease', () => {
  test('of many workers who want the same dossiers: each dossier to exactly one', async () => {
    const wanted = codes(120);
    const { live } = await ledger.store(...wanted.map((code) => dossier(code)));
    const got = await Promise.all(
      Array.from({ length: 16 }, (_, worker) => {
        const turned = [...live.slice(worker * 7), ...live.slice(0, worker * 7)];
        return lease(ledger.db, turned, randomUUID(), 60_000);
      }),
    );
    expect(got.flat().sort((a, b) => a - b)).toEqual([...live].sort((a, b) => a - b));
  });

  test('hands out only what has something due', async () => {
    const [queued, held, waiting, done] = [aCode(), aCode(), aCode(), aCode()];
    await ledger.store(dossier(queued), dossier(held, { says: null }), dossier(waiting));
    await ledger.end(await ledger.send(waiting), 'retrying', 3_600_000);
    await ledger.accepted(dossier(done));
    const ids = await Promise.all([queued, held, waiting, done].map((code) => ledger.id(code)));
    expect(await lease(ledger.db, ids, randomUUID(), 60_000)).toEqual([ids[0]]);
  });

  test('that is over is nobody else’s before it was rescued', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    await ledger.send(code);
    await ledger.expire(code);
    const id = await ledger.id(code);
    expect(await lease(ledger.db, [id], randomUUID(), 60_000)).toEqual([]);
    await rescueExpired(ledger.db);
    expect(await lease(ledger.db, [id], randomUUID(), 60_000)).toEqual([id]);
  });

  test('is renewed by its owner only, and not after it was lost', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const { token } = await ledger.send(code);
    expect(await renewLease(ledger.db, token, 60_000, 1)).toBe(true);
    expect(await renewLease(ledger.db, randomUUID(), 60_000, 1)).toBe(false);
    await ledger.expire(code);
    // Late, but nobody has taken it over yet: it is still ours.
    expect(await renewLease(ledger.db, token, 60_000, 1)).toBe(true);
    expect((await rescueExpired(ledger.db)).dossiers).toBe(0);
    await ledger.expire(code);
    await rescueExpired(ledger.db);
    expect(await renewLease(ledger.db, token, 60_000, 1)).toBe(false);
  });

  test('given back with something unsettled leaves it unknown, not in anybody’s way', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1', '2'] }));
    const first = await ledger.sendStep(code);
    await releaseLease(ledger.db, first.token);
    expect(await ledger.state(code, '1')).toBe('unknown');
    // Were the first step still `sending`, the second would overtake it.
    const token = await ledger.lease(code);
    expect((await dueSteps(ledger.db, token)).map(({ step, state }) => [step.id, state])).toEqual([
      ['1', 'unknown'],
      ['2', 'queued'],
    ]);
  });

  test('marks steps only under its token, and those of a lost answer never', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1'] }));
    const token = await ledger.lease(code);
    const steps = await dueSteps(ledger.db, token);
    const deliveryId = steps[0]?.deliveryId ?? 0;
    expect(await markStepsSending(ledger.db, randomUUID(), steps)).toBe('lost');
    expect(await ledger.state(code, '1')).toBe('queued');
    expect(await markStepsSending(ledger.db, token, steps)).toBe('marked');
    expect(await markStepsSending(ledger.db, token, steps)).toBe('marked');
    expect((await ledger.row(code, '1')).attempt).toBe(1);
    await settle(ledger.db, token, [ending({ deliveryId, attempt: 1 }, 'unknown')], []);
    expect(await markStepsSending(ledger.db, token, steps)).toBe('changed');
    expect(await ledger.state(code, '1')).toBe('unknown');
  });

  test.each([
    ['changed', ['1:mới', '2']],
    ['vanished', ['2']],
  ])('marks no step at all when one has %s since it was handed out', async (_what, steps) => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1', '2'] }));
    const token = await ledger.lease(code);
    const handedOut = await dueSteps(ledger.db, token);
    await ledger.store(dossier(code, { steps }));
    // Else the old content would go and the new one be taken for accepted.
    expect(await markStepsSending(ledger.db, token, handedOut)).toBe('changed');
    expect(await ledger.state(code, '2')).toBe('queued');
    expect(await markStepsSending(ledger.db, token, await dueSteps(ledger.db, token))).toBe('marked');
  });
});

describe('when it is due again', () => {
  test('tells the time of what waits, nothing of what is done', async () => {
    const [now, later, done] = [aCode(), aCode(), aCode()];
    await ledger.store(dossier(now), dossier(later));
    await ledger.end(await ledger.send(later), 'retrying', 60_000);
    await ledger.accepted(dossier(done));
    const [a, b, c] = await Promise.all([now, later, done].map((code) => ledger.id(code)));
    const due = await nextDue(ledger.db, [a ?? 0, b ?? 0, c ?? 0]);
    expect(due.get(a ?? 0)).toBe(0);
    expect(due.get(b ?? 0)).toBeGreaterThan(50_000);
    expect(due.has(c ?? 0)).toBe(false);
  });

  test("what is in another's hands is not due before that lease ends: no job runs in circles", async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1'] }));
    await ledger.lease(code);
    const id = await ledger.id(code);
    expect((await nextDue(ledger.db, [id])).get(id)).toBeGreaterThan(50_000);
  });
});

describe('rescue', () => {
  test('makes what was being sent unknown, with an attempt that says so, and nothing else', async () => {
    const [sending, idle, alive] = [aCode(), aCode(), aCode()];
    await ledger.store(dossier(sending), dossier(idle), dossier(alive));
    await ledger.send(sending);
    await ledger.lease(idle);
    await ledger.send(alive);
    await ledger.expire(sending, idle);
    expect(await rescueExpired(ledger.db)).toEqual({ dossiers: 2, deliveries: 1 });
    expect(await ledger.row(sending)).toMatchObject({ state: 'unknown', due: true, attempt: 1 });
    expect(await ledger.state(idle)).toBe('queued');
    expect(await ledger.state(alive)).toBe('sending');
    const { rows } = await ledger.db.query(
      'SELECT delivery_id, outcome, message FROM attempt WHERE dossier_id = ANY($1)',
      [await Promise.all([sending, idle, alive].map((code) => ledger.id(code)))],
    );
    expect(rows).toEqual([
      {
        delivery_id: (await ledger.row(sending)).id,
        outcome: 'unknown',
        message: 'worker ended while sending',
      },
    ]);
    expect(await rescueExpired(ledger.db)).toEqual({ dossiers: 0, deliveries: 0 });
  });

  test.each(['its lease', 'nothing'])(
    'what got a blocking fault while sent and left %s is held',
    async (left) => {
      const code = aCode();
      await ledger.store(dossier(code));
      const { token } = await ledger.send(code);
      await ledger.store(dossier(code, { says: null }));
      if (left === 'nothing') await releaseLease(ledger.db, token);
      await ledger.expire(code);
      await rescueExpired(ledger.db);
      // Nothing can be sent of it: counted as open work, it would keep a pass running for ever.
      expect(await ledger.state(code)).toBe('held');
      expect((await nextDue(ledger.db, [await ledger.id(code)])).size).toBe(0);
    },
  );

  test('by several at once rescues each once', async () => {
    const many = codes(40);
    await ledger.store(...many.map((code) => dossier(code)));
    for (const code of many) await ledger.send(code);
    await ledger.expire(...many);
    const counts = await Promise.all(Array.from({ length: 6 }, () => rescueExpired(ledger.db)));
    expect(counts.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(40);
  });
});

describe('what the queue has forgotten', () => {
  let own: LedgerTrial;
  beforeAll(async () => {
    own = await LedgerTrial.open(4);
  });
  afterAll(() => own.close());
  const ids = (...codes: string[]) =>
    Promise.all(codes.map((code) => own.id(code))) as Promise<[number, number, number, number]>;

  test('is found by lane, newest change first, unless it is marked or held', async () => {
    const at = (hour: number) => `2026-11-02T0${hour}:00:00Z`;
    await own.store(
      dossier('old', { changedAt: at(1) }),
      dossier('none', { changedAt: null }),
      dossier('new', { changedAt: at(3) }),
      dossier('back', { changedAt: at(2), lane: 'backfill' }),
      dossier('leased', { changedAt: at(4) }),
      dossier('held', { says: null }),
    );
    await own.lease('leased');
    const [neu, old, none, back] = await ids('new', 'old', 'none', 'back');
    expect(await forgotten(own.db, 10, null)).toEqual({ live: [neu, old, none], backfill: [back] });
    expect(await forgotten(own.db, 1, null)).toEqual({ live: [neu], backfill: [back] });
    await markEnqueued(own.db, [neu, back]);
    expect(await forgotten(own.db, 10, null)).toEqual({ live: [old, none], backfill: [] });
  });

  test('is what the queue does not carry, whatever is marked; but a mark younger than its answer stands', async () => {
    const [neu, old, none, back] = await ids('new', 'old', 'none', 'back');
    const since = await databaseNow(own.db);
    // Of a job that was to begin later; the dossier has fallen due since.
    await markEnqueued(own.db, [none], 60_000);
    expect(await forgotten(own.db, 10, { ids: [old], since })).toEqual({
      live: [neu, none],
      backfill: [back],
    });
    await markEnqueued(own.db, [neu]);
    expect(await forgotten(own.db, 10, { ids: [old], since })).toEqual({ live: [none], backfill: [back] });
  });

  test('is not what a lease has taken off the queue, until it is given back', async () => {
    const [neu, old, none] = await ids('new', 'old', 'none');
    await markEnqueued(own.db, [old, none]);
    const token = await own.lease('new');
    expect((await forgotten(own.db, 10, null)).live).toEqual([]);
    await releaseLease(own.db, token);
    expect((await forgotten(own.db, 10, null)).live).toEqual([neu]);
  });

  test('counts as open: due, in a worker’s hands, or waiting for its time', async () => {
    expect(await pending(own.db)).toEqual({ due: 5, waiting: 0, nextDueMs: null });
    await own.end(await own.send('new'), 'retrying', 60_000);
    await own.end(await own.send('old'), 'unknown', 30_000);
    const open = await pending(own.db);
    expect(open).toMatchObject({ due: 3, waiting: 2 });
    expect(open.nextDueMs).toBeGreaterThan(20_000);
    expect(open.nextDueMs).toBeLessThanOrEqual(30_000);
    const { token, item } = await own.send('back');
    // A claim whose answer was lost is asked again, and is no further try.
    expect(await claimDossiers(own.db, token)).toEqual([item]);
    expect((await pending(own.db)).due).toBe(3);
  });
});
