/**
 * A table as a sheet.
 * Guarantees: every cell is text and comes back as it was; header, notes, drop-downs and columns to
 * be read stand around it.
 */
import type { CellValue, Workbook } from 'exceljs';
import { DongboError } from '../../domain/errors.ts';
import { addRules } from './drop-downs.ts';
import type { ReviewColumn } from './national-names.ts';
import { addFilter, addHeader, type ColumnLook, READ_ONLY, TEXT } from './sheet-style.ts';
import { columnLetters, MAX_CELL_TEXT, toSheetText } from './sheet-text.ts';
import { COLUMN_WORDS, SHEET_NAMES, VIEW_ONLY } from './sheet-words.ts';
import type { TableOnDisk } from './table-file.ts';
import { cellsOf, TABLES } from './table-shape.ts';

function looksOf({ file }: TableOnDisk, review: readonly ReviewColumn[]): ColumnLook[] {
  const own = TABLES[file].columns.map((column): ColumnLook => {
    const words = COLUMN_WORDS[file][column];
    if (words === undefined) return { header: column, width: 20, style: TEXT };
    const { label, width, vi, en } = words;
    return { header: `${column}\n${label}`, width, style: TEXT, note: `${vi}\n${en}` };
  });
  const seen = review.map(
    ({ label, width }): ColumnLook => ({ header: `${label} ${VIEW_ONLY}`, width, style: READ_ONLY }),
  );
  return [...own, ...seen];
}

/** The text for a cell. Throws DB-XLS-005 where Excel would cut it off. */
export function sheetCell(text: string, place: () => string): CellValue {
  if (text === '') return null;
  const written = toSheetText(text);
  if (written.length > MAX_CELL_TEXT) throw new DongboError('DB-XLS-005', { place: place() });
  return written;
}

/** Adds the sheet of a table. Throws DB-XLS-005. */
export function addTableSheet(workbook: Workbook, table: TableOnDisk, review: readonly ReviewColumn[]): void {
  const name = SHEET_NAMES[table.file];
  const sheet = workbook.addWorksheet(name);
  addHeader(sheet, looksOf(table, review));
  for (const [index, { row }] of table.lines.entries()) {
    const place = (at: number) => (): string => `${name}!${columnLetters(at + 1)}${index + 2}`;
    const own = cellsOf(table.file, row).map((text, at) => sheetCell(text, place(at)));
    const seen = review.map(({ cell }): CellValue => {
      const value = cell(row);
      // To be read only: the longest names that a cell certainly holds, however many signs are escaped.
      return typeof value === 'number' ? value : sheetCell(value.slice(0, MAX_CELL_TEXT / 8), place(0));
    });
    sheet.addRow([...own, ...seen]);
  }
  addFilter(sheet);
  addRules(sheet, table.file, table.lines.length);
}
