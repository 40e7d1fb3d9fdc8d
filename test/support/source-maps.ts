/**
 * Source maps of a test's own, made from the contract's.
 * Guarantees: columns that are named here are stated by the map, as a province's file would state them.
 */

import type { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { columnRule, DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { readSource } from '../../src/codebook/source-map/read-source.ts';
import type { DossierField, SourceMap, ViewMap } from '../../src/domain/source-map.ts';

/** The contract's map whose dossiers come from `from`, with other columns for some fields. */
export function dossiersFrom(
  from: string,
  columns: Partial<Record<DossierField, string>> = {},
  map: SourceMap = DEFAULT_SOURCE_MAP,
): SourceMap {
  const rules = Object.entries(columns).map(([field, column]) => [field, columnRule(column)]);
  return {
    ...map,
    dossiers: {
      ...map.dossiers,
      from,
      fields: { ...map.dossiers.fields, ...Object.fromEntries(rules) },
      stated: Object.keys(columns) as DossierField[],
    },
  };
}

/** The column that fills `field`; '' where none does. */
export function columnOf<Field extends string>(view: ViewMap<Field>, field: Field): string {
  const rule = view.fields[field];
  return rule?.kind === 'place' ? rule.place.name : '';
}

/** What the text of a `source.yaml` without preset says; `null` after faults (told to `sink`). */
export function readMap(text: string, sink: FaultSink): SourceMap | null {
  const presets = { open: () => null, names: () => [] };
  return readSource(text, sink, { name: 'sql', kind: 'sql', presets })?.map ?? null;
}
