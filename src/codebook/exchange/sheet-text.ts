/**
 * Texts as a workbook can hold them.
 * Guarantees: what is written comes back character by character, also control characters and texts
 * that look like the workbook's own escapes (`_x0041_`). Pure.
 */

/** Characters that a cell of Excel can hold. */
export const MAX_CELL_TEXT = 32_767;

/** An underscore that would be read as the beginning of an escape. */
const LIKE_AN_ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;
/** What XML cannot carry or changes (ECMA-376 part 1, 22.9.2.19: `_xHHHH_`). Breaks within cells are `\n`. */
const NOT_IN_XML = /[\u0000-\u0008\u000B-\u001F\u007F\uFFFE\uFFFF]/g;

/** The text to hand to the workbook. */
export function toSheetText(text: string): string {
  return text
    .replace(LIKE_AN_ESCAPE, '_x005F_')
    .replace(NOT_IN_XML, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

/** Letters of a column, from 1: `A`, `Z`, `AA`. */
export function columnLetters(column: number): string {
  const rest = column - 1;
  const last = String.fromCharCode(65 + (rest % 26));
  return rest < 26 ? last : columnLetters(Math.floor(rest / 26)) + last;
}
