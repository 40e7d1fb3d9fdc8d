/**
 * Land (đất đai), each province with codes of its own: `H38-KQ…`, `KQ.H37 0002`.
 * 1.115651 is kept here as a procedure that is not published.
 * Guarantees: codes, names, terms and amounts stand so in the national database (July 2026), dirt and all; a
 * part of the components only. Must not: be mended or tidied; a code is right because it is listed.
 */
import type { NationalProcedure } from './procedure.ts';
import { LAND_SECTOR } from './sectors.ts';

/** See the head of this file. */
export const LAND: readonly NationalProcedure[] = [
  {
    code: '1.115330',
    name: 'Gia hạn sử dụng đất khi hết thời hạn sử dụng đất',
    sector: LAND_SECTOR,
    promulgator: 'H15',
    published: true,
    subjects: ['ĐT1', 'ĐT2', 'DT11', 'ĐT7', 'ĐT8', 'ĐT10', 'ĐT9', 'DT12'],
    components: [
      ['H15-KQ000273', 'Đơn đề nghị gia hạn sử dụng đất (theo Mẫu số 04)'],
      [
        'H15-KQ000267',
        'Quyết định giao đất, cho thuê đất, cho phép chuyển mục đích sử dụng đất của cơ quan có thẩm ' +
          'quyền qua các thời kỳ',
      ],
      [
        'H15-KQ000274',
        'Văn bản của cơ quan có thẩm quyền cho phép gia hạn hoặc thể hiện thời hạn hoạt động của dự ' +
          'án đầu tư',
      ],
      ['H15-KQ000301', 'Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất'],
    ],
    results: [['H15-KQ000200', 'Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất']],
    terms: [
      ['1', '7.5', 'Ngày làm việc'],
      ['2', '7.5', 'Ngày làm việc'],
      ['3', '7.5', 'Ngày làm việc'],
    ],
    cases: [['7.5', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.115493',
    name: 'Cấp lại Giấy chứng nhận do bị mất',
    sector: LAND_SECTOR,
    promulgator: 'H56',
    published: true,
    subjects: ['ĐT8', 'ĐT1', 'ĐT2', 'ĐT9', 'ĐT4', 'ĐT6', 'ĐT7', 'DT11', 'ĐT15', 'ĐT10', 'DT12'],
    components: [
      ['TP-H56.0000066', 'Mẫu số 29\tĐơn đăng ký biến động đất đai, tài sản gắn liền với đất'],
      ['TP-H56.0000138', 'Bản gốc giấy chứng nhận đã cấp'],
    ],
    results: [['KQ-H56.0000017', 'Giấy chứng nhận']],
    terms: [
      ['1', '5', 'Ngày làm việc'],
      ['2', '5', 'Ngày làm việc'],
      ['3', '5', 'Ngày làm việc'],
    ],
    cases: [
      ['5', 'Ngày làm việc'],
      ['15', 'Ngày làm việc'],
    ],
    fees: [null, null],
  },
  {
    code: '1.115544',
    name: 'Đăng ký đất đai lần đầu đối với trường hợp được Nhà nước giao đất để quản lý',
    sector: LAND_SECTOR,
    promulgator: 'H15',
    published: true,
    subjects: ['ĐT9', 'ĐT4', 'ĐT2', 'DT11', 'ĐT7', 'ĐT1', 'ĐT10', 'ĐT8'],
    components: [
      ['H15-KQ000282', 'Đơn đăng ký đất đai, tài sản gắn liền với đất (theo Mẫu số 15)'],
      ['H15-KQ000314', 'Báo cáo kết quả rà soát hiện trạng sử dụng đất'],
    ],
    results: [['H15-KQ000316', 'Lập, cập nhật, chỉnh lý hồ sơ địa chính, cơ sở dữ liệu đất đai.']],
    terms: [
      ['1', '17', 'Ngày làm việc'],
      ['2', '17', 'Ngày làm việc'],
      ['3', '17', 'Ngày làm việc'],
    ],
    cases: [['17', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.115580',
    name:
      'Điê\u0300u chi\u0309nh quyê\u0301t đi\u0323nh giao đâ\u0301t, cho thuê đâ\u0301t, cho phép chuyê\u0309n mu\u0323c đích sư\u0309 du\u0323ng ' +
      'đâ\u0301t',
    sector: LAND_SECTOR,
    promulgator: 'H35',
    published: true,
    subjects: ['ĐT9', 'ĐT1', 'ĐT2'],
    components: [],
    results: [
      [
        'H35.KQ.36',
        'Quyết định điều chỉnh quyết định giao đất, cho thuê đất, cho phép chuyển mục đích sử dụng ' + 'đất',
      ],
    ],
    terms: [
      ['1', '7', 'Ngày làm việc'],
      ['2', '7', 'Ngày làm việc'],
      ['3', '7', 'Ngày làm việc'],
    ],
    cases: [],
    fees: [],
  },
  {
    code: '1.115593',
    name: 'Thủ tục xác nhận tiếp tục sử dụng đất nông nghiệp của cá nhân khi hết thời hạn sử dụng đất',
    sector: LAND_SECTOR,
    promulgator: 'H24',
    published: true,
    subjects: ['ĐT1'],
    components: [
      ['TP-H24.000001', 'Văn bản đề nghị xác nhận lại thời hạn sử dụng đất'],
      ['TP-H24.000002', 'Giấy chứng nhận đã cấp'],
    ],
    results: [['KQ-H24.000001', 'Giấy chứng nhận quyền sử dụng đất (nếu có)']],
    terms: [
      ['1', '3.5', 'Ngày làm việc'],
      ['2', '3.5', 'Ngày làm việc'],
      ['3', '3.5', 'Ngày làm việc'],
    ],
    cases: [['3.5', 'Ngày làm việc']],
    fees: [25000, 30000],
  },
  {
    code: '1.115651',
    name:
      'Chuyê\u0309n mu\u0323c đích sư\u0309 du\u0323ng đâ\u0301t; chuyê\u0309n hình thư\u0301c sư\u0309 du\u0323ng đâ\u0301t; gia ha\u0323n sư\u0309 du\u0323ng ' +
      'đâ\u0301t khi hê\u0301t thơ\u0300i ha\u0323n sư\u0309 du\u0323ng đâ\u0301t; điê\u0300u chi\u0309nh thơ\u0300i ha\u0323n sư\u0309 du\u0323ng đâ\u0301t cu\u0309a dư\u0323 án ' +
      'đâ\u0300u tu\u031b đối với trường hợp quy định tại khoản 1 Điều 175 Luật Đất đai năm 2024',
    sector: LAND_SECTOR,
    promulgator: 'H38',
    published: false,
    subjects: ['ĐT1', 'DT11', 'ĐT9', 'DT12', 'ĐT10'],
    components: [
      ['H38-KQ000277', 'Đơn theo Mẫu số 02 ban hành kèm theo Quyết định số 47/2026/QĐ-UBND'],
      ['H38-KQ000279', 'Đơn theo Mẫu số 03 ban hành kèm theo Quyết định số 47/2026/QĐ-UBND'],
      ['H38-KQ000282', 'Đơn theo Mẫu số 17 ban hành kèm theo Quyết định số 47/2026/QĐ-UBND'],
      [
        'H38-KQ000283',
        'Một trong các giấy chứng nhận quy định tại khoản 21 Điều 3, khoản 3 Điều 256 Luật Đất đai',
      ],
      ['H38-KQ000286', 'Đơn theo Mẫu số 18 ban hành kèm theo Quyết định số 47/2026/QĐ-UBND'],
    ],
    results: [
      [
        'H38-KQ000269',
        'Giấy chứng nhận hoặc xác nhận thay đổi trên giấy chứng nhận đã cấp đối với các trường hợp ' +
          'thuê đất thuộc thẩm quyền của Ủy ban nhân dân tỉnh',
      ],
    ],
    terms: [
      ['1', 'Theo mô tả', 'Khác'],
      ['2', 'Theo mô tả', 'Khác'],
      ['3', 'Theo mô tả', 'Khác'],
    ],
    cases: [['15', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.115709',
    name:
      'Chuyển hình thức sử dụng đất; gia hạn sử dụng đất khi hết thời hạn sử dụng đất; điều chỉnh ' +
      'thời hạn sử dụng đất',
    sector: LAND_SECTOR,
    promulgator: 'H37',
    published: true,
    subjects: ['ĐT4', 'ĐT3', 'ĐT9', 'DT12', 'ĐT10', 'ĐT7', 'ĐT15'],
    components: [
      ['H37.000002', 'Mẫu số 02-Đơn đề nghị chuyển hình thức giao đất/cho thuê đất'],
      ['H37.0000016', 'Bản trích lục bản đồ địa chính hoặc trích đo bản đồ địa chính.'],
      ['H37.000004', 'Mẫu số 04. Đơn đề nghị gia hạn sử dụng đất'],
      ['H37.000009', 'Mẫu số 09. Đơn đề nghị điều chỉnh thời hạn sử dụng đất của dự án đầu tư'],
    ],
    results: [
      [
        'KQ-H37. 0000020',
        'Quyết định cho phép chuyển mục đích sử dụng đất, chuyển hình thức sử dụng đất, gia hạn sử ' +
          'dụng đất, điều chỉnh thời hạn sử dụng đất',
      ],
      ['KQ.H37 0002', 'Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất.'],
    ],
    terms: [
      ['1', '15', 'Ngày'],
      ['2', '15', 'Ngày'],
      ['3', '15', 'Ngày'],
    ],
    cases: [],
    fees: [],
  },
  {
    code: '1.115720',
    name: 'Đăng ký, cấp Giấy chứng nhận đối với trường hợp chuyển\nnhượng dự án đầu tư có sử dụng đất',
    sector: LAND_SECTOR,
    promulgator: 'H37',
    published: true,
    subjects: ['ĐT9', 'DT12', 'ĐT8', 'ĐT10', 'ĐT1', 'ĐT2', 'ĐT3', 'ĐT4', 'ĐT7', 'ĐT15', 'ĐT14'],
    components: [
      ['H37.000015', 'Mẫu số 15. Đơn đăng ký đất đai, tài sản gắn liền với đất'],
      ['H37.000024', 'Mẫu số 24. Đơn đăng ký biến động đất đai, tài sản gắn liền với đất'],
    ],
    results: [['KQ.H37 0002', 'Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất.']],
    terms: [],
    cases: [],
    fees: [null, null, null],
  },
  {
    code: '1.115725',
    name: 'Sử dụng đất kết hợp đa mục đích',
    sector: LAND_SECTOR,
    promulgator: 'H37',
    published: true,
    subjects: ['ĐT2', 'DT11', 'ĐT9'],
    components: [
      ['H37.000010', 'Mẫu số 10. Đơn đề nghị sử dụng đất kết hợp đa mục đích'],
      ['H37.0000025', 'Phương án sử dụng đất kết hợp.'],
      [
        'H37.0000026',
        'Giấy chứng nhận đã cấp hoặc một trong các loại giấy tờ về quyền sử dụng đất theo quy định ' +
          'của pháp luật (nếu có).',
      ],
    ],
    results: [
      [
        'KQ.H37.0034',
        'Văn bản không chấp thuận phương án sử dụng đất kết hợp (đối với trường hợp không đủ điều ' +
          'kiện chấp thuận)',
      ],
      ['KQ.H37 0034', 'Văn bản chấp thuận Phương án sử dụng đất kết hợp đa mục đích'],
    ],
    terms: [],
    cases: [],
    fees: [null, null, null],
  },
];
