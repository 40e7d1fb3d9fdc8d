/** What coverage counts, over a real ledger: days, agencies, doubts, and what it cannot see. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CatalogueIndex } from '../../src/codebook/catalogue-index.ts';
import { changeDays } from '../../src/codebook/lookup-fingerprint.ts';
import type { MappingFile } from '../../src/codebook/mapping-tables.ts';
import type { CatalogueSnapshot } from '../../src/domain/catalogue-snapshot.ts';
import type { SourceDossier, SourceFields } from '../../src/domain/source-dossier.ts';
import { type Coverage, measureCoverage } from '../../src/pipeline/coverage.ts';
import { normalizerFor } from '../../src/pipeline/normalize-for-ledger.ts';
import { isSure, Proposer } from '../../src/pipeline/propose.ts';
import { wantedOf } from '../../src/pipeline/wanted.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { aComponent, aDossier } from '../support/source-rows.ts';
import { codebookOf, procedure, tablesOf } from '../unit/codebook/codebook-fixture.ts';

const CATALOGUE: CatalogueSnapshot = {
  procedures: [
    procedure('1.001193', {
      components: [
        { code: 'A', name: 'Tờ khai đăng ký khai sinh' },
        { code: 'B', name: 'Giấy chứng sinh' },
      ],
    }),
    procedure('1.000009', { published: false }),
  ],
  agencies: [{ code: 'H19.12', name: 'Sở Tư pháp' }],
  hash: 'test',
};
const SETTINGS = { fileBaseUrl: null, holdPolicy: 'part' as const };
type Rows = Partial<Record<MappingFile, readonly string[]>>;

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(4);
});
beforeEach(() => ledger.db.query('TRUNCATE dossier, lookup_key CASCADE'));
afterAll(() => ledger.close());

let serial = 0;
/** A dossier of a code of its own. */
function one(fields: Partial<SourceFields>, components: SourceDossier['components'] = []): SourceDossier {
  serial += 1;
  return aDossier({ code: `H19.12-260102-${serial}`, ...fields }, { components });
}

/** Stores the dossiers as extraction does, then measures. */
async function coverage(
  sources: readonly SourceDossier[],
  { rows = {}, strict = true }: { readonly rows?: Rows; readonly strict?: boolean } = {},
): Promise<Coverage> {
  const codebook = codebookOf(rows, CATALOGUE, strict);
  const normalizer = normalizerFor(codebook, SETTINGS);
  const dossiers = sources.map((source) => {
    const code = source.fields.code ?? '';
    return { ...normalizer({ code, source, sourceHash: code }), lane: 'live' as const };
  });
  await ledger.page({ dossiers, codebook });
  return measureCoverage(ledger.db, codebook, changeDays(tablesOf(rows), new CatalogueIndex(CATALOGUE)));
}

const kindOf = ({ kinds }: Coverage, wanted: string) => kinds.find(({ kind }) => kind === wanted);
const lacks = ({ lacking }: Coverage, wanted: string) => lacking.filter(({ key }) => key.kind === wanted);
const received = (procedureCode: string, day: string) =>
  one({ procedureCode, receivedAt: `${day}T08:00:00` });

test('asks each row for the days on which it counts, from the first that can be written to the last', async () => {
  const measured = await coverage(
    [
      received('LAU-DOI', '2026-01-02'),
      received('LAU-DOI', '1999-01-02'),
      received('HET-HAN', '2026-01-31'),
      received('HET-HAN', '2026-02-01'),
      received('HET-HAN', '2026-03-01'),
    ],
    {
      rows: {
        'procedures.csv': ['LAU-DOI,1.001193,1900-01-01,9999-12-31,', 'HET-HAN,1.001193,,2026-01-31,'],
      },
    },
  );
  expect(kindOf(measured, 'procedure')).toMatchObject({ codes: 2, codesAnswered: 1, asked: 5, answered: 3 });
  expect(lacks(measured, 'procedure')).toMatchObject([
    { key: { code: 'HET-HAN' }, dossiers: 2, why: 'not-valid-on-day', rule: 'procedures.csv:3' },
  ]);
});

test('takes the rows of a code for those of the code with its agency', async () => {
  const measured = await coverage(
    [received('9.000001.000.00.00.H35', '2026-01-02'), received('9.000001.H35.12', '2026-03-02')],
    { rows: { 'procedures.csv': ['9.000001,1.001193,,2026-01-31,'] } },
  );
  expect(lacks(measured, 'procedure')).toMatchObject([{ key: { code: '9.000001.H35.12' }, dossiers: 1 }]);
});

test('counts what goes with a doubt as answered, and says so', async () => {
  const measured = await coverage([received('1.000009', '2026-01-02')], { strict: false });
  expect(kindOf(measured, 'procedure')).toMatchObject({ asked: 1, answered: 1, doubtful: 1, share: 1 });
});

test('tells agencies that go by their own name from those that hold a dossier', async () => {
  const measured = await coverage([
    one({ agencyCode: 'H19.12' }),
    one({ agencyCode: 'XA-1', agencyName: 'UBND xã Một' }),
    one({ agencyCode: 'XA-1', agencyName: 'UBND xã Một' }),
    one({ agencyCode: 'XA-1', agencyName: null }),
    one({ agencyCode: 'XA-2', agencyName: null }),
  ]);
  expect(kindOf(measured, 'agency')).toMatchObject({ asked: 5, answered: 1, named: 2, share: 1 / 3 });
  expect(measured.named).toMatchObject([{ key: { code: 'XA-1' }, name: 'UBND xã Một', dossiers: 2 }]);
  expect(lacks(measured, 'agency')).toMatchObject([
    { key: { code: 'XA-1' }, dossiers: 1 },
    { key: { code: 'XA-2' }, dossiers: 1 },
  ]);
});

test('says how many dossiers it cannot see the papers of, and has kinds in one order', async () => {
  const paper = [aComponent({ documentCode: 'GT-1' })];
  const measured = await coverage([
    one({}, paper),
    one({ procedureCode: 'CHUA-CO' }, paper),
    one({ procedureCode: '' }, paper),
    one({ receivedAt: null }, paper),
  ]);
  expect(measured.papersNotAsked).toBe(3);
  expect(kindOf(measured, 'component')?.asked).toBe(1);
  const kinds = measured.kinds.map(({ kind }) => kind);
  expect(kinds).toEqual(['procedure', 'component', 'agency', 'status', 'value']);
});

test('proposes for a code of one name, and only shows what a code of several may be', async () => {
  const paper = (documentCode: string, name: string) => one({}, [aComponent({ documentCode, name })]);
  const measured = await coverage([
    paper('KHAC', 'Giấy chứng sinh'),
    paper('KHAC', 'Tờ khai đăng ký khai sinh'),
    paper('GT-1', '1. GIẤY CHỨNG SINH'),
    paper('GT-1', 'Giấy chứng sinh'),
    paper('gt-2', 'Giấy chứng sinh'),
    paper('GT-2', 'Giấy khác'),
  ]);
  const proposer = new Proposer(CATALOGUE, tablesOf());
  const proposals = wantedOf(measured.lacking).map((wanted) => proposer.propose(wanted));
  const sure = proposals.filter((proposal) => isSure(proposal, 1));
  expect(sure.map(({ provinceCode, suggestions }) => [provinceCode, suggestions[0]?.code])).toEqual([
    ['GT-1', 'B'],
  ]);
  const several = proposals.filter(({ look }) => look.includes('several-names'));
  expect(several.map(({ provinceCode }) => provinceCode.toUpperCase()).sort()).toEqual(['GT-2', 'KHAC']);
});
