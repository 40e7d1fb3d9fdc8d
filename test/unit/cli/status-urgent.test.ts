/** Status says what goes before others and what only waits its turn, and names the dossiers whose record cannot be made. */
import { expect, it } from 'vitest';
import { sayIn } from '../../../src/cli/command-context.ts';
import { urgentLines } from '../../../src/cli/status-urgent.ts';

const FARE = {
  counts: { lateBecauseOfSync: 2, dueSoonNotSynchronized: 1 },
  standings: [
    { late: true, standing: 'waiting', count: 2, examples: ['a', 'b'] },
    { late: false, standing: 'waiting', count: 1, examples: ['c'] },
  ],
  notCountedYet: 3,
  faulty: [{ fault: 'RangeError, clockOfReceipt', count: 1, examples: ['d'] }],
} as const;

it('tells what goes first, what is not counted, and why', () => {
  const lines = urgentLines(FARE, sayIn('en'));
  expect(lines).toEqual(
    expect.arrayContaining([
      '  past their date, on their way, those of the last 31 days before others: 2 (dongbo explain: a, b)',
      '  due soon, on their way, before all others: 1 (dongbo explain: c)',
      '  cannot be counted, tried again each hour: 1 (RangeError, clockOfReceipt; dongbo explain: d)',
    ]),
  );
  expect(urgentLines({ ...FARE, faulty: [] }, sayIn('vi')).join()).not.toContain('không tính được');
});
