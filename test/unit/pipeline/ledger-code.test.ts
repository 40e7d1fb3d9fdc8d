/** The code under which the ledger knows a source row. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledgerCode } from '../../../src/pipeline/take-in.ts';
import { aDossier } from '../../support/source-rows.ts';

const codeOf = (key: string): string => ledgerCode(aDossier({}, { key }));

test.each([
  ['  H19.12-261102-0001\u00a0', 'H19.12-261102-0001'],
  ['Hô\u0300 sơ', 'Hồ sơ'],
  ['h19.12-261102-0001', 'h19.12-261102-0001'],
  ['   ', '   '],
  ['#1', '#1'],
  ['a\u0000b\ud800', 'a\uFFFDb\uFFFD'],
])('%j is known as %j', (key, code) => {
  expect(codeOf(key)).toBe(code);
});

test('never is empty, never holds what PostgreSQL cannot store, and is its own code', () => {
  const key = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1 })
    .map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(key, (text) => {
      const code = codeOf(text);
      expect(code.length).toBeGreaterThan(0);
      expect(code.includes('\u0000')).toBe(false);
      expect(code.isWellFormed()).toBe(true);
      expect(codeOf(code)).toBe(code);
    }),
  );
});
