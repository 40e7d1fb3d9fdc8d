/**
 * Elements into dossiers, by the source map: pure.
 * Guarantees: no element is dropped but by the map's conditions; parts are those that stand within their dossier,
 * in the order of their ids; the same element gives the same dossier.
 * Must not: judge or clean values.
 */
import { DongboError } from '../../domain/errors.ts';
import type { SourceDossier } from '../../domain/source-dossier.ts';
import { PART_NAMES, type PartName, VIEW_NAMES } from '../../domain/source-fields.ts';
import type { SourceMap, ViewMap } from '../../domain/source-map.ts';
import { databaseTime } from '../json/json-time.ts';
import { assembleDossiers, type PartRows, type Row } from '../rows/assemble.ts';
import { fieldFiller } from '../rows/evaluate.ts';
import { elementPlace, elementsAt, stepsOf } from './element-place.ts';
import type { Element } from './read-element.ts';

/** The dossier of one element; `null` where the map leaves it out. */
export type DossierReader = (element: Element) => SourceDossier | null;

interface View {
  readonly row: (element: Element) => Row;
  readonly isWanted: (element: Element) => boolean;
}

function viewOf(view: ViewMap<string>): View {
  const conditions = view.where.map(({ place, anyOf, not }) => {
    const textOf = elementPlace(place.name);
    const wanted = new Set(anyOf.map((text) => text?.trim() ?? null));
    return (element: Element) => wanted.has(textOf(element)?.trim() ?? null) !== not;
  });
  return {
    row: fieldFiller<Element>(view.fields, ({ name }) => elementPlace(name)),
    isWanted: (element) => conditions.every((holds) => holds(element)),
  };
}

/** Throws DB-XML-004 where the map is one for SQL. */
export function checkMap(map: SourceMap): void {
  const faults = VIEW_NAMES.flatMap((name) => {
    const view = map[name];
    if (view === null) return [];
    return [
      ...(view.from === '' ? [`${name}.from`] : []),
      ...(view.query === null ? [] : [`${name}.query`]),
      ...(view.joins.length === 0 ? [] : [`${name}.join`]),
    ];
  });
  if (faults.length > 0) throw new DongboError('DB-XML-004', { path: faults.join(', ') });
}

/** Prepares the map's rules once. */
export function dossierReader(map: SourceMap): DossierReader {
  const whole = viewOf(map.dossiers as ViewMap<string>);
  const parts = PART_NAMES.flatMap((name) => {
    const view = map[name] as ViewMap<string> | null;
    return view ? [{ name, steps: stepsOf(view.from), view: viewOf(view) }] : [];
  });
  return (element) => {
    if (!whole.isWanted(element)) return null;
    const row = whole.row(element);
    const rows = new Map<PartName, readonly Row[]>(PART_NAMES.map((name) => [name, []]));
    for (const { name, steps, view } of parts) {
      const wanted = elementsAt(element, steps).filter(view.isWanted);
      rows.set(
        name,
        wanted.map((part) => ({ ...view.row(part), dossierCode: row.code ?? null })),
      );
    }
    const made = { ...row, changedAt: databaseTime(row.changedAt ?? null) };
    return assembleDossiers([made], Object.fromEntries(rows) as PartRows)[0] ?? null;
  };
}
