/** Rules of source.yaml, whoever wrote them: what is sound is read as it was meant, and nothing brings the reader down. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { FUNCTION_SHAPES } from '../../src/domain/field-functions.ts';
import { FIELD_FUNCTIONS, type FieldRule } from '../../src/domain/source-map.ts';
import { readMap } from '../support/source-maps.ts';

const NAMES = ['ho_so', 'Mã hồ sơ', 'select', 'dv.tên', 'dv.ma'];
const place = fc.constantFrom(...NAMES).map((written): FieldRule => {
  const [of, name] = written.includes('.') ? written.split('.') : ['', written];
  return { kind: 'place', place: { of: of ?? '', name: name ?? '' } };
});
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('01', 'true', 'null', '~', ' x ', '1e3', 'a: b', '#'),
);
const constant = fc.option(anyText).map((text): FieldRule => ({ kind: 'constant', text }));
const WRITTEN = {
  number: fc
    .integer({ min: 1, max: 99 })
    .map((number): FieldRule => ({ kind: 'constant', text: String(number) })),
  text: fc.string({ minLength: 1 }).map((text): FieldRule => ({ kind: 'constant', text })),
  words: anyText.map((text): FieldRule => ({ kind: 'constant', text })),
  pattern: fc.constantFrom('dd/MM/yyyy', 'yyyyMMdd').map((text): FieldRule => ({ kind: 'constant', text })),
};

function ruleOf(depth: number): fc.Arbitrary<FieldRule> {
  if (depth === 0) return fc.oneof(place, constant);
  const inner = ruleOf(depth - 1);
  const call = fc.constantFrom(...FIELD_FUNCTIONS).chain((name) => {
    const { least, most, written } = FUNCTION_SHAPES[name];
    return fc
      .integer({ min: least, max: Math.min(most, least + 2) })
      .chain((count) =>
        fc.tuple(
          ...Array.from({ length: count }, (_, at) => {
            const form = written[at];
            return form === undefined ? inner : WRITTEN[form];
          }),
        ),
      )
      .map((args): FieldRule => ({ kind: 'call', name, args }));
  });
  const map = fc
    .tuple(
      inner,
      fc.dictionary(
        anyText.filter((key) => key !== '__proto__'),
        fc.option(anyText),
      ),
      fc.option(anyText),
    )
    .map(
      ([of, values, text]): FieldRule => ({
        kind: 'map',
        of,
        values: { ...values },
        otherwise: text === null ? { kind: 'keep' } : { kind: 'say', text },
      }),
    );
  return fc.oneof(place, constant, call, map);
}

/** A rule as a person writes it. */
function writtenRule(rule: FieldRule): unknown {
  switch (rule.kind) {
    case 'place':
      return rule.place.of === '' ? rule.place.name : `${rule.place.of}.${rule.place.name}`;
    case 'constant':
      return { constant: rule.text };
    case 'map': {
      const { of, values, otherwise } = rule;
      const said = otherwise.kind === 'keep' ? 'keep' : { constant: otherwise.text };
      return { map: writtenRule(of), values, otherwise: said };
    }
    case 'call': {
      const { written } = FUNCTION_SHAPES[rule.name];
      const args = rule.args.map((arg, at) =>
        written[at] !== undefined && arg.kind === 'constant' ? arg.text : writtenRule(arg),
      );
      return { [rule.name]: args };
    }
  }
}

const described = (note: unknown): unknown => ({
  dossiers: {
    from: 'ho_so',
    join: [{ table: 'don_vi', as: 'dv', on: { id: 'don_vi_id' } }],
    columns: {
      ...{ code: 'so', procedure_code: 'a', agency_code: 'b', channel: 'c', received_at: 'd', status: 'e' },
      ...{ changed_at: 'f', note },
    },
  },
});

describe('source.yaml', () => {
  it('reads every sound rule as it was meant, whatever the texts in it look like', () => {
    fc.assert(
      fc.property(ruleOf(3), (rule) => {
        const text = stringify(described(writtenRule(rule)), { aliasDuplicateObjects: false });
        const sink = new FaultSink('source.yaml');
        const map = readMap(text, sink);
        // Only what is larger than anybody reads is refused.
        if (sink.faults.some(({ code }) => code === 'DB-MAP-046')) return;
        expect(sink.faults, text).toEqual([]);
        expect(map?.dossiers.fields.note, text).toEqual(rule);
      }),
      { numRuns: 600 },
    );
  });

  it('is read or refused with a place, whatever is done to it', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ':',
      '- ',
      '\n',
      '  ',
      '"',
      '&a ',
      '*a',
      'null',
      'map:',
      'query:',
      '!!int ',
      '? ',
      '<<: ',
      '1e999',
    ];
    const edit = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 12 }),
      put: fc.oneof(fc.constantFrom(...pieces), fc.string()),
    });
    fc.assert(
      fc.property(ruleOf(2), fc.array(edit, { minLength: 1, maxLength: 4 }), (rule, edits) => {
        let text = stringify(described(writtenRule(rule)));
        for (const { at, cut, put } of edits) {
          const from = at % text.length;
          text = text.slice(0, from) + put + text.slice(from + cut);
        }
        const sink = new FaultSink('source.yaml');
        const map = readMap(text, sink);
        expect(map === null).toBe(sink.faults.length > 0);
        for (const { line, column, code } of sink.faults) {
          expect(code).toMatch(/^DB-MAP-0\d\d$/);
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});
