/**
 * How much one word without marks may be another one, mistyped.
 * Guarantees: pure, symmetric; 1 for the same word, 0 where no typing error of one or two keys explains it.
 * Must not: forgive digits: another number is another paper.
 */
import { distance } from 'fastest-levenshtein';

/** Likeness of a word one slip away. */
export const ONE_SLIP = 0.82;
const TWO_SLIPS = 0.62;
const DIGIT = /\d/;

/** One bit a letter: two words that are a slip apart differ in at most two of them. */
export function lettersOf(folded: string): number {
  let bits = 0;
  for (let at = 0; at < folded.length; at += 1) {
    const letter = folded.charCodeAt(at) - 97;
    bits |= 1 << (letter >= 0 && letter < 26 ? letter : 26 + (folded.charCodeAt(at) & 3));
  }
  return bits;
}

/** Whether {@link wordLikeness} can be more than 0, at the price of a few instructions. */
export function mayBeLike(
  lengthOne: number,
  lettersOne: number,
  lengthOther: number,
  lettersOther: number,
): boolean {
  const longer = Math.max(lengthOne, lengthOther);
  const slips = slipsAllowed(longer);
  if (slips === 0 || Math.abs(lengthOne - lengthOther) > slips) return false;
  return bitsIn(lettersOne ^ lettersOther) <= 2 * slips;
}

/** Two neighbouring letters swapped count as one slip, as do one letter too many, too few or another one. */
export function wordLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const longer = Math.max(one.length, other.length);
  const allowed = slipsAllowed(longer);
  if (allowed === 0) return 0;
  let slips = distance(one, other);
  if (slips === 2 && isSwap(one, other)) slips = 1;
  if (slips > allowed || DIGIT.test(one) || DIGIT.test(other)) return 0;
  return slips === 1 ? ONE_SLIP : TWO_SLIPS;
}

function slipsAllowed(longer: number): number {
  return longer < 3 ? 0 : longer < 5 ? 1 : 2;
}

function isSwap(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}

function bitsIn(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
