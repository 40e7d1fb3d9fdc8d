/**
 * Land procedures whose codes are texts: slashes, blanks, small letters; `GCN_73_DD` is a component and a result.
 * Guarantees: codes, names, terms and amounts stand so in the national database (July 2026), dirt and all; a
 * part of the components only. Must not: be mended or tidied; a code is right because it is listed.
 */
import type { NationalProcedure } from './procedure.ts';
import { LAND_SECTOR } from './sectors.ts';

/** See the head of this file. */
export const LAND_SLASHES: readonly NationalProcedure[] = [
  {
    code: '1.115755',
    name: 'Giao đất, cho thuê đất, giao khu vực biển để thực hiện hoạt động lấn biển (cấp xã)',
    sector: LAND_SECTOR,
    promulgator: 'H20',
    published: true,
    subjects: ['ĐT1', 'ĐT2', 'ĐT7', 'ĐT9', 'ĐT8'],
    components: [
      [
        'Du_an_TT02_DD',
        'Dự án đầu tư lấn biển hoặc hạng mục lấn biển của dự án đầu tư đã được cơ quan nhà nước có ' +
          'thẩm quyền phê duyệt',
      ],
    ],
    results: [
      [
        'Mau so 10_QD73_2026',
        'Quyê\u0301t đi\u0323nh giao đâ\u0301t, cho thuê đất, giao khu vực biển để lấn biển theo Mẫu số 10 - Quyết ' +
          'định số 73/2026/QĐ-UBND ngày 03/7/2026',
      ],
      ['GCNQSDD_73_2026', 'Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất'],
    ],
    terms: [
      ['1', '15', 'Ngày làm việc'],
      ['2', '15', 'Ngày làm việc'],
      ['3', '15', 'Ngày làm việc'],
    ],
    cases: [['22', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.115756',
    name:
      'Xác định lại diện tích đất ở của hộ gia đình, cá nhân đã được cấp Giấy chứng nhận trước ' +
      'ngày 01 tháng 7 năm 2004',
    sector: LAND_SECTOR,
    promulgator: 'H20',
    published: true,
    subjects: ['ĐT1'],
    components: [
      [
        'Mẫu số 18_TT22_73/2026/QĐ-UBND',
        'Đơn đăng ký biến động đất đai, tài sản gắn liền với đất theo Mẫu số 18 - Quyết định số ' +
          '73/2026/QĐ-UBND ngày 03/7/2026',
      ],
      ['GCN_73_DD', 'Giấy chứng nhận đã cấp'],
    ],
    results: [['GCN_73_DD', 'Giấy chứng nhận']],
    terms: [
      ['1', '14', 'Ngày làm việc'],
      ['2', '14', 'Ngày làm việc'],
      ['3', '14', 'Ngày làm việc'],
    ],
    cases: [['21', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.115783',
    name: 'Tách thửa hoặc hợp thửa đất',
    sector: LAND_SECTOR,
    promulgator: 'H20',
    published: true,
    subjects: ['ĐT8', 'ĐT1', 'DT11', 'ĐT9', 'DT12'],
    components: [
      ['Mẫu số 21_73/2026/QĐ-UBND', 'Đơn đề nghị tách thửa đất, hợp thửa đất'],
      ['GCN_73_DD', 'Giấy chứng nhận đã cấp'],
      [
        'TPHS_TT19_1.1_73_DD',
        'Các văn bản của cơ quan có thẩm quyền có thể hiện nội dung tách thửa đất, hợp thửa đất (nếu ' +
          'có).',
      ],
      [
        'Mẫu số 22_1.2_TT19_73/2026/QĐ-UBND',
        'Bản vẽ tách thửa đất, hợp thửa đất lập theo Mẫu số 22 - Quyết định số 73/2026/QĐ-UBND ngày ' +
          '03/7/2026',
      ],
    ],
    results: [['GCN_73_DD', 'Giấy chứng nhận']],
    terms: [
      ['1', '7', 'Ngày làm việc'],
      ['2', '7', 'Ngày làm việc'],
      ['3', '7', 'Ngày làm việc'],
    ],
    cases: [],
    fees: [],
  },
];
