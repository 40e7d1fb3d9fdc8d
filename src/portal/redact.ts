/**
 * Takes personal data and secrets out of what the portal says, before anybody keeps it.
 * Guarantees: no run of 9 to 12 digits (id papers, phones), no e-mail address, none of the values
 * given to `hide`, no control character or sign of direction, at most 500 characters (invariant 10).
 * Must not: be the only guard; callers hide the values that they know to be personal.
 */

/** Longest message that is kept, in characters. */
export const MAX_MESSAGE_LENGTH = 500;

/** So much of a text is looked at, in characters; a portal that quotes whole files would else hold up everybody. */
export const LOOKED_AT = 10_000;

const HIDDEN = '***';
// Begun only where a word begins, and each part ends where it must: trying every letter of a long word
// takes the square of its length. Addresses that hang together go as one.
const EMAIL =
  /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]+@[\p{L}\d-]+\.[\p{L}\d-][\p{L}\d._%+-]*(?:@[\p{L}\d._%+-]+)*/gu;
// Written with blanks, dots or hyphens between; not inside a longer code such as G09.20-20260609-0092637.
const SPACED_PHONE = /(?<![\p{L}\d.-])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\p{L}\d-])/gu;
const ID_OR_PHONE = /(?<!\d)\d{9,12}(?!\d)/g;

/**
 * @param hide values that are secret or personal (session, password, the owner's name …); shorter
 *   than 4 characters are left alone, since they would blot out ordinary words.
 */
export function redact(text: string, hide: readonly string[] = []): string {
  let out = text.length <= LOOKED_AT ? text : cutWhole(text, LOOKED_AT);
  // A pattern a value a message is dear: the cheap look comes first, and nearly always ends it.
  const lower = out.toLowerCase();
  for (const value of hide) {
    if (value.length >= 4 && lower.includes(value.toLowerCase())) out = replaceAllFolded(out, value);
  }
  out = out.replace(EMAIL, HIDDEN).replace(SPACED_PHONE, HIDDEN).replace(ID_OR_PHONE, HIDDEN);
  const clean = out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  return clean.length <= MAX_MESSAGE_LENGTH ? clean : `${cutWhole(clean, MAX_MESSAGE_LENGTH - 1)}…`;
}

function replaceAllFolded(text: string, value: string): string {
  const pattern = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(pattern, 'giu'), HIDDEN);
}

/** Cuts without leaving half of a surrogate pair. */
export function cutWhole(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
