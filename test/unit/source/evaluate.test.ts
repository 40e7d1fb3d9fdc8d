/** What the functions of a source map make of texts: examples that a person can check, and what holds for all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUNCTION_SHAPES, readDatePattern } from '../../../src/domain/field-functions.ts';
import type { SourceText } from '../../../src/domain/source-dossier.ts';
import { FIELD_FUNCTIONS, type FieldFunction, type FieldRule } from '../../../src/domain/source-map.ts';
import { evaluate, fieldFiller } from '../../../src/source/rows/evaluate.ts';

const constant = (text: SourceText): FieldRule => ({ kind: 'constant', text });
const place = (name: string): FieldRule => ({ kind: 'place', place: { of: '', name } });
const call = (name: FieldFunction, ...texts: SourceText[]): SourceText =>
  evaluate({ kind: 'call', name, args: texts.map(constant) }, () => null);

const EXAMPLES: readonly (readonly [FieldFunction, readonly SourceText[], SourceText])[] = [
  ['concat', ['Nguyễn', ' ', 'An'], 'Nguyễn An'],
  ['concat', [null, 'An'], 'An'],
  ['concat', [null, null], null],
  ['first', [null, ' \u00a0', 'a', 'b'], 'a'],
  ['first', [null, ''], null],
  ['trim', ['\u00a0 a b\t'], 'a b'],
  ['trim', [null], null],
  ['upper', ['đơn'], 'ĐƠN'],
  ['lower', ['ĐƠN'], 'đơn'],
  ['replace', ['a.b.c', '.', '$&'], 'a$&b$&c'],
  ['replace', ['a.b', '.', null], 'ab'],
  ['replace', ['ab', '', 'x'], 'ab'],
  ['substring', ['H35.01.02', '1', '3'], 'H35'],
  ['substring', ['H35.01.02', '5'], '01.02'],
  ['substring', ['a👍b', '2', '1'], '👍'],
  ['split', ['a##b##c', '##', '2'], 'b'],
  ['split', ['a##b##c', '##', '-1'], 'c'],
  ['split', ['a##b', '##', '3'], null],
  ['digits', ['0912 345-678 (Zalo)'], '0912345678'],
  ['epoch_seconds', ['1767323045'], '2026-01-02T10:04:05+07:00'],
  ['epoch_seconds', ['1767323045.250'], '2026-01-02T10:04:05.25+07:00'],
  ['epoch_millis', ['1767323045123'], '2026-01-02T10:04:05.123+07:00'],
  ['epoch_millis', ['1767323045000'], '2026-01-02T10:04:05+07:00'],
  ['epoch_millis', ['0'], null],
  ['epoch_millis', ['hôm qua'], 'hôm qua'],
  ['epoch_seconds', ['999999999999999'], '999999999999999'],
  ['from_utc', ['2026-01-01 20:04:05.250000'], '2026-01-02T03:04:05.250000+07:00'],
  ['from_utc', ['2026-01-01T20:04:05Z'], '2026-01-01T20:04:05Z'],
  ['from_utc', ['2026-01-01'], '2026-01-01'],
  ['from_utc', ['hôm qua'], 'hôm qua'],
  ['date', ['02/01/2026 15:04', 'dd/MM/yyyy HH:mm'], '2026-01-02T15:04:00+07:00'],
  ['date', ['1/2/2026 3:04:05 PM', 'M/d/yyyy H:mm:ss a'], '2026-01-02T15:04:05+07:00'],
  ['date', ['02-01-2026', 'dd-MM-yyyy'], '2026-01-02'],
  ['date', ['20260102030405.5', 'yyyyMMddHHmmss.SSS'], '2026-01-02T03:04:05.5+07:00'],
  ['date', ['ngày 2 tháng 1 năm 2026', "'ngày' d 'tháng' M 'năm' yyyy"], '2026-01-02'],
  ['date', ['31/02/2026', 'dd/MM/yyyy'], '31/02/2026'],
  ['date', ['02/01/2026 24:00', 'dd/MM/yyyy HH:mm'], '02/01/2026 24:00'],
  ['date', ['13:00 AM 02/01/2026', 'HH:mm a dd/MM/yyyy'], '13:00 AM 02/01/2026'],
  ['date', [null, 'dd/MM/yyyy'], null],
  ['latest', ['2026-01-02 10:00:00', null, '2026-01-02T04:00:00Z'], '2026-01-02T04:00:00Z'],
  ['latest', ['2026-01-02 10:00:00.000001+07', '2026-01-02 10:00:00'], '2026-01-02 10:00:00.000001+07'],
  ['earliest', ['2026-01-02', 'hôm qua', '2026-01-01 23:59:59'], '2026-01-01 23:59:59'],
  ['earliest', ['', 'hôm qua'], 'hôm qua'],
  ['if_present', ['x', 'có', 'không'], 'có'],
  ['if_present', [' ', 'có', 'không'], 'không'],
  ['if_present', [null, 'có'], null],
  ['if_equal', [' 1', '1 ', 'có', 'không'], 'có'],
  ['if_equal', [null, '', 'có'], 'có'],
  ['if_equal', ['1', '2', 'có'], null],
];

describe('functions of a source map', () => {
  it.each(EXAMPLES.map(([name, texts, made]) => ({ name, texts, made })))('$name $texts → $made', (one) => {
    expect(call(one.name, ...one.texts)).toBe(one.made);
  });

  it('every function has an example and a shape that its examples fit', () => {
    expect([...new Set(EXAMPLES.map(([name]) => name))].sort()).toEqual([...FIELD_FUNCTIONS].sort());
    for (const [name, { length }] of EXAMPLES) {
      expect(length).toBeGreaterThanOrEqual(FUNCTION_SHAPES[name].least);
      expect(length).toBeLessThanOrEqual(FUNCTION_SHAPES[name].most);
    }
  });

  it.each(['dd/MM', 'dd/MM/yy', 'dd/MM/yyyy dd', 'dd/MM/yyyy hh:mm', "dd/MM/yyyy '", 'ngày dd/MM/yyyy', ''])(
    '%s is no pattern of a date',
    (pattern) => {
      expect(readDatePattern(pattern)).toBeNull();
    },
  );
});

const ruleAt = (depth: number): fc.Arbitrary<FieldRule> => {
  const leaf = fc.oneof(
    fc.constantFrom('a', 'b', 'missing').map(place),
    fc.option(fc.string({ unit: 'binary', maxLength: 8 })).map(constant),
    fc.constantFrom('1', '-2', 'dd/MM/yyyy', '##', '9'.repeat(20)).map(constant),
  );
  if (depth === 0) return leaf;
  const inner = ruleAt(depth - 1);
  return fc.oneof(
    leaf,
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom(...FIELD_FUNCTIONS),
      args: fc.array(inner, { maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant('map' as const),
      of: inner,
      values: fc.dictionary(fc.constantFrom('', 'x', '__proto__', 'constructor'), fc.option(fc.string())),
      otherwise: fc.oneof(
        fc.constant({ kind: 'keep' as const }),
        fc.record({ kind: fc.constant('say' as const), text: fc.option(fc.string()) }),
      ),
    }),
  );
};

describe('any rule on any text', () => {
  const texts = fc.option(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('x', '1767323045', '2026-01-02 03:04:05', 'constructor'),
    ),
  );

  it('makes a text or nothing, the same each time, and never throws', () => {
    fc.assert(
      fc.property(ruleAt(3), texts, texts, (rule, a, b) => {
        const textOf = (one: { readonly name: string }): SourceText =>
          one.name === 'a' ? a : one.name === 'b' ? b : null;
        const made = evaluate(rule, textOf);
        expect(made === null || typeof made === 'string').toBe(true);
        expect(evaluate(rule, textOf)).toBe(made);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes nothing where it would make a text beyond all measure', () => {
    const long = 'x'.repeat(1 << 20);
    expect(call('replace', long, 'x', long)).toBeNull();
    expect(call('concat', ...Array.from({ length: 20 }, () => long))).toBeNull();
  });

  it('a map answers by what it lists alone, whichever way the letters are composed', () => {
    const values = { 'Đã trả': 'xong' } as const;
    const rule: FieldRule = { kind: 'map', of: place('a'), values, otherwise: { kind: 'keep' } };
    const of = (text: SourceText): SourceText => evaluate(rule, () => text);
    expect([
      of(' Đã trả '),
      of('Đã trả'.normalize('NFD')),
      of('đã trả'),
      of('constructor'),
      of(null),
    ]).toEqual(['xong', 'xong', 'đã trả', 'constructor', null]);
  });
});

describe('filling the fields of a view', () => {
  it('asks once where a place is, and leaves out a field whose place is not there', () => {
    const asked: string[] = [];
    const fill = fieldFiller<Readonly<Record<string, string>>>(
      {
        code: place('a'),
        note: place('gone'),
        phone: { kind: 'call', name: 'first', args: [place('gone'), place('b')] },
      },
      ({ name }) => {
        asked.push(name);
        return name === 'gone' ? null : (row) => row[name] ?? null;
      },
    );
    const before = asked.length;
    expect(fill({ a: '1', b: '2' })).toEqual({ code: '1', phone: '2' });
    expect(fill({ a: '3' })).toEqual({ code: '3', phone: null });
    expect(asked).toHaveLength(before);
  });
});
