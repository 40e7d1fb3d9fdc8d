/**
 * What an import brings, before it is compared with what is there.
 * Guarantees: every row and every fault knows its place in the words of the file that it came from:
 * `Thủ tục (procedures)!B7` or `procedures.csv:7:3`.
 */
import { type ErrorCode, type ErrorParams, explainError, type Language } from '../../domain/errors.ts';
import type { TableFile, TableRow } from './table-shape.ts';

/** Where rows come from. */
export interface Origin {
  /** Name of the sheet or file. */
  readonly name: string;
  /** The place of a row (a number from 1), or of a cell of it. */
  readonly placeOf: (at: number, column?: string) => string;
}

/** A row that comes in. */
export interface IncomingRow {
  readonly row: TableRow;
  readonly origin: Origin;
  /** Its row in the sheet, its line in the file. */
  readonly at: number;
}

/** A fault of what comes in. */
export interface ImportFault {
  readonly place: string;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}

/** A column that is passed over because no table has it. */
export interface PassedOver {
  readonly place: string;
  readonly name: string;
}

/** A table that comes in. */
export interface IncomingTable {
  readonly file: TableFile;
  readonly origin: Origin;
  readonly rows: readonly IncomingRow[];
  readonly faults: readonly ImportFault[];
  readonly passedOver: readonly PassedOver[];
}

/** The fault in one language, as `mapping import --json` tells it. */
export function explainImportFault({ place, code, params }: ImportFault, language: Language) {
  return { place, code, ...explainError(code, language, params) };
}
