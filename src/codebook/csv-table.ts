/**
 * Reads a CSV file of `mappings/` as a table: header checked, rows with cells by column name.
 * Guarantees: columns in any order; every missing (save those that may be), unknown or repeated column and every row with
 * too few or too many fields is told; rows without any text (Excel leaves `,,,`) are left out.
 * Must not: judge what a cell says (`csv-row.ts`).
 */
import { cleanCode, tidyCode } from './clean-code.ts';
import { type Cell, readRecords } from './csv-records.ts';
import { CsvRow } from './csv-row.ts';
import { type FaultSink, FILE_START } from './mapping-fault.ts';

const SEPARATOR = ',';
/** What spreadsheets put in place of the comma, and how it is told. */
const WRONG_SEPARATORS = [
  [';', ';'],
  ['\t', 'TAB'],
] as const;

/** Column name → place in a row. */
function readHeader(
  cells: readonly Cell[],
  columns: readonly string[],
  sink: FaultSink,
  optional: readonly string[],
): Map<string, number> {
  const places = new Map<string, number>();
  const expected = columns.join(SEPARATOR);
  for (const [place, cell] of cells.entries()) {
    const name = cleanCode(cell.text);
    if (!columns.includes(name)) sink.add(cell, 'DB-MAP-008', { column: tidyCode(cell.text), expected });
    else if (places.has(name)) sink.add(cell, 'DB-MAP-009', { column: name });
    else places.set(name, place);
  }
  const end = cells.at(-1) ?? FILE_START;
  for (const column of columns) {
    if (!places.has(column) && !optional.includes(column)) sink.add(end, 'DB-MAP-007', { column, expected });
  }
  return places;
}

/**
 * The rows of a table; those with a wrong number of fields are told and left out.
 * @param optional those of `columns` that a file may lack: their cells are empty then
 */
export function readTable(
  text: string,
  columns: readonly string[],
  sink: FaultSink,
  optional: readonly string[] = [],
): CsvRow[] {
  const records = readRecords(text, SEPARATOR, sink);
  const header = records[0];
  if (header === undefined) {
    sink.add(FILE_START, 'DB-MAP-006', { expected: columns.join(SEPARATOR) });
    return [];
  }
  const only = header.cells.length === 1 ? (header.cells[0]?.text ?? '') : '';
  const wrong = WRONG_SEPARATORS.find(([sign]) => only.includes(sign));
  if (wrong !== undefined) {
    sink.add(FILE_START, 'DB-MAP-010', { separator: wrong[1] });
    return [];
  }
  const places = readHeader(header.cells, columns, sink, optional);
  // Not one known column: this is no header, and what follows cannot be judged.
  if (places.size === 0) return [];
  const rows: CsvRow[] = [];
  for (const record of records.slice(1)) {
    if (record.cells.every((cell) => tidyCode(cell.text) === '')) continue;
    if (record.cells.length !== header.cells.length) {
      sink.add({ line: record.line, column: 1 }, 'DB-MAP-013', {
        found: record.cells.length,
        expected: header.cells.length,
      });
    } else rows.push(new CsvRow(record, places, sink));
  }
  return rows;
}
