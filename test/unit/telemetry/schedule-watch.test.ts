/** When a scheduler counts as one that ticks no more, and when it must not. */
import { beforeEach, expect, it } from 'vitest';
import { ScheduleWatch, TICK_LIMIT_MS } from '../../../src/telemetry/schedule-watch.ts';

let now = 0;
let watch: ScheduleWatch;
beforeEach(() => {
  now = 5_000_000;
  watch = new ScheduleWatch(() => now);
});

it('owes nothing before it leads and after it has ceased to', () => {
  now += 10 * TICK_LIMIT_MS;
  expect([watch.isKept, watch.lateSeconds()]).toEqual([false, null]);
  watch.expects(1_000);
  expect(watch.isKept).toBe(true);
  watch.expects(null);
  now += 10 * TICK_LIMIT_MS;
  expect([watch.isKept, watch.lateSeconds()]).toEqual([false, null]);
});

it('is late only after the promised tick, and tells it within a minute of that', () => {
  // A schedule of once a day owes nothing all day long.
  watch.expects(86_400_000);
  now += 86_400_000 + TICK_LIMIT_MS - 1;
  expect(watch.lateSeconds()).toBeNull();
  now += 1;
  expect(watch.lateSeconds()).toBe(TICK_LIMIT_MS / 1000);
  expect(TICK_LIMIT_MS).toBeLessThan(60_000);
  now += 30_000;
  expect(watch.lateSeconds()).toBe(TICK_LIMIT_MS / 1000 + 30);
});

it('is well again with the next tick, also one whose time is past', () => {
  watch.expects(0);
  now += 2 * TICK_LIMIT_MS;
  expect(watch.lateSeconds()).not.toBeNull();
  watch.expects(-3_000);
  now += TICK_LIMIT_MS - 1;
  expect(watch.lateSeconds()).toBeNull();
});
