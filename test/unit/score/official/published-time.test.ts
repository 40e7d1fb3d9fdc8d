/** When figures were published is read in one way or not at all. */
import { expect, it } from 'vitest';
import { periodOfDays, periodOfText } from '../../../../src/score/official/period-name.ts';
import { publishedTime } from '../../../../src/score/official/published-time.ts';

it.each([
  ['2026-11-05', '2026-11-05T16:59:59.000Z'],
  ['05/11/2026', '2026-11-05T16:59:59.000Z'],
  ['2026-11-05 08:30', '2026-11-05T01:30:00.000Z'],
  ['2026-11-05T08:30:15.250', '2026-11-05T01:30:15.000Z'],
  ['2026-11-05T01:30:15Z', '2026-11-05T01:30:15.000Z'],
  ['2026-11-05T08:30:15+0700', '2026-11-05T01:30:15.000Z'],
])('%s is %s', (written, at) => {
  expect(publishedTime(written)?.toISOString()).toBe(at);
});

it.each(['', '2026-02-30', '2026-13-01', 'hôm qua', '2026-11-05T25:00'])('"%s" is no time', (written) => {
  expect(publishedTime(written)).toBeNull();
});

it.each([
  ['2026-10', '2026-10'],
  ['10/2026', '2026-10'],
  ['Tháng 9 năm 2026', '2026-09'],
  ['Quý 3/2026', '2026-Q3'],
  ['2026Q3', '2026-Q3'],
  ['2026', '2026'],
  ['13/2026', null],
  ['1.2', null],
])('the period %s is %s', (written, name) => {
  expect(periodOfText(written)).toBe(name);
});

it('knows a month, a quarter and a year by their days', () => {
  expect(periodOfDays('2024-02-01', '2024-02-29T23:59:59')).toBe('2024-02');
  expect(periodOfDays('2026-07-01', '2026-09-30')).toBe('2026-Q3');
  expect(periodOfDays('2026-01-01', '2026-12-31')).toBe('2026');
  expect(periodOfDays('2026-02-01', '2026-04-30')).toBeNull();
  expect(periodOfDays('2026-07-02', '2026-07-31')).toBeNull();
});
