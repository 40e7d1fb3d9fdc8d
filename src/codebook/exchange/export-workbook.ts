/**
 * Makes the workbook in which officials review the tables.
 * Guarantees: every cell of every table is in it, as text; it says from which content it was made.
 * Must not: read or write files; the caller does.
 */
import ExcelJS from 'exceljs';
import type { CatalogueSnapshot } from '../../domain/catalogue-snapshot.ts';
import { addGuideSheet } from './guide-sheet.ts';
import { addListSheet } from './list-sheet.ts';
import { nameColumns } from './national-names.ts';
import { addProposalSheet, type ProposalRow } from './proposal-sheet.ts';
import type { TableOnDisk } from './table-file.ts';
import { addTableSheet } from './table-sheet.ts';

/** What may stand beside the tables. */
export interface ExportOptions {
  /** Adds columns with the national names of codes. */
  readonly catalogue?: CatalogueSnapshot;
  /** Adds the sheet "Đề xuất" where there are any. */
  readonly proposals?: readonly ProposalRow[];
}

/** The bytes of an .xlsx file. Throws DB-XLS-005 for a cell that Excel cannot hold. */
export async function exportWorkbook(
  tables: readonly TableOnDisk[],
  options: ExportOptions = {},
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'Dongbo';
  addGuideSheet(workbook);
  addProposalSheet(workbook, options.proposals ?? []);
  const names = options.catalogue === undefined ? {} : nameColumns(options.catalogue);
  for (const table of tables) addTableSheet(workbook, table, names[table.file] ?? []);
  addListSheet(workbook, tables);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
