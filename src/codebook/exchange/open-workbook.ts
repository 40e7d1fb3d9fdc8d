/**
 * Opens an .xlsx file that people hand in.
 * Guarantees: limits are held before anything is unpacked for good; rules, pictures and links of the
 * sheets are not even read, so that a rule over a million cells costs nothing.
 */
import ExcelJS, { type Workbook, type Worksheet } from 'exceljs';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { guardWorkbook } from './guard-zip.ts';
import { ORIGIN_MARK } from './list-sheet.ts';
import { rowTexts } from './sheet-table.ts';
import { LIST_SHEET, SHEET_NAMES } from './sheet-words.ts';
import { isTableFile, TABLE_FILES, type TableFile } from './table-shape.ts';

/** Parts of a sheet that say nothing about its cells. */
const NOT_READ = [
  'dataValidations',
  'conditionalFormatting',
  'extLst',
  'hyperlinks',
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
  'autoFilter',
];

/** Throws DB-XLS-009, DB-XLS-010, DB-XLS-011. */
export async function openWorkbook(path: string, bytes: Buffer): Promise<Workbook> {
  guardWorkbook(path, bytes);
  const workbook = new ExcelJS.Workbook();
  try {
    // exceljs declares an older Buffer; it takes any.
    const data = bytes as unknown as Parameters<typeof workbook.xlsx.load>[0];
    return await workbook.xlsx.load(data, { ignoreNodes: NOT_READ });
  } catch (error) {
    throw new DongboError('DB-XLS-010', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** The table that a sheet's name says: `Thủ tục (procedures)`, or anything that ends so. */
export function tableOfSheetName(name: string): TableFile | null {
  const inBrackets = /\(([a-z-]+)\)\s*$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const file = `${inBrackets}.csv`;
  if (isTableFile(file)) return file;
  return (
    TABLE_FILES.find((known) => SHEET_NAMES[known] === name || known === `${name.toLowerCase()}.csv`) ?? null
  );
}

/** From which content each table was exported, as the list sheet says. */
export function originHashes(workbook: Workbook): ReadonlyMap<TableFile, string> {
  const hashes = new Map<TableFile, string>();
  const sheet: Worksheet | undefined = workbook.getWorksheet(LIST_SHEET);
  sheet?.eachRow((row) => {
    const [mark, hash = '', file = ''] = rowTexts(row);
    if (mark === ORIGIN_MARK && isTableFile(file)) hashes.set(file, hash);
  });
  return hashes;
}
