/** What is to be known of an encoding from before Unicode to find text of it and to read it. */

/** Letters of words run together; what is longer is of no encoding, and is not looked into. */
export const LONGEST_ROW = 30;

/** Facts of the whole text that decide the case of a word. */
export interface TextFacts {
  /** No small plain letter anywhere, and a word of several capitals. */
  readonly allCapital: boolean;
}

/** One encoding, as its text looks when taken for Latin-1. */
export interface LegacyEncoding {
  readonly kind: 'tcvn3' | 'vni';
  /** What the trace calls it. */
  readonly rule: 'TCVN3' | 'VNI';
  /** Runs of what is a letter in this encoding or in Unicode. */
  readonly word: RegExp;
  /** A word, as written, that a foreign language could have too: weaker evidence. */
  readonly foreignLike: RegExp;
  /** The word in NFC; `null` where it cannot be of this encoding. */
  decode(word: string): string | null;
  /** Can this letter, written with a sign that Latin-1 has for no letter, be a word? */
  standsAlone(letter: string): boolean;
  /** Is this word of it beyond doubt although it is no syllable? */
  isCertain(word: string): boolean;
  /** Is this ASCII word one that lost a letter on its way, so that its text must not be trusted? */
  isBroken(asciiWord: string): boolean;
  /** The word in the case in which it was shown. */
  inCase(written: string, read: string, text: TextFacts): string;
}
