/**
 * Makes the text of a table from rows.
 * Guarantees: a row that the file already has keeps its very text, quotes and all, unless the file gets a column more;
 * byte order mark, line ends and order of columns stay the file's; new cells come back character by character when
 * read, outer blanks included. Pure.
 */
import { stringify } from 'csv-stringify/sync';
import { tidyCode } from '../clean-code.ts';
import type { TableOnDisk } from './table-file.ts';
import { cellsOf, identityOf, TABLES, type TableRow } from './table-shape.ts';

/** Blanks at an end belong to a cell: quotes show that they do. Line breaks, since the library asks only for its own. */
const IN_QUOTES = /^\s|\s$|[\r\n",]/;
const BREAK = /\r\n?/g;

/** One row as a line of CSV. */
function lineOf({ columns, lineEnd }: TableOnDisk, row: TableRow): string {
  const cells = columns.map((column) => (row[column] ?? '').replace(BREAK, '\n'));
  return stringify([cells], { quoted_match: IN_QUOTES, record_delimiter: lineEnd });
}

const ended = (text: string, lineEnd: string): string => (/[\r\n]$/.test(text) ? text : text + lineEnd);

/** A row without any text is none: readers leave it out. */
export function isEmptyRow({ file }: Pick<TableOnDisk, 'file'>, row: TableRow): boolean {
  return cellsOf(file, row).every((cell) => tidyCode(cell) === '');
}

/** The table with the optional columns that it lacks and these rows fill: every line is another one then. */
function widened(before: TableOnDisk, rows: readonly TableRow[]): TableOnDisk {
  const { file, columns, lineEnd } = before;
  const lacking = TABLES[file].columns.filter(
    (column) => !columns.includes(column) && rows.some((row) => tidyCode(row[column] ?? '') !== ''),
  );
  if (lacking.length === 0) return before;
  const wider = [...columns, ...lacking];
  return { ...before, columns: wider, header: wider.join(',') + lineEnd, lines: [] };
}

/** The whole text of the table with these rows, in this order, without byte order mark. */
export function composeTable(table: TableOnDisk, rows: readonly TableRow[]): string {
  const before = widened(table, rows);
  const { file, lineEnd, lines, header } = before;
  const there = new Map<string, string[]>();
  for (const { row, raw } of lines.toReversed()) {
    const identity = identityOf(file, row);
    const same = there.get(identity);
    if (same === undefined) there.set(identity, [raw]);
    else same.push(raw);
  }
  const texts = rows
    .filter((row) => !isEmptyRow(before, row))
    .map((row) => there.get(identityOf(file, row))?.pop() ?? lineOf(before, row));
  const all = [header, ...texts];
  // Only the last line may be without an end, and only where it was so.
  return all.map((text, index) => (index < all.length - 1 ? ended(text, lineEnd) : text)).join('');
}
