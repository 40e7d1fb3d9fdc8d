/** How long a standstill of the event loop is remembered, and that a real one is seen. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOOP_LIMIT_MS, LoopDelay } from '../../../src/telemetry/loop-delay.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('what the histogram has told', () => {
  /** Nanoseconds, as Node's own; `stood` is what the loop's next turn tells of it. */
  const histogram = {
    max: 0,
    count: 0,
    enable: () => true,
    disable: () => true,
    reset(): void {
      this.max = 0;
      this.count = 0;
    },
    stood(ms: number): void {
      this.count += 1;
      this.max = Math.max(this.max, ms * 1e6);
    },
  };
  let loop: LoopDelay;
  beforeEach(() => {
    vi.useFakeTimers();
    histogram.reset();
    loop = new LoopDelay(histogram);
    loop.begin();
  });
  afterEach(() => {
    loop.end();
    vi.useRealTimers();
  });

  it('is nothing before the first turn, however odd the maximum of nothing is', () => {
    histogram.max = 9e18;
    expect([loop.worstMs(), loop.stoodStillSeconds()]).toEqual([0, null]);
  });

  it('is a fault from more than the limit on', () => {
    histogram.stood(LOOP_LIMIT_MS);
    expect(loop.stoodStillSeconds()).toBeNull();
    histogram.stood(LOOP_LIMIT_MS + 2_000);
    expect(loop.stoodStillSeconds()).toBe(LOOP_LIMIT_MS / 1000 + 2);
  });

  it('is remembered for one to two minutes, asked often or never meanwhile', () => {
    vi.advanceTimersByTime(50_000);
    histogram.stood(40_000);
    for (let asked = 0; asked < 13; asked += 1) {
      expect(loop.worstMs()).toBe(40_000);
      vi.advanceTimersByTime(5_000);
    }
    vi.advanceTimersByTime(5_000);
    expect(loop.worstMs()).toBe(0);
    histogram.stood(40_000);
    vi.advanceTimersByTime(120_000);
    // Who asks after an hour for the first time is not told of the first minute.
    expect(loop.stoodStillSeconds()).toBeNull();
  });

  it('is the longest of both windows', () => {
    histogram.stood(7_000);
    vi.advanceTimersByTime(60_000);
    histogram.stood(3_000);
    expect(loop.worstMs()).toBe(7_000);
    vi.advanceTimersByTime(60_000);
    expect(loop.worstMs()).toBe(3_000);
  });
});

it('sees a real standstill', async () => {
  const loop = new LoopDelay();
  loop.begin();
  try {
    // Before two turns nothing can be known to be long.
    await waitFor(() => loop.worstMs() > 0, { what: 'the first turns' });
    const until = performance.now() + 700;
    while (performance.now() < until);
    await waitFor(() => loop.worstMs() >= 500, { what: 'the standstill in the histogram' });
    expect(loop.stoodStillSeconds()).toBeNull();
  } finally {
    loop.end();
  }
});
