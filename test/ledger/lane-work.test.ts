/** When a lane has work that could go: what a worker that fetches nothing is measured by. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_BREAKER_POLICY, type Evidence } from '../../src/domain/breaker.ts';
import { claimProbe, tellBreaker } from '../../src/ledger/breaker.ts';
import { releaseLease } from '../../src/ledger/claim.ts';
import { couldGo } from '../../src/ledger/lane-work.ts';
import { pauseLanes } from '../../src/ledger/persons-pause.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

const live = () => couldGo(ledger.db, 'live');
const tell = (evidence: Evidence) =>
  tellBreaker(ledger.db, 'live', { evidence, dossiers: [1], prober: null }, DEFAULT_BREAKER_POLICY, 0);

test('a lane has work while a dossier is due, in nobody’s hands, and somebody may call for it', async () => {
  expect(await live()).toBe(false);
  await ledger.store(dossier('một'));
  expect(await live()).toBe(true);
  expect(await couldGo(ledger.db, 'backfill')).toBe(false);
  const token = await ledger.lease('một');
  expect(await live()).toBe(false);
  await releaseLease(ledger.db, token);
  expect(await live()).toBe(true);

  await tell({ kind: 'away', retryAfterSeconds: 0, reason: 'ECONNREFUSED' });
  expect(await live()).toBe(false);
  // The wait is over and nobody tries: the lane would stay paused for ever, and nobody would see it.
  await ledger.pass(2);
  expect(await live()).toBe(true);
  await claimProbe(ledger.db, 'live', randomUUID(), 90_000);
  expect(await live()).toBe(false);
  await ledger.pass(91);
  expect(await live()).toBe(true);
  await pauseLanes(ledger.db, ['live'], { by: 'an.nguyen', why: 'nâng cấp cổng' });
  expect(await live()).toBe(false);
});
