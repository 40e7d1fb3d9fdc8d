/**
 * Which records does a message name?
 * Guarantees: a code counts only as a whole, never as the beginning of a longer one.
 */

/** The codes of `codes` that occur in `message`, letter case aside. */
export function codesNamedIn(message: string, codes: Iterable<string>): Set<string> {
  const text = message.toLowerCase();
  const named = new Set<string>();
  for (const code of codes) if (isNamed(text, code.toLowerCase())) named.add(code);
  return named;
}

/** A dot may end a sentence; within a code it is followed by a letter or a digit. */
const CONTINUES = /^[\p{L}\d_/-]|^\.[\p{L}\d]/u;
const PRECEDED = /[\p{L}\d_/-]$|[\p{L}\d]\.$/u;

function isNamed(text: string, code: string): boolean {
  if (code === '') return false;
  for (let at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + code.length, at + code.length + 2);
    if (!PRECEDED.test(before) && !CONTINUES.test(after)) return true;
  }
  return false;
}
