/**
 * What a part of the bench is, and how its figures are written down.
 * Guarantees: each figure has its unit and all its runs; a goal is judged on the median; what could not be measured
 * here is said, never left out.
 */
import type { Spread } from './spread.ts';

/** A measured figure. */
export interface Figure {
  /** What was measured, in words that stand in the table: `full road, first load`. */
  readonly name: string;
  readonly unit:
    | 'dossiers/s'
    | 'deliveries/s'
    | 'calls/dossier'
    | 'ms'
    | 'MB'
    | '% of a core'
    | 'wakes/s'
    | '×';
  readonly spread: Spread;
  /** Measured in how many runs. */
  readonly runs: number;
  /** What it should be at least or at most; absent = it is told for comparison. */
  readonly goal?: Goal;
}

/** A border of a figure, in its unit. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** What a section found. */
export interface SectionResult {
  readonly figures: readonly Figure[];
  /** What a reader must know to judge them: sizes, settings, what was not run. One sentence each. */
  readonly notes: readonly string[];
  /** Anything else worth keeping in the file of results, such as query plans. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a bench run is told. */
export interface BenchOptions {
  /** Dossiers, where a section has a size; absent = its own. */
  readonly size: number | null;
  /** Runs of each figure. */
  readonly runs: number;
  readonly seed: number;
  /** Milliseconds that the portal takes for an answer. */
  readonly latencyMs: number;
  /** Told what goes on, a line each, on standard error. */
  readonly say: (line: string) => void;
}

/** A part of the bench. */
export interface Section {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  measure(options: BenchOptions): Promise<SectionResult>;
}

/** Does the median hold the goal? `null` = there is none. */
export function holds({ spread, goal }: Figure): boolean | null {
  if (goal === undefined) return null;
  return 'atLeast' in goal ? spread.median >= goal.atLeast : spread.median <= goal.atMost;
}
