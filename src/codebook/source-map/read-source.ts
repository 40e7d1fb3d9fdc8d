/**
 * Reads one source: `source.yaml` or a file of `source.d/`, with the preset that it begins with.
 * Guarantees: every fault of the file and of the preset, each where it stands.
 */
import {
  CHANGE_CAPTURES,
  SOURCE_KINDS,
  type SourceDefinition,
  type SourceKind,
} from '../../domain/source-definition.ts';
import type { FaultSink } from '../mapping-fault.ts';
import { openYaml, type YamlSection, type YamlValue } from '../yaml-section.ts';
import { LayeredSection } from './layered-section.ts';
import { readName, tableOf } from './read-place.ts';
import { oneOf, readRestRules, wholeNumber } from './read-rest-rules.ts';
import { fitsKind } from './read-rows.ts';
import { readSourceMap, SECTION_KEYS } from './read-source-map.ts';

/** Presets by name. */
export interface Presets {
  /** The text of a preset, faults told; `null` where there is none. */
  open(name: string): { readonly text: string; readonly sink: FaultSink } | null;
  /** Names of all there are. */
  names(): readonly string[];
}

/** What is known of a source before its file is read. */
export interface SourceFile {
  readonly name: string;
  /** `null`: the file says it. */
  readonly kind: SourceKind | null;
  readonly presets: Presets;
}

const CLOCK_KEYS = ['schedule', 'overlap_seconds', 'page_size'];
const KEYS = [...SECTION_KEYS, ...CLOCK_KEYS, 'change_capture', 'watch', 'rest'];
/** Six fields, seconds first; whether they are right, the scheduler says. */
const CRON = /^\S+(?: +\S+){5}$/;

/** The source, or `null` after faults (told to `sink`, or to the preset's own). */
export function readSource(text: string, sink: FaultSink, file: SourceFile): SourceDefinition | null {
  const own = openYaml(text, sink);
  if (own === null) return null;
  own.allow([...(file.kind === null ? ['kind'] : []), 'preset', ...KEYS]);
  const preset = openPreset(own, file.presets);
  if (preset === 'faulty') return null;
  const kind = file.kind ?? kindOf(own);
  if (kind === null) return null;
  const root = new LayeredSection(own, preset?.root ?? null);
  const map = readSourceMap(root, kind);
  const given = <Value>(key: string, read: (value: YamlValue) => Value): Value | null => {
    const value = root.given(key);
    return value === null ? null : read(value);
  };
  const rest = root.section('rest');
  if (rest === null && kind === 'rest') own.missing('rest');
  const definition: Omit<SourceDefinition, 'map'> = {
    name: file.name,
    kind,
    schedule: given('schedule', cronOf),
    overlapSeconds: given('overlap_seconds', (value) => wholeNumber(value, 0, 86_400)),
    pageSize: given('page_size', (value) => wholeNumber(value, 1, 10_000)),
    capture: given('change_capture', (value) =>
      fitsKind(value, kind, ['sql']) ? oneOf(value, CHANGE_CAPTURES) : null,
    ),
    watch: given('watch', (value) => (fitsKind(value, kind, ['sql']) ? watched(value) : {})) ?? {},
    rest: given('rest', (value) =>
      fitsKind(value, kind, ['rest']) && rest !== null ? readRestRules(rest) : null,
    ),
  };
  const isSound = sink.faults.length === 0 && (preset?.sink.faults.length ?? 0) === 0;
  return isSound && map !== null ? { ...definition, map } : null;
}

function openPreset(
  own: YamlSection,
  presets: Presets,
): { readonly root: YamlSection; readonly sink: FaultSink } | null | 'faulty' {
  const value = own.value('preset');
  if (value === null || value.kind === 'none') return null;
  const file = presets.open(value.text);
  if (file === null) {
    value.fault('DB-MAP-044', { value: value.text, allowed: presets.names().join(', ') || '-' });
    return 'faulty';
  }
  const root = openYaml(file.text, file.sink);
  root?.allow(KEYS);
  return root === null ? 'faulty' : { root, sink: file.sink };
}

function kindOf(own: YamlSection): SourceKind | null {
  const value = own.value('kind');
  if (value === null || value.kind === 'none') {
    own.missing('kind');
    return null;
  }
  const kind = SOURCE_KINDS.find((one) => one === value.text) ?? null;
  if (kind === null) oneOf(value, SOURCE_KINDS);
  return kind;
}

function cronOf(value: YamlValue): string {
  const text = value.text.trim();
  if (!CRON.test(text)) value.wrongForm('schedule: "0 */5 * * * *"');
  return text;
}

function watched(value: YamlValue): Record<string, string> {
  const section = value.section();
  if (section === null) {
    value.wrongForm('watch: { ho_so: id }');
    return {};
  }
  return Object.fromEntries(
    section.entries().map(({ text, value: column }) => [tableOf(text, column, 'sql'), readName(column)]),
  );
}
