/** What a person is shown of a sample: codes and times; of people nothing but shapes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VIEW_FIELDS, VIEW_NAMES } from '../../../src/domain/source-fields.ts';
import { shapeOf, shownSample } from '../../../src/source/rows/mask.ts';

/** Fields whose values are of codes, times and marks; everything else is of people, or free text. */
const OPEN = new Set(
  `code procedureCode agencyCode channel subjectType ownerIdType status substatus returnMethod filingPlace
   vneidVerified payment databases deleted dossierCode id documentCode digitized reuse fromStore replacesResultCode
   componentCode feeCode amount collection kind paid submittedAt receivedAt dueAt finishedAt returnedAt refusedAt
   changedAt at startedAt requestedAt completedAt dueBefore dueAfter`
    .split(/\s+/)
    .filter(Boolean),
);
const FIELDS = [...new Set(VIEW_NAMES.flatMap((view) => Object.keys(VIEW_FIELDS[view])))];
const hidden = fc.constantFrom(...FIELDS.filter((field) => !OPEN.has(field)));

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((all) => all.join(''));
const name = fc
  .array(fc.constantFrom('Nguyễn', 'Thị', 'Ánh', 'Đặng', 'Bảo', 'Hồng'), { minLength: 2, maxLength: 4 })
  .map((words) => words.join(' '));
const contact = fc.oneof(
  digits(9, 12),
  digits(8, 8).map((rest) => `09${rest}`),
  digits(6, 6).map((rest) => `0912 ${rest.slice(0, 3)} ${rest.slice(3)}`),
  fc
    .tuple(fc.stringMatching(/^[a-z]{3,8}$/), digits(1, 3))
    .map(([who, number]) => `${who}.${number}@tinh.vn`),
);

describe('samples', () => {
  it('of a person show no letter, no digit of what they are, but how many of which kind', () => {
    fc.assert(
      fc.property(
        hidden,
        fc.oneof(name, contact, fc.string({ unit: 'binary', minLength: 1 })),
        (field, value) => {
          const { text, masked } = shownSample(field, value);
          if (value.trim() === '') {
            expect(text).toBe('');
            return;
          }
          expect(masked).toBe(true);
          // Letters of the shape are kinds, its digits are lengths.
          expect(text.replace(/#\d+/g, '').replace(/Aa|A|a/g, '')).not.toMatch(/[\p{L}\d]/u);
          // Two people of one shape look the same.
          const other = value
            .normalize('NFC')
            .trim()
            .replace(/\p{Ll}/gu, 'e')
            .replace(/\d/g, '7');
          expect(shownSample(field, other).text).toBe(shapeOf(other));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('show no number, name or address of a person wherever a wrong map has put them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), fc.oneof(contact, name), (field, value) => {
        const shown = shownSample(field, value).text;
        expect(shown).not.toContain(value);
        expect(shown).not.toMatch(/\d{9}|@tinh|Nguyễn|Thị|Ánh|Đặng|Bảo|Hồng/);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['code', 'G09.20-20260609-0092637'],
    ['procedureCode', '1.001193.000.00.00.H35'],
    ['status', 'Đang xử lý'],
    ['receivedAt', '2026-10-01 08:00:00.123456+07'],
    ['dueAt', '20261001080000'],
    ['amount', '15000'],
    ['id', '?0123456789abcdef'.slice(0, 9)],
  ])('%s %s is shown as it is', (field, value) => {
    expect(shownSample(field, value)).toEqual({ text: value, masked: false });
  });

  it.each([
    ['Nguyễn Thị Ánh', 'Aa Aa Aa'],
    ['001203004567', '#12'],
    ['an.nguyen2@tinh.vn', 'a.a#1@a.a'],
    ['Cấp mới, đổi (lần 2) cho ông Bình', 'Aa a, a ·a #1 …'],
  ])('%s looks like %s', (value, shape) => {
    expect(shapeOf(value)).toBe(shape);
  });
});
