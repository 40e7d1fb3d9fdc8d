/** What goes of people's texts, whatever font they were typed in, and that what went needs no second cleaning. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dossier, Step } from '../../src/domain/dossier.ts';
import type { SourceDossier, SourceText } from '../../src/domain/source-dossier.ts';
import { cleanLines } from '../../src/normalize/clean-text.ts';
import { readLegacy } from '../../src/normalize/legacy-text/read-legacy.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { anySource, anyText } from '../support/arbitrary-source.ts';
import { SmallCodebook } from '../support/small-codebook.ts';
import { asTcvn3, asVni } from '../unit/normalize/encode-legacy.ts';

const book = new SmallCodebook();
const OPTIONS = { fileBaseUrl: 'https://tep.example.vn/', holdPolicy: 'part' } as const;

const phrase = fc
  .array(
    fc.constantFrom(
      'Đơn',
      'đề nghị',
      'cấp',
      'Giấy chứng nhận',
      'quyền',
      'HỘ KINH DOANH',
      'UBND',
      '12',
      'ô tô',
      '–',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((words) => words.join(' '));
const prose: fc.Arbitrary<SourceText> = fc.oneof(
  phrase,
  phrase.map(asTcvn3),
  phrase.map(asVni),
  phrase.map((text) => text.normalize('NFD')),
  fc.tuple(phrase, phrase.map(asVni)).map((parts) => parts.join(' ')),
  anyText,
);
/** Any source whose prose is typed in any font. */
const source: fc.Arbitrary<SourceDossier> = fc
  .tuple(anySource, fc.array(prose, { minLength: 12, maxLength: 12 }))
  .map(([base, texts]) => {
    const text = (place: number) => texts[place % texts.length] ?? null;
    return {
      ...base,
      fields: { ...base.fields, ownerName: text(0), subject: text(1), note: text(2), agencyName: text(3) },
      components: base.components.map((row, place) => ({ ...row, name: text(4 + place) })),
      results: base.results.map((row, place) => ({ ...row, name: text(5 + place) })),
      fees: base.fees.map((row, place) => ({ ...row, name: text(6 + place) })),
      steps: base.steps.map((row, place) => ({
        ...row,
        processor: text(7 + place),
        position: text(8 + place),
        content: text(9 + place),
      })),
    };
  });

function proseOf(dossier: Dossier | null, steps: readonly Step[]): string[] {
  const ofSteps = steps.flatMap(({ processor, position, department, content }) => [
    processor,
    position,
    department,
    content,
  ]);
  if (dossier === null) return ofSteps;
  const names = [...dossier.components, ...dossier.results, ...dossier.fees].map(({ name }) => name);
  const requests = dossier.supplements.flatMap(({ requestedBy, content }) => [requestedBy, content]);
  return [...ofSteps, ...names, ...requests, dossier.ownerName, dossier.subject, dossier.note];
}

/** The source that says just what went, in the portal's own words. */
function asSource(dossier: Dossier, steps: readonly Step[], base: SourceDossier): SourceDossier {
  const [ownerId] = dossier.ownerIds;
  return {
    ...base,
    fields: {
      ...base.fields,
      ...dossier,
      // The small codebook knows no national values of these two: shape and rows stand for them.
      ownerIdType: ownerId?.type === '5' ? 'MST' : null,
      ownerIdNumber: ownerId?.number ?? null,
      databases: dossier.databases.length > 0 ? 'DANCU' : null,
      substatus: null,
      deleted: null,
    },
    components: dossier.components.map((row) => ({
      ...row,
      documentCode: row.code,
      replacesResultCode: row.replacesResult,
      deleted: row.deleted ? '1' : '0',
    })),
    results: dossier.results.map((row) => ({ ...row, documentCode: row.code })),
    fees: dossier.fees.map((row) => ({
      ...row,
      feeCode: row.code,
      amount: String(row.amountDong),
      paid: null,
    })),
    supplements: dossier.supplements,
    steps,
  };
}

describe('prose in any font', () => {
  it('goes as clean Unicode that reads in no other way, or does not go', () => {
    let texts = 0;
    fc.assert(
      fc.property(source, (row) => {
        const { dossier, steps } = normalize(row, book, OPTIONS);
        for (const text of proseOf(dossier, steps)) {
          expect(cleanLines(text)).toBe(text);
          expect(readLegacy(text)).toEqual({ kind: 'unicode', text });
          texts += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(texts).toBeGreaterThan(1_000);
  });

  it('is held where it is doubtful: nothing of the source is both absent and unexplained', () => {
    fc.assert(
      fc.property(source, (row) => {
        const { dossier, held } = normalize(row, book, OPTIONS);
        if (dossier === null) return;
        for (const field of ['ownerName', 'note'] as const) {
          const isTold = held.some((fault) => fault.field === field && fault.code === 'DB-TXT-002');
          const isDoubtful = readLegacy(row.fields[field] ?? '').kind === 'doubtful';
          expect([field, isTold]).toEqual([field, isDoubtful]);
          if (dossier[field] === '') expect(isTold || cleanLines(row.fields[field]) === '').toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('what went', () => {
  it('goes again as it is when the source says just that', () => {
    let dossiers = 0;
    fc.assert(
      fc.property(source, (row) => {
        const { dossier, steps } = normalize(row, book, OPTIONS);
        if (dossier === null) return;
        dossiers += 1;
        const again = normalize(asSource(dossier, steps, row), book, OPTIONS);
        expect(again.held).toEqual([]);
        expect(again.dossier).toEqual(dossier);
        expect(again.steps).toEqual(steps);
      }),
      { numRuns: 600 },
    );
    expect(dossiers).toBeGreaterThan(50);
  });
});
