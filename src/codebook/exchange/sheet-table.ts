/**
 * Reads a sheet as a table.
 * Guarantees: rows without text in the table's own columns are left out, hidden and filtered ones
 * are not; every fault of every cell is told.
 */
import type { Row, Worksheet } from 'exceljs';
import { DOSSIER_STATUSES } from '../../domain/dossier.ts';
import { tidyCode } from '../clean-code.ts';
import { WORKED } from '../read-holidays.ts';
import { readHeaderColumns } from './header-columns.ts';
import type { ImportFault, IncomingRow, IncomingTable, Origin } from './incoming.ts';
import { type NumberCodes, readCell } from './sheet-cell.ts';
import { columnLetters } from './sheet-text.ts';
import type { TableOnDisk } from './table-file.ts';

/** The texts of a row, up to its last cell. */
export function rowTexts(row: Row): string[] {
  return Array.from(
    { length: row.cellCount },
    (_, index) => readCell(row.getCell(index + 1), 'name', never).text,
  );
}
const never = (): boolean => false;

/** Where the columns of a sheet stand. @param places column → place, from 0 */
export function sheetOrigin(name: string, places: ReadonlyMap<string, number>): Origin {
  return {
    name,
    placeOf: (at, column) => `${name}!${columnLetters((places.get(column ?? '') ?? 0) + 1)}${at}`,
  };
}

/**
 * A number stands for a code only where exactly that code is in the table already and no other has
 * the same value (`7` and `007`), or where the national list has such numbers only.
 */
export function numberCodes(before: TableOnDisk, column: string): NumberCodes {
  if (column === 'national_status') return (text) => DOSSIER_STATUSES.some((status) => status === text);
  if (column === 'working') return (text) => text === WORKED;
  const closed = column === 'national_value' ? ['0', '1', '2', '3', '4'] : [];
  const byValue = new Map<number, Set<string>>();
  for (const { row } of before.lines) {
    const code = tidyCode(row[column] ?? '');
    const value = code === '' ? Number.NaN : Number(code);
    if (!Number.isNaN(value)) byValue.set(value, (byValue.get(value) ?? new Set()).add(code));
  }
  return (text) => {
    const codes = byValue.get(Number(text));
    return closed.includes(text) || (codes?.size === 1 && codes.has(text));
  };
}

/** Reads the sheet as the table `before.file`. */
export function readSheetTable(sheet: Worksheet, before: TableOnDisk): IncomingTable {
  const { file } = before;
  const header = readHeaderColumns(file, rowTexts(sheet.getRow(1)));
  const origin = sheetOrigin(sheet.name, header.places);
  const headerPlace = (place: number): string => `${sheet.name}!${columnLetters(place + 1)}1`;
  const faults: ImportFault[] = header.faults.map(({ place, code, params }) => ({
    place: headerPlace(place),
    code,
    params,
  }));
  const passedOver = header.unknown.map(([place, name]) => ({ place: headerPlace(place), name }));
  const rows: IncomingRow[] = [];
  // Without all columns the rows cannot be judged.
  if (faults.length > 0) return { file, origin, rows, faults, passedOver };

  const columns = [...header.places].map(([column, place]) => ({
    column,
    place: place + 1,
    isCode: numberCodes(before, column),
  }));
  sheet.eachRow((row, at) => {
    if (at === 1) return;
    const found: ImportFault[] = [];
    const cells = columns.map(({ column, place, isCode }) => {
      const { text, fault } = readCell(row.getCell(place), column, isCode);
      if (fault !== undefined) found.push({ place: origin.placeOf(at, column), ...fault });
      return [column, text] as const;
    });
    faults.push(...found);
    if (found.length > 0 || cells.some(([, text]) => tidyCode(text) !== '')) {
      rows.push({ row: Object.fromEntries(cells), origin, at });
    }
  });
  return { file, origin, rows, faults, passedOver };
}
