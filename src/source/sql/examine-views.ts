/**
 * What a map says, held against what the database has.
 * Guarantees: every fault is found in one go; what is optional and missing is no fault. Must not: read rows.
 */
import { VIEW_FIELDS, type ViewName } from '../../domain/source-fields.ts';
import type { Place, SourceMap } from '../../domain/source-map.ts';
import type { Column, Engine, Found, Session } from './engine.ts';
import { type AnyView, isNeeded, placeKey, targetOf, viewsOf, wantedPlaces } from './map-places.ts';

/** A place as the database has it. */
export interface ExaminedPlace {
  readonly place: Place;
  /** What it holds is read; otherwise it only decides which rows are. */
  readonly read: boolean;
  /** For people: table and column. */
  readonly shown: string;
  /** `null` = not there. */
  readonly column: Column | null;
}

/** A view as the database has it. */
export interface ExaminedView {
  readonly name: ViewName;
  readonly view: AnyView;
  /** For people: the table's name. */
  readonly shown: string;
  /** `null` = not there. */
  readonly found: Found | null;
  /** By alias. */
  readonly joined: ReadonlyMap<string, Found>;
  readonly places: ReadonlyMap<string, ExaminedPlace>;
  /** What is wrong, a line each. */
  readonly faults: readonly string[];
}

const NO_VIEW = 'không có khung nhìn này / no such view';

/** The column of that name; any letter case will do where the server says so and none is spelled exactly so. */
function columnNamed(found: Found | undefined, name: string, loose: boolean): Column | null {
  const exact = found?.columns.find((column) => column.name === name);
  if (exact || !loose) return exact ?? null;
  return found?.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** Name of the table in which a place is, for people. */
function shownTable(name: ViewName, view: AnyView, of: string): string {
  if (of !== '') return view.joins.find(({ alias }) => alias === of)?.from ?? of;
  return view.query === null ? view.from : `${name}.query`;
}

/** What is wrong with the time by which the view is paged; '' = nothing. */
function timeFault(view: AnyView, places: ReadonlyMap<string, ExaminedPlace>, of: 'fields' | 'own'): string {
  const rule = of === 'fields' ? view.fields.changedAt : null;
  const epoch = rule?.kind === 'call' && rule.name.startsWith('epoch_') ? rule.args[0] : undefined;
  const made = rule?.kind === 'call' && rule.name === 'from_utc' ? rule.args[0] : (epoch ?? rule);
  const plain = made?.kind === 'place' ? made.place : null;
  const place = of === 'own' ? view.changedAt : plain;
  if (!place)
    return of === 'own' || !rule
      ? ''
      : 'changed_at: phải là một cột, hoặc epoch_seconds, epoch_millis, from_utc của một cột / must be a column, or epoch_seconds, epoch_millis, from_utc of one';
  const { column, shown } = places.get(placeKey(place)) ?? { column: null, shown: '' };
  if (!column) return '';
  if (epoch)
    return column.kind === 'number'
      ? ''
      : `${shown}: phải là kiểu số, không phải ${column.type} / must be a number, not ${column.type}`;
  return column.kind === 'time'
    ? ''
    : `${shown}: phải là kiểu thời gian, không phải ${column.type} / must be a time, not ${column.type}`;
}

/** A place without which the view cannot be read as the map says. */
function placeFault({ column, shown }: ExaminedPlace): string {
  if (!column) return `${shown}: thiếu cột / missing column`;
  return column.readable ? '' : `${shown}: không có quyền đọc / no right to read`;
}

/** What fills the code, or the key, by which rows are paged and met, is no column. */
function keyFaults(name: ViewName, view: AnyView, dossiers: Pick<AnyView, 'fields'>): string[] {
  if (view.key !== null) return [];
  // Whose part changed is asked for in the dossiers' own table.
  if (view.changedAt !== null && dossiers.fields.code?.kind !== 'place')
    return [
      `${name}.changed_at: mã hồ sơ không phải một cột, nên phải khai thêm \`key\` ở cả hai / the dossiers' code is no column, so \`key\` must be given to both`,
    ];
  const field = name === 'dossiers' ? 'code' : 'dossierCode';
  const rule = view.fields[field];
  const key = name === 'dossiers' ? 'code' : 'dossier_code';
  return rule && rule.kind !== 'place'
    ? [
        `${name}.${key}: phải là một cột, hoặc khai thêm \`key\` / must be a column, or \`key\` must be given beside it`,
      ]
    : [];
}

function examine(
  name: ViewName,
  view: AnyView,
  founds: readonly (Found | null)[],
  loose: boolean,
  dossiers: Pick<AnyView, 'fields'>,
): ExaminedView {
  const [own = null, ...others] = founds;
  const shown = shownTable(name, view, '');
  const joined = new Map(
    view.joins.flatMap(({ alias }, at) => (others[at] ? [[alias, others[at]] as const] : [])),
  );
  const places = new Map<string, ExaminedPlace>();
  const faults = new Set<string>();
  if (own === null) {
    if (name !== 'supplements' || view.stated.length > 0) faults.add(`${shown}: ${NO_VIEW}`);
    return { name, view, shown, found: null, joined, places, faults: [...faults] };
  }
  for (const join of view.joins) if (!joined.has(join.alias)) faults.add(`${join.from}: ${NO_VIEW}`);
  for (const field of Object.keys(VIEW_FIELDS[name]))
    if (!view.fields[field] && isNeeded(name, view, field))
      faults.add(`${shown}.${field}: thiếu cột / missing column`);
  for (const { place, needed, read } of wantedPlaces(name, view)) {
    const found = place.of === '' ? own : joined.get(place.of);
    const column = columnNamed(found, place.name, loose);
    const examined = { place, read, shown: `${shownTable(name, view, place.of)}.${place.name}`, column };
    places.set(placeKey(place), examined);
    if (needed && found) faults.add(placeFault(examined));
  }
  if (name === 'dossiers') faults.add(timeFault(view, places, 'fields'));
  else faults.add(timeFault(view, places, 'own'));
  for (const fault of keyFaults(name, view, dossiers)) faults.add(fault);
  faults.delete('');
  return { name, view, shown, found: own, joined, places, faults: [...faults] };
}

/** Compares the map with the database. Throws only when a query fails. */
export async function examineViews(
  engine: Engine,
  session: Session,
  map: SourceMap,
): Promise<readonly ExaminedView[]> {
  const views = viewsOf(map);
  const targets = views.flatMap(({ view }) => [
    targetOf(view),
    ...view.joins.map(({ from }) => ({ kind: 'table' as const, name: from })),
  ]);
  const founds = await engine.inspect(session, targets);
  let next = 0;
  return views.map(({ name, view }) => {
    const own = founds.slice(next, next + 1 + view.joins.length);
    next += own.length;
    return examine(name, view, own, engine.dialect.looseNames, map.dossiers as AnyView);
  });
}
