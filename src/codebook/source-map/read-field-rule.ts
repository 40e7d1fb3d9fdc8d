/**
 * Reads what fills a field: a place, a constant, a function of others, or a map of values.
 * Guarantees: functions and their arguments are known ones; no rule is larger than a person could read, aliases
 * of YAML followed, so that none is slow; every fault has its place.
 * Must not: compute anything.
 */
import { FUNCTION_SHAPES, readDatePattern, type WrittenArgument } from '../../domain/field-functions.ts';
import type { SourceText } from '../../domain/source-dossier.ts';
import { FIELD_FUNCTIONS, type FieldFunction, type FieldRule } from '../../domain/source-map.ts';
import type { YamlSection, YamlValue } from '../yaml-section.ts';
import { type PlaceNames, readPlace } from './read-place.ts';

/** Rules within each other, and rules of one field in all. */
const DEEPEST = 8;
const MOST = 200;

const FORMS = ['constant', 'map', ...FIELD_FUNCTIONS];
const NOTHING: FieldRule = { kind: 'constant', text: null };

/** Reads one rule. After faults (told) it is some rule, of no meaning. */
export function readFieldRule(value: YamlValue, names: PlaceNames): FieldRule {
  return new RuleReader(names).rule(value, 0);
}

class RuleReader {
  readonly #names: PlaceNames;
  #count = 0;

  constructor(names: PlaceNames) {
    this.#names = names;
  }

  rule(value: YamlValue, depth: number): FieldRule {
    this.#count += 1;
    if (depth > DEEPEST || this.#count > MOST) {
      // Once: whoever nests more is told of the first.
      if (this.#count <= MOST + 1) value.fault('DB-MAP-046', { limit: depth > DEEPEST ? DEEPEST : MOST });
      this.#count = MOST + 1;
      return NOTHING;
    }
    if (value.kind === 'text') {
      const place = readPlace(value, this.#names);
      return place === null ? NOTHING : { kind: 'place', place };
    }
    const section = value.section();
    if (section !== null) return this.#form(section, value, depth);
    value.wrongForm('…: name | …: { constant: "…" } | …: { concat: [name, …] }');
    return NOTHING;
  }

  #form(section: YamlSection, value: YamlValue, depth: number): FieldRule {
    if (section.value('map') !== null) return this.#map(section, depth);
    const [only, ...more] = section.entries();
    if (only === undefined || more.length > 0) {
      value.wrongForm('{ concat: [name, …] }');
      return NOTHING;
    }
    if (only.text === 'constant') return { kind: 'constant', text: constantOf(only.value) };
    const name = FIELD_FUNCTIONS.find((one) => one === only.text);
    if (name !== undefined) return this.#call(name, only.value, depth);
    section.allow(FORMS);
    return NOTHING;
  }

  #map(section: YamlSection, depth: number): FieldRule {
    section.allow(['map', 'values', 'otherwise']);
    const of = section.value('map');
    const listed = section.section('values');
    const values = listed?.entries().map(({ text, value }) => [text, constantOf(value)] as const) ?? [];
    const otherwise = section.value('otherwise');
    const rule = otherwise === null || otherwise.kind === 'none' ? null : otherwise;
    const kept = rule === null || rule.text === 'keep';
    const said = kept ? null : rule.section();
    if (!kept && said?.value('constant') === undefined) rule.wrongForm('otherwise: keep | { constant: "…" }');
    said?.allow(['constant']);
    const constant = said?.value('constant');
    return {
      kind: 'map',
      of: of === null ? NOTHING : this.rule(of, depth + 1),
      values: Object.fromEntries(values),
      otherwise: constant ? { kind: 'say', text: constantOf(constant) } : { kind: 'keep' },
    };
  }

  #call(name: FieldFunction, value: YamlValue, depth: number): FieldRule {
    const given = value.kind === 'list' ? value.items() : [value];
    const { least, most, written } = FUNCTION_SHAPES[name];
    if (given.length < least || given.length > most) {
      const expected = least === most ? least : `${least} … ${most}`;
      value.fault('DB-MAP-039', { value: name, expected, found: given.length });
      return NOTHING;
    }
    const args = given.map((arg, at) => {
      const form = written[at];
      return form === undefined ? this.rule(arg, depth + 1) : writtenArgument(arg, form);
    });
    return { kind: 'call', name, args };
  }
}

/** A text as it is written, blanks included; empty is absent. */
function constantOf(value: YamlValue): SourceText {
  if (value.kind === 'none') return null;
  if (value.kind !== 'text') value.wrongForm('constant: "…"');
  return value.text;
}

const EXPECTED: Readonly<Record<WrittenArgument, string>> = {
  number: '1, 2, 3 …, -1',
  text: '"…"',
  words: '"…"',
  pattern: '"dd/MM/yyyy HH:mm:ss"',
};

function writtenArgument(value: YamlValue, form: WrittenArgument): FieldRule {
  const { text } = value;
  const fits: Readonly<Record<WrittenArgument, () => boolean>> = {
    number: () => /^-?[1-9]\d{0,5}$/.test(text),
    text: () => text !== '',
    words: () => value.kind === 'text',
    pattern: () => readDatePattern(text) !== null,
  };
  if (!fits[form]()) value.wrongForm(EXPECTED[form]);
  return { kind: 'constant', text };
}
