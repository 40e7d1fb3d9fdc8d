/** What a dossier becomes hangs on its row and the answers it was given: no change of a table that matters goes unseen. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import type { CodeTables } from '../../src/codebook/mapping-tables.ts';
import type { CatalogueSnapshot } from '../../src/domain/catalogue-snapshot.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { normalizeForLedger } from '../../src/pipeline/normalize-for-ledger.ts';
import { catalogue, code, tables } from '../support/arbitrary-tables.ts';
import { aComponent, aDossier, aResult, aStep } from '../support/source-rows.ts';

const SETTINGS = { fileBaseUrl: null, holdPolicy: 'part' as const };
const word = fc.constantFrom('', '4', 'TKKS', 'true', 'x');

/** Rows of all five tables. */
const rows: fc.Arbitrary<CodeTables> = fc
  .record({
    tables,
    statuses: fc.array(
      fc.record({
        line: fc.nat(99),
        provinceStatus: word,
        provinceSubstatus: word,
        nationalStatus: fc.constantFrom('4' as const, '9' as const),
        note: fc.constant(''),
      }),
      { maxLength: 3 },
    ),
    values: fc.array(
      fc.record({
        line: fc.nat(99),
        field: fc.constantFrom('channel' as const, 'digitized' as const, 'database' as const),
        provinceValue: word,
        nationalValue: fc.constantFrom('1', '2'),
        note: fc.constant(''),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ tables: others, statuses, values }) => ({ ...others, statuses, values }));

/** One table from another draw, or the whole catalogue: small changes, as people make them. */
const changes = fc.record({
  table: fc.constantFrom(
    'procedures' as const,
    'documentTypes' as const,
    'agencies' as const,
    'statuses' as const,
    'values' as const,
    'catalogue' as const,
  ),
  rows,
  catalogue,
});

/** Dossiers that ask for what such tables answer; the day of receipt lies between the days of their rows. */
const source: fc.Arbitrary<SourceDossier> = fc
  .record({
    procedure: code,
    agency: code,
    status: word,
    substatus: word,
    channel: word,
    databases: word,
    components: fc.array(fc.record({ code, digitized: word }), { maxLength: 3 }),
    results: fc.array(code, { maxLength: 2 }),
    day: fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03'),
  })
  .map(({ procedure, agency, components, results, day, ...words }) =>
    aDossier(
      { ...words, procedureCode: procedure, agencyCode: agency, receivedAt: day },
      {
        components: components.map((component, place) =>
          aComponent({
            id: String(place),
            documentCode: component.code,
            digitized: component.digitized,
            reuse: '2',
            replacesResultCode: component.code,
          }),
        ),
        results: results.map((one, place) =>
          aResult({ id: String(place), documentCode: one, componentCode: one }),
        ),
        steps: [aStep({ status: words.status })],
      },
    ),
  );

/** What is stored of a dossier, and sent. */
function outcome(one: SourceDossier, codebook: Codebook) {
  const { normalized, lookups, receivedOn, payloadHash, steps } = normalizeForLedger(
    { code: 'a', source: one, sourceHash: '' },
    codebook,
    SETTINGS,
  );
  const { dossier, held } = normalized;
  return { said: { dossier, held, payloadHash, steps }, asked: { lookups, receivedOn } };
}

test('an agency that the catalogue lists without a name is held alike, whichever row leads to it', () => {
  const one = aDossier({ agencyCode: 'A', agencyName: null, receivedAt: '2026-01-02' });
  const procedure = { code: '1.1', name: 'x', sectorCode: 's', sectorName: 's', components: [], results: [] };
  const snapshot: CatalogueSnapshot = {
    procedures: [{ ...procedure, published: true }],
    agencies: [{ code: 'A', name: '' }],
    hash: '',
  };
  const none: CodeTables = { procedures: [], documentTypes: [], agencies: [], statuses: [], values: [] };
  const row = {
    provinceCode: 'A',
    nationalCode: 'A',
    validFrom: '',
    validTo: '',
    note: '',
    name: '',
  } as const;
  const heldBy = (...lines: number[]) => {
    const tables = { ...none, agencies: lines.map((line) => ({ ...row, line })) };
    const codebook = buildCodebook(tables, snapshot);
    const { said, asked } = outcome(one, codebook);
    const held = said.held.filter(({ field }) => field === 'agencyCode');
    return { held, fingerprints: asked.lookups.map((key) => codebook.fingerprint(key)) };
  };
  const byCatalogue = heldBy();
  expect(byCatalogue.held).toMatchObject([{ code: 'DB-DOS-024', value: 'A' }]);
  expect(heldBy(2)).toEqual(byCatalogue);
  expect(heldBy(3)).toEqual(byCatalogue);
});

test('a dossier whose answers keep their fingerprints becomes what it was before', () => {
  const seen = { untouched: 0, touched: 0, changed: 0 };
  const check = (
    one: SourceDossier,
    before: { tables: CodeTables; catalogue: CatalogueSnapshot },
    change: { table: keyof CodeTables | 'catalogue'; rows: CodeTables; catalogue: CatalogueSnapshot },
  ): void => {
    const isCatalogue = change.table === 'catalogue';
    const after = isCatalogue
      ? { ...before, catalogue: change.catalogue }
      : { ...before, tables: { ...before.tables, [change.table]: change.rows[change.table as 'values'] } };
    const old = buildCodebook(before.tables, before.catalogue);
    const present = buildCodebook(after.tables, after.catalogue);
    const [was, is] = [outcome(one, old), outcome(one, present)];
    const touched = was.asked.lookups.some((key) => old.fingerprint(key) !== present.fingerprint(key));
    if (touched) {
      seen.touched += 1;
      if (JSON.stringify(was.said) !== JSON.stringify(is.said)) seen.changed += 1;
      return;
    }
    seen.untouched += 1;
    expect(is).toEqual(was);
  };
  fc.assert(
    fc.property(source, rows, catalogue, changes, (one, before, snapshot, change) =>
      check(one, { tables: before, catalogue: snapshot }, change),
    ),
    { numRuns: 1200 },
  );
  // Neither half of the claim may be empty: most changes pass a dossier by, and those that do not, show.
  expect(seen.untouched).toBeGreaterThan(200);
  expect(seen.changed).toBeGreaterThan(40);
});
