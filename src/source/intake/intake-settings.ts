/** What the intake is told from outside, and what it is built from. Must not: read the environment or files. */
import type { SourceDossier } from '../../domain/source-dossier.ts';
import type { SourceMap } from '../../domain/source-map.ts';

/** What became of a dossier, as the one who pushed it is told. */
export const INTAKE_RESULTS = ['stored', 'unchanged', 'older', 'other-source', 'left-out'] as const;
/** One of {@link INTAKE_RESULTS}; `left-out`: by a condition of the source map. */
export type IntakeResult = (typeof INTAKE_RESULTS)[number];

/** A dossier with the time of its change, without which pushes have no order. */
export type TimedDossier = SourceDossier & { readonly changedAt: string };

/** One source that pushes; its token tells it from others. */
export interface IntakeSource {
  readonly name: string;
  /** Any of them opens; two, while one replaces the other. */
  readonly tokens: readonly string[];
  readonly map: SourceMap;
  /**
   * Stores them all, or none; what became of each, in their order, once that is sure.
   * Throws a DongboError of the class `retry` where it cannot be done now.
   */
  readonly take: (dossiers: readonly TimedDossier[]) => Promise<readonly Exclude<IntakeResult, 'left-out'>[]>;
}

/** What became of a request. */
export const REQUEST_RESULTS = ['taken', 'refused', 'denied', 'busy', 'away', 'failed', 'cut'] as const;
/** One of {@link REQUEST_RESULTS}; `cut`: whoever asked was gone before the answer. */
export type RequestResult = (typeof REQUEST_RESULTS)[number];

/** What is told of a request when it is over: counts, and nothing that it carried. */
export interface RequestReport {
  /** Whose token it showed; '' = nobody's. */
  readonly source: string;
  readonly result: RequestResult;
  readonly status: number;
  readonly durationMs: number;
  /** Of the error that was answered; '' = none. */
  readonly code: string;
  readonly counts: Readonly<Record<IntakeResult, number>>;
}

/** See the file's head. */
export interface IntakeOptions {
  readonly host: string;
  /** 0 = a free one. */
  readonly port: number;
  /** PEM texts; `null` = plain HTTP, for this machine or behind a proxy. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly maxBytes: number;
  readonly maxDossiers: number;
  /** Requests at a time; more are told to come again. */
  readonly concurrency: number;
  /** Milliseconds after which an answer is given though the ledger has not; default 25 s. */
  readonly patienceMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly sources: readonly IntakeSource[];
  readonly onRequest: (report: RequestReport) => void;
  /** Told of faults of the program itself. */
  readonly onFailure: (error: unknown) => void;
}
