/**
 * Reads a phone number out of a field in which people write as on a business card.
 * Guarantees: of several numbers the first, and only where each of them is a number; an extension stays
 * out, since the number reaches the switchboard. The rule says so.
 * Must not: complete a number (a lost 0, a country), nor take one digit throughout for a number.
 */

/** A number, and what was done to find it. */
export interface PhoneNumber {
  readonly number: string;
  readonly rule: string;
}

const SEPARATORS = /[ .()\u2010-\u2015-]/g;
/** `(0)` after the country: dialled only without the country. */
const TRUNK_ZERO = /^(\+ ?84) ?\(0\)/;
const NUMBER = /^\+?\d{8,15}$/;
/** In Vietnam a number that opens with 0 has ten digits, at fixed lines eleven; `00` is dialled for another country. */
const NATIONAL = /^0(?:\d{9,10}|0[1-9]\d{7,12})$/;
const STAND_IN = /^\+?(\d)\1+$/;
const EXTENSION =
  /[ ,;]*\(?(?:máy lẻ|số lẻ|máy nhánh|số máy nhánh|nhánh|lẻ|nội bộ|ext\.?|extension)[ :.]*\d{1,6}\)?$/iu;
const BETWEEN = / ?(?:[/;,|]| hoặc | và | hay ) ?/iu;
/** `(101)`, `-101` behind a whole number: at the switchboard it would be too long. */
const BARE_EXTENSION = /^(.*\d) ?(?:\(\d{2,4}\)|[\u2010-\u2015-] ?\d{2,4})$/;
const WHOLE = /^(?:\+?84|0)\d{9,10}$/;
/** Longer text is no list of numbers, and not worth a look. */
const LONGEST = 200;
/** Whole numbers in a row with but blanks or dashes between them. */
const ROW = /^(?:\+?84|0)\d{9}(?:[ -]+(?:\+?84|0)\d{9})+$/;

/** @param written clean text, not ''. @returns `null` where it is no number, or not only numbers. */
export function readPhoneNumber(written: string): PhoneNumber | null {
  if (written.length > LONGEST) return null;
  const bare = withoutExtension(written);
  const pieces = ROW.test(bare) ? bare.split(/[ -]+/) : bare.split(BETWEEN);
  const numbers = pieces.map((piece) => piece.replace(TRUNK_ZERO, '$1').replace(SEPARATORS, ''));
  const [first] = numbers;
  if (first === undefined || !numbers.every(isNumber)) return null;
  const rules = [];
  if (numbers.length > 1) rules.push(`first of ${numbers.length} numbers`);
  if (bare !== written) rules.push('without extension');
  return { number: first, rule: rules.join(', ') || 'separators out' };
}

function withoutExtension(written: string): string {
  const bare = written.replace(EXTENSION, '');
  const number = BARE_EXTENSION.exec(bare)?.[1];
  return number !== undefined && WHOLE.test(number.replace(SEPARATORS, '')) ? number : bare;
}

function isNumber(text: string): boolean {
  return NUMBER.test(text) && !STAND_IN.test(text) && (!text.startsWith('0') || NATIONAL.test(text));
}
