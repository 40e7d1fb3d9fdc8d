/** Due times that have passed: what a process that begins to lead has to make up for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDueOf, wasMissed } from '../../../jobs/schedule.ts';

/** Times as the province's clock shows them. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const NIGHTLY = '0 15 2 * * *';

describe('the last due time', () => {
  test.each([
    [NIGHTLY, '2026-11-24T02:15:00', '2026-11-24T02:15:00'],
    [NIGHTLY, '2026-11-24T02:14:59', '2026-11-23T02:15:00'],
    [NIGHTLY, '2026-11-24T23:59:59', '2026-11-24T02:15:00'],
    ['*/10 * * * * *', '2026-11-24T00:00:03', '2026-11-24T00:00:00'],
    ['30 0,30 8-16/4 * * *', '2026-11-24T12:29:00', '2026-11-24T12:00:30'],
    ['0 0 3 * * Sunday', '2026-11-24T12:00:00', '2026-11-22T03:00:00'],
    ['0 0 3 1 * *', '2026-11-24T12:00:00', '2026-11-01T03:00:00'],
    ['0 0 3 29 2 *', '2026-11-24T12:00:00', null],
  ])('of %s at %s is %s', (expression, now, due) => {
    expect(lastDueOf(expression, at(now))).toEqual(due === null ? null : at(due));
  });

  test('is one that matches, and no other lies between it and now', () => {
    const second = fc.integer({ min: 0, max: 3 * 86_400 });
    fc.assert(
      fc.property(
        second,
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 23 }),
        (s, minute, hour) => {
          const now = new Date(at('2026-11-21T00:00:00').getTime() + s * 1000);
          const due = lastDueOf(`0 ${minute} ${hour} * * *`, now);
          const late = now.getTime() - (due?.getTime() ?? Number.NaN);
          expect(late).toBeGreaterThanOrEqual(0);
          expect(late).toBeLessThan(86_400_000);
          const clock = new Date((due?.getTime() ?? Number.NaN) + 7 * 3_600_000);
          expect([clock.getUTCHours(), clock.getUTCMinutes(), clock.getUTCSeconds()]).toEqual([
            hour,
            minute,
            0,
          ]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a job was missed', () => {
  const now = at('2026-11-24T08:00:00');

  test.each([
    ['when it was last done before its last due time', '2026-11-23T02:15:40', true],
    ['not when it was done since', '2026-11-24T02:15:40', false],
    ['not when a person did it since', '2026-11-24T07:00:00', false],
    ['when it was never done', null, true],
  ])('%s', (_, last, missed) => {
    expect(wasMissed(NIGHTLY, last === null ? null : at(last), now)).toBe(missed);
  });
});
