/**
 * Weighs how well a text reads in one encoding.
 * Guarantees: every word is judged; a word proves something only if it becomes a syllable in the
 * encoding and is none as it stands.
 */
import { IRREGULAR } from './known-words.ts';
import type { LegacyEncoding } from './legacy-encoding.ts';
import { isOneCase } from './letter-case.ts';
import { isSyllableWithoutMarks, judgeSyllable, LONGEST_SYLLABLE } from './syllable.ts';
import { stands } from './undisputed.ts';

/** What speaks for and against an encoding. */
export interface Weight {
  readonly encoding: LegacyEncoding;
  /** Words that are syllables in it and not as they stand. */
  readonly proofs: number;
  /** Words that cannot be of it. */
  readonly faults: number;
  /** Abbreviations that hardly can be anything else (`Q§`, `QÑ`); too little to convert a text. */
  readonly hints: number;
  /** The one proof may be a foreign word, beside words that are no Vietnamese, or are it as they stand. */
  readonly thin: boolean;
  /** A proof, or a plain word that is no abbreviation, is written in several capitals. */
  readonly spansCapitals: boolean;
}

const ASCII = /^[\0-\x7f]*$/;
const HAS_LETTER = /[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]/;
/** `đ` for money or an abbreviation: no syllable, yet no fault. */
const ABBREVIATION = /^(?:[đĐ]|[ABCDĐGHKLMNOPQRSTUVX]{2,8})$/;
const CONSONANTS = /^[B-DĐF-HJ-NP-TV-XZ]{2,8}$/;
/** Two capitals; those at `¡` to `§` are TCVN3's. */
const CAPITALS = /[A-Z¡-§].*[A-Z¡-§]/s;
const SMALL_ASCII = /[a-z]/;
const CONSONANT = /[bcdđghklmnpqrstvx]/i;
const LONGEST_ROW = 30;
/** `Loïc`, `Naïm`, `Thön`. */
const LONGEST_ACCIDENT = 4;

/** See the head of this file. */
export function weigh(text: string, encoding: LegacyEncoding): Weight {
  let faults = 0;
  let hints = 0;
  let losses = 0;
  let strangers = 0;
  let spansCapitals = false;
  const proofs: string[] = [];
  for (const [word] of text.matchAll(encoding.word)) {
    if (ASCII.test(word)) {
      if (encoding.isBroken(word)) faults += 1;
      if (isStranger(word)) strangers += 1;
      spansCapitals ||= CAPITALS.test(word) && !SMALL_ASCII.test(word) && isSyllableWithoutMarks(word);
      continue;
    }
    const read = encoding.decode(word);
    if (read === null) faults += 1;
    else if (read.length === 1 && !HAS_LETTER.test(word)) faults += encoding.standsAlone(read) ? 0 : 1;
    else if (isSyllable(read) || encoding.isCertain(word)) {
      if (stands(word)) {
        if (read !== word) losses += 1;
        continue;
      }
      proofs.push(word);
      spansCapitals ||= CAPITALS.test(word) && !SMALL_ASCII.test(word);
    } else if (ABBREVIATION.test(read)) hints += CONSONANTS.test(read) ? 1 : 0;
    else if (!isRowOfSyllables(read)) faults += 1;
  }
  const thin =
    strangers + losses > 0 && proofs.length === 1 && proofs.every((word) => maybeForeign(word, encoding));
  return { encoding, proofs: proofs.length, faults, hints, thin, spansCapitals };
}

/** Long words of a foreign language are no syllable by accident, nor do its words have a capital inside. */
function maybeForeign(word: string, encoding: LegacyEncoding): boolean {
  return word.length <= LONGEST_ACCIDENT && isOneCase(word) && encoding.foreignLike.test(word);
}

/**
 * Words run together (`hồsơ`) and loan words (`nitơ`): no proof, but no fault either. Each but the
 * first opens with a consonant, else VNI's "nöôùc" would be a row in TCVN3.
 */
function isRowOfSyllables(word: string): boolean {
  if (word.length > LONGEST_ROW) return false;
  const reached = [true];
  for (let end = 1; end <= word.length; end++) {
    reached[end] = false;
    for (let start = Math.max(0, end - LONGEST_SYLLABLE); start < end; start++) {
      if (reached[start] !== true || (start > 0 && !CONSONANT.test(word.charAt(start)))) continue;
      if (isSyllable(word.slice(start, end))) reached[end] = true;
    }
  }
  return reached[word.length] === true;
}

function isSyllable(word: string): boolean {
  return judgeSyllable(word) === 'valid' || IRREGULAR.has(word.toLowerCase());
}

/** A plain word that no Vietnamese word is written as, accents left out; capitals throughout are an abbreviation. */
function isStranger(word: string): boolean {
  if (word.length < 2 || !SMALL_ASCII.test(word)) return false;
  return !isSyllableWithoutMarks(word);
}
