/**
 * Reads what of a source fills what: the six sections of `source.yaml`, of a file of `source.d/`, or of a preset
 * under either.
 * Guarantees: a section of parts that is not there means that the source has no such parts; parts refer to their
 * dossier in one way.
 */
import { isDeepStrictEqual } from 'node:util';
import type { SourceKind } from '../../domain/source-definition.ts';
import { type PartName, VIEW_NAMES } from '../../domain/source-fields.ts';
import type { FieldRule, SourceMap, ViewMap } from '../../domain/source-map.ts';
import type { LayeredSection } from './layered-section.ts';
import { readView } from './read-view.ts';

type PartView = ViewMap<string>;

/** A part that refers to the dossiers' code does so by its own code, whichever key said it. */
function meeting(part: PartView | null, byCode: boolean): PartView | null {
  if (part === null || part.key === null || !byCode) return part;
  const dossierCode: FieldRule = { kind: 'place', place: part.key };
  return {
    ...part,
    key: null,
    fields: { ...part.fields, dossierCode },
    stated: [...part.stated, 'dossierCode'],
  };
}

/** Reads the map. After faults (told) it is some map, of no meaning; `null` without dossiers. */
export function readSourceMap(root: LayeredSection, kind: SourceKind): SourceMap | null {
  const section = root.section('dossiers');
  if (section === null) {
    if (root.given('dossiers') === null) root.missing('dossiers');
    return null;
  }
  const read = readView('dossiers', section, kind);
  const { key, fields } = read;
  const isCode = key !== null && isDeepStrictEqual(fields.code, { kind: 'place', place: key });
  const dossiers = isCode ? { ...read, key: null } : read;
  const part = <Name extends PartName>(name: Name): SourceMap[Name] => {
    const own = root.section(name);
    const view = own === null ? null : (readView(name, own, kind) as PartView);
    return meeting(view, dossiers.key === null) as SourceMap[Name];
  };
  return {
    dossiers,
    components: part('components'),
    results: part('results'),
    steps: part('steps'),
    fees: part('fees'),
    supplements: part('supplements'),
  };
}

/** Keys of the sections. */
export const SECTION_KEYS: readonly string[] = VIEW_NAMES;
