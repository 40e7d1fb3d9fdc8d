/**
 * A published figure as a file has it, before anything is read into it.
 * Guarantees: values as written; each figure knows its place, so that a fault is told there.
 */

/** An agency as a file names it. All '' = it names none. */
export interface NamedAgency {
  readonly code: string;
  readonly name: string;
  /** An id of the portal's own, which says nothing to a province. */
  readonly id: string;
}

/** No agency is named. */
export const NO_AGENCY: NamedAgency = { code: '', name: '', id: '' };

/** A period as a file names it. */
export interface NamedPeriod {
  /** `2026-10`, `2026-Q3`, `2026`; `null` = it cannot be read. */
  readonly name: string | null;
  readonly written: string;
}

/** The five amounts of a figure. */
export const AMOUNTS = ['numerator', 'denominator', 'ratio', 'score', 'maxScore'] as const;
/** See {@link AMOUNTS}. */
export type AmountName = (typeof AMOUNTS)[number];

/** See the file's head. */
export interface FoundFigure {
  /** `$.data.overview.metrics[3]` of a JSON file, the number of the line of a CSV file. */
  readonly place: string;
  readonly code: string;
  /** `null` = the file names none. */
  readonly period: NamedPeriod | null;
  readonly agency: NamedAgency;
  readonly amounts: Readonly<Record<AmountName, unknown>>;
  /** Place of each amount. */
  readonly placeOf: (amount: AmountName) => string;
  readonly flags: readonly string[];
  /** As written; '' = the file does not say. */
  readonly published: string;
}
