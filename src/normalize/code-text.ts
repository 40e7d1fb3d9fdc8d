/**
 * Codes, statuses and values that were typed in an old font (`§ang xö lý`).
 * Guarantees: text that surely is legacy is asked for as it reads, so that one row in Unicode answers
 * for every font; then as it is written, so that a row copied from the source answers, too.
 * Must not: change what is asked where the text is doubtful; the table then does not know it, and it is held.
 */
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';
import { readLegacy } from './legacy-text/read-legacy.ts';
import type { Notes } from './notes.ts';

/** A text as it reads. */
export interface ReadText {
  readonly text: string;
  /** `TCVN3`, `VNI`. */
  readonly rule: string;
}

/** How a text from before Unicode reads, clean; `null` where it is none or cannot be told for certain. */
export function readAsLegacy(raw: SourceText): ReadText | null {
  if (!raw) return null;
  const reading = readLegacy(raw);
  if (reading.kind === 'unicode' || reading.kind === 'doubtful') return null;
  return { text: cleanText(reading.text), rule: reading.rule };
}

/** Asks for what `raw` reads as, then for `raw` as written; the answer to the latter where neither is found. */
export function askAsRead<T>(
  notes: Notes,
  label: string,
  raw: SourceText,
  ask: (text: string) => T,
  isFound: (answer: T) => boolean,
): T {
  const read = readAsLegacy(raw);
  if (read !== null) {
    const answer = ask(read.text);
    if (isFound(answer)) {
      notes.note(label, raw, read.text, read.rule);
      return answer;
    }
  }
  return ask(cleanText(raw));
}
