/**
 * TCVN3 (ABC, the .VnTime fonts): one code a letter, TCVN 5712:1993 without its capitals.
 * Guarantees: reads words of text that was stored in these codes and taken for Latin-1.
 * Must not: know whether a text is TCVN3 (read-legacy.ts).
 * The fonts have capitals of `ă â đ ê ô ơ ư` only; any other is the small letter shown by a capital
 * font (.VnTimeH), which the text itself does not name. See {@link inCase}.
 */
import { type LegacyEncoding, LONGEST_ROW, type TextFacts } from './legacy-encoding.ts';

/** Codes A1 to FE, as Latin-1 letters, each followed by the letter it stands for. */
const SMALL =
  '¨ă©âªê«ô¬ơ\u00adư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị' +
  'ßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ';
const CAPITAL = '¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ';
const LETTERS: ReadonlyMap<string, string> = new Map(
  (`${SMALL}${CAPITAL}`.match(/../gsu) ?? []).map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
/** What is a word of its own in Vietnamese, written with one sign that is no letter in Latin-1. */
const ONE_LETTER_WORDS = /^[àảáạêôơưđÂÊÔƠƯĐ]$/;
/** `N§`, `H§ND`: no use of the section sign has it right after a capital. */
const ABBREVIATION = /^[A-Z]{1,4}§[A-Z]{0,4}$/;
/** A word that has lost its `ư` (U+00AD is "invisible" to much software): `nhng`, `nh`, `th`, but not `tr` for "triệu". */
const LOST_LETTER = /^(?:nh|th|(?:[bcdhlmnrstvx]|ch|kh|ng|nh|ph|th|tr)(?:ng|c|t))$/;
const CAPITALS = /[A-Z¡-§]/g;
const SMALL_ASCII = /[a-z]/;
/** `b£`: no word goes from small to capital. */
const CAPITAL_INSIDE = /[a-z].*[¡-§]/s;

/** See the head of this file. */
export const TCVN3: LegacyEncoding = {
  kind: 'tcvn3',
  rule: 'TCVN3',
  word: /[\p{L}\p{M}¡-©ª-®µ-¹»-¾×÷]+/gu,
  foreignLike: /^[A-Za-zÄËÏÖÜØÅÑÉÈÛÎßäëïöüøåñéèûî]+$/,
  decode(word) {
    if (word.length > LONGEST_ROW || CAPITAL_INSIDE.test(word)) return null;
    let read = '';
    for (const char of word) {
      const letter = char < '\u0080' ? char : LETTERS.get(char);
      if (letter === undefined) return null;
      read += letter;
    }
    return read;
  },
  standsAlone: (letter) => ONE_LETTER_WORDS.test(letter),
  isCertain: (word) => ABBREVIATION.test(word),
  isBroken: (asciiWord) => LOST_LETTER.test(asciiWord),
  inCase,
};

/**
 * The case that a word was shown in: all its plain letters capital means a capital font (`VIÖT`,
 * "VIỆT"); a word with a single one (`Hµ`) is so only in a text that is so throughout.
 */
function inCase(written: string, read: string, text: TextFacts): string {
  if (SMALL_ASCII.test(written)) return read;
  const capitals = written.match(CAPITALS)?.length ?? 0;
  return capitals > 1 || text.allCapital ? read.toUpperCase() : read;
}
