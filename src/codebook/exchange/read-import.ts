/**
 * Reads what people hand in: a workbook, a CSV file, or a folder of CSV files.
 * Guarantees: what is not recognised is told; a table that is not in it is not in the answer.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Worksheet } from 'exceljs';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { originOf } from './export-origin.ts';
import { assertWithin, MAX_FILE_BYTES } from './guard-zip.ts';
import { tableOfHeader } from './header-columns.ts';
import type { ImportFault, IncomingTable, PassedOver } from './incoming.ts';
import { readLooseCsv, tableOfCsv } from './loose-csv.ts';
import { MAX_ROWS } from './measure-part.ts';
import { openWorkbook, originHashes, tableOfSheetName } from './open-workbook.ts';
import { isProposalSheet, type PickedProposals, readProposals } from './proposal-rows.ts';
import { readSheetTable, rowTexts } from './sheet-table.ts';
import { GUIDE_SHEET, LIST_SHEET, PROPOSAL_SHEET } from './sheet-words.ts';
import type { TableOnDisk } from './table-file.ts';
import { isTableFile, type TableFile } from './table-shape.ts';

/** What was handed in. */
export interface Incoming {
  readonly tables: readonly IncomingTable[];
  readonly picked: PickedProposals;
  readonly faults: readonly ImportFault[];
  /** Sheets that are no table. */
  readonly passedOver: readonly PassedOver[];
  /** Content from which a table was exported, where that is known. */
  readonly hashes: ReadonlyMap<TableFile, string>;
}

const NOTHING_PICKED: PickedProposals = { rows: [], faults: [] };

function bytesOf(path: string): Buffer {
  try {
    assertWithin(path, statSync(path).size, MAX_FILE_BYTES, 'bytes');
    return readFileSync(path);
  } catch (error) {
    if (error instanceof DongboError) throw error;
    throw new DongboError('DB-XLS-008', { path, reason: reasonOf(error) }, { cause: error });
  }
}

async function readWorkbook(
  path: string,
  bytes: Buffer,
  before: (file: TableFile) => TableOnDisk,
): Promise<Incoming> {
  const workbook = await openWorkbook(path, bytes);
  const tables = new Map<TableFile, IncomingTable>();
  const faults: ImportFault[] = [];
  const passedOver: PassedOver[] = [];
  const proposals: { readonly name: string; readonly picked: PickedProposals }[] = [];
  const take = (sheet: Worksheet): void => {
    if ([GUIDE_SHEET, LIST_SHEET].includes(sheet.name)) return;
    const file = tableOfSheetName(sheet.name) ?? tableOfHeader(rowTexts(sheet.getRow(1)));
    if (file === null && !isProposalSheet(sheet)) {
      passedOver.push({ place: sheet.name, name: sheet.name });
      return;
    }
    const other = file === null ? proposals[0]?.name : tables.get(file)?.origin.name;
    if (other !== undefined) {
      // Which of the two holds what was meant, only people know.
      const params = { file: file ?? PROPOSAL_SHEET, other };
      faults.push({ place: sheet.name, code: 'DB-XLS-013', params });
    } else if (file === null) proposals.push({ name: sheet.name, picked: readProposals(sheet) });
    else tables.set(file, readSheetTable(sheet, before(file)));
  };
  for (const sheet of workbook.worksheets) take(sheet);
  const picked = proposals[0]?.picked ?? NOTHING_PICKED;
  return { tables: [...tables.values()], picked, faults, passedOver, hashes: originHashes(workbook) };
}

function readCsv(path: string, bytes: Buffer): IncomingTable | null {
  const name = basename(path);
  const byName = name.toLowerCase();
  const file = isTableFile(byName) ? byName : tableOfCsv(bytes);
  if (file === null) return null;
  const table = readLooseCsv(name, bytes, file);
  assertWithin(path, table.rows.length, MAX_ROWS, 'rows');
  return table;
}

function isFolderAt(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new DongboError('DB-XLS-008', { path, reason: reasonOf(error) }, { cause: error });
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path).filter((name) => isTableFile(name.toLowerCase()));
  } catch (error) {
    throw new DongboError('DB-XLS-008', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/**
 * Reads `path`. @param before the tables that are there; tells which numbers are codes.
 * Throws DB-XLS-008 to DB-XLS-012 where nothing can be read at all.
 */
export async function readImport(path: string, before: (file: TableFile) => TableOnDisk): Promise<Incoming> {
  const isFolder = isFolderAt(path);
  const paths = isFolder ? namesIn(path).map((name) => join(path, name)) : [path];
  const csv: IncomingTable[] = [];
  for (const one of paths) {
    const bytes = bytesOf(one);
    if (!isFolder && !/\.(csv|txt|tsv)$/i.test(one)) {
      const workbook = await readWorkbook(path, bytes, before);
      const isEmpty = workbook.tables.length === 0 && workbook.picked.rows.length === 0;
      if (!isEmpty || workbook.picked.faults.length > 0) return workbook;
      throw new DongboError('DB-XLS-012', { path });
    }
    const table = readCsv(one, bytes);
    if (table !== null) csv.push(table);
  }
  if (csv.length === 0) throw new DongboError('DB-XLS-012', { path });
  return {
    tables: csv,
    picked: NOTHING_PICKED,
    faults: [],
    passedOver: [],
    hashes: originOf(isFolder ? path : dirname(path)),
  };
}
