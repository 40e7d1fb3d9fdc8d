/** When the next job runs: worked out once for each run, whatever the clock does. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Job } from '../../../jobs/job.ts';
import { NextRuns } from '../../../jobs/next-run.ts';
import { parseConfig } from '../../../src/config.ts';

const at = (time: string): number => Date.parse(`2026-03-02T${time}+07:00`);

/** A job by its expression; `times` tells how often it was read, which is at each working out. */
function job(expression: string) {
  const asked = vi.fn(() => expression);
  const made: Job = { name: expression, what: 'x', expression: asked, says: 'X', run: async () => null };
  return { made, times: () => asked.mock.calls.length };
}

const config = parseConfig({});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function untilFirst(runs: NextRuns, time: string): number | null {
  vi.setSystemTime(at(time));
  return runs.untilFirst();
}

it('tells the time until the first of all jobs', () => {
  const runs = new NextRuns([job('0 */10 * * * *').made, job('30 * * * * *').made], config);
  expect(untilFirst(runs, '08:00:00.000')).toBe(30_000);
  expect(untilFirst(runs, '08:00:30.000')).toBe(60_000);
  expect(untilFirst(runs, '08:09:31.500')).toBe(28_500);
});

it('works a run out when the one before has come, and not at each question', () => {
  const { made, times } = job('0 * * * * *');
  const runs = new NextRuns([made], config);
  untilFirst(runs, '08:00:00.000');
  const once = times();
  untilFirst(runs, '08:00:10.000');
  untilFirst(runs, '08:00:59.999');
  expect(times()).toBe(once);
  expect(untilFirst(runs, '08:01:00.000')).toBe(60_000);
  expect(times()).toBe(2 * once);
});

it('looks anew after the clock was set back', () => {
  const runs = new NextRuns([job('0 0 * * * *').made], config);
  expect(untilFirst(runs, '08:30:00.000')).toBe(1_800_000);
  expect(untilFirst(runs, '07:59:00.000')).toBe(60_000);
});

it('looks anew after the clock was set forward', () => {
  const runs = new NextRuns([job('0 0 * * * *').made], config);
  untilFirst(runs, '08:30:00.000');
  expect(untilFirst(runs, '11:45:00.000')).toBe(900_000);
});

it('has nothing to tell of a job that never runs', () => {
  const runs = new NextRuns([job('never').made], config);
  expect(untilFirst(runs, '08:00:00.000')).toBeNull();
});
