/** A fault in a file of published figures. Guarantees: carries code and parameters, so that it is told in either language. */
import { type ErrorCode, type ErrorParams, explainError, type Language } from '../../domain/errors.ts';

/** See the file's head. */
export interface OfficialFault {
  /** Path within JSON, or line and column. */
  readonly place: string;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}

/** The fault as one line. @param file its name, before the place */
export function tellFault({ place, code, params }: OfficialFault, file: string, language: Language): string {
  const { message, remedy } = explainError(code, language, params);
  return `${file}:${place} ${code} ${message}. ${remedy}`;
}
