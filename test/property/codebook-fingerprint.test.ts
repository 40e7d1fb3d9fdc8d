/** What a dossier's answers hang on: the same fingerprint must mean the same answers, or a mended table would not reach it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import { tidyCode } from '../../src/codebook/clean-code.ts';
import { ask } from '../../src/codebook/lookup-fingerprint.ts';
import type { CatalogueSnapshot } from '../../src/domain/catalogue-snapshot.ts';
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

  it('is another one whenever an end of the catalogue moves an answer', () => {
    const seen = { other: 0, same: 0 };
    const moved = (day: IsoDay, by: number): IsoDay => DAYS[(DAYS.indexOf(day) + by) % DAYS.length] ?? day;
    fc.assert(
      fc.property(tables, catalogue, key, fc.integer({ min: 1, max: 3 }), (rows, snapshot, question, by) => {
        const late = {
          ...snapshot,
          procedures: [...snapshot.procedures].map((one) => ({
            ...one,
            unpublishedOn: one.unpublishedOn ? moved(one.unpublishedOn, by) : null,
            endedComponents: one.endedComponents?.map((item) => ({
              ...item,
              endedOn: moved(item.endedOn, by),
            })),
            endedResults: one.endedResults?.map((item) => ({ ...item, endedOn: moved(item.endedOn, by) })),
          })),
        } as CatalogueSnapshot;
        // Of two codes that are there, the one that is asked for at random is seldom the one that ended.
        const own = [...snapshot.procedures].map((one) => one.code);
        for (const scope of new Set([question.scope, ...own])) {
          const asked = { ...question, scope };
          const [before, after] = [buildCodebook(rows, snapshot), buildCodebook(rows, late)];
          const answers = [before, after].map((book) => DAYS.map((day) => ask(book, asked, day)));
          // The rule of what is found is not part of what a dossier becomes.
          const [one, two] = answers.map((all) =>
            all.map((answer) => (answer.found ? { ...answer, rule: '' } : answer)),
          );
          const isSame = before.fingerprint(asked) === after.fingerprint(asked);
          if (isSame) expect(two).toEqual(one);
          seen[isSame ? 'same' : 'other'] += 1;
        }
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.same, seen.other)).toBeGreaterThan(50);
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
