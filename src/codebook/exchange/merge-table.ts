/**
 * Compares a table with what comes in.
 * Guarantees: rows stay in the order of the file, changed ones in their place, new ones at the end,
 * so that sorting in Excel changes nothing and versions can be compared. Pure.
 * Must not: judge whether the change is wanted.
 */
import { cleanCode } from '../clean-code.ts';
import type { IncomingRow } from './incoming.ts';
import type { TableLine, TableOnDisk } from './table-file.ts';
import { cellsOf, identityOf, TABLES, type TableFile, type TableRow } from './table-shape.ts';

/** A row that is there and comes in with other cells. */
export interface ChangedRow {
  readonly before: TableLine;
  readonly after: IncomingRow;
  /** Columns that differ. */
  readonly columns: readonly string[];
}

/** What an import does to a table. */
export interface Difference {
  readonly added: readonly IncomingRow[];
  readonly removed: readonly TableLine[];
  readonly changed: readonly ChangedRow[];
  readonly unchanged: number;
  /** All rows as they will be. */
  readonly rows: readonly TableRow[];
}

/** Gives each line at most one row of the same mark, in order. */
function pair(
  lines: readonly TableLine[],
  incoming: readonly IncomingRow[],
  markOf: (row: TableRow) => string,
  partners: Map<TableLine, IncomingRow>,
): void {
  const taken = new Set(partners.values());
  const waiting = new Map<string, IncomingRow[]>();
  for (const one of incoming.toReversed()) {
    if (taken.has(one)) continue;
    const mark = markOf(one.row);
    const same = waiting.get(mark);
    if (same === undefined) waiting.set(mark, [one]);
    else same.push(one);
  }
  for (const line of lines) {
    if (partners.has(line)) continue;
    const partner = waiting.get(markOf(line.row))?.pop();
    if (partner !== undefined) partners.set(line, partner);
  }
}

const keyOf =
  (columns: readonly string[]) =>
  (row: TableRow): string =>
    JSON.stringify(columns.map((column) => cleanCode(row[column] ?? '')));

/** Columns in which two rows differ. */
export function differing(file: TableFile, one: TableRow, two: TableRow): string[] {
  const other = cellsOf(file, two);
  const cells = cellsOf(file, one);
  return TABLES[file].columns.filter((_, index) => cells[index] !== other[index]);
}

/** What comes in without an optional column says nothing of it: the cell stays. */
function withCellsOf(before: TableLine, after: IncomingRow): IncomingRow {
  return { ...after, row: { ...before.row, ...after.row } };
}

/** Compares. Rows that are the same in every character first, then by key, then by key without dates. */
export function mergeTable({ file, lines }: TableOnDisk, incoming: readonly IncomingRow[]): Difference {
  const { key } = TABLES[file];
  const partners = new Map<TableLine, IncomingRow>();
  pair(lines, incoming, (row) => identityOf(file, row), partners);
  pair(lines, incoming, keyOf(key), partners);
  pair(lines, incoming, keyOf(key.filter((column) => column !== 'valid_from')), partners);

  const kept = lines.filter((line) => partners.has(line));
  const taken = new Set(partners.values());
  const added = incoming.filter((one) => !taken.has(one));
  const completed = new Map([...partners].map(([before, after]) => [before, withCellsOf(before, after)]));
  const changed = kept.flatMap((before): ChangedRow[] => {
    const after = completed.get(before);
    const columns = after === undefined ? [] : differing(file, before.row, after.row);
    return after === undefined || columns.length === 0 ? [] : [{ before, after, columns }];
  });
  return {
    added,
    removed: lines.filter((line) => !partners.has(line)),
    changed,
    unchanged: kept.length - changed.length,
    rows: [...kept.map((line) => completed.get(line)?.row ?? line.row), ...added.map(({ row }) => row)],
  };
}
