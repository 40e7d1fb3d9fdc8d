/**
 * Codes, statuses and values that were typed in an old font (`§ang xö lý`).
 * Guarantees: a table is asked with the text as it is written first, so that a row which names just
 * that wins; then, where nothing is found and the text surely is legacy, as it reads.
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

/** Asks for `written`, then for what `raw` reads as; the first answer where neither is found. */
export function askAsRead<T>(
  notes: Notes,
  label: string,
  raw: SourceText,
  ask: (text: string) => T,
  isFound: (answer: T) => boolean,
): T {
  const answer = ask(cleanText(raw));
  if (isFound(answer)) return answer;
  const read = readAsLegacy(raw);
  if (read === null) return answer;
  const again = ask(read.text);
  if (!isFound(again)) return answer;
  notes.note(label, raw, read.text, read.rule);
  return again;
}
