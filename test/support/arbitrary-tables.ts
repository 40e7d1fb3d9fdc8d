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
export const catalogue: fc.Arbitrary<CatalogueSnapshot> = fc.record({
  procedures: fc.uniqueArray(
    fc
      .record({
        code,
        name: code,
        published: fc.boolean(),
        listed: fc.boolean(),
        sectorCode: code,
        sectorName: code,
        components: items,
        results: items,
      })
      // What is no longer listed is not published either: so the ledger reads it.
      .map((one) => ({ ...one, published: one.published && one.listed })),
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
