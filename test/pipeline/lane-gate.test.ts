/** The gate of a lane by itself, on a real ledger: time passes, and the ledger is looked at again, only when the test says so. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_BREAKER_POLICY } from '../../src/domain/breaker.ts';
import type { Database } from '../../src/ledger/database.ts';
import { LaneGate, type Passage } from '../../src/pipeline/lane-gate.ts';
import { LedgerTrial } from '../ledger/trial.ts';

let ledger: LedgerTrial;
let now = 0;
const stop = new AbortController();
const { signal } = new AbortController();

beforeEach(async () => {
  ledger = await LedgerTrial.open();
  now = 0;
});
afterEach(() => ledger.close());

/** A process' gate with one place a lane. `look`: a second has passed, the ledger is looked at. */
function gateOn(db: Database) {
  let passed = (): void => {};
  const gate = new LaneGate({
    ledger: db,
    policy: DEFAULT_BREAKER_POLICY,
    concurrency: { live: 1, backfill: 1 },
    patienceMs: 90_000,
    monotonicMs: () => now,
    random: () => 0,
    newToken: randomUUID,
    closed: stop.signal,
    pause: () => new Promise((done) => (passed = done)),
    onPaused: () => {},
    onFree: () => {},
    onPerson: () => {},
    onTrouble: (error) => {
      throw error;
    },
  });
  return { enter: () => gate.enter('live', signal), secondPasses: () => passed() };
}

/** Enough for whatever needs neither time nor the ledger. */
const settled = (): Promise<void> => new Promise(setImmediate);

test('a place that falls free is not missed by who tries to pass in that moment', async () => {
  const { enter } = gateOn(ledger.db);
  const first = await enter();
  const through: string[] = [];
  void enter().then(() => through.push('second'));
  first?.leave();
  await settled();
  expect(through).toEqual(['second']);
  void enter().then(() => through.push('third'));
  await settled();
  expect(through).toEqual(['second']);
});

test('a claim that another process won does not shut a lane that was seen open meanwhile', async () => {
  const ours = gateOn(ledger.db);
  const first = await ours.enter();
  await first?.tell({ kind: 'away', retryAfterSeconds: 0, reason: 'ECONNREFUSED' }, [1]);
  first?.leave();
  await ledger.db.query("UPDATE breaker SET probe_at = now() WHERE lane = 'live'");

  // Their claim is on its way while we try, are answered, and they see it.
  let claims = (): void => {};
  let looked = (): void => {};
  const claimed = new Promise<void>((done) => (claims = done));
  let arrive = (): void => {};
  const onItsWay = new Promise<void>((done) => (arrive = done));
  const theirs = gateOn({
    ...ledger.db,
    query: async (text, values) => {
      if (text.includes("state = 'half-open', probe_token")) {
        claims();
        await onItsWay;
      }
      const answer = await ledger.db.query(text, values);
      if (text.includes('FROM breaker') || text.includes("state = 'half-open', probe_token"))
        setImmediate(looked);
      return answer as never;
    },
  });
  const through: Passage[] = [];
  void theirs.enter().then((passage) => passage && through.push(passage));
  await claimed;
  // Another job of theirs waits meanwhile: for it the ledger is looked at.
  void theirs.enter().then((passage) => passage && through.push(passage));
  await settled();
  now += 60_000;
  const prober = await ours.enter();
  expect(prober?.tries).toBe(true);
  await prober?.tell({ kind: 'answered' }, [1]);
  const seen = new Promise<void>((done) => (looked = done));
  theirs.secondPasses();
  await seen;
  await settled();
  expect(through.map(({ tries }) => tries)).toEqual([false]);
  const refused = new Promise<void>((done) => (looked = done));
  arrive();
  await refused;
  await settled();
  expect(through[0]?.mayCall()).toBe(true);
});
