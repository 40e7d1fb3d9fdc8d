/** What a pass tells of each source. Guarantees: of a failure the code and its own words, never a value of a row. */
import { DongboError, type ErrorCode, explainError, type Language } from '../domain/errors.ts';
import type { SourceRead } from '../pipeline/read-all.ts';
import type { Say } from './command-context.ts';

/** One source. */
export interface SourceSummary {
  readonly name: string;
  readonly read: number;
  readonly changed: number;
  /** Dossiers that another source owns. */
  readonly shadowed: number;
  /** Code of what it failed with; '' = it was read to its end. */
  readonly error: ErrorCode | '';
  /** What went wrong, and what to do; '' where nothing did. */
  readonly message: string;
  readonly remedy: string;
}

/** Sums up one. */
export function summaryOfSource(source: SourceRead, language: Language): SourceSummary {
  const { name, read, changed, shadowed, error } = source;
  const counts = { name, read, changed, shadowed };
  // What is no source's own fault is thrown before there is a summary.
  if (!(error instanceof DongboError)) return { ...counts, error: '', message: '', remedy: '' };
  return { ...counts, error: error.code, ...explainError(error.code, language, error.params) };
}

/** What a source that could not be read ends the pass with, once what the others gave has been delivered; 0 = nothing. */
export function exitOfSources(sources: readonly SourceSummary[]): number {
  const exits = sources.flatMap(({ error }) => (error === '' ? [] : [new DongboError(error).exitCode]));
  return exits.length === 0 ? 0 : ([69, 78].find((exit) => exits.includes(exit)) ?? 1);
}

/** For people, of a source that could not be read, or that gives what another one owns. */
export function sourceLines({ name, shadowed, error, message, remedy }: SourceSummary, say: Say): string[] {
  const away = [
    say(
      `Nguồn ${name} không đọc được: ${message} (${error})`,
      `Source ${name} could not be read: ${message} (${error})`,
    ),
    `  → ${remedy}`,
  ];
  const owned = say(
    `Nguồn ${name}: ${shadowed} hồ sơ thuộc nguồn khác, không lấy từ đây.`,
    `Source ${name}: ${shadowed} dossiers belong to another source and were not taken from here.`,
  );
  return [...(error === '' ? [] : away), ...(shadowed === 0 ? [] : [owned])];
}
