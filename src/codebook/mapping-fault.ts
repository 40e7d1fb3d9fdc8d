/**
 * A fault in a file of `mappings/`: where, what is wrong, what would be right.
 * Guarantees: carries code and parameters, so that it can be told in either language.
 * Must not: stop at the first; whoever reads a file goes on and adds.
 */
import { type ErrorCode, type ErrorParams, explainError, type Language } from '../domain/errors.ts';

/** A place in a file, both numbers from 1; columns count characters, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a fault that concerns the whole file is put. */
export const FILE_START: Position = { line: 1, column: 1 };

/** One fault. */
export interface MappingFault extends Position {
  /** Name within the mappings folder; the folder itself where it is missing. */
  readonly file: string;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}

/** A fault in the words of `mapping check --json`. */
export interface ExplainedFault extends Position {
  readonly file: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** The fault in one language. */
export function explainFault(fault: MappingFault, language: Language): ExplainedFault {
  const { file, line, column, code } = fault;
  return { file, line, column, code, ...explainError(code, language, fault.params) };
}

/** The fault as one line: `procedures.csv:12:3 DB-MAP-014 what is wrong. What would be right.` */
export function formatFault(fault: MappingFault, language: Language): string {
  const { file, line, column, code, message, remedy } = explainFault(fault, language);
  return `${file}:${line}:${column} ${code} ${message}. ${remedy}`;
}

/** Gathers the faults of one file. */
export class FaultSink {
  readonly file: string;
  readonly faults: MappingFault[] = [];

  constructor(file: string) {
    this.file = file;
  }

  add(at: Position, code: ErrorCode, params: ErrorParams = {}): void {
    this.faults.push({ file: this.file, line: at.line, column: at.column, code, params });
  }
}
