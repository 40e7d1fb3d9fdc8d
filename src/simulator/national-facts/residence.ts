/**
 * Procedures of residence (cư trú), done at every commune.
 * Guarantees: codes, names, terms and amounts stand so in the national database (July 2026), dirt and all; a
 * part of the components only. Must not: be mended or tidied; a code is right because it is listed.
 */
import type { NationalProcedure } from './procedure.ts';
import { RESIDENCE_SECTOR } from './sectors.ts';

/** See the head of this file. */
export const RESIDENCE: readonly NationalProcedure[] = [
  {
    code: '1.004222',
    name: 'Đăng ký thường trú',
    sector: RESIDENCE_SECTOR,
    promulgator: 'G01',
    published: true,
    subjects: ['DT12', 'ĐT1'],
    components: [
      ['000.00.00.G01-KQ003615', 'Giấy tờ, tài liệu xác nhận về việc chăm sóc, nuôi dưỡng, trợ giúp.'],
      [
        '000.00.00.G01-KQ003611',
        'Văn bản xác nhận của Ủy ban nhân dân cấp xã về việc trong cơ sở tín ngưỡng, cơ sở tôn giáo ' +
          'có công trình phụ trợ là nhà ở.',
      ],
      [
        '000.00.00.G01-KQ003618',
        'Tờ khai thay đổi thông tin cư trú (mẫu CT01 ban hành kèm theo  Thông tư số 53/2025/TT-BCA).',
      ],
      [
        '000.00.00.G01-KQ003607',
        'Hợp đồng, văn bản về việc cho thuê, cho mượn, cho ở nhờ được công chứng hoặc chứng thực ' +
          'theo quy định của pháp luật.',
      ],
    ],
    results: [
      ['KQ.G01.000064', 'Cập nhật thông tin trong Cơ sở dữ liệu quốc gia về dân cư'],
      ['KQ.G01.000065', 'Thông báo kết quả giải quyết thủ tục về cư trú, hủy bỏ thủ tục về cư trú'],
      ['KQ.G01.000066', 'Cập nhật thông tin trong Cơ sở dữ liệu về cư trú'],
      ['KQ.G01.000067', 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ (lĩnh vực cư trú)'],
    ],
    terms: [
      ['1', '7', 'Ngày làm việc'],
      ['2', '7', 'Ngày làm việc'],
    ],
    cases: [['7', 'Ngày làm việc']],
    fees: [10000, 20000],
  },
  {
    code: '1.010038',
    name: 'Tách hộ',
    sector: RESIDENCE_SECTOR,
    promulgator: 'G01',
    published: true,
    subjects: ['ĐT1', 'DT11', 'ĐT9'],
    components: [
      [
        '000.00.00.G01-KQ003625',
        'Tờ khai thay đổi thông tin cư trú (Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA);',
      ],
      [
        '000.00.00.G01-KQ003626',
        'Giấy tờ, tài liệu chứng minh việc ly hôn và việc tiếp tục được sử dụng chỗ ở hợp pháp đó.',
      ],
    ],
    results: [
      ['KQ.G01.000064', 'Cập nhật thông tin trong Cơ sở dữ liệu quốc gia về dân cư'],
      ['KQ.G01.000065', 'Thông báo kết quả giải quyết thủ tục về cư trú, hủy bỏ thủ tục về cư trú'],
      ['KQ.G01.000066', 'Cập nhật thông tin trong Cơ sở dữ liệu về cư trú'],
      ['KQ.G01.000067', 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ (lĩnh vực cư trú)'],
    ],
    terms: [
      ['1', '5', 'Ngày làm việc'],
      ['2', '5', 'Ngày làm việc'],
    ],
    cases: [['5', 'Ngày làm việc']],
    fees: [10000, 5000],
  },
  {
    code: '1.010039',
    name: 'Điều chỉnh thông tin về cư trú trong Cơ sở dữ liệu về cư trú',
    sector: RESIDENCE_SECTOR,
    promulgator: 'G01',
    published: true,
    subjects: ['ĐT1', 'DT11', 'ĐT9'],
    components: [
      [
        '000.00.00.G01-KQ003627',
        'Tờ khai thay đổi thông tin cư trú (Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA)',
      ],
    ],
    results: [
      ['KQ.G01.000064', 'Cập nhật thông tin trong Cơ sở dữ liệu quốc gia về dân cư'],
      ['KQ.G01.000065', 'Thông báo kết quả giải quyết thủ tục về cư trú, hủy bỏ thủ tục về cư trú'],
      ['KQ.G01.000066', 'Cập nhật thông tin trong Cơ sở dữ liệu về cư trú'],
      ['KQ.G01.000067', 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ (lĩnh vực cư trú)'],
    ],
    terms: [['2', '3', 'Ngày làm việc']],
    cases: [['3', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.010041',
    name: 'Xác nhận thông tin về cư trú',
    sector: RESIDENCE_SECTOR,
    promulgator: 'G01',
    published: true,
    subjects: ['ĐT9', 'ĐT1', 'ĐT2', 'DT13', 'DT11'],
    components: [
      [
        '000.00.00.G01-KQ003647',
        'Tờ khai thay đổi thông tin cư trú (Mẫu CT01 ban   hành kèm theo Thông tư số 53/2025/TT-BCA).',
      ],
    ],
    results: [
      ['KQ.G01.000062', 'Xác nhận thông tin về cư trú (CT07)'],
      ['KQ.G01.000067', 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ (lĩnh vực cư trú)'],
    ],
    terms: [['2', '1', 'Ngày làm việc']],
    cases: [['3', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.002755',
    name: 'Gia hạn tạm trú',
    sector: RESIDENCE_SECTOR,
    promulgator: 'G01',
    published: true,
    subjects: ['ĐT9', 'ĐT1'],
    components: [
      [
        '000.00.00.G01-KQ003641',
        'Tờ khai thay đổi thông tin cư trú (của từng người)   (Mẫu CT01 ban hành kèm theo Thông tư ' +
          'số 53/2025/TT-BCA).',
      ],
      [
        '000.00.00.G01-KQ002431',
        '- Đối với Quân đội nhân dân: Giấy giới thiệu đăng ký thường trú của đơn vị cấp trung đoàn ' +
          'và tương đương trở lên.',
      ],
      [
        '000.00.00.G01-KQ003640',
        'Tờ khai thay đổi thông tin cư   trú (Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA).',
      ],
    ],
    results: [
      ['KQ.G01.000064', 'Cập nhật thông tin trong Cơ sở dữ liệu quốc gia về dân cư'],
      ['KQ.G01.000065', 'Thông báo kết quả giải quyết thủ tục về cư trú, hủy bỏ thủ tục về cư trú'],
      ['KQ.G01.000066', 'Cập nhật thông tin trong Cơ sở dữ liệu về cư trú'],
      ['KQ.G01.000067', 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ (lĩnh vực cư trú)'],
    ],
    terms: [
      ['1', '3', 'Ngày làm việc'],
      ['2', '3', 'Ngày làm việc'],
    ],
    cases: [['3', 'Ngày làm việc']],
    fees: [5000, 7000],
  },
  {
    code: '1.003197',
    name: 'Xóa đăng ký thường trú',
    sector: RESIDENCE_SECTOR,
    promulgator: 'G01',
    published: true,
    subjects: ['ĐT9', 'ĐT1', 'DT13'],
    components: [
      [
        '000.00.00.G01-KQ003622',
        'Tờ khai thay đổi thông tin cư trú (Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA).',
      ],
    ],
    results: [
      ['KQ.G01.000066', 'Cập nhật thông tin trong Cơ sở dữ liệu về cư trú'],
      ['KQ.G01.000064', 'Cập nhật thông tin trong Cơ sở dữ liệu quốc gia về dân cư'],
      ['KQ.G01.000065', 'Thông báo kết quả giải quyết thủ tục về cư trú, hủy bỏ thủ tục về cư trú'],
    ],
    terms: [['2', '5', 'Ngày làm việc']],
    cases: [['5', 'Ngày làm việc']],
    fees: [],
  },
];
