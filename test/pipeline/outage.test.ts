/**
 * The portal is away: for an hour, for as long as it asks, or for one record only. Nobody's attempts
 * are used up, hardly a call is made, and afterwards all arrives, the newest first.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lane } from '../../src/domain/delivery.ts';
import { breakers } from '../../src/ledger/breaker.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { pending } from '../../src/ledger/pending.ts';
import type { Passage } from '../../src/pipeline/lane-gate.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';
import { StillTime, UNREACHABLE, WeatherPortal, WorkerProcess } from './outage-world.ts';

let ledger: LedgerTrial;
let time: StillTime;
let portal: WeatherPortal;
let process: WorkerProcess;

beforeEach(async () => {
  ledger = await LedgerTrial.open();
  batchOf.clear();
  time = new StillTime();
  portal = new WeatherPortal();
  const began = performance.now();
  // The ledger's clock runs on while the test works: what passes there is both together.
  portal.now = () => time.seconds + (performance.now() - began) / 1000;
  process = new WorkerProcess(ledger, portal, time);
});
afterEach(async () => {
  process.stop.abort();
  await ledger.close();
});

const BEGIN = Date.UTC(2026, 10, 2);
/** Dossiers whose changes are a second apart, the newest first, as extraction hands them over. */
function changes(lane: Lane, count: number, from: number) {
  const numbers = Array.from({ length: count }, (_, at) => from + count - 1 - at);
  return numbers.map((number) =>
    dossier(`${lane}-${String(number).padStart(5, '0')}`, {
      lane,
      steps: ['1:một', '2:hai'],
      changedAt: new Date(BEGIN + number * 1000).toISOString(),
    }),
  );
}

/** Dossier → which 25 changes it is one of. */
const batchOf = new Map<number, number>();

async function arrive(lane: Lane, count: number, from: number, place: 'next' | 'last' = 'next') {
  const stored = changes(lane, count, from);
  const due = await ledger.store(...stored);
  const byCode = await Promise.all(stored.map(({ code }) => ledger.id(code)));
  expect([...due[lane]].sort()).toEqual([...byCode].sort());
  for (const [at, id] of byCode.entries()) batchOf.set(id, Math.floor((from + count - 1 - at) / 25));
  process.enqueue(lane, byCode, place);
}

const attempts = async () =>
  (
    await ledger.db.query<{ used: number; logged: number }>(`
      SELECT (SELECT max(attempt) FROM delivery)::int AS used, (SELECT count(*) FROM attempt)::int AS logged`)
  ).rows[0];

describe('an hour without the portal', () => {
  test('uses up no attempt and hardly a call; then all arrives once, the newest change first', {
    timeout: 120_000,
  }, async () => {
    await arrive('live', 275, 0);
    await arrive('backfill', 200, 0);
    // The first calls are stored, and their answers are lost.
    portal.weather = (codes) => ({
      outcome: codes.length > 1 ? { ...UNREACHABLE, kind: 'unknown' } : UNREACHABLE,
      stored: codes.length > 1,
    });
    await process.settle();
    const first = portal.calls.length;
    expect(first).toBeLessThanOrEqual(7);
    for (let minute = 1; minute <= 60; minute += 1) {
      await process.passUntil(minute * 60, 60);
      if (minute % 10 === 0) await arrive('live', 25, minute * 1_000);
    }
    expect(process.log.sort()).toEqual(['backfill paused', 'live paused']);
    for (const lane of ['live', 'backfill'] as const) {
      const tries = portal.calls.filter((call) => call.lane === lane).slice(lane === 'live' ? 4 : 3);
      expect(tries.length).toBeGreaterThan(50);
      expect(tries.length).toBeLessThanOrEqual(70);
      expect(new Set(tries.map(({ codes }) => codes.length))).toEqual(new Set([1]));
    }
    const { used, logged } = (await attempts()) ?? { used: -1, logged: -1 };
    expect(used).toBe(0);
    expect(logged).toBeGreaterThan(100);

    portal.weather = () => 'answers';
    const before = process.begun.live.length;
    const acceptedBefore = portal.accepted.length;
    await process.passUntil(3_600 + 61, 1);
    for (let more = 0; process.queued + process.jobs > 0 && more < 30; more += 1) await process.pass(1);
    expect(await pending(ledger.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
    expect((await attempts())?.used).toBe(0);
    expect(process.log.sort()).toEqual(['backfill free', 'backfill paused', 'live free', 'live paused']);
    const { rows } = await ledger.db.query(`SELECT state, count(*)::int AS count FROM delivery GROUP BY 1`);
    expect(rows).toEqual([{ state: 'accepted', count: 3 * (275 + 200 + 6 * 25) }]);
    expect([...portal.steps.values()].every((times) => times === 1)).toBe(true);
    expect(portal.steps.size).toBe(2 * 625);

    // Each job begins once: so what it carries goes in its turn, whichever of the four at work is done first.
    const begun = process.begun.live.slice(before).map(([first = 0]) => batchOf.get(first) ?? -1);
    // What waited at the gate goes first, then the newest change, and the rest of the backlog last.
    expect(begun.slice(0, 13)).toEqual([6, 5, 4, 3, 2400, 2000, 1600, 1200, 800, 400, 2, 1, 0]);
    // And so it arrives, but for what the three other workers had in hand when a batch began, however slow they are.
    const arrived = portal.accepted.slice(acceptedBefore).filter((code) => code.startsWith('live'));
    const batches = [...new Set(arrived.map((code) => Math.floor(Number(code.slice(5)) / 25)))];
    for (const [at, batch] of batches.entries()) {
      const earlier = begun.slice(0, begun.indexOf(batch));
      const late = batches.slice(at + 1).filter((one) => earlier.includes(one));
      expect(late.length, `batch ${batch} as number ${at}`).toBeLessThan(4);
    }
    // Whose answers were lost went to the end of the queue, in the order in which that was noticed.
    expect(begun.slice(13).sort((a, b) => a - b)).toEqual([7, 8, 9, 10]);
  });

  test('loses no step whose answer it took along, and tries no second one', async () => {
    await arrive('live', 30, 0);
    portal.weather = (_, what) =>
      what === 'dossiers'
        ? 'answers'
        : { outcome: { ...UNREACHABLE, kind: 'unknown' }, stored: what === 'steps' };
    await process.settle();
    portal.weather = () => ({ outcome: UNREACHABLE, stored: false });
    const before = portal.calls.length;
    await process.passUntil(300, 60);
    expect(portal.calls.length - before).toBeLessThanOrEqual(10);
    expect((await attempts())?.used).toBe(0);
    portal.weather = () => 'answers';
    await process.passUntil(400, 1);
    expect(await pending(ledger.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
    expect(portal.steps.size).toBe(60);
    expect([...portal.steps.values()].every((times) => times === 1)).toBe(true);
  });
});

describe('a portal that asks to wait', () => {
  const throttled = { ...UNREACHABLE, errorCode: '429', retryAfterSeconds: 120 };

  test('is left alone by this lane for exactly as long, and by the other at its first word', async () => {
    await arrive('live', 200, 0);
    let calls = 0;
    // The others of the first round are answered: that must not bring the rest back before its time.
    portal.weather = () => {
      calls += 1;
      return calls === 1 ? { outcome: throttled, stored: false } : 'answers';
    };
    let whenPaused = Number.POSITIVE_INFINITY;
    process.onPaused = () => {
      whenPaused = portal.calls.length;
    };
    await process.settle();
    const first = portal.calls.length;
    // Each of the other three may have a call on its way out by then, and none begins another.
    expect(first - whenPaused).toBeGreaterThanOrEqual(0);
    expect(first - whenPaused).toBeLessThanOrEqual(3);
    await process.passUntil(60, 1);
    expect(await breakers(ledger.db)).toMatchObject({
      live: { state: 'open', reason: '429' },
      backfill: { state: 'closed' },
    });
    await arrive('backfill', 25, 0);
    await process.passUntil(130, 1);
    const [next, ...more] = portal.calls.slice(first).filter(({ lane }) => lane === 'live');
    expect((next?.at ?? 0) - (portal.calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(120);
    expect(next?.codes).toHaveLength(1);
    expect(more.length).toBeGreaterThan(0);
    expect(portal.calls.slice(first).some(({ lane, at }) => lane === 'backfill' && at < 100)).toBe(true);
    await process.passUntil(140, 1);
    expect(await pending(ledger.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
  });
});

describe('several processes', () => {
  test('pause together, one of them tries, and all go on when it is answered', async () => {
    const db = openDatabase({ url: ledger.url, max: 8, name: 'second process' });
    const second = new WorkerProcess(Object.assign(Object.create(ledger), { db }), portal, time);
    try {
      await arrive('live', 200, 0);
      const theirs = await ledger.store(...changes('live', 200, 1_000));
      second.enqueue('live', theirs.live);
      portal.weather = () => ({ outcome: UNREACHABLE, stored: false });
      await Promise.all([process.settle(), second.settle()]);
      const first = portal.calls.length;
      for (let at = 0; at < 300; at += 1) await process.pass(1, second);
      const tries = portal.calls.slice(first);
      expect(tries.length).toBeGreaterThan(6);
      expect(tries.every(({ codes }) => codes.length === 1)).toBe(true);
      // Never two within a wait.
      const gaps = tries.slice(1).map(({ at }, index) => at - (tries[index]?.at ?? 0));
      expect(gaps.every((gap, index) => gap >= Math.min(54, 1.8 * 2 ** (index + 1)) - 0.1)).toBe(true);
      expect([...process.log, ...second.log]).toEqual(['live paused']);
      portal.weather = () => 'answers';
      for (let more = 0; more < 90; more += 1) await process.pass(1, second);
      expect(await pending(ledger.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
      expect([...process.log, ...second.log].sort()).toEqual(['live free', 'live paused']);
      expect(portal.accepted).toHaveLength(400);
    } finally {
      second.stop.abort();
      await db.close();
    }
  });
});

describe('one poisonous record', () => {
  const poison = 'live-00007';
  beforeEach(() => {
    portal.weather = (codes) =>
      codes.includes(poison)
        ? { outcome: { kind: 'retry-later', errorCode: '500', message: '' }, stored: false }
        : 'answers';
  });

  test('does not pause its lane, however often it comes back', async () => {
    await arrive('live', 1, 7);
    await process.settle();
    await process.passUntil(3_600, 60);
    expect(portal.calls.length).toBeGreaterThan(15);
    expect((await breakers(ledger.db)).live.state).toBe('closed');
    // Here the record is to blame: its attempts count.
    expect((await ledger.row(poison)).attempt).toBe(portal.calls.length);
    await arrive('live', 60, 100);
    await process.settle();
    expect(portal.accepted).toHaveLength(60);
    expect(process.log).toEqual([]);
  });

  test('does not keep a lane paused whose portal is back, though it is tried first', async () => {
    const poisonous = portal.weather;
    portal.weather = () => ({ outcome: UNREACHABLE, stored: false });
    await arrive('live', 5, 3);
    await process.settle();
    portal.weather = poisonous;
    await process.passUntil(30, 1);
    expect(process.log).toEqual(['live paused', 'live free']);
    expect(portal.accepted).toHaveLength(4);
  });
});

describe('jobs that wait for their lane', () => {
  beforeEach(async () => {
    portal.weather = () => ({ outcome: UNREACHABLE, stored: false });
    await arrive('live', 400, 0);
    await arrive('backfill', 400, 0);
    await process.settle();
    await process.passUntil(120, 1);
  });

  test('hold no lease, look once a second together, and end at once when the process stops', async () => {
    expect(process.jobs).toBe(7);
    const [leases] = (await ledger.db.query<{ count: number }>('SELECT count(*)::int AS count FROM lease'))
      .rows;
    expect(leases?.count).toBe(0);
    process.looks = 0;
    await process.passUntil(150, 1);
    expect(process.looks).toBeGreaterThan(50);
    expect(process.looks).toBeLessThanOrEqual(2 * 30 + 10);
    process.stop.abort();
    await process.settle();
    expect(time.asleep).toBe(0);
    // Given back whole, to whoever comes next.
    expect([process.jobs, process.queued]).toEqual([0, 800 / portal.batchSize]);
    portal.weather = () => 'answers';
    const next = new WorkerProcess(ledger, portal, time);
    for (const lane of ['live', 'backfill'] as const) next.enqueue(lane, await ids(lane));
    await next.passUntil(220, 1);
    expect(await pending(ledger.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
    next.stop.abort();
  });
});

describe('after a pause', () => {
  test('one job goes through, then two, then four, as rounds are answered', async () => {
    const { gate } = process;
    const through: Passage[] = [];
    const enter = () =>
      void gate
        .enter('live', new AbortController().signal)
        .then((passage) => passage && through.push(passage));
    const first = await gate.enter('live', new AbortController().signal);
    await first?.tell({ kind: 'away', retryAfterSeconds: 0, reason: 'ECONNREFUSED' }, [1]);
    first?.leave();
    for (let job = 0; job < 9; job += 1) enter();
    await process.pass(2);
    expect(through.map(({ tries }) => tries)).toEqual([true]);
    await through[0]?.tell({ kind: 'answered' }, [1]);
    for (const wanted of [1, 2, 4, 4]) {
      await process.settle();
      expect(through.splice(wanted)).toEqual([]);
      expect(through).toHaveLength(wanted);
      for (const passage of through.splice(0)) {
        await passage.tell({ kind: 'answered' }, [1]);
        passage.leave();
      }
      enter();
    }
  });
});

async function ids(lane: Lane): Promise<number[]> {
  const { rows } = await ledger.db.query<{ id: number }>(
    'SELECT id FROM dossier WHERE lane = $1 ORDER BY id DESC',
    [lane],
  );
  return rows.map(({ id }) => id);
}
