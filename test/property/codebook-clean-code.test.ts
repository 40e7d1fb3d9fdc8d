import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCode, tidyCode, withoutAgency } from '../../src/codebook/clean-code.ts';

const LETTERS = [...'aăâbcdđeêghiklmnoôơpqrstuưvxyấệộựỳ'];
const SIGNS = [...'0123456789.-/ '];
/** Codes as provinces and the national database have them. */
const code = fc.string({ unit: fc.constantFrom(...LETTERS, ...SIGNS), maxLength: 20 });
const blank = fc.constantFrom(' ', '\u00a0', '\u2007', '\u202f', '\t', '\n', '\u3000');
const invisible = fc.constantFrom(
  '\u200b',
  '\u200c',
  '\u200d',
  '\ufeff',
  '\u00ad',
  '\u2060',
  '\u200e',
  '\u0000',
  '\u0085',
);
const anything = fc.string({ unit: 'binary', maxLength: 30 });

describe('cleaning of codes', () => {
  it('twice is once, for any text at all', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(tidyCode(tidyCode(text))).toBe(tidyCode(text));
        expect(cleanCode(cleanCode(text))).toBe(cleanCode(text));
        expect(cleanCode(tidyCode(text))).toBe(cleanCode(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is blind to Unicode form and letter case', () => {
    fc.assert(
      fc.property(code, (text) => {
        expect(cleanCode(text.normalize('NFD'))).toBe(cleanCode(text));
        expect(cleanCode(text.toUpperCase())).toBe(cleanCode(text));
        expect(cleanCode(text.toUpperCase().normalize('NFD'))).toBe(cleanCode(text));
      }),
    );
  });

  it('is blind to the kind and number of blanks, and to invisible characters anywhere', () => {
    fc.assert(
      fc.property(
        code,
        fc.array(blank, { maxLength: 3 }),
        fc.array(blank, { minLength: 1, maxLength: 3 }),
        invisible,
        fc.nat(20),
        (text, ends, inner, ghost, at) => {
          const dirty = [...text].map((char) => (char === ' ' ? inner.join('') : char)).join('');
          const haunted = dirty.slice(0, at) + ghost + dirty.slice(at);
          expect(cleanCode(ends.join('') + haunted + ends.join(''))).toBe(cleanCode(text));
        },
      ),
    );
  });

  it('keeps apart what differs in a letter, digit, sign or blank', () => {
    for (const [one, other] of [
      ['KQ.H37 0002', 'KQ.H370002'],
      ['KQ-H37', 'KQ.H37'],
      ['D.1', 'Đ.1'],
      ['Hoa', 'Hoà'],
      ['O1', '01'],
    ] as const) {
      expect(cleanCode(one)).not.toBe(cleanCode(other));
    }
  });
});

describe('taking an agency off a procedure code', () => {
  const bare = fc.tuple(fc.nat(9), fc.integer({ min: 100000, max: 999999 })).map(([a, b]) => `${a}.${b}`);
  const agency = fc.constantFrom('000.00.00.H35', '000.12.03.H19', 'H35', 'H35.12', 'G01.2.31', 'h07.003');

  it('leaves exactly the procedure code, however it is cased and spaced', () => {
    fc.assert(
      fc.property(bare, agency, blank, (procedure, suffix, space) => {
        expect(withoutAgency(`${space}${procedure}.${suffix}${space}`)).toBe(procedure);
        expect(withoutAgency(`${procedure}.${suffix}`.toLowerCase())).toBe(procedure);
      }),
    );
  });

  it('takes nothing off anything else', () => {
    for (const text of [
      '1.001193',
      '1.014955-Xoa',
      '1.001193.1',
      '1.001193.',
      '1.001193.00.H35',
      '1.001193-H35',
      '000.00.00.H35',
      'TT.1.H35',
      '1.001193.HX5',
      '',
    ]) {
      expect(withoutAgency(text)).toBeNull();
    }
  });
});
