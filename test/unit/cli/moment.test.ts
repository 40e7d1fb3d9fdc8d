/** Moments as people type them: with a zone, or a day of Vietnam; the zone of the machine decides nothing. */
import { expect, test } from 'vitest';
import { momentOf } from '../../../src/cli/vietnam-day.ts';

const asked = (text: string): string => momentOf('--until', text, 'now').toISOString();

test.each([
  ['2026-11-28T18:00:00+07:00', '2026-11-28T11:00:00.000Z'],
  ['2026-11-28T11:00Z', '2026-11-28T11:00:00.000Z'],
  ['2026-11-28T11:00:00.5Z', '2026-11-28T11:00:00.500Z'],
  ['2026-11-28', '2026-11-28T16:59:59.000Z'],
  ['2028-02-29', '2028-02-29T16:59:59.000Z'],
])('%s is %s', (text, moment) => expect(asked(text)).toBe(moment));

test.each([
  ...['2026-11-28T18:00:00', '2026-11-28 18:00:00+07:00', '2026-11-28T18:00:00+7', '2026-11-28T25:00:00Z'],
  ...['2026-02-30', '2026-02-30T10:00:00+07:00', '28/11/2026', '2026', 'NOW', ''],
])('%j is wrong use', (text) => {
  expect(() => asked(text)).toThrowError(expect.objectContaining({ code: 'DB-CFG-003', exitCode: 2 }));
});
