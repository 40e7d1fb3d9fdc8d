/**
 * Signs of measures, fractions and footnotes that are letters in TCVN3: `5m×20m`, `1½m`, `khoản b¹`.
 * Must not: exclude that the sign is a letter; it only proves nothing (`l¹i`, `tr×nh` do).
 */

/** Of the signs, no letter but ASCII beside them. */
const WITH_SIGNS = /^[A-Za-z×÷¼½¾¹·§£]+$/;
/** `½m`, `b¹`, `h×m`; but `x·` is "xã", `L£` "LÊ" and `H÷u` "Hữu", words of many names. */
const ONE_LETTER = /^(?:[A-Za-z][×÷¼½¾¹§]|[×÷¼½¾¹·§£][A-Za-z]|(?!h÷u)[A-Za-z][×÷·][A-Za-z])$/i;
const DIGIT = /\d/;

/** @param at where the word stands in the text. */
export function isSignOfMeasure(word: string, at: number, text: string): boolean {
  if (!WITH_SIGNS.test(word)) return false;
  return (
    ONE_LETTER.test(word) || DIGIT.test(text.charAt(at - 1)) || DIGIT.test(text.charAt(at + word.length))
  );
}
