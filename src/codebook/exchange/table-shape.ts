/**
 * The six CSV tables of `mappings/` as things that are written back: columns, keys, reader.
 * Guarantees: one list of columns for files, workbooks and imports; a test holds it to the readers.
 * Must not: judge cells; the readers that load the tables do (`checkTableText`).
 */
import { FaultSink, type MappingFault } from '../mapping-fault.ts';
import { readAgencies, readDocumentTypes, readProcedures } from '../read-code-tables.ts';
import { HOLIDAY_COLUMNS, readHolidays } from '../read-holidays.ts';
import { readStatuses, readValues } from '../read-value-tables.ts';

/** The tables, in the order in which they are shown. */
export const TABLE_FILES = [
  'procedures.csv',
  'document-types.csv',
  'agencies.csv',
  'statuses.csv',
  'values.csv',
  'holidays.csv',
] as const;
/** One of {@link TABLE_FILES}. */
export type TableFile = (typeof TABLE_FILES)[number];

/** A row: column → the cell as written, blanks and all. A column that is left out is empty. */
export type TableRow = Readonly<Record<string, string>>;

/** What is known of a table. */
export interface TableShape {
  readonly columns: readonly string[];
  /** Those of them that a file may lack. */
  readonly optional?: readonly string[];
  /** Columns by which a row is found again after an edit. */
  readonly key: readonly string[];
  /** The reader that loads the table; told faults go into the sink. */
  readonly read: (text: string, sink: FaultSink) => unknown;
}

const DATED = ['valid_from', 'valid_to', 'note'] as const;

/** The tables by file name. */
export const TABLES: Readonly<Record<TableFile, TableShape>> = {
  'procedures.csv': {
    columns: ['province_code', 'national_code', ...DATED],
    key: ['province_code', 'valid_from'],
    read: readProcedures,
  },
  'document-types.csv': {
    columns: ['kind', 'procedure', 'province_code', 'national_code', ...DATED],
    key: ['kind', 'procedure', 'province_code', 'valid_from'],
    read: readDocumentTypes,
  },
  'agencies.csv': {
    columns: ['province_code', 'national_code', 'name', ...DATED],
    key: ['province_code', 'valid_from'],
    read: readAgencies,
  },
  'statuses.csv': {
    columns: ['province_status', 'province_substatus', 'national_status', 'note'],
    key: ['province_status', 'province_substatus'],
    read: readStatuses,
  },
  'values.csv': {
    columns: ['field', 'province_value', 'national_value', 'note'],
    key: ['field', 'province_value'],
    read: readValues,
  },
  'holidays.csv': {
    columns: HOLIDAY_COLUMNS.all,
    optional: HOLIDAY_COLUMNS.optional,
    key: ['date'],
    read: readHolidays,
  },
};

/** May a file of this table lack the column? */
export function isOptional(file: TableFile, column: string): boolean {
  return TABLES[file].optional?.includes(column) ?? false;
}

/** Is this the name of a table? */
export function isTableFile(name: string): name is TableFile {
  return Object.hasOwn(TABLES, name);
}

/** The cells of a row in the order of the table's columns. */
export function cellsOf(file: TableFile, row: TableRow): string[] {
  return TABLES[file].columns.map((column) => row[column] ?? '');
}

/** The same for two rows exactly where every cell is the same, character by character. */
export function identityOf(file: TableFile, row: TableRow): string {
  return JSON.stringify(cellsOf(file, row));
}

/** Every fault that loading this text would tell, by line and column. @param text with `\n` line ends, without mark. */
export function checkTableText(file: TableFile, text: string): MappingFault[] {
  const sink = new FaultSink(file);
  TABLES[file].read(text, sink);
  return sink.faults.sort((a, b) => a.line - b.line || a.column - b.column);
}
