/**
 * Procedures of civil status (hộ tịch), done at every commune.
 * Guarantees: codes, names, terms and amounts stand so in the national database (July 2026), dirt and all; a
 * part of the components only. Must not: be mended or tidied; a code is right because it is listed.
 */
import type { NationalProcedure } from './procedure.ts';
import { CIVIL_STATUS_SECTOR } from './sectors.ts';

/** See the head of this file. */
export const CIVIL_STATUS: readonly NationalProcedure[] = [
  {
    code: '1.001193',
    name: 'Thủ tục đăng ký khai sinh',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1', 'DT12'],
    components: [
      [
        '000.00.00.G15-KQ003208',
        '- Trường hợp trẻ em bị bỏ rơi thì phải có biên bản về việc trẻ bị bỏ rơi do cơ quan có thẩm ' +
          'quyền lập.',
      ],
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
    code: '1.000894',
    name: 'Thủ tục đăng ký kết hôn',
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
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
    ],
    results: [['KQ.G15.000032', 'Giấy chứng nhận kết hôn']],
    terms: [
      ['1', '1', 'Khác'],
      ['2', '1', 'Khác'],
      ['3', '1', 'Khác'],
    ],
    cases: [
      ['1', 'Ngày làm việc'],
      ['1', 'Ngày'],
    ],
    fees: [],
  },
  {
    code: '1.004873',
    name: 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1', 'DT12'],
    components: [
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
      [
        '000.00.00.G15-KQ003448',
        '- Tờ khai cấp Giấy xác nhận tình trạng hôn nhân (nếu người có yêu cầu lựa chọn nộp hồ sơ ' +
          'theo hình thức trực tiếp);',
      ],
    ],
    results: [['KQ.G15.000038', 'Giấy xác nhận tình trạng hôn nhân']],
    terms: [
      ['1', '3', 'Khác'],
      ['2', '3', 'Khác'],
      ['3', '3', 'Khác'],
    ],
    cases: [['3', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.004859',
    name: 'Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc',
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
      ['000.00.00.G15-KQ003434', '- Giấy tờ làm căn cứ thay đổi, cải chính, bổ sung thông tin hộ tịch.'],
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
    cases: [
      ['1', 'Ngày làm việc'],
      ['3', 'Ngày làm việc'],
    ],
    fees: [],
  },
  {
    code: '1.004837',
    name: 'Thủ tục đăng ký giám hộ',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['DT12', 'ĐT1'],
    components: [
      [
        '000.00.00.G15-KQ003400',
        '- Văn bản cử người giám hộ theo quy định của Bộ luật Dân sự đối với trường hợp đăng ký giám ' +
          'hộ cử.',
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
        '000.00.00.G15-KQ003397',
        '- Tờ khai đăng ký giám hộ theo mẫu (nếu người có yêu cầu lựa chọn nộp hồ sơ theo hình thức ' +
          'trực tiếp);',
      ],
    ],
    results: [['KQ.G15.000035', 'Trích lục đăng ký giám hộ']],
    terms: [
      ['1', '3', 'Ngày làm việc'],
      ['2', '3', 'Ngày làm việc'],
      ['3', '3', 'Ngày làm việc'],
    ],
    cases: [['5', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.004845',
    name: 'Thủ tục đăng ký chấm dứt giám hộ',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['DT12', 'ĐT9', 'ĐT1', 'ĐT2'],
    components: [
      [
        '000.00.00.G15-KQ1475',
        '- Trường hợp gửi hồ sơ qua hệ thống bưu chính thì phải gửi kèm theo bản sao có chứng thực ' +
          'các giấy tờ phải xuất trình nêu trên.',
      ],
      ['000.00.00.G15-KQ003418', '- Giấy tờ làm căn cứ chấm dứt giám hộ theo quy định của Bộ luật Dân sự.'],
      [
        '000.00.00.G15-KQ002906',
        '- Đối với giấy tờ nộp, xuất trình nếu người yêu cầu nộp hồ sơ theo hình thức trực tiếp:',
      ],
      [
        '000.00.00.G15-KQ002910',
        '- Đối với giấy tờ gửi kèm theo nếu người yêu cầu nộp hồ sơ theo hình thức trực tuyến:',
      ],
    ],
    results: [['KQ.G15.000036', 'Trích lục đăng ký chấm dứt giám hộ']],
    terms: [
      ['1', '2', 'Ngày làm việc'],
      ['2', '2', 'Ngày làm việc'],
      ['3', '2', 'Ngày làm việc'],
    ],
    cases: [['3', 'Ngày làm việc']],
    fees: [],
  },
  {
    code: '1.001022',
    name: 'Thủ tục đăng ký nhận cha, mẹ, con',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1'],
    components: [
      ['000.00.00.G15-KQ003248', '- Chứng cứ chứng minh quan hệ cha, con hoặc quan hệ mẹ, con gồm:'],
      [
        '000.00.00.G15-KQ003249',
        '+ Văn bản của cơ quan y tế, cơ quan giám định hoặc cơ quan khác có thẩm quyền xác nhận quan ' +
          'hệ cha con, quan hệ mẹ con.',
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
    results: [['KQ.G15.000033', 'Trích lục đăng ký nhận cha, mẹ, con']],
    terms: [
      ['1', '3', 'Khác'],
      ['2', '3', 'Khác'],
      ['3', '3', 'Khác'],
    ],
    cases: [['3', 'Khác']],
    fees: [],
  },
];
