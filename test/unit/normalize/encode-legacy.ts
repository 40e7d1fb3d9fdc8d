/**
 * Writes Vietnamese as TCVN3 and VNI fonts did, from tables of its own (bytes and keys, not those of
 * src): what comes back from reading it is then no echo.
 */

/** Vowel or đ, TCVN3 bytes of the small letter and its tones, VNI keys likewise. */
const ROWS: readonly (readonly [string, string, string])[] = [
  ['aàảãáạ', '61 B5 B6 B7 B8 B9', 'a aø aû aõ aù aï'],
  ['ăằẳẵắặ', 'A8 BB BC BD BE C6', 'aê aè aú aü aé aë'],
  ['âầẩẫấậ', 'A9 C7 C8 C9 CA CB', 'aâ aà aå aã aá aä'],
  ['eèẻẽéẹ', '65 CC CE CF D0 D1', 'e eø eû eõ eù eï'],
  ['êềểễếệ', 'AA D2 D3 D4 D5 D6', 'eâ eà eå eã eá eä'],
  ['iìỉĩíị', '69 D7 D8 DC DD DE', 'i ì æ ó í ò'],
  ['oòỏõóọ', '6F DF E1 E2 E3 E4', 'o oø oû oõ où oï'],
  ['ôồổỗốộ', 'AB E5 E6 E7 E8 E9', 'oâ oà oå oã oá oä'],
  ['ơờởỡớợ', 'AC EA EB EC ED EE', 'ô ôø ôû ôõ ôù ôï'],
  ['uùủũúụ', '75 EF F1 F2 F3 F4', 'u uø uû uõ uù uï'],
  ['ưừửữứự', 'AD F5 F6 F7 F8 F9', 'ö öø öû öõ öù öï'],
  ['yỳỷỹýỵ', '79 FA FB FC FD FE', 'y yø yû yõ yù î'],
  ['đ', 'AE', 'ñ'],
];
const TCVN3_CAPITALS: Readonly<Record<string, number>> = {
  Ă: 0xa1,
  Â: 0xa2,
  Ê: 0xa3,
  Ô: 0xa4,
  Ơ: 0xa5,
  Ư: 0xa6,
  Đ: 0xa7,
};

const tcvn3 = new Map<string, string>();
const vni = new Map<string, string>();
for (const [letters, bytes, keys] of ROWS) {
  const codes = bytes.split(' ').map((hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  const marks = keys.split(' ');
  [...letters].forEach((letter, place) => {
    tcvn3.set(letter, codes[place] ?? '');
    vni.set(letter, marks[place] ?? '');
    if (letter.toUpperCase() === letter) return;
    // TCVN3 has no capital with a tone: a capital font shows the small code so.
    const isPlain = /[a-z]/.test(letter);
    tcvn3.set(letter.toUpperCase(), isPlain ? letter.toUpperCase() : (codes[place] ?? ''));
    vni.set(letter.toUpperCase(), (marks[place] ?? '').toUpperCase());
  });
}
for (const [letter, code] of Object.entries(TCVN3_CAPITALS)) tcvn3.set(letter, String.fromCharCode(code));

function encode(text: string, table: ReadonlyMap<string, string>): string {
  return [...text.normalize('NFC')].map((char) => table.get(char) ?? char).join('');
}

/** As a .VnTime text comes to us when its bytes are taken for Latin-1. */
export const asTcvn3 = (text: string): string => encode(text, tcvn3);
/** As a VNI-Times text comes to us. */
export const asVni = (text: string): string => encode(text, vni);
