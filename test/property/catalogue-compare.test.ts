/** The log of the catalogue: played back on the old state it gives the new one, and says nothing twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ComparedProcedure,
  compareItems,
  compareProcedure,
  itemsByCode,
} from '../../src/ledger/catalogue-compare.ts';

const code = fc.constantFrom('A', 'a', ' A', 'B', 'C', '');
const items = fc.array(fc.record({ code, name: fc.constantFrom('x', 'y', '') }), { maxLength: 5 });
const procedure: fc.Arbitrary<ComparedProcedure> = fc.record({
  code: fc.constant('1.001193'),
  name: fc.constantFrom('Khai sinh', 'Khai sinh '),
  published: fc.boolean(),
  sectorCode: fc.constantFrom('G15', ''),
  sectorName: fc.constantFrom('Hộ tịch', ''),
  components: items,
  results: items,
});

describe('changes', () => {
  it('of items, played back, turn the old into the new', () => {
    fc.assert(
      fc.property(items, items, (before, after) => {
        const state = itemsByCode(before);
        const changes = compareItems('component', '1', before, after);
        for (const { what, item, before: old, after: now } of changes) {
          expect(state.get(item ?? '') ?? null).toBe(old);
          if (now === null) state.delete(item ?? '');
          else state.set(item ?? '', now);
          expect(what).toBe(`component-${old === null ? 'added' : now === null ? 'removed' : 'renamed'}`);
        }
        expect(state).toEqual(itemsByCode(after));
        expect(new Set(changes.map(({ item }) => item)).size).toBe(changes.length);
      }),
    );
  });

  it('of a procedure are there exactly where it differs', () => {
    fc.assert(
      fc.property(procedure, procedure, fc.boolean(), (before, after, listed) => {
        const whats = compareProcedure({ ...before, listed }, after).map(({ what }) => what);
        const sector = (one: ComparedProcedure) => `${one.sectorCode} ${one.sectorName}`.trim();
        expect(whats.includes('procedure-back')).toBe(!listed);
        expect(whats.includes('renamed')).toBe(before.name !== after.name);
        expect(whats.includes('published')).toBe(!before.published && after.published);
        expect(whats.includes('unpublished')).toBe(before.published && !after.published);
        expect(whats.includes('sector-changed')).toBe(sector(before) !== sector(after));
        expect(compareProcedure({ ...after, listed: true }, after)).toEqual([]);
        expect(compareProcedure(null, after).map(({ what }) => what)).toEqual(['procedure-added']);
      }),
    );
  });
});
