/** How much of what was read is read again, with a clock of the test's own. */
import { beforeEach, expect, it } from 'vitest';
import { Overlap } from '../../../src/pipeline/overlap.ts';

let now: number;
let overlap: Overlap;

beforeEach(() => {
  now = 1_000;
  overlap = new Overlap(600, () => now);
});

/** A poll every ten seconds; `tells`: the source tells of a change before each. */
function polls(count: number, tells: boolean): number[] {
  return Array.from({ length: count }, () => {
    now += 10_000;
    if (tells) overlap.told();
    return overlap.begins();
  });
}

it('is whole each time where the source tells of nothing', () => {
  expect(polls(12, false)).toEqual(Array(12).fill(600));
});

it('is whole once a minute while the source tells, and as soon as it stops telling', () => {
  expect(polls(12, true)).toEqual([600, 15, 15, 15, 15, 15, 600, 15, 15, 15, 15, 15]);
  const silent = polls(12, false);
  expect(silent.slice(0, 6).filter((seconds) => seconds === 600)).toHaveLength(2);
  expect(silent.slice(5)).toEqual(Array(7).fill(600));
});

it('is whole at once where something was missed', () => {
  polls(3, true);
  overlap.missed();
  overlap.told();
  expect(polls(2, true)).toEqual([600, 15]);
});

it('is never more than was asked for', () => {
  const short = new Overlap(5, () => now);
  short.begins();
  short.told();
  expect(short.begins()).toBe(5);
});
