/** How sheets look. Guarantees: one object a look, so that a workbook of many rows stays small. */
import type { Cell, Column, Fill, Style, Worksheet } from 'exceljs';

const fill = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });

/** Cells that hold text whatever is typed: `007` and `1.10` stay. */
export const TEXT: Partial<Style> = { numFmt: '@', alignment: { vertical: 'top' } };
/** Cells that are there to be read. */
export const READ_ONLY: Partial<Style> = {
  alignment: { vertical: 'top' },
  font: { color: { argb: 'FF6B6B6B' }, italic: true },
  fill: fill('FFF2F2F2'),
};
/** Cells that wait for a decision. */
export const TO_FILL: Partial<Style> = { ...TEXT, fill: fill('FFFFF4CC') };
/** Header of what is read. */
export const HEADER: Partial<Style> = {
  font: { bold: true },
  fill: fill('FFDCE6F1'),
  alignment: { vertical: 'top', wrapText: true },
  border: { bottom: { style: 'thin' } },
};
const HEADER_HEIGHT = 45;

/** A column as it is set up. */
export interface ColumnLook {
  readonly header: string;
  readonly width: number;
  readonly style: Partial<Style>;
  readonly note?: string;
  readonly hidden?: boolean;
}

/** Sets up the columns with a header row that stays in sight. */
export function addHeader(sheet: Worksheet, looks: readonly ColumnLook[]): void {
  sheet.columns = looks.map(
    ({ width, style, hidden }): Partial<Column> => ({ width, style, hidden: hidden === true }),
  );
  const row = sheet.getRow(1);
  row.height = HEADER_HEIGHT;
  for (const [index, { header, note, style }] of looks.entries()) {
    const cell: Cell = row.getCell(index + 1);
    cell.value = header;
    cell.style = style === READ_ONLY ? { ...HEADER, font: { bold: true, italic: true } } : HEADER;
    if (note !== undefined) cell.note = note;
  }
  sheet.views = [{ state: 'frozen', ySplit: 1 }];
}

/** Lets people filter; to be called when all rows are there. */
export function addFilter(sheet: Worksheet): void {
  const shown = sheet.columns.filter(({ hidden }) => hidden !== true).length;
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: sheet.rowCount, column: shown } };
}
