/** Normalized dossiers of every kind, as the ledger has them: for what is done with them afterwards. */
import fc from 'fast-check';
import type { ComponentCode, LocalTime, ResultCode } from '../../src/domain/codes.ts';
import type { Dossier } from '../../src/domain/dossier.ts';
import { someDossier } from './portal-records.ts';

const flag = fc.constantFrom<('0' | '1')[]>('0', '1');
const words = fc
  .array(fc.constantFrom('Giấy', 'chứng', 'sinh', 'UBND', 'xã', 'Mẫu', 'số 12', '(bản sao)'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((all) => all.join(' '));
const text = fc.oneof(fc.constant(''), words);
const time: fc.Arbitrary<LocalTime> = fc
  .integer({ min: 0, max: 200_000_000 })
  .map((seconds) => new Date(1_700_000_000_000 + seconds * 1000).toISOString().slice(0, 19) as LocalTime);
const maybeTime = fc.oneof(fc.constant('' as const), time);

/** Parts with ids of their own. */
const parts = <Part>(part: fc.Arbitrary<Part>): fc.Arbitrary<(Part & { readonly id: string })[]> =>
  fc
    .array(part, { maxLength: 4 })
    .map((all) => all.map((one, index) => ({ ...one, id: `p${index * 7 + 1}` })));

/** See the head of this file. */
export const anyDossier: fc.Arbitrary<Dossier> = fc
  .record({
    channel: fc.constantFrom('1', '2', '3'),
    ownerName: words,
    ownerIds: fc.uniqueArray(
      fc.record({ type: fc.constantFrom('1', '2'), number: fc.stringMatching(/^\d{12}$/) }),
      {
        maxLength: 3,
        selector: ({ type, number }) => `${type} ${number}`,
      },
    ),
    phone: fc.constantFrom('', '0900000001'),
    subject: text,
    submittedAt: maybeTime,
    receivedAt: time,
    dueAt: maybeTime,
    returnedAt: maybeTime,
    status: fc.constantFrom<Dossier['status'][]>('1', '2', '4', '9', '10'),
    vneidVerified: flag,
    note: text,
    databases: fc.uniqueArray(fc.constantFrom('1', '2', 'CSDLDC'), { maxLength: 3 }),
    components: parts(
      fc.record({
        name: words,
        code: fc.constantFrom('1.001193-TP1', '1.001193-TP2').map((code) => code as ComponentCode),
        link: fc.webUrl(),
        digitized: flag,
        reuse: fc.constantFrom<('0' | '1')[]>('0', '1'),
        fromStore: flag,
        replacesResult: fc.constant('' as const),
        deleted: fc.boolean(),
      }),
    ),
    results: parts(
      fc.record({
        name: words,
        code: fc.constantFrom('KQ.1', 'KQ.2').map((code) => code as ResultCode),
        componentCode: fc.constant('' as const),
        link: fc.webUrl(),
      }),
    ),
    fees: parts(
      fc.record({
        name: words,
        code: fc.constantFrom('P1', 'P2'),
        collection: fc.constantFrom('1', '2'),
        amountDong: fc.integer({ min: 0, max: 9_000_000 }),
        kind: fc.constantFrom('1', '2'),
      }),
    ),
    supplements: parts(
      fc.record({
        requestedBy: words,
        content: words,
        requestedAt: maybeTime,
        completedAt: maybeTime,
        dueBefore: maybeTime,
        dueAfter: maybeTime,
      }),
    ),
  })
  .map((changes) => someDossier(1, changes));
