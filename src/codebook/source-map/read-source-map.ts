/**
 * Reads `source.yaml`: which view and which column fills what.
 * Guarantees: names are plain identifiers that PostgreSQL keeps whole (they go into SQL); a field left out of `columns` has the
 * contract's own column; keys are the field names of `SourceFields` and the parts, in snake_case.
 */
import { isDeepStrictEqual } from 'node:util';
import type { FieldRule, SourceMap, ViewMap } from '../../domain/source-map.ts';
import type { FaultSink } from '../mapping-fault.ts';
import { openYaml, type YamlSection } from '../yaml-section.ts';
import { columnRule, DEFAULT_SOURCE_MAP, type FullSourceMap } from './default-source-map.ts';

const COLUMN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const VIEW = /^(?:[\p{L}_][\p{L}\p{N}_]*\.)?[\p{L}_][\p{L}\p{N}_]*$/u;

/** PostgreSQL cuts a longer name off without a word, and would read whatever has the beginning as its name. */
const LONGEST_NAME_BYTES = 63;

const isName = (text: string, shape: RegExp): boolean =>
  shape.test(text) && text.split('.').every((part) => Buffer.byteLength(part) <= LONGEST_NAME_BYTES);

/** `procedureCode` → `procedure_code`. */
export function keyOfField(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function readName(section: YamlSection, key: string, shape: RegExp, sink: FaultSink): string {
  const name = section.text(key);
  if (name === null) return '';
  if (!isName(name.text, shape))
    sink.add(name, 'DB-MAP-028', { path: section.pathOf(key), value: name.text });
  return name.text;
}

function readView<Field extends string>(
  section: YamlSection,
  standard: ViewMap<Field>,
  sink: FaultSink,
): ViewMap<Field> {
  section.allow(['from', 'columns']);
  const from = readName(section, 'from', VIEW, sink);
  const rules: Partial<Record<Field, FieldRule>> = { ...standard.fields };
  const stated: Field[] = [];
  const written = section.has('columns') ? section.section('columns') : null;
  if (written !== null) {
    const fields = Object.keys(standard.fields) as Field[];
    written.allow(fields.map(keyOfField));
    for (const field of fields) {
      const key = keyOfField(field);
      if (!written.mentions(key)) continue;
      const rule = columnRule(readName(written, key, COLUMN, sink));
      if (!isDeepStrictEqual(rule, standard.fields[field])) stated.push(field);
      rules[field] = rule;
    }
  }
  return { ...standard, from, fields: rules, stated };
}

/** `null` after faults (told to `sink`). */
export function readSourceMap(text: string, sink: FaultSink): SourceMap | null {
  const root = openYaml(text, sink);
  if (root === null) return null;
  root.allow(Object.keys(DEFAULT_SOURCE_MAP));
  const view = <Name extends keyof FullSourceMap>(name: Name): FullSourceMap[Name] => {
    const standard: ViewMap<string> = DEFAULT_SOURCE_MAP[name];
    const section = root.section(name);
    return (section === null ? standard : readView(section, standard, sink)) as FullSourceMap[Name];
  };
  const map: SourceMap = {
    dossiers: view('dossiers'),
    components: view('components'),
    results: view('results'),
    steps: view('steps'),
    fees: view('fees'),
    supplements: root.has('supplements') ? view('supplements') : null,
  };
  return sink.faults.length === 0 ? map : null;
}
