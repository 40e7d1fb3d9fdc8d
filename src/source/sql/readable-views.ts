/**
 * The views as they are read: what knex selects from, and how a row becomes our fields.
 * Guarantees: only columns that are there and may be read are selected, each once; what a rule makes of them is made
 * by `rows/evaluate.ts`, in our own process, so that it is the same on every system.
 */
import type { Knex } from 'knex';
import { PART_NAMES, type PartName, type ViewName } from '../../domain/source-fields.ts';
import type { FieldRule, Place } from '../../domain/source-map.ts';
import type { Row } from '../rows/assemble.ts';
import { fieldFiller } from '../rows/evaluate.ts';
import { conditionOf } from './conditions.ts';
import type { Cursor, Dialect, PlacedColumn, RawRow } from './engine.ts';
import type { ExaminedView } from './examine-views.ts';
import { placeKey } from './map-places.ts';
import { Names } from './statements.ts';

/** A view that can be read. */
export interface ReadableView {
  readonly name: ViewName;
  /** For people: the table's name. */
  readonly shown: string;
  /** Everything that is selected. */
  readonly columns: readonly PlacedColumn[];
  /** By what dossiers and parts meet: the map's key, or the code. */
  readonly key: PlacedColumn;
  /** Is it the map's key? */
  readonly keyed: boolean;
  /** The dossier's code, where a plain column has it. */
  readonly code: PlacedColumn | null;
  /** In what order it is paged; `null` = it has no time of its own. */
  readonly cursor: Cursor | null;
  /** From, joins and conditions; nothing selected yet. */
  rows(): Knex.QueryBuilder;
  /** Our fields of a row, and its `key` and a part's `changedAt` where the map has one. */
  fill(raw: RawRow): Row;
}

/** All views that are there. */
export interface ReadableViews {
  readonly dialect: Dialect;
  readonly names: Names;
  readonly dossiers: ReadableView;
  readonly parts: Readonly<Partial<Record<PartName, ReadableView>>>;
}

const UNITS = { epoch_seconds: 'seconds', epoch_millis: 'millis', from_utc: null } as const;
type Made = keyof typeof UNITS;

/** The plain column of a time, and what its numbers count. */
function timeOf(rule: FieldRule | undefined): { place: Place; unit: Cursor['unit'] } | null {
  if (rule?.kind === 'place') return { place: rule.place, unit: null };
  if (rule?.kind !== 'call' || !(rule.name in UNITS)) return null;
  const [of] = rule.args;
  return of?.kind === 'place' ? { place: of.place, unit: UNITS[rule.name as Made] } : null;
}

function readableView(examined: ExaminedView, dialect: Dialect, names: Names): ReadableView {
  const { name, view, found, joined, places } = examined;
  // Rows of a part are looked for from within those of the dossiers.
  const own = name === 'dossiers' ? 'd' : 'p';
  const tables = new Map([
    ['', own],
    ...view.joins.map(({ alias }, number) => [alias, `${own}${number}`] as [string, string]),
  ]);
  const columns = new Map<string, PlacedColumn>();
  const selected: PlacedColumn[] = [];
  for (const [key, { place, column, read }] of places) {
    if (!column?.readable) continue;
    const ref = `${tables.get(place.of) ?? own}.${names.mark(dialect.quote(column.name))}`;
    const placed = { ref, alias: `c${columns.size}`, column };
    columns.set(key, placed);
    if (read) selected.push(placed);
  }
  const at = (place: Place): PlacedColumn => {
    const column = columns.get(placeKey(place));
    if (!column) throw new Error(`${examined.shown} was checked without its column for ${place.name}`);
    return column;
  };
  const codeRule = view.fields[name === 'dossiers' ? 'code' : 'dossierCode'];
  const code = codeRule?.kind === 'place' ? (columns.get(placeKey(codeRule.place)) ?? null) : null;
  const key = view.key ? at(view.key) : code;
  if (!key || !found) throw new Error(`${examined.shown} was checked without its key`);
  const time =
    name === 'dossiers'
      ? timeOf(view.fields.changedAt)
      : view.changedAt && { place: view.changedAt, unit: null };
  const [base, ...beside] = [found, ...view.joins.map(({ alias }) => joined.get(alias))].map(
    (table) => table && names.mark(table.sql),
  );
  const filler = fieldFiller<RawRow>(view.fields, (place) => {
    const placed = columns.get(placeKey(place));
    if (!placed) return null;
    const { alias, column } = placed;
    const { absentTime } = dialect;
    if (column.kind !== 'time' || !absentTime) return (raw) => raw[alias] ?? null;
    return (raw) => (absentTime.test(raw[alias] ?? '') ? null : (raw[alias] ?? null));
  });
  const beyond = [
    ...(view.key ? [['key', key.alias] as const] : []),
    // The dossiers' own is one of their fields.
    ...(view.changedAt && name !== 'dossiers' ? [['changedAt', at(view.changedAt).alias] as const] : []),
  ];
  return {
    name,
    shown: examined.shown,
    columns: selected,
    key,
    keyed: view.key !== null,
    code,
    cursor: time && { time: at(time.place), key, unit: time.unit },
    rows() {
      const query = dialect.knex.from({ [own]: base ?? '' });
      view.joins.forEach(({ alias, on }, number) => {
        const pairs = on.map(
          ({ column, equals }) => [at({ of: alias, name: column }).ref, at(equals).ref] as const,
        );
        query.leftJoin({ [`${own}${number}`]: beside[number] ?? '' }, (clause) => {
          for (const [mine, theirs] of pairs) clause.andOn(mine, theirs);
        });
      });
      for (const condition of view.where)
        query.andWhere(conditionOf(dialect, at(condition.place), condition));
      return query;
    },
    fill(raw) {
      const row = filler(raw);
      for (const [field, alias] of beyond) row[field] = raw[alias] ?? null;
      return row;
    },
  };
}

/** The views that are there; throws for a map that was found faulty. */
export function readableViews(examined: readonly ExaminedView[], dialect: Dialect): ReadableViews {
  const names = new Names(dialect);
  const there = new Map(
    examined
      .filter(({ found }) => found !== null)
      .map((view) => [view.name, readableView(view, dialect, names)]),
  );
  const dossiers = there.get('dossiers');
  if (!dossiers) throw new Error('the view of dossiers was not checked');
  const parts = PART_NAMES.flatMap((part) => (there.has(part) ? [[part, there.get(part)] as const] : []));
  return { dialect, names, dossiers, parts: Object.fromEntries(parts) };
}
