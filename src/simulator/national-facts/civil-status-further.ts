/**
 * Rarer procedures of civil status (hộ tịch): with a foreign element, joined, registered again.
 * Guarantees: codes, names, terms and amounts stand so in the national database (July 2026), dirt and all; a
 * part of the components only. Must not: be mended or tidied; a code is right because it is listed.
 */
import type { NationalProcedure } from './procedure.ts';
import { CIVIL_STATUS_SECTOR } from './sectors.ts';

/** See the head of this file. */
export const CIVIL_STATUS_FURTHER: readonly NationalProcedure[] = [
  {
    code: '1.000689',
    name: 'Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1'],
    components: [
      ['000.00.00.G15-KQ003265', '- Tờ khai đăng ký nhận cha, mẹ, con theo mẫu;'],
      ['000.00.00.G15-KQ003264', '- Tờ khai đăng ký khai sinh theo mẫu;'],
      ['000.00.00.G15-KQ003011', '- Đối với giấy tờ nộp, xuất trình:'],
      ['000.00.00.G15-KQ004372', '- Đối với việc xác định họ, dân tộc, quê quán, đặt tên cho trẻ:'],
    ],
    results: [
      ['KQ.G15.000031', 'Giấy khai sinh'],
      ['KQ.G15.000033', 'Trích lục đăng ký nhận cha, mẹ, con'],
    ],
    terms: [
      ['1', '3', 'Khác'],
      ['2', '3', 'Khác'],
      ['3', '3', 'Khác'],
    ],
    cases: [['8', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.004772',
    name: 'Thủ tục đăng ký khai sinh cho người đã có hồ sơ, giấy tờ cá nhân',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1'],
    components: [
      [
        '000.00.00.G15-KQ1475',
        '- Trường hợp gửi hồ sơ qua hệ thống bưu chính thì phải gửi kèm theo bản sao có chứng thực ' +
          'các giấy tờ phải xuất trình nêu trên.',
      ],
      ['000.00.00.G15-KQ003898', '- Văn bản cam đoan của người yêu cầu về việc chưa được đăng ký khai sinh.'],
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
      [
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
    ],
    results: [['KQ.G15.000031', 'Giấy khai sinh']],
    terms: [
      ['1', '5', 'Khác'],
      ['2', '5', 'Khác'],
      ['3', '5', 'Khác'],
    ],
    cases: [['25', 'Ngày']],
    fees: [],
  },
  {
    code: '1.004746',
    name: 'Thủ tục đăng ký lại kết hôn',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1'],
    components: [
      [
        '000.00.00.G15-KQ1475',
        '- Trường hợp gửi hồ sơ qua hệ thống bưu chính thì phải gửi kèm theo bản sao có chứng thực ' +
          'các giấy tờ phải xuất trình nêu trên.',
      ],
      [
        '000.00.00.G15-KQ003517',
        '- Tờ khai đăng ký lại kết hôn theo mẫu (nếu người có yêu cầu lựa chọn nộp hồ sơ theo hình ' +
          'thức trực tiếp);',
      ],
      ['000.00.00.G15-KQ003982', '- Mẫu hộ tịch điện tử tương tác đăng ký lại kết hôn'],
    ],
    results: [['KQ.G15.000032', 'Giấy chứng nhận kết hôn']],
    terms: [
      ['1', '5', 'Khác'],
      ['2', '5', 'Khác'],
      ['3', '5', 'Khác'],
    ],
    cases: [['25', 'Ngày']],
    fees: [],
  },
  {
    code: '2.000528',
    name: 'Thủ tục đăng ký khai sinh có yếu tố nước ngoài',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['DT12', 'ĐT1'],
    components: [
      ['000.00.00.H29-KQ0828', 'Giấy Chứng sinh'],
      ['000.00.00.G15-KQ004372', '- Đối với việc xác định họ, dân tộc, quê quán, đặt tên cho trẻ:'],
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
      [
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
    ],
    results: [['KQ.G15.000031', 'Giấy khai sinh']],
    terms: [
      ['1', '1', 'Khác'],
      ['2', '1', 'Khác'],
      ['3', '1', 'Khác'],
    ],
    cases: [['1', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '2.000806',
    name: 'Thủ tục đăng ký kết hôn có yếu tố nước ngoài',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1', 'DT12'],
    components: [
      [
        '000.00.00.G15-KQ002943',
        '- Người nước ngoài, công dân Việt Nam định cư ở nước ngoài phải nộp bản sao hộ chiếu/giấy ' +
          'tờ có giá trị thay thế hộ chiếu.',
      ],
      [
        '000.00.00.G15-KQ002945',
        '* Ngoài giấy tờ nêu trên, tùy từng trường hợp, bên nam, bên nữ phải nộp giấy tờ tương ứng ' +
          'sau đây:',
      ],
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
      [
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
    ],
    results: [['KQ.G15.000032', 'Giấy chứng nhận kết hôn']],
    terms: [
      ['1', '5', 'Khác'],
      ['2', '5', 'Khác'],
      ['3', '5', 'Khác'],
    ],
    cases: [['10', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '2.000748',
    name:
      'Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc có yếu tố nước ' +
      'ngoài',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1'],
    components: [
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
      [
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
      [
        '000.00.00.G15-KQ003069',
        '- Giấy tờ liên quan đến việc thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại ' +
          'dân tộc;',
      ],
      [
        '000.00.00.G15-KQ003973',
        '- Mẫu hộ tịch điện tử tương tác thực hiện đăng ký thay đổi, cải chính, bổ sung thông tin hộ ' +
          'tịch, xác định lại dân tộc',
      ],
    ],
    results: [
      ['KQ.G15.000037', 'Trích lục thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc'],
    ],
    terms: [
      ['1', '1', 'Khác'],
      ['2', '1', 'Khác'],
      ['3', '1', 'Khác'],
    ],
    cases: [['6', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '2.002516',
    name: 'Thủ tục xác nhận thông tin hộ tịch',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT9', 'ĐT1'],
    components: [
      [
        '000.00.00.G15-KQ002901',
        'Giấy tờ, tài liệu có liên quan đến nội dung đề nghị xác nhận thông tin           hộ tịch',
      ],
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
      [
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
      [
        '000.00.00.G15-KQ002898',
        'Tờ khai đề nghị xác nhận thông tin hộ tịch theo mẫu (nếu người có yêu cầu lựa chọn nộp hồ ' +
          'sơ theo hình thức trực tiếp)',
      ],
    ],
    results: [['KQ.G15.000216', 'Văn bản xác nhận thông tin hộ tịch']],
    terms: [
      ['1', '0', 'Khác'],
      ['2', '0', 'Khác'],
      ['3', '0', 'Khác'],
    ],
    cases: [['1', 'Ngày làm việc']],
    fees: [8000],
  },
  {
    code: '3.000323',
    name: 'Đăng ký giám sát việc giám hộ',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT9', 'DT12', 'ĐT1'],
    components: [
      [
        '000.00.00.G15-KQ004420',
        '- Văn bản là căn cứ chứng minh việc thoả thuận cử/chọn người giám sát giám hộ theo quy định ' +
          'của Bộ luật Dân sự.',
      ],
      [
        '000.00.00.G15-KQ1475',
        '- Trường hợp gửi hồ sơ qua hệ thống bưu chính thì phải gửi kèm theo bản sao có chứng thực ' +
          'các giấy tờ phải xuất trình nêu trên.',
      ],
      [
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
    ],
    results: [['KQ.G15.000289', 'Trích lục đăng ký đăng ký giám sát việc giám hộ']],
    terms: [
      ['1', '3', 'Khác'],
      ['2', '3', 'Khác'],
      ['3', '3', 'Khác'],
    ],
    cases: [['3', 'Ngày làm việc']],
    fees: [],
  },
];
