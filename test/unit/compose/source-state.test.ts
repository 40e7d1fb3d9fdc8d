/** How a source fares, as the ledger tells it. */
import { expect, test } from 'vitest';
import { sourceState } from '../../../src/compose/source-state.ts';

const HOUR = 3_600;
/** Read every ten seconds, a while ago. */
const of = (
  lastReadAgeSeconds: number | null,
  lastError = '',
  cursorAgeSeconds: number | null = lastReadAgeSeconds,
) => ({
  lastReadAgeSeconds,
  lastError,
  cursorAgeSeconds,
});

test.each([
  ['read just now', of(8), 10, false, 'well'],
  ['failed, however lately it was read', of(8, 'DB-SRC-001'), 10, false, 'failing'],
  ['failed in its first reading', of(null, 'DB-SRC-001'), 10, true, 'failing'],
  ['not read for ten minutes, and no error', of(601), 10, false, 'silent'],
  ['hangs in a reading that gives nothing', of(2 * HOUR), 10, true, 'silent'],
  ['has much to read, and goes on', of(2 * HOUR, '', 5), 10, true, 'well'],
  ['takes a long document from its folder', of(20 * 60, '', null), 10, true, 'well'],
  ['has a folder in which nobody looks', of(20 * 60, '', null), 10, false, 'silent'],
  ['is read once a day, yesterday', of(25 * HOUR), 24 * HOUR, false, 'well'],
  ['is read once a day, four days ago', of(97 * HOUR), 24 * HOUR, false, 'silent'],
  ['is in its first load', of(null, '', 5), 10, true, 'loading'],
  ['begins with its first load', of(null), 10, true, 'loading'],
  ['was never read', of(null), 10, false, 'never'],
  ['has no schedule of its own', of(601), null, false, 'silent'],
] as const)('%s', (_what, figures, periodSeconds, atWork, state) => {
  expect(sourceState(figures, periodSeconds, atWork)).toBe(state);
});
