import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import { cleanCode } from '../../src/codebook/clean-code.ts';
import type { CodeTables } from '../../src/codebook/mapping-tables.ts';
import type {
  CatalogueSnapshot,
  EndedItem,
  SnapshotItem,
  SnapshotProcedure,
} from '../../src/domain/catalogue-snapshot.ts';
import type { Lookup } from '../../src/domain/codebook.ts';
import type { IsoDay, ProcedureCode } from '../../src/domain/codes.ts';
import { catalogue, code, on, tables } from '../support/arbitrary-tables.ts';

describe('whatever tables and catalogue say', () => {
  it('no lookup answers a code that the catalogue does not have, nor one of another procedure', () => {
    const answered = { now: 0, before: 0 };
    fc.assert(
      fc.property(tables, catalogue, code, on, (rows, snapshot, written, day) => {
        const book = buildCodebook(rows, snapshot);
        const procedures = [...snapshot.procedures];
        const procedure = book.procedure(written, day);
        if (procedure.found) {
          const entry = procedures.find((one) => one.code === procedure.value.code);
          expect(entry).toMatchObject({ name: procedure.value.name });
          if (entry?.published) answered.now += 1;
          else {
            answered.before += 1;
            expect(entry?.unpublishedOn && day < entry.unpublishedOn).toBe(true);
          }
        }
        const ofDay = (items: readonly SnapshotItem[], gone: readonly EndedItem[] = []) =>
          [...items, ...gone.filter(({ endedOn }) => day < endedOn)].map((item) => item.code);
        for (const one of procedures) {
          const component = book.component(one.code as ProcedureCode, written, day);
          if (component.found) expect(ofDay(one.components, one.endedComponents)).toContain(component.value);
          const result = book.result(one.code as ProcedureCode, written, day);
          if (result.found) expect(ofDay(one.results, one.endedResults)).toContain(result.value);
        }
        const any = book.anyResult(written, day);
        if (any.found) {
          const ever = procedures.flatMap((one) => [...one.results, ...(one.endedResults ?? [])]);
          expect(ever.map((item) => item.code)).toContain(any.value);
        }
        const agency = book.agency(written, day);
        if (agency.found && agency.value.code !== '') {
          expect([...snapshot.agencies].map((one) => one.code)).toContain(agency.value.code);
        }
      }),
      { numRuns: 1500 },
    );
    expect(answered.now).toBeGreaterThan(50);
    expect(answered.before).toBeGreaterThan(10);
  });

  it('an end takes nothing from the days before it, and tells the others since when', () => {
    const seen = { before: 0, after: 0 };
    const without = (snapshot: CatalogueSnapshot): CatalogueSnapshot => ({
      ...snapshot,
      procedures: [...snapshot.procedures].map((one) => ({
        ...one,
        published: one.published || Boolean(one.unpublishedOn),
        unpublishedOn: null,
        endedOn: null,
      })),
    });
    fc.assert(
      fc.property(tables, catalogue, code, on, (rows, snapshot, written, day) => {
        const ends = [...snapshot.procedures].flatMap((one) =>
          one.unpublishedOn ? [one.unpublishedOn] : [],
        );
        const answer = buildCodebook(rows, snapshot).procedure(written, day);
        if (ends.every((end) => day < end)) {
          // What was never seen published has no end; which of two spellings is meant hangs on the present.
          const before = buildCodebook(rows, without(snapshot)).procedure(written, day);
          if (answer.found && before.found) {
            seen.before += 1;
            expect(answer.value).toEqual(before.value);
          }
        }
        if (!answer.found && answer.why === 'ended') {
          seen.after += 1;
          const entry = [...snapshot.procedures].find((one) => one.code === answer.code);
          expect(answer.since).toBe(entry?.endedOn);
          expect(entry?.unpublishedOn && day < entry.unpublishedOn).toBeFalsy();
        }
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.before, seen.after)).toBeGreaterThan(20);
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
        const listed = [...snapshot.procedures].filter((one) => !one.endedOn);
        /** Equal to the strict answer, or let through where that was held for the same reason. */
        const compare = <T>(held: Lookup<T>, given: Lookup<T>, isKnown: (value: T) => boolean): void => {
          if (!given.found || given.doubt === undefined) {
            expect(given).toEqual(held);
            return;
          }
          doubts[given.doubt] += 1;
          // What its procedure no longer has and another one has is held as ended, and goes as another's.
          const whys = given.doubt === 'not-of-procedure' ? ['not-of-procedure', 'ended'] : [given.doubt];
          expect(whys).toContain(held.found ? 'found' : held.why);
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
          const ends: Partial<SnapshotProcedure>[] = [
            { endedOn: '2026-02-01' as IsoDay },
            { unpublishedOn: '2026-02-01' as IsoDay },
            { endedComponents: [{ code: 'x', endedOn: '2026-02-01' as IsoDay }] },
            { endedResults: [{ code: 'x', endedOn: '2026-02-01' as IsoDay }] },
          ];
          for (const end of ends) {
            const gone = { ...snapshot, procedures: [{ ...first, ...end }, ...others] };
            expect(buildCodebook(rows, gone).version).not.toBe(version);
          }
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
