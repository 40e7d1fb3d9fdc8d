/**
 * Vietnamese letters without what a keyboard, a font or an old system may lose or place elsewhere.
 * Guarantees: pure; takes text in lower case and NFC, gives text in lower case and NFC; idempotent.
 * Must not: decide what counts as the same name; exact-name.ts and compare-names.ts do.
 */

const ASCII = /^[\x00-\x7F]*$/;
/** Grave, acute, tilde, hook above, dot below: the five tones, in NFD. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
/** Vowels that stand together, each with its marks, in NFD. */
const VOWELS = /(?:[aeiouy][\u0300-\u0303\u0306\u0309\u031B\u0323]*)+/g;
/** Vowels that alone end a syllable after these letters are written with i or y by taste (`kí`, `ký`; `qui`, `quy`). */
const I_OR_Y = /(?<![\p{L}\p{N}\p{M}])([hklmst]|qu)([iìíỉĩị])(?![\p{L}\p{N}\p{M}])/gu;
const Y_FOR: Readonly<Record<string, string>> = { i: 'y', ì: 'ỳ', í: 'ý', ỉ: 'ỷ', ĩ: 'ỹ', ị: 'ỵ' };

/** `giấy đăng ký` → `giay dang ky`: letters without any mark, đ as d. */
export function foldMarks(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .replace(/đ/g, 'd')
    .normalize('NFC');
}

/**
 * The tone of a syllable always on the last of its vowels, so that `hòa` and `hoà`, `thủy` and `thuỷ`,
 * `gía` and `giá` are one spelling. A key for comparing, not an orthography: `của` becomes `cuả`.
 * Vowels that carry two tones are words run together and stay as they are.
 */
export function settleTones(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(VOWELS, (vowels) => {
      const tones = vowels.match(TONES);
      return tones?.length === 1 ? vowels.replace(TONES, '') + tones[0] : vowels;
    })
    .normalize('NFC');
}

/** `đăng kí`, `qui định` as `đăng ký`, `quy định`: where i and y are the same sound and only taste decides. */
export function settleIAndY(text: string): string {
  return text.replace(I_OR_Y, (_whole, before: string, vowel: string) => before + (Y_FOR[vowel] ?? vowel));
}
