/**
 * What a cell of a workbook lets people pick or type: drop-downs and messages.
 * Guarantees: reaches some hundred empty rows below the table, so that a new row is helped too;
 * the list of `national_value` is that of the row's `field`, in Excel and in LibreOffice (INDIRECT
 * to a named range).
 * Must not: be the check; people paste over drop-downs, and the readers judge what comes back.
 */
import type { DataValidation, Worksheet } from 'exceljs';
import { WORKED } from '../read-holidays.ts';
import { columnLetters } from './sheet-text.ts';
import { COLUMN_WORDS } from './sheet-words.ts';
import { TABLES, type TableFile } from './table-shape.ts';

/** Empty rows below a table that have drop-downs. */
export const SPARE_ROWS = 500;
/** Beginning of the names of lists: `gia_tri_kind`, `gia_tri_channel`. */
export const LIST_PREFIX = 'gia_tri_';

/** exceljs keeps validations by range, but declares them for single cells only. */
interface WithValidations {
  readonly dataValidations: { add(range: string, validation: DataValidation): void };
}

/** Sets a rule for a whole range. */
export function validate(sheet: Worksheet, range: string, validation: DataValidation): void {
  (sheet as unknown as WithValidations).dataValidations.add(range, validation);
}

const message = (title: string, text: string): Partial<DataValidation> => ({
  showInputMessage: true,
  promptTitle: title.slice(0, 32),
  prompt: text.slice(0, 255),
});

const refusal = (style: 'stop' | 'warning', error: string): Partial<DataValidation> => ({
  showErrorMessage: true,
  errorStyle: style,
  errorTitle: 'Dongbo',
  error,
});

function listRule(formula: string, style: 'stop' | 'warning'): DataValidation {
  const error = 'Giá trị không có trong danh sách; hãy chọn ở mũi tên bên phải ô.';
  return { type: 'list', allowBlank: true, formulae: [formula], ...refusal(style, error) };
}

/** Text that looks like YYYY-MM-DD; a true date cell is borne, the import reads it. */
function dayRule(cell: string): DataValidation {
  const looksRight = `OR(ISNUMBER(${cell}),AND(LEN(${cell})=10,MID(${cell},5,1)="-",MID(${cell},8,1)="-"))`;
  const error = 'Ngày phải có dạng YYYY-MM-DD, ví dụ 2025-07-01.';
  return { type: 'custom', allowBlank: true, formulae: [looksRight], ...refusal('warning', error) };
}

/** The rule of a column, `null` where any text may stand. */
function ruleOf(file: TableFile, column: string, cell: string): DataValidation | null {
  if (['valid_from', 'valid_to', 'date'].includes(column)) return dayRule(cell);
  if (column === 'national_value') {
    const field = `$${columnLetters(TABLES[file].columns.indexOf('field') + 1)}2`;
    // A warning only: for two fields the national list is not known whole.
    return listRule(`INDIRECT("${LIST_PREFIX}"&${field})`, 'warning');
  }
  if (column === 'working') return listRule(`"${WORKED}"`, 'stop');
  return ['kind', 'field', 'national_status'].includes(column)
    ? listRule(`${LIST_PREFIX}${column}`, 'stop')
    : null;
}

/** Adds the rules of a table's columns. @param rows how many the table has. */
export function addRules(sheet: Worksheet, file: TableFile, rows: number): void {
  for (const [index, column] of TABLES[file].columns.entries()) {
    const letters = columnLetters(index + 1);
    const rule = ruleOf(file, column, `${letters}2`);
    const words = COLUMN_WORDS[file][column];
    if (rule === null || words === undefined) continue;
    validate(sheet, `${letters}2:${letters}${rows + 1 + SPARE_ROWS}`, {
      ...rule,
      ...message(words.label, words.vi),
    });
  }
}
