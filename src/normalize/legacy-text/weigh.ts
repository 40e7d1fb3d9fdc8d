/**
 * Weighs how well a text reads in one encoding.
 * Guarantees: every word is judged; a word proves something only if it becomes a syllable in the
 * encoding and is none as it stands.
 */
import { IRREGULAR } from './known-words.ts';
import { type LegacyEncoding, LONGEST_ROW } from './legacy-encoding.ts';
import { isOneCase } from './letter-case.ts';
import { isSignOfMeasure } from './signs-of-measure.ts';
import { isCutSyllable, isSyllableWithoutMarks, judgeSyllable, LONGEST_SYLLABLE } from './syllable.ts';
import { stands, standsButForCase } from './undisputed.ts';

/** What speaks for and against an encoding. */
export interface Weight {
  readonly encoding: LegacyEncoding;
  /** Words that are syllables in it and not as they stand. */
  readonly proofs: number;
  /** Words that cannot be of it. */
  readonly faults: number;
  /**
   * Words that are syllables in it, and would stand if written in one case, of which nothing else in the
   * text says whether they are the one or the other (`TÊn`, `vÒ`). Neither proof nor fault.
   */
  readonly slips: number;
  /** Of the faults, signs that are a letter in it and stand alone as no word does: `×` is "ì", and a sign of its own. */
  readonly signs: number;
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
/** `Loïc`, `Naïm`, `Thön`. */
const LONGEST_ACCIDENT = 4;

/** A letter of its own in either encoding: `ñ` is "ủ" and "đ", and is typed for money. */
const LETTER_IN_BOTH = /^[ñöæî]$/i;
/** `TÊn`: its plain letters are in one case, as those of old fonts are; not those of `HâN` beside small ones, nor of `THÔn`. */
const TITLE_SLIP = /^[A-Z][^\0-\x7f]+[a-z]+$/;
/** `vÒ`, `hÔn`: hardly ever a slip. */
const INNER_SLIP = /^[a-z][^A-Z]*$/;
const BEYOND_LATIN1 = /[^\0-\xff]/;

/** See the head of this file. */
export function weigh(text: string, encoding: LegacyEncoding): Weight {
  const end = text.trimEnd().length;
  let faults = 0;
  let signs = 0;
  let hints = 0;
  let losses = 0;
  let strangers = 0;
  let titleSlips = 0;
  let innerSlips = 0;
  let standing = 0;
  let neither = 0;
  let spansCapitals = false;
  let cut: string | null = null;
  const proofs: string[] = [];
  for (const match of text.matchAll(encoding.word)) {
    const [word] = match;
    if (ASCII.test(word)) {
      if (encoding.isBroken(word)) faults += 1;
      if (isStranger(word)) strangers += 1;
      spansCapitals ||= CAPITALS.test(word) && !SMALL_ASCII.test(word) && isSyllableWithoutMarks(word);
      continue;
    }
    const read = encoding.decode(word);
    const isBeyond = BEYOND_LATIN1.test(word);
    const isStanding = !isBeyond && stands(word);
    if (isBeyond || (isStanding && read !== word && HAS_LETTER.test(word))) standing += 1;
    if (read === null) {
      faults += 1;
      if (!isBeyond && !isStanding && !standsButForCase(word)) neither += 1;
    } else if (read.length === 1 && !HAS_LETTER.test(word)) signs += encoding.standsAlone(read) ? 0 : 1;
    else if (isSyllable(read) || encoding.isCertain(word)) {
      if (isStanding) {
        if (read !== word) losses += 1;
        continue;
      }
      if (standsButForCase(word)) {
        if (TITLE_SLIP.test(word)) titleSlips += 1;
        else if (INNER_SLIP.test(word)) innerSlips += 1;
        losses += 1;
      } else if (encoding.isCertain(word)) proofs.push(word);
      else if (match.index + word.length === end && isCutSyllable(word)) cut = word;
      else if (!provesNothing(word, match.index, text)) proofs.push(word);
      spansCapitals ||= CAPITALS.test(word) && !SMALL_ASCII.test(word);
    } else if (ABBREVIATION.test(read)) hints += CONSONANTS.test(read) ? 1 : 0;
    else if (!isRowOfSyllables(read)) {
      faults += 1;
      if (!isStanding && !standsButForCase(word)) neither += 1;
    }
  }
  // A column of the source that was too short: "… về dâ" is "về dân", and no "dõ".
  const isCut = cut !== null && proofs.length === 0 && standing > 0 && neither === 0;
  if (cut !== null && !isCut) proofs.push(cut);
  const thin =
    strangers + losses > 0 && proofs.length === 1 && proofs.every((word) => maybeForeign(word, encoding));
  // Beside a word that stands `HÔn` is one that the typist held the shift key too long for.
  const slips = innerSlips + (standing > 0 ? 0 : titleSlips);
  return {
    encoding,
    proofs: proofs.length,
    faults: faults + signs,
    slips,
    signs,
    hints,
    thin,
    spansCapitals,
  };
}

/** It may be read with others that are beyond doubt, but is none of them. */
function provesNothing(word: string, at: number, text: string): boolean {
  return LETTER_IN_BOTH.test(word) || isSignOfMeasure(word, at, text);
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
