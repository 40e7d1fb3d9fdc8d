/**
 * The SELECTs that read the views.
 * Guarantees: values go as parameters whose types the columns decide, so that an index on (time, key) serves a page.
 */
import type { Knex } from 'knex';
import type { SourcePosition } from '../../domain/source-ports.ts';
import type { Cursor, PlacedColumn, Statement } from './engine.ts';
import type { ReadableView, ReadableViews } from './readable-views.ts';

function selecting(
  { dialect }: ReadableViews,
  view: ReadableView,
  columns: readonly PlacedColumn[] = view.columns,
): Knex.QueryBuilder {
  const list = columns.map((column) => dialect.knex.raw('? as ??', [dialect.asText(column), column.alias]));
  return view.rows().select(list);
}

function cursorOf(view: ReadableView): Cursor {
  if (!view.cursor) throw new Error(`${view.shown} has no time to be paged by`);
  return view.cursor;
}

const uniqueColumns = (columns: readonly PlacedColumn[]): PlacedColumn[] => [...new Set(columns)];

/**
 * A page in the order of (time, key). Of dossiers: whole rows; of a part: time and key of the rows that changed.
 * A time yet to come is left out: it would carry the cursor past everything written until then
 * (`9999-12-31` for good). Such rows are irregular and come by {@link irregularStatement} at once.
 */
export function pageStatement(
  views: ReadableViews,
  view: ReadableView,
  after: SourcePosition | null,
  limit: number,
): Statement {
  const { dialect, names } = views;
  const cursor = cursorOf(view);
  const { time, key } = cursor;
  const columns = view.name === 'dossiers' ? view.columns : uniqueColumns([time, key]);
  const query = selecting(views, view, columns)
    .whereRaw('?? <= ?', [time.ref, dialect.now(cursor)])
    .whereRaw('not (?)', [dialect.isBlank(key)]);
  if (after) query.where(dialect.isAfter(cursor, after.at, after.key));
  return names.compile(query.orderBy([time.ref, key.ref]).limit(limit));
}

/** Time and key of the row at the end of all pages. */
export function newestPlaceStatement(views: ReadableViews, view: ReadableView): Statement {
  const { dialect, names } = views;
  const cursor = cursorOf(view);
  const { time, key } = cursor;
  const query = selecting(views, view, uniqueColumns([time, key]))
    .whereRaw('?? <= ?', [time.ref, dialect.now(cursor)])
    .whereRaw('not (?)', [dialect.isBlank(key)])
    .orderBy([
      { column: time.ref, order: 'desc' },
      { column: key.ref, order: 'desc' },
    ]);
  return names.compile(query.limit(1));
}

/** The rows at exactly this place of a page's order, as the server compares: all whose keys it takes for equal. */
export function tiesStatement(views: ReadableViews, view: ReadableView, at: SourcePosition): Statement {
  const cursor = cursorOf(view);
  const columns = view.name === 'dossiers' ? view.columns : uniqueColumns([cursor.time, cursor.key]);
  return views.names.compile(
    selecting(views, view, columns).where(views.dialect.isAt(cursor, at.at, at.key)),
  );
}

/** Rows without time, or with one yet to come. */
function outOfTime({ dialect }: ReadableViews, cursor: Cursor) {
  return (builder: Knex.QueryBuilder): void => {
    builder.whereNull(cursor.time.ref).orWhereRaw('?? > ?', [cursor.time.ref, dialect.now(cursor)]);
  };
}

/**
 * Dossiers that the pages leave out: no key, no time, a time yet to come, of their own or of a part's row.
 * No index serves this: it is asked for now and then, not at every tick. Each page reads and sorts
 * all of them anew to skip those before, on a snapshot of its own: a row that joins or leaves the
 * irregular ones between two pages may move another over the seam, which the next round then reads.
 */
export function irregularStatement(views: ReadableViews, limit: number, skip: number): Statement {
  const { dialect, names, dossiers, parts } = views;
  const cursor = cursorOf(dossiers);
  const query = selecting(views, dossiers).where((builder) => {
    builder.where(outOfTime(views, cursor)).orWhereNull(cursor.key.ref).orWhere(dialect.isBlank(cursor.key));
    for (const part of Object.values(parts)) {
      const met = part.keyed ? dossiers.key : dossiers.code;
      if (!part.cursor || !met) continue;
      const keys = part.rows().select(dialect.comparable(part.key)).where(outOfTime(views, part.cursor));
      builder.orWhereIn(dialect.comparable(met) as never, keys);
    }
  });
  return names.compile(
    query
      .orderByRaw(dialect.nullsLast(cursor.key))
      .orderByRaw(dialect.nullsLast(cursor.time))
      .orderByRaw(dialect.anyOrder(dossiers.columns))
      .limit(limit)
      .offset(skip),
  );
}

/** The rows of `view` whose `column` is one of `values`. */
export function matchingStatement(
  views: ReadableViews,
  view: ReadableView,
  column: PlacedColumn,
  values: readonly string[],
): Statement {
  return views.names.compile(selecting(views, view).where(views.dialect.isOneOf(column, values)));
}

/** The rows changed last, the newest first. */
export function newestRowsStatement(views: ReadableViews, limit: number): Statement {
  const { dialect, names, dossiers } = views;
  const cursor = cursorOf(dossiers);
  const query = selecting(views, dossiers).whereRaw('?? <= ?', [cursor.time.ref, dialect.now(cursor)]);
  return names.compile(query.orderBy(cursor.time.ref, 'desc').limit(limit));
}

/** Seconds since the newest change that is not in the future; the index that serves a page serves it, too. */
export function newestStatement(views: ReadableViews): Statement {
  const { dialect, names, dossiers } = views;
  const cursor = cursorOf(dossiers);
  const query = dossiers
    .rows()
    .select(dialect.knex.raw('? as ??', [dialect.ageSeconds(cursor), 'seconds']))
    .whereRaw('?? <= ?', [cursor.time.ref, dialect.now(cursor)])
    .orderBy(cursor.time.ref, 'desc')
    .limit(1);
  return names.compile(query);
}
