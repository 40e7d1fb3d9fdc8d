/**
 * The one way in which codes are cleaned before they are compared.
 * Guarantees: pure, idempotent, blind to Unicode form (NFC/NFD), letter case, kinds of blanks and
 * invisible characters; every lookup and every check of overlapping rows uses it.
 * Must not: make a code that is sent. What is sent is the catalogue's own spelling.
 */

/** Controls, soft hyphen, zero-width and direction marks: never part of a code, often pasted with one. */
const INVISIBLE =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g;
/** Letters, digits and signs that need no cleaning: nearly every code. */
const PLAIN = /^[\x21-\x7E]*$/;

/** `text` in NFC, invisible characters out, runs of blanks (also non-breaking) as one, ends trimmed; case kept. */
export function tidyCode(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(INVISIBLE, '').normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** What two spellings of one code have in common: {@link tidyCode} without letter case. '' for nothing at all. */
export function cleanCode(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  const lower = tidyCode(text).toLowerCase();
  return PLAIN.test(lower) ? lower : lower.normalize('NFC');
}

/** Old (`.000.00.00.H35`, Circular 10/2016) and new (`.H35.12`, Decision 20/2020) agency codes after a procedure code. */
const WITH_AGENCY = /^(\d+\.\d+)(?:(?:\.\d{3}(?:\.\d{2}){2})?\.[a-z]\d{2}(?:\.\d{1,3})*)$/i;

/**
 * A procedure code without the agency that provinces append (`1.001193.000.00.00.H35` → `1.001193`).
 * @returns `null` where there is no such suffix. Only these two forms are known; nothing else is cut off.
 */
export function withoutAgency(written: string): string | null {
  return WITH_AGENCY.exec(tidyCode(written))?.[1] ?? null;
}
