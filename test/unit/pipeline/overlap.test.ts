/** How much of what was read is read again, with a clock of the test's own. */
import { beforeEach, expect, it } from 'vitest';
import { Overlap } from '../../../src/pipeline/overlap.ts';

let now: number;
let overlap: Overlap;

beforeEach(() => {
  now = 1_000;
  overlap = new Overlap(600, () => now);
});

/** A poll every ten seconds; `tells`: the source tells of a change before each; `fails`: none comes to its end. */
function polls(count: number, tells: boolean, fails = false): number[] {
  return Array.from({ length: count }, () => {
    now += 10_000;
    if (tells) overlap.told();
    const seconds = overlap.begins();
    if (!fails) overlap.ended();
    return seconds;
  });
}

it('is whole each time where the source tells of nothing', () => {
  expect(polls(12, false)).toEqual(Array(12).fill(600));
});

it('is whole once a minute while the source tells, and as soon as it stops telling', () => {
  expect(polls(12, true)).toEqual([600, 15, 15, 15, 15, 15, 650, 15, 15, 15, 15, 15]);
  const silent = polls(12, false);
  expect(silent.slice(0, 6)).toEqual([650, 15, 15, 15, 15, 640]);
  expect(silent.slice(6)).toEqual(Array(6).fill(600));
});

it('is whole at once where something was missed', () => {
  polls(3, true);
  overlap.missed();
  overlap.told();
  expect(polls(2, true)).toEqual([620, 15]);
});

it('reaches as far back as if nothing had been read since, after whole readings that failed', () => {
  polls(6, true);
  expect(polls(3, true, true)).toEqual([650, 650, 650]);
  expect(polls(2, true)).toEqual([650, 15]);
});

it('is whole where something was missed while a whole reading went on', () => {
  polls(1, true);
  now += 60_000;
  overlap.told();
  overlap.begins();
  overlap.missed();
  overlap.ended();
  overlap.told();
  expect(overlap.begins()).toBe(600);
});

it('is never more than was asked for', () => {
  const short = new Overlap(5, () => now);
  short.begins();
  short.told();
  expect(short.begins()).toBe(5);
});
