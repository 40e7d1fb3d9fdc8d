/** Text from before Unicode: what is read, what is left as it is, what is held because nobody can tell. */
import { describe, expect, it } from 'vitest';
import { readLegacy } from '../../../src/normalize/legacy-text/read-legacy.ts';
import { isCutSyllable, judgeSyllable } from '../../../src/normalize/legacy-text/syllable.ts';

describe('TCVN3', () => {
  it.each([
    // Names.
    ['NguyÔn V¨n A', 'Nguyễn Văn A'],
    ['TrÇn ThÞ B×nh', 'Trần Thị Bình'],
    ['Lª Hµ', 'Lê Hà'],
    ['Hµ', 'Hà'],
    ['§ç M¹nh Hïng', 'Đỗ Mạnh Hùng'],
    ['Ph¹m Quèc ViÖt', 'Phạm Quốc Việt'],
    ['¢u D­¬ng Phong', 'Âu Dương Phong'],
    ['Vâ NguyÔn B¶o Ngäc', 'Võ Nguyễn Bảo Ngọc'],
    ['Hoµng §×nh Quý', 'Hoàng Đình Quý'],
    ['Huúnh Thóc Kh¸ng', 'Huỳnh Thúc Kháng'],
    // Capital fonts: all capital plain letters, accents of small codes.
    ['NGUYÔN THÞ Hµ', 'NGUYỄN THỊ HÀ'],
    ['CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM', 'CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['ý KIÕN', 'Ý KIẾN'],
    // Addresses.
    ['sè 12, ®­êng Lª Lîi, ph­êng BÕn NghÐ, quËn 1', 'số 12, đường Lê Lợi, phường Bến Nghé, quận 1'],
    ['huyÖn Cñ Chi, TP. Hå ChÝ Minh', 'huyện Củ Chi, TP. Hồ Chí Minh'],
    ['tØnh §¾k L¾k', 'tỉnh Đắk Lắk'],
    ['x· Ea H\u2019leo', 'xã Ea H\u2019leo'],
    // Phrases.
    ['C«ng hoµ x· héi chñ nghÜa ViÖt Nam', 'Công hoà xã hội chủ nghĩa Việt Nam'],
    ['§éc lËp - Tù do - H¹nh phóc', 'Độc lập - Tự do - Hạnh phúc'],
    ['CÊp giÊy chøng nhËn quyÒn sö dông ®Êt', 'Cấp giấy chứng nhận quyền sử dụng đất'],
    ['t­ ph¸p', 'tư pháp'],
    ['®· thu', 'đã thu'],
    ['« t« c¸ nh©n', 'ô tô cá nhân'],
    ['lÖ phÝ 50.000®', 'lệ phí 50.000đ'],
    ['lÖ phÝ 5 tr ®ång, 3 kg, 2 km, 1 ha', 'lệ phí 5 tr đồng, 3 kg, 2 km, 1 ha'],
    ['diÖn tÝch 120 m²', 'diện tích 120 m²'],
    // Abbreviations.
    ['UBND huyÖn, H§ND x·', 'UBND huyện, HĐND xã'],
    ['QuyÕt ®Þnh sè 12/Q§-UBND', 'Quyết định số 12/QĐ-UBND'],
    ['N§-CP', 'NĐ-CP'],
    // Signs of Windows-1252, also as the control characters that Latin-1 has there.
    ['\u201cHoµ b×nh\u201d', '\u201cHoà bình\u201d'],
    ['\u0093Hoµ b×nh\u0094 \u0096 n¨m', '\u201cHoà bình\u201d \u2013 năm'],
    // Words run together, loan words, and ASCII beside them.
    ['hås¬ cña C«ng ty TNHH Samsung Electronics', 'hồsơ của Công ty TNHH Samsung Electronics'],
    ['kil«mÐt ®­êng', 'kilômét đường'],
    // What proves nothing goes along with what does: a slip of case, a sign of measure, a letter of both.
    ['Lª V¨n TÊn', 'Lê Văn Tấn'],
    ['tr×nh ®é, l¹i, L£ H÷U AN', 'trình độ, lại, LÊ HỮU AN'],
    ['®Êt h×m', 'đất hìm'],
    ['æ khãa', 'ổ khóa'],
    // Letters and signs that prove by themselves.
    ['l¹i', 'lại'],
    ['Bè tr×', 'Bố trì'],
    ['L£', 'LÊ'],
    ['Vâ', 'Võ'],
    ['Vâ An', 'Võ An'],
    ['Hå ThÞ Vâ', 'Hồ Thị Võ'],
  ])('%j reads %j', (written, text) => {
    expect(readLegacy(written)).toMatchObject({ kind: 'tcvn3', text, rule: 'TCVN3' });
  });
});

describe('VNI', () => {
  it.each([
    ['Nguyeãn Vaên A', 'Nguyễn Văn A'],
    ['Vaên', 'Văn'],
    ['Traàn Thò Bình', 'Trần Thị Bình'],
    ['Leâ Hoaøng Sôn', 'Lê Hoàng Sơn'],
    ['Ñoã Maïnh Huøng', 'Đỗ Mạnh Hùng'],
    ['Phaïm Quoác Vieät', 'Phạm Quốc Việt'],
    ['AÂu Cô', 'Âu Cơ'],
    ['Aâu Cô', 'Âu Cơ'],
    ['NGUYEÃN THÒ HAØ', 'NGUYỄN THỊ HÀ'],
    ['COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['soá 12, ñöôøng Leâ Lôïi, phöôøng Beán Ngheù', 'số 12, đường Lê Lợi, phường Bến Nghé'],
    ['tænh Ñaék Laék', 'tỉnh Đắk Lắk'],
    ['Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam', 'Cộng hòa xã hội chủ nghĩa Việt Nam'],
    ['Ñoäc laäp - Töï do - Haïnh phuùc', 'Độc lập - Tự do - Hạnh phúc'],
    ['Caáp giaáy chöùng nhaän quyeàn söû duïng ñaát', 'Cấp giấy chứng nhận quyền sử dụng đất'],
    ['leä phí 50.000ñ', 'lệ phí 50.000đ'],
    ['Quyeát ñònh soá 12/QÑ-UBND', 'Quyết định số 12/QĐ-UBND'],
    ['Coâng ty Samsung', 'Công ty Samsung'],
    ['kyõ thuaät', 'kỹ thuật'],
    ['baùc só', 'bác sĩ'],
    ['\u0093Hoøa bình\u0094 naêm', '\u201cHòa bình\u201d năm'],
  ])('%j reads %j', (written, text) => {
    expect(readLegacy(written)).toMatchObject({ kind: 'vni', text, rule: 'VNI' });
  });
});

describe('what is left as it is', () => {
  it.each([
    '',
    'UBND TP. HCM',
    'Nguyen Van A',
    'Nguyễn Văn A',
    // Letters that all three have: a word that stands is never read otherwise.
    'Võ Thành Lý',
    'Hà',
    'Sông Hồng',
    'hoà bình, hòa bình',
    'Lò Văn Công',
    'QÚY IV, qúy khách',
    'thò lò',
    'Thò tay',
    'Vò gốm',
    'Hang Thò Lò, xã Vò',
    'Thu\u0309 tu\u0323c', // decomposed
    'Ðinh Bộ Lĩnh', // the Icelandic letter, for Đ
    'hành\u00adchính',
    // A slip of case: an upper() or initcap() that knows ASCII alone, a shift key held too long.
    'Lê MINH HâN',
    'Lê HâN',
    'Phan Minh TâM',
    'PHAN MINH TâM',
    'HOàNG MINH ANH',
    'HÔn nhân',
    'Đăng ký kết hÔn',
    'BÊn bán',
    'xã BÊn Hòa An',
    'Xã THÔn',
    'THÔn 3',
    // Money: VNI's đ, typed or lost on the way.
    'ñ',
    'Phi 50.000ñ',
    'Phí 500ñ',
    '50.000ñ/hs',
    // Cut by a column that was too short.
    'Cơ sở dữ liệu quốc gia về dâ',
    'Cấp giấy xác nhận nhâ ',
    'UBND xã xâ',
    // Foreign.
    'Müller',
    'Citroën',
    'François',
    'Señor',
    'São Paulo',
    'Loïc Martin',
    'José Muñoz',
    'NIÑO MUÑOZ',
    'Søren Bjørn',
    'Zoë Brontë',
    'À la carte',
    'Công ty Nestlé Việt Nam',
    'Ông Jürgen Möller, bà Anaïs Benoît',
    'Conceição Guimarães',
    'MUÑOZ PEÑA',
    'Hüseyin Öztürk',
    // Signs.
    '“Điều 5” – khoản 2…',
    '• mục 1 · mục 2',
    '36 °C ± 0,5',
    '½ suất, 12½',
    '100 m², 5 m³',
    '3 × 4, m×n, N·m',
    '2m×3m',
    'h×m',
    '5m÷10m',
    'Cấp phép xây dựng nhà ở 5m×20m',
    'tường cao 2m÷3m',
    'Lui ½m',
    'rộng 1½m, 1¾m',
    'Điểm b¹ khoản 1',
    'thửa B¹',
    'L¹',
    'khoản 2 §a',
    '£m',
    '§ 12, §5, §§ 7-9',
    '«», «…», ·· ×÷',
    '© 2020 Samsung',
    'Panadol® Extra',
    '«Hoa sen»',
    'bui 10 µm',
    '100 €, ¥5, £3',
    '日本 – 한국',
    '😀',
  ])('%j', (text) => {
    expect(readLegacy(text)).toEqual({ kind: 'unicode', text });
  });
});

describe('what nobody can tell', () => {
  it.each([
    // Unicode and legacy in one text.
    'Nguyễn Vaên A',
    'Trần V¨n B',
    'Quyết định số 12/Q§-UBND',
    // Both legacy encodings in one text.
    'Vaên V¨n',
    // Readable in both: "Lệ" and "LƯ", "Lử" and "Lư", "NĐ" and "Nẹ".
    'LÖ',
    'Lö',
    '104/2022/NÑ-CP',
    // Nobody's name: "Phan Thị An" in VNI, "Vũ Minh Long" in TCVN3, though every word is one in Unicode.
    'Phan Thò An',
    'PHAN THÒ AN',
    'Vò Minh Long',
    // No syllable in either, beside what is.
    'V¨n Xyz«q',
    'NguyÔnn V¨n',
    'diÖn tÝch ½',
    // "Tên", "Về" with a slip of case, or "Tấn", "về"; "Bộ Y tế".
    'TÊn',
    'vÒ',
    'Bé Y tÕ',
    // Another text once what is invisible is taken out.
    'ë\u00ad',
    'ã\ud800c',
    // A foreign name, or a word.
    'Boïc Martin',
    'Ông Lö',
    'Công dân Taï',
    // A sign, or a letter: VNI's "× khư", TCVN3's "ì khử".
    '× khö',
    'lÈn ·',
    // Letters lost on the way: soft hyphens (ư in TCVN3) taken out, or replaced.
    'nhng quyÒn',
    'nh ®·',
    'Nguy\ufffdn V\ufffdn A',
    'Nguyễn V\ufffdn A',
    // UTF-8 taken for Windows-1252, and for Latin-1.
    'Nguyá»…n VÄƒn A',
    'Tráº§n Thá»‹ BÃ¬nh',
    'Ä\u0090á»\u0097 HÃ\u00b9ng',
  ])('%j', (text) => {
    expect(readLegacy(text)).toEqual({ kind: 'doubtful' });
  });
});

describe('a text of one endless word', () => {
  it.each([
    ['x', 'é'],
    ['x£', 'é'],
    ['xö', 'é'],
    ['\u00ad', 'é'],
  ])('of %j costs no more than its length', (unit, end) => {
    const start = performance.now();
    readLegacy(unit.repeat(50_000) + end);
    // Four seconds, once.
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a syllable', () => {
  it.each([
    ['nguyễn', 'valid'],
    ['Nghiêng', 'valid'],
    ['khuỷu', 'valid'],
    ['quốc', 'valid'],
    ['giếng', 'valid'],
    ['gì', 'valid'],
    ['hòa', 'valid'],
    ['hoà', 'valid'],
    ['ý', 'valid'],
    ['yêu', 'valid'],
    ['thuở', 'valid'],
    ['ngoằn', 'valid'],
    // A mark where old keyboards put it.
    ['hòan', 'misplaced'],
    ['qúa', 'misplaced'],
    // A stop has sắc or nặng alone.
    ['các', 'valid'],
    ['cạc', 'valid'],
    ['cac', 'invalid'],
    ['càc', 'invalid'],
    // Spelling before front and back vowels.
    ['kẻ', 'valid'],
    ['cẻ', 'invalid'],
    ['ká', 'invalid'],
    ['nghã', 'invalid'],
    ['ngã', 'valid'],
    ['iêu', 'invalid'],
    // Two tones; no rhyme; too long.
    ['nàá', 'invalid'],
    ['vaên', 'invalid'],
    ['hồsơ', 'invalid'],
    ['', 'invalid'],
  ])('%j is %s', (word, verdict) => {
    expect(judgeSyllable(word)).toBe(verdict);
  });

  it.each([
    ['dâ', true],
    ['khoă', true],
    ['nguyê', true],
    ['Xâ', true],
    // One as it stands, or none begins so.
    ['tê', false],
    ['vaê', false],
    ['chè', false],
    ['nghiêng', false],
  ])('may be cut off %j: %s', (word, isCut) => {
    expect(isCutSyllable(word)).toBe(isCut);
  });
});
