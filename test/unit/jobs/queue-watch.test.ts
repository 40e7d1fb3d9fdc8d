/** When a lane's queue makes the ledger be asked, and when it is left alone. */
import { describe, expect, test } from 'vitest';
import { LaneWatch } from '../../../jobs/queue-watch.ts';

const jobs = (waiting: number, active = 0, delayed = 0) => ({ waiting, active, delayed });
const EMPTY = jobs(0);
const DELAYED = jobs(0, 0, 9);

/** Looks once; the ledger has work that could go. Answers whether it was asked. */
function looks(watch: LaneWatch, counts: ReturnType<typeof jobs>, enqueued: number, now = 0): boolean {
  if (!watch.isSuspicious(counts, now)) return false;
  watch.asked(true, 0, now);
  watch.searched(enqueued);
  return true;
}

describe('a lane', () => {
  test('is suspicious when nothing of it could be fetched, not while it has jobs', () => {
    const watch = new LaneWatch();
    expect([jobs(3), jobs(0, 1), EMPTY].map((counts) => watch.isSuspicious(counts, 0))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('is left to the schedule after three searches in vain, until the queue changes', () => {
    const watch = new LaneWatch();
    expect([1, 2, 3, 4, 5].map(() => looks(watch, DELAYED, 0))).toEqual([true, true, true, false, false]);
    expect(looks(watch, EMPTY, 7)).toBe(true);
    expect(looks(watch, EMPTY, 0)).toBe(true);
    for (const _ of [1, 2, 3, 4]) looks(watch, DELAYED, 0);
    expect(looks(watch, DELAYED, 0)).toBe(false);
    looks(watch, jobs(2), 0);
    expect(looks(watch, DELAYED, 0)).toBe(true);
  });

  test('without work is asked about for ever, as it costs next to nothing', () => {
    const watch = new LaneWatch();
    for (let look = 0; look < 20; look += 1) {
      expect(watch.isSuspicious(EMPTY, look)).toBe(true);
      watch.asked(false, 0, look);
    }
  });

  test('about which the ledger takes long is asked about seldom, but at once when it is wiped', () => {
    const watch = new LaneWatch();
    expect(watch.isSuspicious(DELAYED, 0)).toBe(true);
    watch.asked(false, 500, 500);
    expect(watch.isSuspicious(DELAYED, 2_500)).toBe(false);
    expect(watch.isSuspicious(DELAYED, 10_500)).toBe(true);
    watch.asked(false, 500, 11_000);
    expect(watch.isSuspicious(EMPTY, 12_000)).toBe(true);
  });
});
