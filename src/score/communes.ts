/**
 * Which agencies are communes, by their names.
 * Guarantees: letter case, composed or decomposed letters and both spellings of "Ủy ban" (Uỷ ban) make no difference.
 */

/** Signs that mean something in a pattern. */
const SIGNS = /[.*+?^${}()|[\]\\]/g;
/** The committee itself, and where it receives dossiers (Nghị định 118/2025/NĐ-CP). */
const COMMITTEE = '(?:ủy ban nhân dân|ubnd|trung tâm phục vụ hành chính công)';

/**
 * Does a name begin with one of the words, or have it after "Ủy ban nhân dân", "UBND" or "Trung tâm Phục vụ hành chính công"?
 * @param words e.g. `xã`, `phường`; none = there are no communes
 */
export function communeTest(words: readonly string[]): (name: string) => boolean {
  if (words.length === 0) return () => false;
  const alternatives = words.map((word) => folded(word).replace(SIGNS, '\\$&')).join('|');
  const pattern = new RegExp(`(?:^|(?<!\\p{L})${COMMITTEE}[\\s.:,–-]*)(?:${alternatives})(?!\\p{L})`, 'u');
  return (name) => pattern.test(folded(name));
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ').replaceAll('uỷ', 'ủy');
}
