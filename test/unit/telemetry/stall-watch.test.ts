/** When a worker counts as stalled, and when it must not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { StallWatch, type WorkLook } from '../../../src/telemetry/stall-watch.ts';

const LOOK_EVERY_MS = 5_000;
const FREE_WORK: WorkLook = { free: true, waiting: 3, idleMs: null };

let now = 0;
let watch: StallWatch;

beforeEach(() => {
  now = 1_000_000;
  watch = new StallWatch({ now: () => now, idleLimitMs: 60_000, stuckLimitMs: 90_000 });
});

/** Looks every five seconds for so long; the first verdict that is not `null`, with when it came. */
function lookFor(seconds: number, seen: (idleMs: number) => WorkLook | null): [number, number] | null {
  const from = now;
  for (; now - from <= seconds * 1000; now += LOOK_EVERY_MS) {
    watch.look(seen(now - from));
    const stalled = watch.stalledSeconds();
    if (stalled !== null) return [(now - from) / 1000, stalled];
  }
  return null;
}

describe('an idle worker', () => {
  it('is stalled a minute after work began to wait, whatever it did before', () => {
    expect(lookFor(600, (idleMs) => ({ ...FREE_WORK, idleMs: idleMs + 3_600_000 }))).toEqual([60, 60]);
  });

  it('is not stalled while it fetches', () => {
    expect(lookFor(600, () => ({ ...FREE_WORK, idleMs: 1_000 }))).toBeNull();
  });

  it.each([
    ['nothing is due', { free: false, waiting: 3, idleMs: null }],
    [
      'no job is there whose time has come (where they are lost, recover brings them back)',
      { free: true, waiting: 0, idleMs: null },
    ],
    ['ledger or queue is away', null],
  ] satisfies [string, WorkLook | null][])('is not stalled when %s', (_, seen) => {
    expect(lookFor(600, () => seen)).toBeNull();
  });

  it('gets its minute anew after an outage', () => {
    expect(lookFor(50, () => FREE_WORK)).toBeNull();
    expect(lookFor(3_600, () => null)).toBeNull();
    expect(lookFor(600, () => FREE_WORK)).toEqual([60, 60]);
  });

  it('gets its minute anew after the whole machine slept', () => {
    expect(lookFor(50, () => FREE_WORK)).toBeNull();
    now += 8 * 3_600_000;
    expect(lookFor(600, () => FREE_WORK)).toEqual([60, 60]);
  });

  it('is well again as soon as it works', () => {
    expect(lookFor(600, () => FREE_WORK)).not.toBeNull();
    watch.look({ ...FREE_WORK, idleMs: 0 });
    expect(watch.stalledSeconds()).toBeNull();
  });
});

describe('a worker with a job in hand', () => {
  it('is not stalled while the portal answers, however slowly', async () => {
    await watch.during(async () => {
      for (let call = 0; call < 20; call += 1) {
        expect(lookFor(80, (idleMs) => ({ ...FREE_WORK, idleMs }))).toBeNull();
        watch.sign();
      }
    });
    expect(watch.stalledSeconds()).toBeNull();
  });

  it('is stuck when no call ends for longer than any call can take', async () => {
    await watch.during(async () => {
      expect(lookFor(600, () => ({ free: false, waiting: 0, idleMs: null }))).toEqual([90, 90]);
    });
  });

  it('has let go of it also when the job fails', async () => {
    await expect(watch.during(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(lookFor(600, () => ({ free: false, waiting: 0, idleMs: null }))).toBeNull();
  });
});

describe('calls that go before those of the lane', () => {
  it('excuse a job in hand that waits its turn, and no worker that fetches nothing', async () => {
    await watch.during(async () => {
      for (let call = 0; call < 20; call += 1) {
        expect(lookFor(80, (idleMs) => ({ ...FREE_WORK, idleMs }))).toBeNull();
        watch.givesWay();
      }
    });
    const seen = (idleMs: number): WorkLook => {
      watch.givesWay();
      return { ...FREE_WORK, idleMs };
    };
    expect(lookFor(600, seen)).toEqual([60, 60]);
  });
});
