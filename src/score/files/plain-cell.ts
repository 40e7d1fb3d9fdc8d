/**
 * Texts of provinces as cells of files that spreadsheets open.
 * Guarantees: none is taken for a formula, or moves a terminal's cursor where the file is shown on one; what is changed
 * for that is a sign in front, or a control character that becomes a blank. Pure.
 */

/** What spreadsheets take for the beginning of a formula, blanks before it or not; wide forms as well. */
const LIKE_A_FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
/** Controls, and signs that turn the order of letters round. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** The text without what no cell should have. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, ' ').trim();
}

/** The text as a cell of CSV. */
export function plainCell(text: string): string {
  const plain = withoutControls(text);
  return LIKE_A_FORMULA.test(plain) ? `'${plain}` : plain;
}

/** A number with at most `digits` behind the point, written with a point; `''` where there is none. */
export function numberCell(value: number | null, digits: number): string {
  return value === null ? '' : String(Number(value.toFixed(digits)));
}
