/**
 * Views as they would be read on a server that the tests do not have.
 * Guarantees: the columns that the map names are there, with the types that are given, and no others.
 */
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { Column, ColumnKind, Dialect, Engine, Found, Session } from '../../src/source/sql/engine.ts';
import { examineViews } from '../../src/source/sql/examine-views.ts';
import { targetOf, viewsOf, wantedPlaces } from '../../src/source/sql/map-places.ts';
import { type ReadableViews, readableViews } from '../../src/source/sql/readable-views.ts';

/** Type of a column, `[type, kind]`. */
export type TypeOf = (column: string) => readonly [string, ColumnKind];

/** The map's views on `dialect`. */
export async function compiledViews(
  dialect: Dialect,
  map: SourceMap,
  typeOf: TypeOf,
): Promise<ReadableViews> {
  const columnOf = (name: string): Column => {
    const [type, kind] = typeOf(name);
    return { name, type, kind, padded: null, folds: false, readable: true };
  };
  const founds: Found[] = viewsOf(map).flatMap(({ name, view }) => {
    const places = wantedPlaces(name, view).map(({ place }) => place);
    const inTable = (alias: string): Column[] =>
      places.filter(({ of }) => of === alias).map((place) => columnOf(place.name));
    const target = targetOf(view);
    const own = target.kind === 'query' ? `(${target.text})` : dialect.quote(target.name);
    return [
      { sql: own, columns: inTable('') },
      ...view.joins.map(({ alias, from }) => ({ sql: dialect.quote(from), columns: inTable(alias) })),
    ];
  });
  const engine = { dialect, inspect: async () => founds } as unknown as Engine;
  return readableViews(await examineViews(engine, {} as Session, map), dialect);
}
