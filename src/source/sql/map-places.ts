/**
 * Which columns a map speaks of, and which of them it cannot do without.
 * Guarantees: pure; every place of a view is named once, in the order of its fields.
 */
import { VIEW_FIELDS, type ViewName } from '../../domain/source-fields.ts';
import { type Place, placesOf, type SourceMap, type ViewMap } from '../../domain/source-map.ts';
import type { Target } from './engine.ts';

/** A view of any name. */
export type AnyView = ViewMap<string>;

/** A place of a view. */
export interface WantedPlace {
  readonly place: Place;
  /** What it holds is read; otherwise it only decides which rows are. */
  readonly read: boolean;
  /** Without it the view cannot be read, or not as the map says. */
  readonly needed: boolean;
}

/** The views that the map has, with their names. */
export function viewsOf(map: SourceMap): readonly { readonly name: ViewName; readonly view: AnyView }[] {
  return (Object.keys(VIEW_FIELDS) as ViewName[]).flatMap((name) => {
    const view = map[name] as AnyView | null;
    return view ? [{ name, view }] : [];
  });
}

/** What stands for a place among others of its view. */
export function placeKey({ of, name }: Place): string {
  return `${of}\u0000${name}`;
}

/** The view itself or a table beside it. */
export function targetOf(view: Pick<AnyView, 'from' | 'query'>): Target {
  return view.query === null ? { kind: 'table', name: view.from } : { kind: 'query', text: view.query };
}

/** Does the field have to be filled? A part that meets by a key needs no code of its dossier. */
export function isNeeded(name: ViewName, view: AnyView, field: string): boolean {
  if (view.stated.includes(field)) return true;
  const needs: Readonly<Record<string, string>> = VIEW_FIELDS[name];
  return needs[field] === 'needed' && !(field === 'dossierCode' && view.key !== null);
}

/** See the file's head. */
export function wantedPlaces(name: ViewName, view: AnyView): readonly WantedPlace[] {
  const wanted = new Map<string, WantedPlace>();
  const want = (place: Place, needed: boolean, read = true): void => {
    const before = wanted.get(placeKey(place)) ?? { needed: false, read: false };
    wanted.set(placeKey(place), { place, needed: needed || before.needed, read: read || before.read });
  };
  for (const field of Object.keys(VIEW_FIELDS[name])) {
    const rule = view.fields[field];
    // What is made of several places is the province's own word: all of them must be there.
    if (rule)
      for (const place of placesOf(rule)) want(place, rule.kind !== 'place' || isNeeded(name, view, field));
  }
  if (view.key) want(view.key, true);
  if (view.changedAt) want(view.changedAt, true);
  for (const { place } of view.where) want(place, true, false);
  for (const { alias, on } of view.joins)
    for (const { column, equals } of on) {
      want({ of: alias, name: column }, true, false);
      want(equals, true, false);
    }
  return [...wanted.values()];
}
