/** What counts as exactly the same name, and what does not although it is near. */
import { describe, expect, it } from 'vitest';
import { exactKey } from '../../../../src/codebook/suggest/exact-name.ts';

const NAME = 'Đơn đăng ký, cấp lại Giấy chứng nhận đã mất (Mẫu số 02)';

const NUMBERINGS = [
  '1. ',
  '12.',
  '1) ',
  '(1) ',
  '1/ ',
  '3 - ',
  '1.2. ',
  '1.2.3) ',
  'a) ',
  'đ. ',
  'IV. ',
  'II.3. ',
];
const BULLETS = ['- ', '+', '* ', '• ', '\uf0b7 ', '- 1. a) '];

describe('exactly the same name', () => {
  it.each([
    ['decomposed', NAME.normalize('NFD')],
    ['in capitals', NAME.toUpperCase()],
    ['with other blanks', `\t${NAME.replaceAll(' ', '\u00a0 ')}\n`],
    ['with invisible characters', `\ufeff${NAME.replace('cấp', 'c\u200bấ\u00adp')}`],
    ['with eth for đ', NAME.replaceAll('Đ', 'Ð').replaceAll('đ', 'ð')],
    ['with another dash, bracket, full stop', 'Đơn đăng ký – cấp lại “Giấy chứng nhận” đã mất [Mẫu số 02].'],
    ['with i for y', NAME.replace('ký', 'kí')],
  ])('%s', (_how, written) => {
    expect(exactKey(written)).toBe(exactKey(NAME));
  });

  it.each([...NUMBERINGS, ...BULLETS])('after "%s"', (before) => {
    expect(exactKey(before + NAME)).toBe(exactKey(NAME));
  });

  it.each([
    ['Hoà giải', 'Hòa giải'],
    ['Thuỷ sản', 'Thủy sản'],
    ['Quí', 'Quý'],
    ['Qui hoạch', 'Quy hoạch'],
    ['lí lịch', 'lý lịch'],
    ['Mức 1,5 ha', 'mức 1.5 ha'],
    ['Số 53/2025/TT‑BCA', 'số 53/2025/TT-BCA'],
    ['ảnh 4×6', 'Ảnh 4x6'],
  ])('%s is %s', (one, other) => {
    expect(exactKey(one)).toBe(exactKey(other));
  });

  it.each([
    ['a mark lost', 'Đơn đăng kiểm', 'Don dang kiem'],
    ['another tone', 'Cấp đất', 'Cập đất'],
    ['an abbreviation', 'UBND xã', 'Ủy ban nhân dân xã'],
    ['a quantity, not a number of the list', '02 ảnh', 'ảnh'],
    ['a decimal, not a number of the list', '1.5 ha đất', 'ha đất'],
    ['another decimal', 'Mức 1.5 ha', 'Mức 15 ha'],
    ['a range of days', '10-15 ngày', '15 ngày'],
    ['a document number', '105/QĐ-UBND', 'QĐ-UBND'],
    ['another form', 'Mẫu số 1', 'Mẫu số 2'],
    ['a scale', '1 : 500 bản đồ', '500 bản đồ'],
    ['a form by its letter and number', 'D02. Tờ khai', 'D03. Tờ khai'],
    ['a plus', 'Hạng (A+)', 'Hạng (A)'],
    ['a step', 'Bước 1: Nộp đơn', 'Nộp đơn'],
    ['an initial', 'V/v cấp đất', 'v cấp đất'],
    ['more and less', 'Diện tích > 5 ha', 'Diện tích < 5 ha'],
    ['more, said first', '> 5 ha', '5 ha'],
    ['a percentage', 'Hưởng 50%', 'Hưởng 50'],
    ['i that is another word', 'mai', 'may'],
  ])('not %s', (_why, one, other) => {
    expect(exactKey(one)).not.toBe(exactKey(other));
  });

  it('leaves what is nothing but numbering, and nothing of what has no letter', () => {
    expect(exactKey('1.')).toBe('1');
    expect(exactKey('a)')).toBe('a');
    expect(exactKey(' - … \u200b')).toBe('');
  });
});
