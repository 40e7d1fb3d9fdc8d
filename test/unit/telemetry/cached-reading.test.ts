/** How often something dear is read, and what is said when it cannot be. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CachedReading } from '../../../src/telemetry/cached-reading.ts';

afterEach(() => {
  vi.useRealTimers();
});

function setUp(takesMs = 0) {
  const state = { now: 0, reads: 0, failing: false, failures: 0 };
  const reading = new CachedReading<number>({
    read: async () => {
      state.now += takesMs;
      if (state.failing) throw new Error('away');
      state.reads += 1;
      return state.reads;
    },
    now: () => state.now,
    restMs: 10_000,
    patienceMs: 5_000,
    onFailure: () => {
      state.failures += 1;
    },
  });
  return { state, reading };
}

describe('CachedReading', () => {
  it('reads at most once a rest, however many ask', async () => {
    const { state, reading } = setUp();
    expect(await Promise.all([reading.get(), reading.get(), reading.get()])).toEqual([1, 1, 1]);
    state.now = 9_999;
    expect(await reading.get()).toBe(1);
    state.now = 10_000;
    expect(await reading.get()).toBe(2);
  });

  it('rests ten times as long as a slow reading took', async () => {
    const { state, reading } = setUp(4_000);
    await reading.get();
    state.now = 4_000 + 39_999;
    expect(await reading.get()).toBe(1);
    state.now += 1;
    expect(await reading.get()).toBe(2);
  });

  it('answers null, not an old value, when the reading fails, and tells it once a rest', async () => {
    const { state, reading } = setUp();
    await reading.get();
    state.now = 10_000;
    state.failing = true;
    expect([await reading.get(), await reading.get()]).toEqual([null, null]);
    expect(state.failures).toBe(1);
    state.failing = false;
    state.now = 20_000;
    expect(await reading.get()).toBe(2);
  });

  it('does not wait for ever, and takes what comes late', async () => {
    vi.useFakeTimers();
    let finish: (value: string) => void = () => {};
    const reading = new CachedReading<string>({
      read: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
      now: () => 0,
      restMs: 10_000,
      patienceMs: 5_000,
      onFailure: () => expect.unreachable(),
    });
    const first = reading.get();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await first).toBeNull();
    const second = reading.get();
    finish('late');
    expect(await second).toBe('late');
  });
});
