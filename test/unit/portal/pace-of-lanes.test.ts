/**
 * What is urgent goes first, and still leaves the rest its turn: the pace of the two lanes, on a clock
 * that only the test moves.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, type Urgency } from '../../../src/portal/pace.ts';

/** A pace on a clock that only the test moves; calls end when they are told to. */
function paceOf(concurrency: number, ratePerSecond = 0) {
  const never = new AbortController().signal;
  let now = 0;
  const timers: { readonly at: number; readonly wake: () => void }[] = [];
  const pace = createPace(
    { concurrency, ratePerSecond },
    () => now,
    (ms, signal) =>
      new Promise((resolve) => {
        const timer = { at: now + ms, wake: resolve };
        timers.push(timer);
        signal.addEventListener('abort', () => {
          timers.splice(timers.indexOf(timer), 1);
          resolve();
        });
      }),
  );
  const began: { readonly name: string; readonly at: number }[] = [];
  const ends = new Map<string, () => void>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    began: () => began.map(({ name }) => name),
    times: () => began.map(({ at }) => at),
    timers: () => timers.length,
    async call(name: string, urgency: Urgency, signal = never) {
      void pace.run(
        signal,
        () => {
          began.push({ name, at: now });
          return new Promise<void>((resolve) => ends.set(name, resolve));
        },
        urgency,
      );
      await settle();
    },
    async end(name: string) {
      ends.get(name)?.();
      ends.delete(name);
      await settle();
    },
    onTheWay: () => [...ends.keys()],
    async pass(ms: number) {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.wake();
      }
      await settle();
    },
  };
}

describe('the live lane', () => {
  it('finds a place free, however much of the backfill waits', async () => {
    const pace = paceOf(3);
    for (const name of ['b1', 'b2', 'b3', 'b4']) await pace.call(name, 'can-wait');
    expect(pace.began()).toEqual(['b1', 'b2']);
    await pace.call('live', 'urgent');
    expect(pace.began()).toEqual(['b1', 'b2', 'live']);
    await pace.end('live');
    expect(pace.onTheWay()).toEqual(['b1', 'b2']);
    await pace.end('b1');
    expect(pace.began()).toEqual(['b1', 'b2', 'live', 'b3']);
  });

  it('with one place for all waits for the call on its way alone', async () => {
    const pace = paceOf(1);
    for (const name of ['b1', 'b2', 'b3']) await pace.call(name, 'can-wait');
    await pace.call('live', 'urgent');
    expect(pace.began()).toEqual(['b1']);
    await pace.end('b1');
    expect(pace.began()).toEqual(['b1', 'live']);
    await pace.end('live');
    expect(pace.began()).toEqual(['b1', 'live', 'b2']);
  });

  it('takes the next start where starts are rare', async () => {
    const pace = paceOf(4, 2);
    for (const name of ['b1', 'b2', 'b3']) await pace.call(name, 'can-wait');
    await pace.pass(400);
    await pace.call('live', 'urgent');
    await pace.pass(100);
    await pace.pass(500);
    expect(pace.began()).toEqual(['b1', 'live', 'b2']);
    expect(pace.times()).toEqual([0, 500, 1_000]);
  });

  it('in any order of calls: no more than allowed, one place kept, and nobody urgent waits while there is one', async () => {
    const step = fc.record({ urgent: fc.boolean(), ends: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 25 }),
        async (places, steps) => {
          const pace = paceOf(places);
          let urgentAsked = 0;
          for (const [at, { urgent, ends }] of steps.entries()) {
            await pace.call(`${urgent ? 'live' : 'backfill'} ${at}`, urgent ? 'urgent' : 'can-wait');
            if (urgent) urgentAsked += 1;
            const onTheWay = pace.onTheWay();
            const backfill = onTheWay.filter((name) => name.startsWith('backfill')).length;
            expect(onTheWay.length).toBeLessThanOrEqual(places);
            expect(backfill).toBeLessThanOrEqual(Math.max(1, places - 1));
            const begunUrgent = pace.began().filter((name) => name.startsWith('live')).length;
            if (begunUrgent < urgentAsked) expect(onTheWay).toHaveLength(places);
            for (const name of onTheWay.slice(0, ends)) await pace.end(name);
          }
          // Whatever waits gets its turn in the end.
          for (let round = 0; round < steps.length && pace.onTheWay().length > 0; round += 1) {
            for (const name of pace.onTheWay()) await pace.end(name);
          }
          expect(pace.began()).toHaveLength(steps.length);
        },
      ),
    );
  });
});

describe('the backfill', () => {
  /** Both lanes always have calls in line; each call ends before the next may start. */
  async function busy(concurrency: number, ratePerSecond: number, starts: number): Promise<string[]> {
    const pace = paceOf(concurrency, ratePerSecond);
    let asked = 0;
    const ask = (lane: string) => {
      asked += 1;
      return pace.call(`${lane} ${asked}`, lane === 'live' ? 'urgent' : 'can-wait');
    };
    for (const lane of ['live', 'live', 'backfill', 'live', 'backfill', 'live', 'live']) await ask(lane);
    while (pace.began().length < starts) {
      for (const name of pace.onTheWay()) {
        await ask(name.startsWith('live') ? 'live' : 'backfill');
        await pace.end(name);
      }
      await pace.pass(ratePerSecond > 0 ? 1_000 / ratePerSecond : 0);
    }
    return pace.began().slice(0, starts);
  }

  it.each([
    [4, 100],
    [1, 100],
    [1, 0],
  ])(
    'has every tenth start under steady load of the live lane: %i at once, %i a second',
    async (places, rate) => {
      const began = await busy(places, rate, 200);
      const turns = began.flatMap((name, at) => (name.startsWith('backfill') ? [at] : []));
      expect(turns.length).toBeGreaterThanOrEqual(19);
      // Nine of the live lane between two of them: no change of today waits for more than one batch.
      const apart = turns.slice(1).map((at, before) => at - (turns[before] ?? 0));
      expect(new Set(apart)).toEqual(new Set([10]));
      // First come, first served, in each lane.
      for (const lane of ['live', 'backfill']) {
        const order = began.filter((name) => name.startsWith(lane)).map((name) => Number(name.split(' ')[1]));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
    },
  );
});

it('whoever gives up in line takes no start from the others and leaves no timer', async () => {
  const pace = paceOf(4, 1);
  const impatient = new AbortController();
  await pace.call('first', 'urgent');
  await pace.call('gone', 'urgent', impatient.signal);
  expect(pace.timers()).toBe(1);
  impatient.abort();
  await pace.pass(0);
  expect(pace.timers()).toBe(0);
  await pace.call('second', 'can-wait');
  await pace.pass(1_000);
  expect([pace.began(), pace.times()]).toEqual([
    ['first', 'second'],
    [0, 1_000],
  ]);
});
