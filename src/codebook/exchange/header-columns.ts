/**
 * Finds the columns of a table in a header row, and the table of a header.
 * Guarantees: order does not matter; labels under a column's name (second line of the cell), columns
 * to be read and columns that nobody knows are passed over, the last of these told.
 * Must not: bear a missing column, save those that a table may lack: a renamed one would be lost in silence.
 */
import type { ErrorCode, ErrorParams } from '../../domain/errors.ts';
import { cleanCode, tidyCode } from '../clean-code.ts';
import { VIEW_ONLY } from './sheet-words.ts';
import { isOptional, TABLE_FILES, TABLES, type TableFile } from './table-shape.ts';

/** What a header says. */
export interface HeaderColumns {
  /** Column → its place in the row, from 0. */
  readonly places: ReadonlyMap<string, number>;
  /** Places of columns that no table has, with their names. */
  readonly unknown: readonly (readonly [place: number, name: string])[];
  /** Faults with their place; a missing column is put behind the last one. */
  readonly faults: readonly {
    readonly place: number;
    readonly code: ErrorCode;
    readonly params: ErrorParams;
  }[];
}

/** The name in a header cell: its first line. */
export function headerName(cell: string): string {
  return cleanCode(cell.replace(/^\s+/, '').split(/[\r\n]/)[0] ?? '');
}

const isViewOnly = (cell: string): boolean => cleanCode(cell).endsWith(VIEW_ONLY);

/** Reads the header of a table. */
export function readHeaderColumns(file: TableFile, cells: readonly string[]): HeaderColumns {
  const { columns } = TABLES[file];
  const places = new Map<string, number>();
  const unknown: (readonly [number, string])[] = [];
  const faults: HeaderColumns['faults'][number][] = [];
  for (const [place, cell] of cells.entries()) {
    const name = headerName(cell);
    if (name === '' || isViewOnly(cell)) continue;
    if (!columns.includes(name)) unknown.push([place, tidyCode(cell)]);
    else if (places.has(name)) faults.push({ place, code: 'DB-MAP-009', params: { column: name } });
    else places.set(name, place);
  }
  const expected = columns.join(',');
  for (const column of columns) {
    if (places.has(column) || isOptional(file, column)) continue;
    faults.push({ place: Math.max(0, cells.length - 1), code: 'DB-MAP-007', params: { column, expected } });
  }
  return { places, unknown, faults };
}

/** The table whose columns, save those that it may lack, are all in this header; of several the one with the most. */
export function tableOfHeader(cells: readonly string[]): TableFile | null {
  const names = new Set(cells.map(headerName));
  const whole = TABLE_FILES.filter((file) =>
    TABLES[file].columns.every((column) => names.has(column) || isOptional(file, column)),
  );
  const [most] = whole.toSorted((a, b) => TABLES[b].columns.length - TABLES[a].columns.length);
  return most ?? null;
}
