/** What a dossier's answers hang on: the same fingerprint must mean the same answers, or a mended table would not reach it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import { tidyCode } from '../../src/codebook/clean-code.ts';
import { ask } from '../../src/codebook/lookup-fingerprint.ts';
import type { LookupKey } from '../../src/domain/codebook.ts';
import type { IsoDay } from '../../src/domain/codes.ts';
import { catalogue, code, tables } from '../support/arbitrary-tables.ts';

const key: fc.Arbitrary<LookupKey> = fc.record({
  kind: fc.constantFrom('procedure', 'component', 'result', 'any-result', 'agency'),
  scope: code,
  code: code.map(tidyCode),
});
const DAYS = ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'] as IsoDay[];

describe('the fingerprint of a question', () => {
  it('is another one whenever an answer of any day is another one', () => {
    let same = 0;
    fc.assert(
      fc.property(tables, tables, catalogue, catalogue, key, (rows, others, snapshot, other, question) => {
        const [before, after] = [buildCodebook(rows, snapshot), buildCodebook(others, other)];
        if (before.fingerprint(question) !== after.fingerprint(question)) return;
        same += 1;
        for (const day of DAYS) {
          const [one, two] = [ask(before, question, day), ask(after, question, day)];
          expect(two).toEqual(one.found ? { ...one, rule: expect.any(String) } : one);
        }
      }),
      { numRuns: 2000 },
    );
    expect(same).toBeGreaterThan(50);
  });

  it('stays the same when rows only move', () => {
    fc.assert(
      fc.property(tables, catalogue, key, (rows, snapshot, question) => {
        const moved = {
          ...rows,
          procedures: rows.procedures.map((row) => ({ ...row, line: row.line + 1 })),
          documentTypes: rows.documentTypes.map((row) => ({ ...row, line: row.line + 1 })),
        };
        const before = buildCodebook(rows, snapshot);
        const found = DAYS.every((day) => ask(before, question, day).found);
        fc.pre(found);
        expect(buildCodebook(moved, snapshot).fingerprint(question)).toBe(before.fingerprint(question));
      }),
      { numRuns: 300 },
    );
  });
});
