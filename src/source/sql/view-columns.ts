/**
 * Which columns the source's views really have.
 * Guarantees: one query for all views; every fault is found in one go; what is optional and
 * missing is no fault. Must not: read rows.
 */

import { VIEW_FIELDS, VIEW_NAMES, type ViewName } from '../../domain/source-fields.ts';
import type { FieldRule, SourceMap } from '../../domain/source-map.ts';
import type { Query } from './snapshot-reader.ts';

/** A view as it is to be read: quoted name and, for each of our fields that it has, the quoted column. */
export interface ReadableView {
  readonly from: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Our fields whose columns are of text, of whatever kind. */
  readonly texts: ReadonlySet<string>;
}

/** What {@link inspectViews} finds. */
export interface Inspection {
  /** Views that are there; `supplements` is absent where the province keeps none. */
  readonly views: Partial<Readonly<Record<ViewName, ReadableView>>>;
  /** What is missing, a line each. */
  readonly faults: readonly string[];
}

/** An identifier in quotes: letter case, blanks and quotes of its own are kept. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A view's name, whose dots part schema and view. */
export function quoteView(name: string): string {
  return name.split('.').map(quoteName).join('.');
}

// to_regclass is null for what is not there; a column without the right to read it is as good as missing.
const COLUMNS = `
  SELECT wanted.name AS view, column_of.attname AS column, type_of.typname AS type, type_of.typcategory AS category,
    has_column_privilege(to_regclass(wanted.name), column_of.attname, 'SELECT') AS readable
  FROM unnest($1::text[]) AS wanted(name)
  JOIN pg_catalog.pg_attribute AS column_of
    ON column_of.attrelid = to_regclass(wanted.name) AND column_of.attnum > 0 AND NOT column_of.attisdropped
  JOIN pg_catalog.pg_type AS type_of ON type_of.oid = column_of.atttypid`;

const TIME_TYPES = new Set(['timestamptz', 'timestamp', 'date']);

/** The column for each field. */
function columnsOf(
  fields: Readonly<Record<string, FieldRule | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, rule]) =>
      rule?.kind === 'place' ? [[field, rule.place.name]] : [],
    ),
  );
}

/** Compares the map with the database. Throws only when the query fails. */
export async function inspectViews(query: Query, map: SourceMap): Promise<Inspection> {
  const mapped = VIEW_NAMES.flatMap((name) => {
    const view = map[name];
    return view
      ? [{ name, shown: view.from, from: quoteView(view.from), columns: columnsOf(view.fields) }]
      : [];
  });
  const rows = await query(COLUMNS, [[...new Set(mapped.map(({ from }) => from))]]);
  const views: Partial<Record<ViewName, ReadableView>> = {};
  const faults: string[] = [];
  for (const { name, shown, from, columns } of mapped) {
    const there = new Map(rows.filter((row) => row.view === from).map((row) => [row.column ?? '', row]));
    if (there.size === 0) {
      if (name !== 'supplements') faults.push(`${shown}: không có khung nhìn này / no such view`);
      continue;
    }
    const found: Record<string, string> = {};
    const texts = new Set<string>();
    for (const [field, need] of Object.entries(VIEW_FIELDS[name])) {
      const column: string = columns[field] ?? '';
      const row = there.get(column);
      if (row?.readable === 'true') found[field] = quoteName(column);
      else if (need === 'needed')
        faults.push(
          row
            ? `${shown}.${column}: không có quyền đọc / no right to read`
            : `${shown}.${column || field}: thiếu cột / missing column`,
        );
      // The category of text holds for domains over it as well.
      if (row?.category === 'S') texts.add(field);
      if (field === 'changedAt' && row && !TIME_TYPES.has(row.type ?? ''))
        faults.push(
          `${shown}.${column}: phải là kiểu thời gian, không phải ${row.type} / must be a time, not ${row.type}`,
        );
    }
    views[name] = { from, columns: found, texts };
  }
  return { views, faults };
}
