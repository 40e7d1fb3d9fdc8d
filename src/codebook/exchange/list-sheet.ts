/**
 * The sheet with the values that can be picked, what they mean, and from which state of the tables
 * the workbook was made.
 * Guarantees: each list is a named range, so that drop-downs follow the sheet wherever it moves.
 */
import type { Workbook } from 'exceljs';
import type { ValueField } from '../../domain/dossier.ts';
import { LIST_PREFIX } from './drop-downs.ts';
import { FIELD_LIST, FIELD_WORDS, KIND_WORDS, type ListedValue, STATUS_WORDS } from './list-words.ts';
import { addHeader, READ_ONLY, TEXT } from './sheet-style.ts';
import { LIST_SHEET } from './sheet-words.ts';
import type { TableOnDisk } from './table-file.ts';

/** First cell of a row that says from which content a table was exported. */
export const ORIGIN_MARK = 'sha256';

function lists(): readonly (readonly [name: string, values: readonly ListedValue[]])[] {
  const fields = Object.keys(FIELD_WORDS) as ValueField[];
  return [
    ['kind', KIND_WORDS],
    ['national_status', STATUS_WORDS],
    ['field', FIELD_LIST],
    ...fields.map((field) => [field, FIELD_WORDS[field].values] as const),
  ];
}

/** Adds the sheet and the names. */
export function addListSheet(workbook: Workbook, tables: readonly TableOnDisk[]): void {
  const sheet = workbook.addWorksheet(LIST_SHEET);
  addHeader(sheet, [
    { header: 'Danh sách', width: 20, style: TEXT },
    { header: 'Giá trị', width: 20, style: TEXT },
    { header: 'Ý nghĩa', width: 60, style: TEXT },
    { header: 'Meaning', width: 50, style: READ_ONLY },
  ]);
  for (const [name, values] of lists()) {
    const first = sheet.rowCount + 1;
    for (const [value, vi, en] of values) sheet.addRow([name, value, vi, en]);
    workbook.definedNames.add(`'${LIST_SHEET}'!$B$${first}:$B$${sheet.rowCount}`, `${LIST_PREFIX}${name}`);
  }
  for (const { file, hash } of tables) {
    if (hash === null) continue;
    sheet.addRow([ORIGIN_MARK, hash, file, '']).hidden = true;
  }
}
