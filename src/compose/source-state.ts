/**
 * How a source fares, as the ledger tells it: for whoever shows it on whatever machine.
 * Guarantees: pure; a first load that goes on is told apart from a source that says nothing.
 */
import type { SourceFigures } from '../ledger/source-figures.ts';

/**
 * `well`: its last reading went well, not too long ago. `loading`: it was never read to its end, and is being read.
 * `failing`: its last reading failed. `silent`: it was not read to its end for too long, and no error says why.
 * `never`: it was not read yet.
 */
export const SOURCE_STATES = ['well', 'loading', 'failing', 'silent', 'never'] as const;
/** One of {@link SOURCE_STATES}. */
export type SourceState = (typeof SOURCE_STATES)[number];

/** No reading needs longer than this to show that it goes on; its statements are given up before. */
const SILENT_SECONDS = 10 * 60;
/** Readings that may be missed in a row. */
const PERIODS = 3;

/**
 * @param periodSeconds longest pause between two readings by its schedule; `null` = it has none
 * @param atWork it is being read at this moment
 */
export function sourceState(
  figures: Pick<SourceFigures, 'lastReadAgeSeconds' | 'lastError' | 'cursorAgeSeconds'>,
  periodSeconds: number | null,
  atWork: boolean,
): SourceState {
  const { lastReadAgeSeconds, lastError, cursorAgeSeconds } = figures;
  if (lastError !== '') return 'failing';
  const limit = Math.max(SILENT_SECONDS, PERIODS * (periodSeconds ?? 0));
  const moves = cursorAgeSeconds !== null && cursorAgeSeconds <= limit;
  if (lastReadAgeSeconds === null) return atWork || moves ? 'loading' : 'never';
  // A folder of documents has no position: a long one is taken for as long as it takes.
  const goesOn = atWork && (moves || cursorAgeSeconds === null);
  return lastReadAgeSeconds <= limit || goesOn ? 'well' : 'silent';
}
