/** What the log says of a lane that is held for hours. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HeldLanes } from '../../src/compose/held-lanes.ts';
import { DEFAULT_BREAKER_POLICY } from '../../src/domain/breaker.ts';
import { claimProbe, tellBreaker } from '../../src/ledger/breaker.ts';
import { pauseLanes, resumeLanes } from '../../src/ledger/persons-pause.ts';
import type { LogFields } from '../../src/telemetry/logger.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';

const MINUTE_MS = 60_000;

let ledger: LedgerTrial;
let now = 0;
let lines: (LogFields & { readonly minute: number; readonly message: string })[];
let held: HeldLanes;
const begin = (): HeldLanes =>
  new HeldLanes(
    {
      warn: (message, fields = {}) =>
        void lines.push({ minute: Math.round(now / MINUTE_MS), message, ...fields }),
    },
    () => now,
  );

beforeAll(async () => {
  ledger = await LedgerTrial.open();
  await ledger.store(dossier('H99.01-261129-0001'), dossier('H99.01-261129-0002', { lane: 'backfill' }));
});
afterAll(() => ledger?.close());
beforeEach(() => {
  now = 0;
  lines = [];
  held = begin();
});

/** As the daemon does it: a look every five seconds. */
async function pass(minutes: number): Promise<void> {
  for (const until = now + minutes * MINUTE_MS; now < until; now += 5_000) await held.look(ledger.db);
}

async function away(reason: string, prober: string | null = null): Promise<void> {
  const evidence = { kind: 'away', retryAfterSeconds: 0, reason } as const;
  await tellBreaker(ledger.db, 'live', { evidence, dossiers: [], prober }, DEFAULT_BREAKER_POLICY, 0);
}

it('reminds every ten minutes, with since when and how much waits, until the breaker closes', async () => {
  await pass(30);
  expect(lines).toEqual([]);
  await away('ECONNREFUSED');
  const since = new Date();
  await pass(25);
  // Somebody tries in vain: the same outage, with what it says now.
  await ledger.db.query(`UPDATE breaker SET probe_at = now() WHERE lane = 'live'`);
  const prober = randomUUID();
  expect(await claimProbe(ledger.db, 'live', prober, 1_000)).toBe(true);
  await away('HTTP 503', prober);
  await pass(10);
  expect(lines.map(({ minute, reason }) => `${minute} ${reason}`)).toEqual([
    '40 ECONNREFUSED',
    '50 ECONNREFUSED',
    '60 HTTP 503',
  ]);
  const [first] = lines;
  expect(first).toMatchObject({ message: 'breaker still open', lane: 'live', dossiers: 1 });
  expect(Math.abs((first?.since?.getTime() ?? 0) - since.getTime())).toBeLessThan(5_000);
  expect(first?.seconds).toBeGreaterThanOrEqual(600);
  expect(first?.seconds).toBeLessThan(670);
  expect(first?.nextProbe).toBeInstanceOf(Date);

  await tellBreaker(
    ledger.db,
    'live',
    { evidence: { kind: 'answered' }, dossiers: [], prober: null },
    DEFAULT_BREAKER_POLICY,
    0,
  );
  await pass(30);
  expect(lines).toHaveLength(3);
});

it('reminds of a pause with who paused it and why, and counts a new one anew', async () => {
  await pauseLanes(ledger.db, ['backfill'], { by: 'an', why: 'chờ Cổng nâng cấp' });
  await pass(15);
  expect(lines).toMatchObject([
    { minute: 10, message: 'lane still paused by a person', lane: 'backfill', dossiers: 1 },
  ]);
  expect(lines[0]?.reason).toBe('an: chờ Cổng nâng cấp');
  expect(lines[0]).not.toHaveProperty('nextProbe');
  await resumeLanes(ledger.db, ['backfill']);
  await pauseLanes(ledger.db, ['backfill'], { by: 'bình', why: 'lại' });
  await pass(12);
  expect(lines.map(({ minute, reason }) => `${minute} ${reason}`)).toEqual([
    '10 an: chờ Cổng nâng cấp',
    '25 bình: lại',
  ]);
  await resumeLanes(ledger.db, ['backfill']);
});

it('tells a process that begins in the middle of it at once, and goes on with the hold’s own ten minutes', async () => {
  await pauseLanes(ledger.db, ['live', 'backfill'], { by: 'an', why: 'đối chiếu' });
  await ledger.db.query(
    "UPDATE breaker SET paused_at = now() - interval '2 hours 5 minutes' WHERE lane = 'live'",
  );
  await pass(11);
  expect(lines.map(({ minute, lane }) => `${minute} ${lane}`)).toEqual(['0 live', '5 live', '10 backfill']);
  expect(lines[0]?.seconds).toBe(7_500);
  await resumeLanes(ledger.db, ['live', 'backfill']);
});
