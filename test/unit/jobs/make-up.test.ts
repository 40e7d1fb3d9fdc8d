/** A job that fails at its one hour of the day: when it is tried again. Time passes by being waited for. */
import { expect, test } from 'vitest';
import { catalogueJob } from '../../../jobs/catalogue.ts';
import { makeUp } from '../../../jobs/make-up.ts';
import { wasMissed } from '../../../jobs/schedule.ts';
import { sweepJob } from '../../../jobs/sweep.ts';
import { mainAsSet } from '../../../src/compose/sources.ts';

const MINUTE = 60_000;
const DUE = new Date('2026-11-24T02:15:00+07:00').getTime();

/** Lives through the hours after `DUE` in a world where the job works from minute `worksFrom` on. */
async function minutesOfTries(worksFrom: number, lastMinute: number, awayUntil = 0) {
  const tries: number[] = [];
  const told: string[] = [];
  const term = new AbortController();
  let now = DUE;
  let lastDone = DUE - 24 * 60 * MINUTE + MINUTE;
  const minute = (): number => (now - DUE) / MINUTE;
  await makeUp(
    {
      missed: async () => {
        if (minute() < awayUntil) throw new Error('ledger away');
        return wasMissed('0 15 2 * * *', new Date(lastDone), new Date(now)) ? [catalogueJob] : [];
      },
      run: async (job) => {
        expect(job).toBe(catalogueJob);
        tries.push(minute());
        if (minute() >= worksFrom) lastDone = now;
      },
      pause: async (ms) => {
        now += ms;
        if (minute() > lastMinute) term.abort();
      },
      onFailure: (reason) => told.push(reason),
    },
    term.signal,
  );
  return { tries, told };
}

test('after a failure at its hour it is tried after 15 minutes, and then ever more seldom until it works', async () => {
  expect(await minutesOfTries(0, 23 * 60)).toEqual({ tries: [15], told: [] });
  expect(await minutesOfTries(400, 23 * 60)).toEqual({ tries: [15, 45, 105, 225, 345, 465], told: [] });
});

test('a job that worked again is looked after as before on its next day', async () => {
  // Done at 45; missed again at the next due time (1440): the look after it runs it, at most 15 minutes later.
  const { tries } = await minutesOfTries(30, 26 * 60);
  expect(tries.slice(0, 2)).toEqual([15, 45]);
  expect(tries).toHaveLength(3);
  expect((tries[2] ?? 0) - 24 * 60).toBeGreaterThanOrEqual(0);
  expect((tries[2] ?? 0) - 24 * 60).toBeLessThanOrEqual(15);
});

test('a ledger that is away is told once, and the look goes on', async () => {
  expect(await minutesOfTries(0, 120, 40)).toEqual({ tries: [45], told: ['ledger away'] });
});

test('a job that takes the whole night holds up no other', async () => {
  const term = new AbortController();
  const begun: string[] = [];
  let looks = 0;
  await makeUp(
    {
      missed: async () => [sweepJob(mainAsSet({ SOURCE_KIND: 'sql' })), catalogueJob],
      run: async ({ name }) => {
        begun.push(name);
        if (name === 'sweep') await new Promise(() => undefined);
      },
      pause: async () => {
        looks += 1;
        if (looks > 2) term.abort();
      },
      onFailure: () => undefined,
    },
    term.signal,
  );
  expect(begun).toEqual(['sweep', 'catalogue', 'sweep', 'catalogue']);
});
