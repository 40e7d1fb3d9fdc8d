/**
 * A sheet with a header that stays in sight and columns of one kind each.
 * Guarantees: text stays text whatever it looks like (a code `007`, a name that begins with `=`); numbers are numbers,
 * so that people can go on reckoning; what is not known is an empty cell, never 0.
 */
import type { Style, Workbook, Worksheet } from 'exceljs';
import { withoutControls } from './plain-cell.ts';

/** What a column holds. `share`: 0..1, shown as a percentage. */
export type CellKind = 'text' | 'wrapped' | 'count' | 'points' | 'share';

/** A column. */
export interface ReportColumn {
  readonly header: string;
  /** In characters. */
  readonly width: number;
  readonly kind: CellKind;
}

/** What a cell may be made of; texts of a list stand on a line each. */
export type ReportCell = string | number | null | readonly string[];

const STYLES: Readonly<Record<CellKind, Partial<Style>>> = {
  text: { numFmt: '@', alignment: { vertical: 'top' } },
  wrapped: { numFmt: '@', alignment: { vertical: 'top', wrapText: true } },
  count: { numFmt: '#,##0', alignment: { vertical: 'top' } },
  points: { numFmt: '0.00', alignment: { vertical: 'top' } },
  share: { numFmt: '0.0%', alignment: { vertical: 'top' } },
};
const HEADER: Partial<Style> = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDCE6F1' } },
  alignment: { vertical: 'top', wrapText: true },
  border: { bottom: { style: 'thin' } },
};
/** Most characters of a cell, and of a sheet's name. */
const MOST = 32_767;
const NAME_MOST = 31;

function cellOf(value: ReportCell): string | number | null {
  if (value === null || typeof value === 'number') return value;
  const lines = typeof value === 'string' ? [value] : value;
  return lines.map(withoutControls).join('\n').slice(0, MOST);
}

/** Adds the sheet with all its rows, filter and print set-up. @param bold rows, from 0, that sum up others */
export function addReportSheet(
  workbook: Workbook,
  name: string,
  columns: readonly ReportColumn[],
  rows: Iterable<readonly ReportCell[]>,
  bold: ReadonlySet<number> = new Set(),
): Worksheet {
  const sheet = workbook.addWorksheet(name.slice(0, NAME_MOST), {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  sheet.columns = columns.map(({ width, kind }) => ({ width, style: STYLES[kind] }));
  const header = sheet.addRow(columns.map((column) => column.header));
  header.eachCell((cell) => {
    cell.style = HEADER;
  });
  let at = 0;
  for (const row of rows) {
    const added = sheet.addRow(row.map(cellOf));
    if (bold.has(at)) added.font = { bold: true };
    at += 1;
  }
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: sheet.rowCount, column: columns.length } };
  return sheet;
}
