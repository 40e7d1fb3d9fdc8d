/**
 * What reading old fonts promises of any text: good Vietnamese is never touched, what is converted is
 * never wrong and never converted again, names of people come back.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../src/normalize/clean-text.ts';
import { readLegacy } from '../../src/normalize/legacy-text/read-legacy.ts';
import { judgeSyllable } from '../../src/normalize/legacy-text/syllable.ts';
import {
  BACK_ONSETS,
  BACK_RHYMES,
  FREE_ONSETS,
  FRONT_ONSETS,
  FRONT_RHYMES,
  TONED_VOWELS,
} from '../../src/normalize/legacy-text/syllable-grammar.ts';
import { anyText } from '../support/arbitrary-source.ts';
import { asTcvn3, asVni } from '../unit/normalize/encode-legacy.ts';

const ONSETS = ['', ...FREE_ONSETS, ...FRONT_ONSETS, ...BACK_ONSETS, 'qu', 'gi'];
/** Every syllable that the grammar has, with each tone on each vowel that can carry it. */
const SYLLABLES = ONSETS.flatMap((onset) =>
  [...FRONT_RHYMES, ...BACK_RHYMES].flatMap((rhyme) =>
    [...rhyme].flatMap((letter, place) =>
      [...(TONED_VOWELS.find((row) => row.startsWith(letter)) ?? '')].map(
        (toned) => onset + rhyme.slice(0, place) + toned + rhyme.slice(place + 1),
      ),
    ),
  ),
).filter((syllable) => judgeSyllable(syllable) === 'valid');

const syllable = fc.constantFrom(...new Set(SYLLABLES));
const cased = fc
  .tuple(syllable, fc.constantFrom('small', 'small', 'title', 'capital'))
  .map(([word, how]) =>
    how === 'small'
      ? word
      : how === 'capital'
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
  );
const between = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ', ',
  ' – ',
  '\n',
  ' § ',
  ' 12 ',
  ' “',
  '” ',
  '/',
  ' × ',
  ' © ',
  '½ ',
);
const vietnamese = fc
  .array(fc.tuple(cased, between), { minLength: 1, maxLength: 12 })
  .map((words) => words.map(([word, gap]) => word + gap).join(''));

const FAMILY =
  'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Lò Vàng Sùng'.split(' ');
const MIDDLE = 'Văn Thị Hữu Đức Công Ngọc Minh Thanh Quốc Xuân Thu Đình Bảo Gia'.split(' ');
const GIVEN =
  'An Bình Chí Dũng Đạt Giang Hà Hằng Hiếu Hòa Hùng Hương Khánh Kiên Lâm Lệ Linh Long Lý Mai Mỹ Nam Nga Nghĩa Nhung Oanh Phúc Phượng Quân Quý Sơn Tâm Thảo Thủy Tiến Toàn Trang Trí Tuấn Tú Uyên Vân Việt Vỹ Xoan Yến'.split(
    ' ',
  );
/** All of them, small and capital. */
const PEOPLE = FAMILY.flatMap((family) =>
  MIDDLE.flatMap((middle) => GIVEN.map((given) => `${family} ${middle} ${given}`)),
).flatMap((name) => [name, name.toUpperCase()]);

describe('Vietnamese in Unicode', () => {
  it('is left alone, whatever its words, case and signs', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        expect(readLegacy(text)).toEqual({ kind: 'unicode', text });
      }),
      { numRuns: 5000 },
    );
  });

  it('every single syllable stands, in every case', () => {
    const disputed = [...new Set(SYLLABLES)]
      .flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)])
      .filter((word) => readLegacy(word).kind !== 'unicode');
    expect(SYLLABLES.length).toBeGreaterThan(5_000);
    expect(disputed).toEqual([]);
  });
});

describe('Vietnamese in an old encoding', () => {
  it.each([
    ['tcvn3', asTcvn3],
    ['vni', asVni],
  ] as const)('%s is never read wrongly: it comes back, is held, or stands as Unicode', (kind, write) => {
    const words = fc.array(syllable, { minLength: 1, maxLength: 8 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(words, (text) => {
        const written = write(text);
        const reading = readLegacy(written);
        if (reading.kind === 'unicode') expect(isUnicodeWords(written.split(' '))).toBe(true);
        else if (reading.kind !== 'doubtful') expect(reading).toMatchObject({ kind, text });
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['TCVN3', asTcvn3],
    ['VNI', asVni],
  ] as const)('names of people in %s come back but for a few, and none as another name', (_kind, write) => {
    let back = 0;
    const wrong: string[] = [];
    for (const name of PEOPLE) {
      const reading = readLegacy(write(name));
      if (reading.kind === 'doubtful') continue;
      if (reading.text === name) back += 1;
      // "Hoà Minh An" is "Hồ Minh An" in VNI, but a name in Unicode, too: it goes as it is written.
      else if (reading.kind !== 'unicode' || reading.text !== write(name)) wrong.push(name);
    }
    expect(wrong).toEqual([]);
    expect(back / PEOPLE.length).toBeGreaterThan(0.98);
  });
});

describe('any text', () => {
  /** What old text is made of: letters, marks and signs of Latin-1 close together. */
  const latin1 = fc
    .array(
      fc.oneof(fc.integer({ min: 0x61, max: 0x7a }), fc.integer({ min: 0x80, max: 0xff }), fc.constant(0x20)),
      {
        maxLength: 12,
      },
    )
    .map((units) => String.fromCharCode(...units));
  const legacy = fc.oneof(
    vietnamese.map(asTcvn3),
    vietnamese.map(asVni),
    fc.tuple(vietnamese.map(asVni), latin1).map((parts) => parts.join('')),
    latin1,
    anyText,
  );

  it('once is enough: neither what was converted nor what was cleaned after it is touched again', () => {
    fc.assert(
      fc.property(legacy, (raw) => {
        const reading = readLegacy(raw);
        if (reading.kind === 'doubtful') return;
        for (const text of [reading.text, cleanText(reading.text)]) {
          const again = readLegacy(text);
          if (reading.kind === 'unicode' && text !== raw) continue;
          expect(again).toEqual({ kind: 'unicode', text });
        }
      }),
      { numRuns: 4000 },
    );
  });

  it('is left to the letter, or becomes Vietnamese', () => {
    fc.assert(
      fc.property(legacy, (raw) => {
        const reading = readLegacy(raw);
        if (reading.kind === 'unicode') expect(reading.text).toBe(raw);
        if (reading.kind === 'tcvn3' || reading.kind === 'vni') {
          expect(reading.text).not.toBe(raw);
          expect(reading.text).toMatch(/[À-ỹ]/u);
        }
        expect(readLegacy(raw)).toEqual(reading);
      }),
      { numRuns: 5000 },
    );
  });
});

/** All of them, or all but the last, which may be cut off: a text of TCVN3 in which nothing else can be known. */
function isUnicodeWords(words: readonly string[]): boolean {
  return words.slice(0, -1).every(isUnicodeWord) && (isUnicodeWord(words.at(-1) ?? '') || words.length > 1);
}

function isUnicodeWord(word: string): boolean {
  return readLegacy(word).kind === 'unicode';
}
