/** JSON is read as JSON.parse reads it, but nothing of a number is lost, no key is special, and nesting is bounded. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf, valueAt } from '../../../src/source/json/json-place.ts';
import {
  type Json,
  JsonFault,
  JsonNumber,
  type JsonRules,
  readJson,
} from '../../../src/source/json/read-json.ts';

const RULES: JsonRules = { deepest: 64, twice: 'last' };
const read = (text: string, rules: Partial<JsonRules> = {}): Json => readJson(text, { ...RULES, ...rules });

/** As JSON.parse gives it. */
function plain(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (value instanceof Map) {
    // What JSON.parse makes of `__proto__` is a key, too.
    return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner as Json)]));
  }
  return Array.isArray(value) ? value.map((inner) => plain(inner as Json)) : value;
}

function outcome(work: () => unknown): { readonly value: unknown } | 'refused' {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonFault) return 'refused';
    throw error;
  }
}

describe('readJson', () => {
  it('reads what JSON.parse reads, to the same values', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, stringUnit: 'binary' }), fc.boolean(), (compact, spaced) => {
        const text = spaced ? JSON.stringify(JSON.parse(compact), null, ' \n') : compact;
        expect(plain(read(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses, and nothing else, however a text is spoilt', () => {
    const piece = fc.constantFrom(
      ...'{}[]":,\\-+.0123456789eEutfn \t\n/ab\u0000\u001f\ud800',
      '\\u00',
      'true',
      'null',
      'NaN',
    );
    const spoilt = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.nat(3), piece)
      .map(([text, at, cut, added]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + added + text.slice(place + cut);
      });
    const any = fc.oneof(
      spoilt,
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(any, (text) => {
        expect(outcome(() => plain(read(text)))).toEqual(outcome(() => JSON.parse(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps numbers as they were written', () => {
    const document = read('{"so": 9007199254740993, "phi": 150000.10, "ma": "007", "am": -1E+3}');
    expect(['so', 'phi', 'ma', 'am'].map((key) => textOf(valueAt(document, key)))).toEqual([
      '9007199254740993',
      '150000.10',
      '007',
      '-1E+3',
    ]);
  });

  it('takes no key for more than a key', () => {
    const document = read('{"__proto__": {"da_xoa": "1"}, "constructor": {"prototype": 1}}');
    expect(valueAt(document, 'da_xoa')).toBeUndefined();
    expect(valueAt(document, 'toString')).toBeUndefined();
    expect(textOf(valueAt(document, '__proto__.da_xoa'))).toBe('1');
    expect(({} as { da_xoa?: string }).da_xoa).toBeUndefined();
  });

  it('tells of a key that is there twice, where it is asked to', () => {
    const text = '{"a": 1, "b": {"a": 2}, "a": 3}';
    expect(textOf(valueAt(read(text), 'a'))).toBe('3');
    expect(() => read(text, { twice: 'refuse' })).toThrow(expect.objectContaining({ kind: 'twice', at: 24 }));
  });

  it('reads no deeper than it is told, and does not fall over', () => {
    expect(read('[[[1]]]', { deepest: 3 })).toEqual([[[new JsonNumber('1')]]]);
    expect(() => read('[[[1]]]', { deepest: 2 })).toThrow(expect.objectContaining({ kind: 'deep' }));
    for (const open of ['[', '{"a":']) {
      expect(() => read(open.repeat(500_000))).toThrow(expect.objectContaining({ kind: 'deep' }));
    }
  });

  it('shows nothing of the text in its faults', () => {
    expect(() => read('{"so": "079200012345')).toThrow(/^no JSON at \d+$/);
  });
});

describe('valueAt, textOf', () => {
  const document = read(
    '{"a": {"b": [{"c": "x"}, 5]}, "a.b": true, "rong": [], "d": [1, "hai", null], "e": [{"f": 1.0}]}',
  );
  it.each([
    ['a.b', 'true'],
    ['a.b.0.c', 'x'],
    ['d', '1,hai'],
    ['d.1', 'hai'],
    ['rong', null],
    ['e', '[{"f":1.0}]'],
    ['e.0.f', '1.0'],
    ['a.x', null],
    ['d.toString', null],
  ])('%s is %s', (path, text) => {
    expect(textOf(valueAt(document, path))).toBe(text);
  });
});
