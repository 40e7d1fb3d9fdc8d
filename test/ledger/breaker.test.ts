/** The breaker of a lane in the ledger: one for all machines, by the database's clock. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_BREAKER_POLICY, type Evidence } from '../../src/domain/breaker.ts';
import { breakers, claimProbe, renewProbe, tellBreaker } from '../../src/ledger/breaker.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { LedgerTrial } from './trial.ts';

const PATIENCE_MS = 90_000;
const AWAY: Evidence = { kind: 'away', retryAfterSeconds: 0, reason: 'ECONNREFUSED' };
const ANSWERED: Evidence = { kind: 'answered' };

let ledger: LedgerTrial;
let machines: Database[];
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
  machines = [1, 2, 3].map((n) => openDatabase({ url: ledger.url, max: 4, name: `machine ${n}` }));
});
afterAll(async () => {
  await Promise.all(machines.map((machine) => machine.close()));
  await ledger.close();
});
beforeEach(async () => {
  for (const lane of ['live', 'backfill'] as const) await tell(ANSWERED, null, lane);
});

const tell = (evidence: Evidence, prober: string | null = null, lane: 'live' | 'backfill' = 'live') =>
  tellBreaker(ledger.db, lane, { evidence, dossiers: [1], prober }, DEFAULT_BREAKER_POLICY, 0);
const live = async () => (await breakers(ledger.db)).live;
const claim = (machine: Database, token = randomUUID()) => claimProbe(machine, 'live', token, PATIENCE_MS);

test('is closed from the beginning, a lane apart from the other', async () => {
  await tell(AWAY);
  expect(await breakers(ledger.db)).toMatchObject({
    live: { state: 'open', reason: 'ECONNREFUSED', since: expect.any(Date), nextProbe: expect.any(Date) },
    backfill: { state: 'closed', reason: '', since: null, nextProbe: null },
  });
});

describe('of all machines', () => {
  test('exactly one tries, once the wait is over and not before', async () => {
    await tell(AWAY);
    const together = () => Promise.all(machines.flatMap((one) => [claim(one), claim(one), claim(one)]));
    expect((await together()).filter(Boolean)).toEqual([]);
    await ledger.pass(2);
    expect((await together()).filter(Boolean)).toEqual([true]);
    expect((await live()).state).toBe('half-open');
  });

  test('the one that died while trying blocks nobody after its time, one that goes on has its time anew', async () => {
    await tell(AWAY);
    await ledger.pass(2);
    const dead = randomUUID();
    expect(await claim(ledger.db, dead)).toBe(true);
    await ledger.pass(80);
    await renewProbe(ledger.db, 'live', dead, PATIENCE_MS);
    await ledger.pass(80);
    expect(await claim(ledger.db)).toBe(false);
    await ledger.pass(11);
    const next = randomUUID();
    expect(await claim(ledger.db, next)).toBe(true);
    // It was not dead but slow: what it says late is no news of the one that tries now.
    await tell(AWAY, dead);
    expect(await live()).toMatchObject({ state: 'half-open', prober: next });
  });

  test('only the one that changed the state is told that it did', async () => {
    const changes = await Promise.all([tell(AWAY), tell(AWAY), tell(AWAY)]);
    expect(changes.filter(({ before, now }) => before === 'closed' && now.state === 'open')).toHaveLength(1);
    const ends = await Promise.all([tell(ANSWERED), tell(ANSWERED)]);
    expect(ends.filter(({ before, now }) => before === 'open' && now.state === 'closed')).toHaveLength(1);
  });
});

test('tells since when it is paused, whoever tried in between', async () => {
  await tell(AWAY);
  const { since } = await live();
  const token = randomUUID();
  await ledger.pass(10);
  await claim(ledger.db, token);
  await tell(AWAY, token);
  const now = await live();
  expect(now).toMatchObject({ state: 'open', failures: 2 });
  expect((since?.getTime() ?? 0) - (now.since?.getTime() ?? 0)).toBe(10_000);
});

test('remembers suspects over restarts, and keeps no breaker that cannot be', async () => {
  const suspicious: Evidence = { kind: 'suspicious', reason: '500' };
  await tell(suspicious);
  await tell(suspicious);
  expect(await live()).toMatchObject({ state: 'closed', failures: 1, suspects: [1] });
  for (const change of [
    `state = 'open'`,
    `state = 'half-open', probe_at = now()`,
    `probe_token = gen_random_uuid()`,
    `asked = true`,
    `failures = -1`,
  ]) {
    await expect(ledger.db.query(`UPDATE breaker SET ${change}`), change).rejects.toThrow(/check/);
  }
});
