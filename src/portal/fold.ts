/**
 * Vietnamese text made comparable.
 * Guarantees: letter case, diacritics (đ included), composition and runs of blanks do not matter.
 * Must not: be used for anything that is sent or shown; only for comparing.
 */

/** `"Hồ sơ ĐÃ  tồn tại"` → `"ho so da ton tai"`. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐðÐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
