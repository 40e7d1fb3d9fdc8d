/**
 * Reads from where the rows of one section come: table or query, joined tables, conditions, the key by which
 * parts meet their dossier.
 * Guarantees: a joined table is named once, and used only where it is known; a query is one SELECT.
 * Must not: read what fills fields (`read-view.ts` does).
 */
import type { SourceKind } from '../../domain/source-definition.ts';
import type { SourceText } from '../../domain/source-dossier.ts';
import type { Condition, Join, Place } from '../../domain/source-map.ts';
import type { YamlSection, YamlValue } from '../yaml-section.ts';
import { forbiddenIn } from './check-query.ts';
import type { LayeredSection } from './layered-section.ts';
import { type PlaceNames, placeOf, readName, readPlace, readTable } from './read-place.ts';

/** Joined tables of one section, at most: a database plans no more well. */
const MOST_JOINS = 12;

/** Tells a key that is of no use for this kind of source. True where it may stand. */
export function fitsKind(value: YamlValue, kind: SourceKind, kinds: readonly SourceKind[]): boolean {
  if (kinds.includes(kind)) return true;
  value.fault('DB-MAP-043', { value: kind });
  return false;
}

/** Table and query; `standard` where neither is said and none is needed. */
export function readOrigin(
  section: LayeredSection,
  kind: SourceKind,
  standard: string,
): { readonly from: string; readonly query: string | null } {
  const found = section.either('from', 'query');
  if (found === null) {
    if (kind === 'sql') section.missing('from');
    return { from: standard, query: null };
  }
  const { key, value } = found;
  if (key === 'from') {
    const second = [section.own, section.base].find((layer) => layer?.value('from') && layer.value('query'));
    if (second) second.value('query')?.fault('DB-MAP-042', { other: 'from' });
    return { from: readTable(value, kind), query: null };
  }
  if (!fitsKind(value, kind, ['sql'])) return { from: '', query: null };
  const query = value.text.trim();
  const forbidden = forbiddenIn(query);
  if (forbidden !== null) value.fault('DB-MAP-040', { found: forbidden });
  return { from: '', query };
}

/** Joined tables, in the order in which they join. */
export function readJoins(section: LayeredSection, kind: SourceKind): Join[] {
  const value = section.given('join');
  if (value === null || !fitsKind(value, kind, ['sql'])) return [];
  const entries = value.kind === 'list' ? value.items() : [value];
  if (entries.length > MOST_JOINS) value.fault('DB-MAP-046', { limit: MOST_JOINS });
  const joins: Join[] = [];
  for (const entry of entries.slice(0, MOST_JOINS)) {
    const join = entry.section();
    if (join === null) entry.wrongForm('{ table: dm_don_vi, as: dv, on: { id: don_vi_id } }');
    else joins.push(readJoin(join, { kind, aliases: joins.map(({ alias }) => alias) }));
  }
  return joins;
}

function readJoin(join: YamlSection, names: PlaceNames): Join {
  join.allow(['table', 'as', 'on']);
  const [table, as] = [join.value('table'), join.value('as')];
  if (table === null) join.missing('table');
  if (as === null) join.missing('as');
  const alias = as === null ? '' : readName(as);
  if (alias !== '' && names.aliases.includes(alias)) as?.fault('DB-MAP-047', { value: alias });
  const meeting = join.section('on');
  const pairs = meeting?.entries() ?? [];
  if (pairs.length === 0) meeting?.fault('DB-MAP-022', { expected: 'on: { id: don_vi_id }' });
  const on = pairs.flatMap(({ text, value }) => {
    const column = placeOf(text, value, { kind: 'sql', aliases: [] })?.name ?? '';
    const equals = readPlace(value, names);
    return equals === null ? [] : [{ column, equals }];
  });
  return { alias, from: table === null ? '' : readTable(table, 'sql'), on };
}

/** Which rows count: `place: value`, `place: [value, …]`, `place: { not: … }`; empty = absent. */
export function readConditions(section: LayeredSection, names: PlaceNames): Condition[] {
  const where = section.given('where');
  if (where === null) return [];
  const conditions = where.section();
  if (conditions === null) {
    where.wrongForm('where: { loai: [1, 2] }');
    return [];
  }
  return conditions.entries().flatMap(({ text, value }) => {
    const place = placeOf(text, value, names);
    const inner = value.section();
    inner?.allow(['not']);
    const wanted = inner === null ? value : inner.value('not');
    if (wanted === null) {
      value.wrongForm(`${text}: { not: … }`);
      return [];
    }
    const anyOf = (wanted.kind === 'list' ? wanted.items() : [wanted]).map(wantedText);
    // No row is among no values: the source would seem empty.
    if (anyOf.length === 0) wanted.wrongForm(`${text}: [1, 2]`);
    return place === null ? [] : [{ place, anyOf, not: inner !== null }];
  });
}

function wantedText(value: YamlValue): SourceText {
  if (value.kind === 'none') return null;
  if (value.kind !== 'text') value.wrongForm('"…"');
  return value.text;
}

/** A place of the section's own table under `key`; `null` where none is said. */
export function readOwnPlace(section: LayeredSection, key: string, names: PlaceNames): Place | null {
  const value = section.given(key);
  if (value === null || !fitsKind(value, names.kind, ['sql'])) return null;
  if (value.kind !== 'text') {
    value.fault('DB-MAP-041');
    return null;
  }
  const place = readPlace(value, names);
  if (place === null || place.of === '') return place;
  value.fault('DB-MAP-041');
  return null;
}
