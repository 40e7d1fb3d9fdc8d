/**
 * What the portal must know soon goes before all that waits, in the order of its appointments, and is sent once: also
 * where a job of the other lane carries it already, and where whoever put it first was killed in between.
 */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CrashPoint } from '../../src/domain/crash-points.ts';
import type { JobHandler } from '../../src/domain/ports.ts';
import { claimDossiers, lease, releaseLease } from '../../src/ledger/claim.ts';
import { settle } from '../../src/ledger/settle.ts';
import { VIETNAM_NOW } from '../../src/ledger/urgent.ts';
import { type EnqueueDeps, enqueue } from '../../src/pipeline/enqueue.ts';
import { hurry } from '../../src/pipeline/hurry.ts';
import { attemptOf, dossier, ending, LedgerTrial } from '../ledger/trial.ts';
import { ListQueue } from '../support/e2e/list-queue.ts';

const HOURS = 24;
let ledger: LedgerTrial;
let queue: ListQueue;
let deps: EnqueueDeps;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger?.close());
beforeEach(async () => {
  await ledger.db.query('TRUNCATE dossier CASCADE; TRUNCATE score_due');
  queue = new ListQueue();
  deps = { ledger: ledger.db, queue, batchSize: 2, reached: () => {} };
});

/** Twenty that wait in both lanes, as pages are enqueued, and five of them that are finished in time. */
async function backlog(): Promise<Map<string, number>> {
  const codes = Array.from({ length: 20 }, (_, n) => `d${n}`);
  const lane = (n: number) => (n < 10 ? 'live' : 'backfill');
  await enqueue(
    deps,
    await ledger.store(...codes.map((code, n) => dossier(code, { lane: lane(n) }))),
    'next',
  );
  // Hours until their appointments.
  const urgent = new Map([
    ['d0', 3],
    ['d12', 1],
    ['d5', -1],
    ['d13', 2],
    ['d19', -2],
  ]);
  for (const [code, hours] of urgent) {
    await ledger.db.query(
      `INSERT INTO score_fact (dossier_id, as_province, urgent_due, urgent_since)
       SELECT id, false, ${VIETNAM_NOW} + $2::int * 3600, now() FROM dossier WHERE code = $1`,
      [code, hours],
    );
  }
  return urgent;
}

/** Does all jobs; answers the codes of what was sent, in its order. */
async function workedOff(): Promise<string[]> {
  const sent: string[] = [];
  const handler: JobHandler = async ({ dossiers }) => {
    const token = randomUUID();
    const got = await lease(ledger.db, dossiers, token, 60_000);
    const items = await claimDossiers(ledger.db, token);
    items.sort((a, b) => got.indexOf(a.dossierId) - got.indexOf(b.dossierId));
    sent.push(...items.map((item) => item.dossier.code));
    const [settlements, attempts] = [
      items.map((item) => ending(item, 'accepted')),
      items.map((item) => attemptOf(item, { at: new Date() })),
    ];
    await settle(ledger.db, token, settlements, attempts);
    await releaseLease(ledger.db, token);
    return { again: [], delayMs: 0 };
  };
  await queue.workOff(handler, false);
  return sent;
}

const FIRST = ['d12', 'd13', 'd0', 'd5', 'd19'];

it('goes before what waits, whichever lane that is in, and each is sent once', async () => {
  await backlog();
  expect(await hurry(deps, HOURS)).toBe(5);
  expect(await hurry(deps, HOURS)).toBe(0);
  const sent = await workedOff();
  expect(sent.slice(0, 5)).toEqual(FIRST);
  expect(sent.length).toBe(20);
  expect(new Set(sent).size).toBe(20);
});

it('is not put first once more for what changed since', async () => {
  await backlog();
  await hurry(deps, HOURS);
  await enqueue(deps, await ledger.store(dossier('newer')), 'next');
  expect(await hurry(deps, HOURS)).toBe(0);
  expect((await workedOff()).slice(0, 6)).toEqual(['newer', ...FIRST]);
});

it.each(['enqueue:queued', 'enqueue:marked'] as const)(
  'killed at %s, it is put first again, and sent once',
  async (point) => {
    await backlog();
    const killed = {
      ...deps,
      reached: (here: CrashPoint) => {
        if (here === point) throw new Error('killed');
      },
    };
    await expect(hurry(killed, HOURS)).rejects.toThrow('killed');
    expect(await hurry(deps, HOURS)).toBe(5);
    const sent = await workedOff();
    expect(sent.slice(0, 5)).toEqual(FIRST);
    expect(new Set(sent).size).toBe(sent.length);
  },
);

it('leaves most of a minute to what changes today, however many are late', async () => {
  const codes = Array.from({ length: 600 }, (_, n) => `late${n}`);
  await ledger.store(...codes.map((code) => dossier(code, { lane: 'backfill' })));
  await ledger.db.query(
    `INSERT INTO score_fact (dossier_id, as_province, urgent_due, urgent_since)
     SELECT id, false, ${VIETNAM_NOW} - 3600 - id, now() FROM dossier`,
  );
  expect(await hurry(deps, HOURS)).toBe(500);
  expect(await hurry(deps, HOURS)).toBe(100);
});
