/**
 * Why a document is refused.
 * Guarantees: carries codes, places and names of the schema alone: no value of a document ever gets in here
 * (invariant 10).
 */
import type { ErrorCode, ErrorParams } from '../../domain/errors.ts';

/** One thing that is wrong with a document. */
export interface DocumentFault {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** From 1; `null` = not of one line. */
  readonly line: number | null;
  readonly column: number | null;
}

/** The document is not taken; all that is known of why. */
export class Refusal extends Error {
  readonly faults: readonly DocumentFault[];

  constructor(faults: readonly DocumentFault[]) {
    super(faults.map(({ code }) => code).join(', '));
    this.name = 'Refusal';
    this.faults = faults;
  }
}

/** A refusal for one reason. */
export function refusal(
  code: ErrorCode,
  params: ErrorParams = {},
  line: number | null = null,
  column: number | null = null,
): Refusal {
  return new Refusal([{ code, params, line, column }]);
}
