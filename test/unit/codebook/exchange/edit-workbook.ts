/** A workbook as somebody at a desk changes it: opened, edited, saved under a new name. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { type ExportOptions, exportWorkbook } from '../../../../src/codebook/exchange/export-workbook.ts';
import { type ImportPlan, planImport } from '../../../../src/codebook/exchange/plan-import.ts';
import { readTableFile } from '../../../../src/codebook/exchange/table-file.ts';
import { TABLE_FILES } from '../../../../src/codebook/exchange/table-shape.ts';

const root = mkdtempSync(join(tmpdir(), 'exchange-'));
let files = 0;

/** Writes bytes to a file of its own. */
export function fileWith(content: string | Uint8Array, name = 'tinh.xlsx'): string {
  files += 1;
  const path = join(mkdtempSync(join(root, `${files}-`)), name);
  writeFileSync(path, content);
  return path;
}

/** Opens bytes with everything that is in them. */
export async function open(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  return workbook.xlsx.load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0]);
}

/** Exports the tables of `dir` and answers the path of the file as it was written. */
export async function exported(dir: string, options: ExportOptions = {}): Promise<string> {
  const tables = TABLE_FILES.map((file) => readTableFile(dir, file));
  return fileWith(await exportWorkbook(tables, options));
}

export type Edit = (sheet: (name: string) => ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void;

/** Exports the tables of `dir`, edits them, saves; answers the path. */
export async function edited(dir: string, edit: Edit, options: ExportOptions = {}): Promise<string> {
  const tables = TABLE_FILES.map((file) => readTableFile(dir, file));
  const workbook = await open(await exportWorkbook(tables, options));
  const sheet = (name: string): ExcelJS.Worksheet => {
    const found = workbook.worksheets.find((one) => one.name.includes(name));
    if (found === undefined) throw new Error(`no sheet ${name}`);
    return found;
  };
  edit(sheet, workbook);
  return fileWith(new Uint8Array(await workbook.xlsx.writeBuffer()));
}

/** What importing the edited workbook would do. */
export async function planOf(dir: string, edit: Edit, options: ExportOptions = {}): Promise<ImportPlan> {
  return planImport(dir, await edited(dir, edit, options));
}

/** `place code` of each fault. */
export function told(plan: ImportPlan): string[] {
  return plan.faults.map(({ place, code }) => `${place} ${code}`);
}
