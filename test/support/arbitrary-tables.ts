/** Random mapping tables and catalogues, small and full of collisions, for properties of the codebook. */
import fc from 'fast-check';
import type { CodeTables } from '../../src/codebook/mapping-tables.ts';
import type { CatalogueSnapshot } from '../../src/domain/catalogue-snapshot.ts';
import type { IsoDay } from '../../src/domain/codes.ts';

/** Few letters, so that codes collide in case, blanks and agencies all the time. */
export const code = fc.constantFrom(
  '1.1',
  ' 1.1',
  '1.1.H35',
  '1.1.h35',
  '1.2',
  'a',
  'A',
  'a ',
  'KQ b',
  'kq\u00a0B',
  'đ',
  'đ'.normalize('NFD'),
  '',
);
const items = fc.array(
  code.map((one) => ({ code: one, name: one })),
  { maxLength: 3 },
);
const end = fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03') as fc.Arbitrary<IsoDay>;
/** As the ledger has them: a code of a procedure is there or has ended, never both. */
const ended = (present: readonly { readonly code: string }[]) =>
  fc
    .uniqueArray(fc.record({ code, endedOn: end }), { maxLength: 2, selector: (one) => one.code })
    .map((gone) => gone.filter((one) => !present.some((item) => item.code === one.code)));
export const catalogue: fc.Arbitrary<CatalogueSnapshot> = fc.record({
  procedures: fc.uniqueArray(
    fc
      .record({
        code,
        name: code,
        state: fc.oneof(
          fc.constant({ published: true, unpublishedOn: null, endedOn: null }),
          fc.record({
            published: fc.constant(false),
            unpublishedOn: fc.option(end, { freq: 4 }),
            endedOn: fc.option(end, { freq: 2 }),
          }),
        ),
        sectorCode: code,
        sectorName: code,
        components: items,
        results: items,
      })
      .chain(({ state, ...one }) =>
        fc
          .record({ endedComponents: ended(one.components), endedResults: ended(one.results) })
          .map((gone) => ({
            ...one,
            ...state,
            ...gone,
          })),
      ),
    { maxLength: 5, selector: (procedure) => procedure.code },
  ),
  agencies: fc.uniqueArray(fc.record({ code, name: code }), {
    maxLength: 3,
    selector: (agency) => agency.code,
  }),
  hash: fc.constant(''),
});
const date = fc.constantFrom('', '2026-01-01', '2026-01-02', '2026-01-03') as fc.Arbitrary<IsoDay | ''>;
const dated = {
  line: fc.nat(99),
  provinceCode: code,
  nationalCode: code,
  validFrom: date,
  validTo: date,
  note: fc.constant(''),
};
export const tables: fc.Arbitrary<CodeTables> = fc.record({
  procedures: fc.array(fc.record(dated), { maxLength: 4 }),
  documentTypes: fc.array(
    fc.record({ ...dated, kind: fc.constantFrom('component' as const, 'result' as const), procedure: code }),
    { maxLength: 6 },
  ),
  agencies: fc.array(fc.record({ ...dated, name: code }), { maxLength: 3 }),
  statuses: fc.constant([]),
  values: fc.constant([]),
});
export const on = fc.constantFrom('2026-01-01', '2026-01-02') as fc.Arbitrary<IsoDay>;
