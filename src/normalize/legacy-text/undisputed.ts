/**
 * Tells at little cost that a text is what it seems: asked of every text, and true for nearly all.
 * Guarantees: true only where every word that could be of a legacy encoding (letters and signs of
 * Latin-1 alone, one of them not ASCII) is a Vietnamese syllable as it stands, or known to be foreign.
 * Must not: allocate for text without such words.
 */

import { FOREIGN, IRREGULAR, NAME_TRAPS } from './known-words.ts';
import { isOneCase } from './letter-case.ts';
import { judgeSyllable, LONGEST_SYLLABLE } from './syllable.ts';

const SEPARATOR = 0;
const PLAIN = 1;
const HIGH = 2;
const BEYOND = 3;

/** Letters among the Latin-1 codes. */
const LATIN1_LETTER = /[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]/;
const SIGN = /[\u00a1-\u00ae\u00b5-\u00b9\u00bb-\u00be\u00d7\u00f7]/;
/** Stands where a letter was lost on the way to us. */
const LOST = 0xfffd;
const ONE_SIGN = /^(.)\1*$/s;
/** The Icelandic letter, typed for `đ` since fonts show both alike. */
const ETH = /[\u00d0\u00f0]/g;

/**
 * Words already judged: people's text repeats few. Holds no more than {@link MOST_REMEMBERED}, then
 * begins anew; what it answers never changes.
 */
const JUDGED = new Map<string, boolean>();
const MOST_REMEMBERED = 10_000;

/** Of every Latin-1 code; read once a character, so a table. */
const KINDS = Uint8Array.from({ length: 0x100 }, (_, unit) => {
  if (unit < 0x80) return /[A-Za-z]/.test(String.fromCharCode(unit)) ? PLAIN : SEPARATOR;
  return LATIN1_LETTER.test(String.fromCharCode(unit)) || isSign(unit) ? HIGH : SEPARATOR;
});

/** See the head of this file. */
export function isUndisputed(text: string): boolean {
  let start = -1;
  let high = false;
  let beyond = false;
  const { length } = text;
  for (let i = 0; i <= length; i++) {
    const unit = i < length ? text.charCodeAt(i) : 0x20;
    const kind = unit < 0x100 ? KINDS[unit] : kindBeyond(unit);
    if (kind === PLAIN) {
      if (start < 0) start = i;
    } else if (kind === SEPARATOR) {
      if (high && !beyond && !passes(text.slice(start, i))) return false;
      start = -1;
      high = false;
      beyond = false;
    } else {
      if (start < 0) start = i;
      if (kind === HIGH) high = true;
      else if (unit === LOST) return false;
      else beyond = true;
    }
  }
  return true;
}

/** Latin beyond Latin-1, combining marks, precomposed Vietnamese; all else is no part of such a word. */
function kindBeyond(unit: number): number {
  if (unit < 0x250 || (unit >= 0x300 && unit < 0x370)) return BEYOND;
  return (unit >= 0x1e00 && unit < 0x1f00) || unit === LOST ? BEYOND : SEPARATOR;
}

/** Signs that TCVN3 has letters at: of Latin-1's all but `¯ ° ± ² ³ ´ º ¿`. */
function isSign(unit: number): boolean {
  return SIGN.test(String.fromCharCode(unit));
}

/** {@link stands}, remembered, and no trap. */
function passes(word: string): boolean {
  if (word.length > LONGEST_SYLLABLE) return stands(word);
  const known = JUDGED.get(word);
  if (known !== undefined) return known;
  const verdict = stands(word) && !NAME_TRAPS.has(word);
  if (JUDGED.size >= MOST_REMEMBERED) JUDGED.clear();
  JUDGED.set(word, verdict);
  return verdict;
}

/**
 * Does a word stand as it is? Of a word without a code beyond Latin-1.
 * A sign alone does (`§`, `«`, `½`): it is evidence of nothing. Several are not: `®·` is "đã" in TCVN3.
 */
export function stands(word: string): boolean {
  if (!LATIN1_LETTER.test(word)) return ONE_SIGN.test(word);
  if (SIGN.test(word)) return FOREIGN.has(word.toLowerCase());
  return isOneCase(word) && isKnown(word.toLowerCase());
}

/**
 * Would a word stand but for its case (`HâN`, `BÊn`)? So writes an `upper()` that knows ASCII alone, and
 * who holds the shift key too long; but so does TCVN3, for other words ("HÕN", "Bấn").
 */
export function standsButForCase(word: string): boolean {
  return !SIGN.test(word) && !isOneCase(word) && isKnown(word.toLowerCase());
}

function isKnown(lower: string): boolean {
  if (judgeSyllable(lower.replace(ETH, 'đ')) !== 'invalid') return true;
  return IRREGULAR.has(lower) || FOREIGN.has(lower);
}
