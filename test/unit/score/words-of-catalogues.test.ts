/** How units of terms and names of agencies are read: Vietnamese as it is written, composed or not. */
import { describe, expect, it } from 'vitest';
import { communeTest } from '../../../src/score/communes.ts';
import { readTerm } from '../../../src/score/term.ts';
import { shippedFormulas } from '../../support/shipped-formulas.ts';

describe('a term of the catalogue', () => {
  it.each([
    ['5', 'Ngày làm việc', { unit: 'working-days', count: 5 }],
    ['05', 'ngày LÀM VIỆC'.normalize('NFD'), { unit: 'working-days', count: 5 }],
    ['17.5', 'Ngày làm việc', { unit: 'working-days', count: 18 }],
    ['2,5', 'Ngày', { unit: 'days', count: 3 }],
    ['30', 'Ngày', { unit: 'days', count: 30 }],
    ['3', 'Tháng', { unit: 'months', count: 3 }],
    ['1', 'Năm', { unit: 'months', count: 12 }],
    ['0.5', 'Giờ', { unit: 'minutes', count: 30 }],
    ['45', 'Phút', { unit: 'minutes', count: 45 }],
    ['8', 'Giờ làm việc', null],
    ['7', 'OTHER', null],
    ['7', '', null],
    ['0', 'Ngày', null],
    ['-3', 'Ngày', null],
    ['', 'Ngày', null],
    ['1.000.000', 'Ngày', null],
    ['99999', 'Ngày', null],
    ['Không quá 15 ngày', 'Ngày', null],
  ])('%s %s', (time, unit, term) => {
    expect(readTerm({ channel: '1', time, unit })).toEqual(term);
  });
});

describe('a commune', () => {
  const isCommune = communeTest(shippedFormulas().communeWords);

  it.each([
    'Ủy ban nhân dân xã Mẫu Đông',
    'Uỷ ban nhân dân phường Mẫu Thành',
    'ỦY BAN NHÂN DÂN XÃ MẪU TÂY',
    'Ủy ban nhân dân xã Mẫu Hòa'.normalize('NFD'),
    'UBND xã Mẫu',
    'UBND  phường Mẫu',
    'Xã Mẫu',
    'Đặc khu Mẫu Đảo',
    'Văn phòng HĐND và UBND thị trấn Mẫu',
    // Where communes receive dossiers since July 2025 (Nghị định 118/2025/NĐ-CP).
    'Trung tâm Phục vụ hành chính công xã Mẫu',
    'Trung tâm phục vụ Hành chính công - Phường Mẫu',
  ])('is %s', (name) => {
    expect(isCommune(name)).toBe(true);
  });

  it.each([
    'Ủy ban nhân dân tỉnh Mẫu',
    'Sở Xây dựng',
    'Phòng Công tác xã hội',
    'Xãm Mẫu',
    'Trung tâm Phục vụ hành chính công',
    'Trung tâm Phục vụ hành chính công tỉnh Mẫu',
    'Chi nhánh Văn phòng đăng ký đất đai phường Mẫu',
    'HUBND xã Mẫu',
    '',
  ])('is not %s', (name) => {
    expect(isCommune(name)).toBe(false);
  });

  it('is none where no word is given', () => {
    expect(communeTest([])('Xã Mẫu')).toBe(false);
  });
});
