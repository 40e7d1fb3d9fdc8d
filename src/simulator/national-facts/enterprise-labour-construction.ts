/**
 * Enterprises, labour, construction, immigration; component codes with blanks and full stops among them.
 * Guarantees: codes, names, terms and amounts stand so in the national database (July 2026), dirt and all; a
 * part of the components only. Must not: be mended or tidied; a code is right because it is listed.
 */
import type { NationalProcedure } from './procedure.ts';
import { CONSTRUCTION_SECTOR, ENTERPRISE_SECTOR, IMMIGRATION_SECTOR, LABOUR_SECTOR } from './sectors.ts';

/** See the head of this file. */
export const ENTERPRISE_LABOUR_CONSTRUCTION: readonly NationalProcedure[] = [
  {
    code: '1.013226',
    name:
      'Cấp điều chỉnh giấy phép xây dựng đối với công trình cấp III, cấp IV (công trình Không theo ' +
      'tuyến/Theo tuyến trong đô thị/Tín ngưỡng, tôn giáo/Tượng đài, tranh hoành tráng/Theo giai ' +
      'đoạn cho công trình không theo tuyến/Theo giai đoạn cho công trình theo tuyến trong đô ' +
      'thị/Dự án) và nhà ở riêng lẻ',
    sector: CONSTRUCTION_SECTOR,
    promulgator: 'G17',
    published: true,
    subjects: ['ĐT1', 'ĐT2', 'DT11', 'DT13', 'ĐT9'],
    components: [
      [
        '000.00.00.G17-KQ002671',
        'Bản chính giấy phép xây dựng đã được cấp kèm theo bản vẽ đã được cấp kèm theo giấy xây dựng',
      ],
      [
        '000.00.00.G17-KQ002675',
        'Giấy chứng nhận quyền sử dụng đất được cấp theo quy định của Luật Đất đai qua các thời kỳ',
      ],
      ['000.00.00.G17-KQ002689', 'Các giấy tờ hợp pháp khác theo quy định của pháp luật về đất đai'],
      [
        '000.00.00.G17-KQ002670',
        'Đơn đề nghị điều chỉnh, gia hạn, cấp lại giấy phép xây dựng theo Mẫu số 02 Phụ lục II Nghị ' +
          'định số 175/2024/NĐ-CP',
      ],
    ],
    results: [['KQ.G17.000314', '- Giấy phép xây dựng được điều chỉnh.']],
    terms: [
      ['1', '9', 'Ngày'],
      ['2', '9', 'Ngày'],
      ['3', '9', 'Ngày'],
    ],
    cases: [['20', 'Ngày']],
    fees: [],
  },
  {
    code: '1.013227',
    name:
      'Gia hạn giấy phép xây dựng đối với công trình cấp III, cấp IV (công trình Không theo ' +
      'tuyến/Theo tuyến trong đô thị/Tín ngưỡng, tôn giáo/Tượng đài, tranh hoành tráng/Sửa chữa, ' +
      'cải tạo/Theo giai đoạn cho công trình không theo tuyến/Theo giai đoạn cho công trình theo ' +
      'tuyến trong đô thị/Dự án) và nhà ở riêng lẻ',
    sector: CONSTRUCTION_SECTOR,
    promulgator: 'G17',
    published: true,
    subjects: ['ĐT1', 'ĐT2', 'DT11', 'DT13', 'ĐT9'],
    components: [
      [
        '000.00.00.G17-KQ002690',
        'Đơn đề nghị gia hạn giấy phép xây dựng theo Mẫu số 2 Phụ lục số II Nghị định số ' +
          '175/2024/NĐ-CP ngày 30/12/2024 của Chính phủ',
      ],
      ['000.00.00.G17-KQ002691', 'Bản chính giấy phép xây dựng đã được cấp theo quy định'],
    ],
    results: [['KQ.G17.000315', '- Giấy phép xây dựng được gia hạn.']],
    terms: [
      ['1', '5', 'Ngày làm việc'],
      ['2', '5', 'Ngày làm việc'],
      ['3', '5', 'Ngày làm việc'],
    ],
    cases: [['5', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.115404',
    name:
      'Cấp thẻ thường trú cho người nước ngoài là nhà đầu tư quan trọng, chuyên gia, nhà khoa học, ' +
      'người có tài năng đặc biệt, nhà quản lý cấp cao làm việc lâu dài tại cơ quan, tổ chức có ' +
      'trụ sở tại Trung tâm tài chính quốc tế tại Việt Nam',
    sector: IMMIGRATION_SECTOR,
    promulgator: 'G01',
    published: true,
    subjects: ['ĐT4', 'ĐT7', 'ĐT3'],
    components: [
      [
        '000.00.00.G01-KG002287',
        '03 ảnh mới chụp, cỡ 2x3cm, phông nền trắng, mặt nhìn thẳng, đầu để trần, không đeo kính màu ' +
          '(01 ảnh dán vào đơn và ảnh để rời)',
      ],
      [
        '000.00.00.G01 -KQ002289.',
        'Lý lịch tư pháp do cơ quan có thẩm quyền của nước mà người đó là công dân cấp',
      ],
      [
        '000.00.00.G01 -KQ002290',
        'Công hàm của cơ quan đại diện của nước mà người đó là công dân đề nghị Việt Nam giải quyết ' +
          'cho người đó thường trú',
      ],
      [
        '000.00.00.G01 -KQ002291.',
        'Bản sao hộ chiếu có chứng thực hoặc bản chụp hộ chiếu sau khi đã xuất trình bản chính để ' +
          'đối chiếu',
      ],
    ],
    results: [['KQ.G01.000088', 'Thẻ thường trú']],
    terms: [['1', '2', 'Tháng']],
    cases: [],
    fees: [100],
  },
  {
    code: '2.001955',
    name: 'Đăng ký nội quy lao động của doanh nghiệp',
    sector: LABOUR_SECTOR,
    promulgator: 'G09',
    published: true,
    subjects: ['ĐT9'],
    components: [
      ['000.00.00.G09-KQ002548', '- Nội quy lao động'],
      ['G09-KQ003210', 'Văn bản đề nghị đăng ký nội quy lao động.'],
      [
        '000.00.00.G09-KQ002550',
        '- Các văn bản của người sử dụng lao động có quy định liên quan đến kỷ luật lao động và ' +
          'trách nhiệm vật chất (nếu có)',
      ],
      [
        '000.00.00.G09-KQ002549',
        '- Văn bản góp ý của tổ chức đại diện người lao động tại cơ sở đối với nơi có tổ chức đại ' +
          'diện người lao động tại cơ sở',
      ],
    ],
    results: [
      [
        'KQ.G09.000386',
        'Thông báo và hướng dẫn người sử dụng lao động sửa đổi, bổ sung, đăng ký lại nội quy lao ' +
          'động (nếu nội dung nội quy lao động có quy định trái với pháp luật)',
      ],
    ],
    terms: [
      ['1', '7', 'Ngày làm việc'],
      ['2', '7', 'Ngày làm việc'],
      ['3', '7', 'Ngày làm việc'],
    ],
    cases: [['7', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '2.001610',
    name: 'Đăng ký thành lập doanh nghiệp tư nhân',
    sector: ENTERPRISE_SECTOR,
    promulgator: 'G12',
    published: true,
    subjects: ['ĐT10', 'ĐT1', 'ĐT2', 'DT11', 'ĐT9', 'DT12', 'ĐT4'],
    components: [
      ['000.00.00.G05-KQ3239', 'Giấy đề nghị đăng ký doanh nghiệp'],
      ['000.00.00.G05-KQ3235', 'Giấy đề nghị đăng ký doanh nghiệp'],
      ['000.00.00.G12-KQ014025', 'Bản sao Giấy chứng nhận đăng ký hộ kinh doanh'],
      ['000.00.00.G05-KQ3247', 'Bản sao Giấy chứng nhận đăng ký thuế'],
      ['000.00.00.G05-KQ3242', 'Giấy đề nghị đăng ký doanh nghiệp'],
      ['000.00.00.G05-KQ3233', 'Giấy đề nghị đăng ký doanh nghiệp'],
    ],
    results: [
      ['KQ.G12.001051', 'Thông báo về việc sửa đổi, bổ sung hồ sơ đăng ký doanh nghiệp'],
      ['KQ.G12.001044', 'Giấy chứng nhận đăng ký doanh nghiệp - Doanh nghiệp tư nhân'],
      ['KQ.G12.001040', 'Văn bản nêu rõ lý do từ chối của Cơ quan đăng ký kinh doanh'],
    ],
    terms: [
      ['1', '3', 'Ngày làm việc'],
      ['2', '3', 'Ngày làm việc'],
      ['3', '3', 'Ngày làm việc'],
    ],
    cases: [['3', 'Ngày làm việc']],
    fees: [100, 100000],
  },
];
