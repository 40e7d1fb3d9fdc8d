/** Windows-1252 signs at 80 to 9F, which a reader of Latin-1 takes for control characters. */

/** From 80 on; a blank where Windows-1252 has nothing. */
const SIGNS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** The sign of a control character U+0080 to U+009F; the control itself where there is none. */
export function windows1252(control: string): string {
  const sign = SIGNS.charAt(control.charCodeAt(0) - 0x80);
  return sign === ' ' || sign === '' ? control : sign;
}
