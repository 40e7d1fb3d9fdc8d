/**
 * The SELECTs that read the views.
 * Guarantees: identifiers come quoted from {@link ReadableView}, values go as parameters whose
 * types the columns decide, so that an index on (time, code) serves a page.
 */
import type { ReadableView } from './view-columns.ts';

function selected(view: ReadableView): string {
  const list = Object.entries(view.columns).map(([field, column]) => `${column} AS "${field}"`);
  return `SELECT ${list.join(', ')} FROM ${view.from}`;
}

function column(view: ReadableView, field: string): string {
  const name = view.columns[field];
  if (name === undefined) throw new Error(`${view.from} was checked without its column for ${field}`);
  return name;
}

/**
 * A page of dossiers in the order of (time, code), $1 = rows, and after ($2, $3) when `after`.
 * A time yet to come is left out: it would carry the cursor past everything written until then
 * (`9999-12-31` for good). Such rows are irregular and come by {@link irregularSql} at once.
 */
export function pageSql(view: ReadableView, after: boolean): string {
  const [time, code] = [column(view, 'changedAt'), column(view, 'code')];
  const position = after ? ` AND (${time}, ${code}) > ($2, $3)` : '';
  return `${selected(view)} WHERE ${time} <= now() AND btrim(${code}::text) <> ''${position}
    ORDER BY ${time}, ${code} LIMIT $1`;
}

/**
 * Dossiers that the pages leave out: no code, no time, a time yet to come; $1 = rows, $2 = rows to skip.
 * No index serves this: it is asked for now and then, not at every tick. Each page reads and sorts
 * all of them anew to skip those before, on a snapshot of its own: a row that joins or leaves the
 * irregular ones between two pages may move another over the seam, which the next round then reads.
 */
export function irregularSql(view: ReadableView): string {
  const [time, code] = [column(view, 'changedAt'), column(view, 'code')];
  return `${selected(view)} AS v WHERE ${time} IS NULL OR ${time} > now() OR ${code} IS NULL OR btrim(${code}::text) = ''
    ORDER BY ${code} NULLS LAST, ${time} NULLS LAST, md5(v::text) LIMIT $1 OFFSET $2`;
}

/** The dossiers whose codes are $1, in every spelling to be found. */
export function keysSql(view: ReadableView): string {
  return `${selected(view)} WHERE ${column(view, 'code')} = ANY($1)`;
}

/**
 * The parts of the dossiers whose codes are $1, in every spelling to be found. The parameter takes
 * the column's own type: a cast to another (`char(n)` to `text`) would forgo the index.
 */
export function partsSql(view: ReadableView): string {
  return `${selected(view)} WHERE ${column(view, 'dossierCode')} = ANY($1)`;
}

/** Seconds since the newest change that is not in the future; the index that serves a page serves it, too. */
export function newestSql(view: ReadableView): string {
  const time = column(view, 'changedAt');
  return `SELECT extract(epoch FROM now() - ${time}::timestamptz)::text AS seconds FROM ${view.from}
    WHERE ${time} <= now() ORDER BY ${time} DESC LIMIT 1`;
}
