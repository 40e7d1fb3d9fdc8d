/** How many rows lead to a code: exactly those that a lookup of today could take. */
import { expect, it } from 'vitest';
import { rowCounts } from '../../../src/cli/catalogue-rows.ts';
import { tablesOf } from '../codebook/codebook-fixture.ts';

const tables = tablesOf({
  'procedures.csv': [
    'A,1.001193,,,',
    'B,1.001193,,2026-09-30,',
    'C, 1.001193 ,2026-10-01,,',
    'D,2.000002,,,',
  ],
  'document-types.csv': [
    'component,,A,H38-kq 0001,,,',
    'component,1.001193,B,h38-KQ\u00a00001,,,',
    'component,2.000002,C,H38-kq 0001,,,',
    'result,,D,H38-kq 0001,,,',
    'component,,E,H38-kq 0001,,2026-09-30,',
  ],
});

it('counts rows that are not over, of the kind, for the procedure or for any', () => {
  const counts = rowCounts(tables, '2026-10-01');
  expect(counts.procedure('1.001193')).toBe(2);
  expect(counts.procedure('9.999999')).toBe(0);
  expect(counts.document('component', '1.001193', 'H38-KQ 0001')).toBe(2);
  expect(counts.document('component', '2.000002', 'H38-kq 0001')).toBe(2);
  expect(counts.document('component', '3.000003', 'H38-kq 0001')).toBe(1);
  expect(counts.document('result', '3.000003', 'H38-kq 0001')).toBe(1);
  expect(counts.document('result', '3.000003', 'x')).toBe(0);
  expect(rowCounts(tables, '2026-09-30').procedure('1.001193')).toBe(3);
});
