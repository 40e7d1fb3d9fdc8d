/**
 * VNI-Windows: a plain letter and a mark after it (`aâ`), eight letters of one code (`ñ`, `ö`).
 * Guarantees: reads words of text that was stored in these codes and taken for Latin-1.
 * Must not: know whether a text is VNI (read-legacy.ts).
 */
import type { LegacyEncoding } from './legacy-encoding.ts';
import { isOneCase } from './letter-case.ts';

/** Each key is followed by the letter it stands for; capitals are made of these. */
const TWO_CODES =
  'aùá aøà aûả aõã aïạ aââ aáấ aàầ aåẩ aãẫ aäậ aêă aéắ aèằ aúẳ aüẵ aëặ ' +
  'eùé eøè eûẻ eõẽ eïẹ eâê eáế eàề eåể eãễ eäệ ' +
  'oùó oøò oûỏ oõõ oïọ oâô oáố oàồ oåổ oãỗ oäộ ôùớ ôøờ ôûở ôõỡ ôïợ ' +
  'uùú uøù uûủ uõũ uïụ öùứ öøừ öûử öõữ öïự yùý yøỳ yûỷ yõỹ';
const ONE_CODE = 'ñđ ôơ öư íí ìì æỉ óĩ òị îỵ';

const LETTERS: ReadonlyMap<string, string> = new Map(
  `${TWO_CODES} ${ONE_CODE}`.split(' ').flatMap((entry) => {
    const key = entry.slice(0, -1);
    const letter = entry.slice(-1);
    return [
      [key, letter],
      [key.toUpperCase(), letter.toUpperCase()],
      // `Aâu` beside `AÂu`: what keyboards and INITCAP make of a word that opens with a vowel.
      [key.charAt(0).toUpperCase() + key.slice(1), letter.toUpperCase()],
    ];
  }),
);

/** See the head of this file. */
export const VNI: LegacyEncoding = {
  kind: 'vni',
  rule: 'VNI',
  // A sign between letters is a letter of TCVN3: such a word is not of VNI.
  word: /[\p{L}\p{M}]+(?:[¡-©«-®¶-¹»-¾×÷][\p{L}\p{M}]+)*/gu,
  // `Loïc`, `Noël`, `août`, `où`, `Köln`, `año`.
  foreignLike: /^(?:[A-Za-zñö]|[aeou][ïë]|o[ûù])+$/i,
  decode(word) {
    let read = '';
    for (let i = 0; i < word.length; ) {
      const two = LETTERS.get(word.slice(i, i + 2));
      const one = two ?? LETTERS.get(word.charAt(i)) ?? (word.charAt(i) < '\u0080' ? word.charAt(i) : null);
      if (one === null) return null;
      read += one;
      i += two === undefined ? 1 : 2;
    }
    return isOneCase(read) ? read : null;
  },
  standsAlone: () => false,
  isCertain: () => false,
  isBroken: () => false,
  inCase: (_written, read) => read,
};
