/**
 * Codes, statuses and values that were typed in an old font (`§ang xö lý`).
 * Guarantees: text that surely is legacy is asked for as it reads, so that one row in Unicode answers
 * for every font; then as it is written, so that a row copied from the source answers, too. Doubtful text
 * is asked for as written first, then as it may read: the table tells which it is.
 * Must not: choose where the table knows a doubtful text in two readings; it is asked as written, and held.
 */
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';
import { doubtfulReadings, readLegacy } from './legacy-text/read-legacy.ts';
import type { Notes } from './notes.ts';

/** A text as it reads. */
export interface ReadText {
  readonly text: string;
  /** `TCVN3`, `VNI`. */
  readonly rule: string;
}

/** How a text may read. */
export interface Readings {
  readonly kind: 'unicode' | 'legacy' | 'doubtful';
  /** Clean. One where it surely is legacy, none where it is Unicode. */
  readonly readings: readonly ReadText[];
}

/** Nearly every code; no old font shows in it. */
const ASCII = /^[\x20-\x7e]*$/;
const AS_WRITTEN: Readings = { kind: 'unicode', readings: [] };

/** How a code, a status or a name from before Unicode reads. */
export function readingsOf(raw: SourceText): Readings {
  if (!raw || ASCII.test(raw)) return AS_WRITTEN;
  const reading = readLegacy(raw);
  if (reading.kind === 'unicode') return AS_WRITTEN;
  const isDoubtful = reading.kind === 'doubtful';
  const readings = isDoubtful ? doubtfulReadings(raw) : [reading];
  return {
    kind: isDoubtful ? 'doubtful' : 'legacy',
    readings: readings.map(({ text, rule }) => ({ text: cleanText(text), rule })),
  };
}

/** Asks for what `raw` reads as and for `raw` as written; the answer to the latter where neither is found. */
export function askAsRead<T>(
  notes: Notes,
  label: string,
  raw: SourceText,
  ask: (text: string) => T,
  isFound: (answer: T) => boolean,
): T {
  const { kind, readings } = readingsOf(raw);
  if (kind === 'unicode') return ask(cleanText(raw));
  if (kind === 'doubtful') {
    const asWritten = ask(cleanText(raw));
    if (isFound(asWritten)) return asWritten;
  }
  const found = readings.flatMap((read) => {
    const answer = ask(read.text);
    return isFound(answer) ? [{ read, answer }] : [];
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return ask(cleanText(raw));
  notes.note(label, raw, only.read.text, only.read.rule);
  return only.answer;
}
