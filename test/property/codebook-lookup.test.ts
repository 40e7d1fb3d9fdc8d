import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import { cleanCode } from '../../src/codebook/clean-code.ts';
import type { CodeTables } from '../../src/codebook/mapping-tables.ts';
import type { CatalogueSnapshot } from '../../src/domain/catalogue-snapshot.ts';
import type { Lookup } from '../../src/domain/codebook.ts';
import type { IsoDay, ProcedureCode } from '../../src/domain/codes.ts';
import { catalogue, code, on, tables } from '../support/arbitrary-tables.ts';

describe('whatever tables and catalogue say', () => {
  it('no lookup answers a code that the catalogue does not have, nor one of another procedure', () => {
    let answered = 0;
    fc.assert(
      fc.property(tables, catalogue, code, on, (rows, snapshot, written, day) => {
        const book = buildCodebook(rows, snapshot);
        const procedures = [...snapshot.procedures];
        const procedure = book.procedure(written, day);
        if (procedure.found) {
          answered += 1;
          const entry = procedures.find((one) => one.code === procedure.value.code);
          expect(entry).toMatchObject({ published: true, name: procedure.value.name });
        }
        for (const one of procedures) {
          const component = book.component(one.code as ProcedureCode, written, day);
          if (component.found) expect(one.components.map((item) => item.code)).toContain(component.value);
          const result = book.result(one.code as ProcedureCode, written, day);
          if (result.found) expect(one.results.map((item) => item.code)).toContain(result.value);
        }
        const any = book.anyResult(written, day);
        if (any.found)
          expect(procedures.flatMap((one) => one.results.map((item) => item.code))).toContain(any.value);
        const agency = book.agency(written, day);
        if (agency.found && agency.value.code !== '') {
          expect([...snapshot.agencies].map((one) => one.code)).toContain(agency.value.code);
        }
      }),
      { numRuns: 1500 },
    );
    expect(answered).toBeGreaterThan(50);
  });

  it('taken strictly, nothing is answered in doubt', () => {
    fc.assert(
      fc.property(tables, catalogue, code, on, (rows, snapshot, written, day) => {
        const book = buildCodebook(rows, snapshot);
        const procedures = [...snapshot.procedures].map((one) => one.code as ProcedureCode);
        const answers = [
          book.procedure(written, day),
          book.anyResult(written, day),
          ...procedures.flatMap((one) => [book.component(one, written, day), book.result(one, written, day)]),
        ];
        for (const answer of answers) expect(answer).not.toHaveProperty('doubt');
      }),
    );
  });

  it('not taken strictly, what is in the catalogue goes with its doubt, and nothing else changes', () => {
    const doubts = { 'not-published': 0, 'not-of-procedure': 0 };
    fc.assert(
      fc.property(tables, catalogue, code, on, (rows, snapshot, written, day) => {
        const strict = buildCodebook(rows, snapshot);
        const lax = buildCodebook(rows, snapshot, { strict: false });
        expect(lax.version).not.toBe(strict.version);
        const listed = [...snapshot.procedures].filter((one) => one.listed !== false);
        /** Equal to the strict answer, or let through where that was held for the same reason. */
        const compare = <T>(held: Lookup<T>, given: Lookup<T>, isKnown: (value: T) => boolean): void => {
          if (!given.found || given.doubt === undefined) {
            expect(given).toEqual(held);
            return;
          }
          doubts[given.doubt] += 1;
          expect(held).toMatchObject({ found: false, why: given.doubt });
          expect(isKnown(given.value)).toBe(true);
        };
        compare(strict.procedure(written, day), lax.procedure(written, day), ({ code: known }) =>
          listed.some((one) => one.code === known && !one.published),
        );
        for (const { code: procedure } of snapshot.procedures) {
          const own = procedure as ProcedureCode;
          for (const [kind, parts] of [
            ['component', 'components'],
            ['result', 'results'],
          ] as const) {
            const isOf = (value: string, one: (typeof listed)[number]) =>
              one[parts].some((item) => item.code === value);
            compare<string>(strict[kind](own, written, day), lax[kind](own, written, day), (value) => {
              const itself = [...snapshot.procedures].find((one) => one.code === procedure);
              return listed.some((one) => isOf(value, one)) && !(itself && isOf(value, itself));
            });
          }
        }
        expect(lax.anyResult(written, day)).toEqual(strict.anyResult(written, day));
        expect(lax.agency(written, day)).toEqual(strict.agency(written, day));
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(...Object.values(doubts))).toBeGreaterThan(20);
  });

  it('without rows, only a published procedure that is the same code but for dirt is answered', () => {
    const none: CodeTables = { procedures: [], documentTypes: [], agencies: [], statuses: [], values: [] };
    fc.assert(
      fc.property(catalogue, code, on, (snapshot, written, day) => {
        const lookup = buildCodebook(none, snapshot).procedure(written, day);
        if (lookup.found) {
          const bare = cleanCode(written).replace(/\.h35$/, '');
          expect([cleanCode(written), bare]).toContain(cleanCode(lookup.value.code));
        }
      }),
    );
  });

  it('the version does not heed order, notes and lines, and heeds everything else', () => {
    const shuffled = <T>(list: readonly T[]): T[] => [...list].reverse();
    fc.assert(
      fc.property(tables, catalogue, (rows, snapshot) => {
        const { version } = buildCodebook(rows, snapshot);
        const moved: CodeTables = {
          ...rows,
          procedures: shuffled(rows.procedures).map((row) => ({ ...row, line: row.line + 1, note: 'x' })),
          documentTypes: shuffled(rows.documentTypes),
          agencies: shuffled(rows.agencies),
        };
        const turned: CatalogueSnapshot = {
          agencies: shuffled([...snapshot.agencies]),
          procedures: shuffled([...snapshot.procedures]).map((one) => ({
            ...one,
            components: shuffled(one.components),
          })),
          hash: 'other',
        };
        expect(buildCodebook(moved, turned).version).toBe(version);
        const changed = [
          ...rows.procedures.map((_, at) => ({
            ...rows,
            procedures: rows.procedures.map((row, n) =>
              n === at ? { ...row, nationalCode: `${row.nationalCode}!` } : row,
            ),
          })),
          ...rows.documentTypes.map((_, at) => ({
            ...rows,
            documentTypes: rows.documentTypes.map((row, n) =>
              n === at ? { ...row, validTo: '2027-01-01' as IsoDay } : row,
            ),
          })),
          {
            ...rows,
            statuses: [
              { line: 1, provinceStatus: 'a', provinceSubstatus: '', nationalStatus: '1' as const, note: '' },
            ],
          },
          {
            ...rows,
            values: [{ line: 1, field: 'payment' as const, provinceValue: '', nationalValue: '0', note: '' }],
          },
        ];
        for (const table of changed) expect(buildCodebook(table, snapshot).version).not.toBe(version);
        const [first, ...others] = snapshot.procedures;
        if (first !== undefined) {
          const unpublished = {
            ...snapshot,
            procedures: [{ ...first, published: !first.published }, ...others],
          };
          expect(buildCodebook(rows, unpublished).version).not.toBe(version);
          // What has left the catalogue is held either way; only who is not strict must hear of it.
          const gone = {
            ...snapshot,
            procedures: [{ ...first, published: false, listed: false }, ...others],
          };
          const lax = (one: CatalogueSnapshot) => buildCodebook(rows, one, { strict: false }).version;
          if (first.listed !== false) expect(lax(gone)).not.toBe(lax(snapshot));
          const renamed = {
            ...snapshot,
            procedures: [{ ...first, sectorName: `${first.sectorName}!` }, ...others],
          };
          expect(buildCodebook(rows, renamed).version).not.toBe(version);
        }
      }),
      { numRuns: 300 },
    );
  });
});
