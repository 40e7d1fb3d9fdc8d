/**
 * Columns of bytes (`binary(16)`, as keys of Java's programs often are).
 * Guarantees: bytes go and come as hexadecimal digits: taken for text they would not come back as they were, and a
 * page behind such a key would be anywhere.
 */

const HEX = /^(?:[0-9a-f]{2})+$/i;

/** @param type as the server declares it */
export function isBytes(type: string): boolean {
  return /^(var)?binary\b/i.test(type);
}

/** Is it what a column of bytes is told as? */
export function isHex(text: string): boolean {
  return HEX.test(text);
}
