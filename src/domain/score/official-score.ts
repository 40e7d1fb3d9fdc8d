/**
 * A figure that the portal has published.
 * Guarantees: as published; what was not there is `null`, ratios are 0..1 whatever they were written as.
 * Must not: hold what was computed from other figures.
 */

/** Agency under which the figures of the province as a whole stand. */
export const WHOLE_PROVINCE = '';

/** One published indicator of one period and agency. */
export interface OfficialScore {
  /** `2026-10`, `2026-Q3`, `2026`. */
  readonly period: string;
  /** National code, or the name where the ledger knows no code; {@link WHOLE_PROVINCE}. */
  readonly agency: string;
  /** The portal's code, or ours where it has none (`PROGRESS_ON_TIME`); also codes that no formula knows. */
  readonly code: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** 0..1; may be above where more was synchronized than reported. */
  readonly ratio: number | null;
  readonly score: number | null;
  readonly maxScore: number | null;
  /** What the portal says of the figure, e.g. `TEMP_NATIONAL_REPORT_DENOMINATOR`. */
  readonly flags: readonly string[];
  /** Up to when the portal had counted; `null` = not known. */
  readonly publishedAt: Date | null;
}
