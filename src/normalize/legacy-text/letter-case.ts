/** How words are capitalized in any honest text. */

/** `hà`, `Hà`, `HÀ`, but not `hÀ`. */
const ONE_CASE = /^(?:.?\P{Lu}*|\P{Ll}*)$/u;

/** Is the word small, capital, or small with a capital first letter? */
export function isOneCase(word: string): boolean {
  return ONE_CASE.test(word);
}
