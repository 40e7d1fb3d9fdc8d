/** Source dossiers of every kind: garbage, near misses and values that pass, mixed field by field. */
import fc from 'fast-check';
import type { SourceDossier, SourceText } from '../../src/domain/source-dossier.ts';

/** Any UTF-16 units, lone surrogates and controls among them. */
export const anyText = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0x20, 0xa0, 0x200b, 0x301, 0xd800)),
    {
      maxLength: 30,
    },
  )
  .map((units) => String.fromCharCode(...units));
const longText = fc
  .tuple(fc.constantFrom('a', 'giấy phép ', '😀', 'e\u0301 '), fc.integer({ min: 40, max: 4200 }))
  .map(([piece, times]) => piece.repeat(times));
/** What stands in real rows, right and wrong. */
const usual = fc.constantFrom(
  '0',
  '1',
  '2',
  '4',
  '9',
  'true',
  'CCCD',
  '075190000123',
  '271234567',
  '1.001193',
  '1.000001',
  'TKKS',
  'GKS',
  'KHAC',
  'CU',
  'H19.12',
  '2026-01-02T03:04:05Z',
  '02/01/2026',
  '31/02/2026',
  '0001-01-01',
  '50.000 đ',
  '-1',
  'https://x.vn/a.pdf##b.pdf',
  'an@vidu.vn',
  '0912345678',
);
const text: fc.Arbitrary<SourceText> = fc.oneof(
  { weight: 6, arbitrary: usual },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: anyText },
  { weight: 1, arbitrary: longText },
);
/** Mostly `good`, so that whole dossiers go through often enough to be judged. */
const mostly = (good: string): fc.Arbitrary<SourceText> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: text });
const id = fc.oneof(fc.constantFrom('1', '2', '2-2', '10', 'b'), anyText);

/** See the head of this file. */
export const anySource: fc.Arbitrary<SourceDossier> = fc.record({
  key: fc.string(),
  changedAt: fc.constantFrom(null, '2026-01-02T00:00:00Z'),
  fields: fc.record({
    code: mostly('H19.12-260102-0001'),
    procedureCode: mostly('1.001193'),
    agencyCode: mostly('H19.12'),
    procedureName: text,
    agencyName: text,
    channel: mostly('2'),
    ownerName: text,
    subjectType: mostly('1'),
    ownerIdType: text,
    ownerIdNumber: text,
    ownerAccountId: text,
    email: text,
    phone: text,
    fax: text,
    subject: fc.oneof(mostly('Việc'), longText),
    submittedAt: text,
    receivedAt: mostly('2026-01-02 08:00:00'),
    dueAt: text,
    finishedAt: text,
    returnedAt: text,
    refusedAt: text,
    status: mostly('4'),
    substatus: text,
    returnMethod: mostly('0'),
    filingPlace: mostly('2'),
    vneidVerified: text,
    payment: text,
    databases: text,
    note: text,
    deleted: mostly('0'),
  }),
  components: fc.array(
    fc.record({
      id,
      documentCode: mostly('TKKS'),
      name: mostly('Tờ khai'),
      link: mostly('https://x.vn/a.pdf##https://x.vn/b.pdf'),
      digitized: mostly('1'),
      reuse: mostly('2'),
      fromStore: mostly('0'),
      replacesResultCode: mostly('GKS'),
      deleted: mostly('0'),
    }),
    { maxLength: 4 },
  ),
  results: fc.array(
    fc.record({
      id,
      documentCode: mostly('GKS'),
      name: fc.oneof(mostly('Giấy'), longText),
      link: text,
      componentCode: mostly('TKKS'),
    }),
    { maxLength: 3 },
  ),
  steps: fc.array(
    fc.record({
      id,
      at: mostly('2026-01-02 08:00:00'),
      processor: fc.oneof(mostly('Cán bộ'), longText),
      position: text,
      department: text,
      content: text,
      status: mostly('2'),
      startedAt: mostly('2026-01-02'),
      dueAt: mostly('2026-01-02'),
    }),
    { maxLength: 5 },
  ),
  fees: fc.array(
    fc.record({
      id,
      feeCode: text,
      name: mostly('Phí'),
      amount: text,
      collection: mostly('1'),
      kind: mostly('1'),
      paid: text,
    }),
    { maxLength: 3 },
  ),
  supplements: fc.array(
    fc.record({
      id,
      requestedBy: text,
      content: text,
      requestedAt: mostly('2026-01-02'),
      completedAt: mostly('2026-01-02'),
      dueBefore: mostly('2026-01-02'),
      dueAfter: mostly('2026-01-02'),
    }),
    { maxLength: 3 },
  ),
});
