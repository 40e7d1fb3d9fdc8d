/**
 * Procedures whose code and name are the national database's, but whose parts nobody here has seen.
 * Guarantees: every stand-in code carries `H99`, an agency that does not exist, so that none can be
 * taken for a real one. ` 1.014325` begins with a blank in the national database too.
 */
import type { NationalProcedure } from './procedure.ts';
import {
  ADOPTION_SECTOR,
  CERTIFICATION_SECTOR,
  CIVIL_STATUS_SECTOR,
  HOUSEHOLD_BUSINESS_SECTOR,
  SME_SUPPORT_SECTOR,
  SOCIAL_PROTECTION_SECTOR,
} from './sectors.ts';

/** See the head of this file. */
export const NAMES_ONLY: readonly NationalProcedure[] = [
  {
    code: '1.000656',
    name: 'Thủ tục đăng ký khai tử',
    sector: CIVIL_STATUS_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1'],
    components: [
      ['000.00.00.H99-KQ000101', 'Tờ khai đăng ký khai tử'],
      ['000.00.00.H99-KQ000102', 'Giấy báo tử hoặc giấy tờ thay giấy báo tử'],
    ],
    results: [['KQ.H99.000101', 'Trích lục khai tử']],
    terms: [
      ['1', '1', 'Ngày làm việc'],
      ['2', '1', 'Ngày làm việc'],
    ],
    cases: [],
    fees: [],
  },
  {
    code: '1.001612',
    name: 'Đăng ký thành lập hộ kinh doanh',
    sector: HOUSEHOLD_BUSINESS_SECTOR,
    promulgator: 'G12',
    published: true,
    subjects: ['ĐT1', 'ĐT9'],
    components: [
      ['000.00.00.H99-KQ000111', 'Giấy đề nghị đăng ký hộ kinh doanh'],
      ['000.00.00.H99-KQ000112', 'Bản sao biên bản họp thành viên hộ gia đình'],
      ['000.00.00.H99-KQ000113', 'Văn bản ủy quyền'],
    ],
    results: [['KQ.H99.000111', 'Giấy chứng nhận đăng ký hộ kinh doanh']],
    terms: [
      ['1', '3', 'Ngày làm việc'],
      ['2', '3', 'Ngày làm việc'],
    ],
    cases: [],
    fees: [100000],
  },
  {
    code: '2.000815',
    name:
      'Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt ' +
      'Nam; cơ quan, tổ chức có thẩm quyền của nước ngoài; cơ quan, tổ chức có thẩm quyền của Việt ' +
      'Nam liên kết với cơ quan, tổ chức có thẩm quyền của nước ngoài cấp hoặc chứng nhận',
    sector: CERTIFICATION_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1', 'ĐT2', 'ĐT9', 'ĐT10', 'DT11', 'DT12', 'DT13'],
    components: [
      ['000.00.00.H99-KQ000121', 'Bản chính giấy tờ, văn bản'],
      ['000.00.00.H99-KQ000122', 'Bản sao cần chứng thực'],
    ],
    results: [['KQ.H99.000121', 'Bản sao được chứng thực từ bản chính']],
    terms: [['1', '1', 'Ngày làm việc']],
    cases: [],
    fees: [2000],
  },
  {
    code: '2.000884',
    name:
      'Chứng thực chữ ký trong các giấy tờ, văn bản (áp dụng cho cả trường hợp chứng thực điểm chỉ ' +
      'và trường hợp người yêu cầu chứng thực không thể ký, không thể điểm chỉ được)',
    sector: CERTIFICATION_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1', 'DT12'],
    components: [
      ['000.00.00.H99-KQ000131', 'Giấy tờ, văn bản sẽ ký'],
      ['000.00.00.H99-KQ000132', 'Giấy tờ tùy thân của người yêu cầu'],
    ],
    results: [['KQ.H99.000131', 'Giấy tờ, văn bản được chứng thực chữ ký']],
    terms: [['1', '1', 'Ngày làm việc']],
    cases: [],
    fees: [10000],
  },
  {
    code: '2.001263',
    name: 'Đăng ký việc nuôi con nuôi trong nước',
    sector: ADOPTION_SECTOR,
    promulgator: 'G15',
    published: true,
    subjects: ['ĐT1'],
    components: [
      ['000.00.00.H99-KQ000141', 'Đơn xin nhận con nuôi'],
      ['000.00.00.H99-KQ000142', 'Giấy khám sức khỏe'],
      ['000.00.00.H99-KQ000143', 'Văn bản xác nhận hoàn cảnh gia đình'],
    ],
    results: [['KQ.H99.000141', 'Giấy chứng nhận nuôi con nuôi']],
    terms: [['1', '30', 'Ngày']],
    cases: [],
    fees: [400000],
  },
  {
    code: '1.001776',
    name:
      'Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng, hỗ trợ kinh phí chăm sóc, nuôi ' +
      'dưỡng hàng tháng',
    sector: SOCIAL_PROTECTION_SECTOR,
    promulgator: 'G18',
    published: true,
    subjects: ['ĐT1'],
    components: [
      ['000.00.00.H99-KQ000151', 'Tờ khai đề nghị trợ giúp xã hội'],
      ['000.00.00.H99-KQ000152', 'Giấy xác nhận khuyết tật'],
    ],
    results: [['KQ.H99.000151', 'Quyết định trợ cấp xã hội hàng tháng']],
    terms: [
      ['1', '22', 'Ngày làm việc'],
      ['2', '22', 'Ngày làm việc'],
      ['3', '22', 'Ngày làm việc'],
    ],
    cases: [],
    fees: [],
  },
  {
    code: ' 1.014325',
    name: 'Thủ tục thực hiện chính sách hỗ trợ tư vấn pháp luật cho doanh nghiệp nhỏ và vừa',
    sector: SME_SUPPORT_SECTOR,
    promulgator: 'H60',
    published: true,
    subjects: ['ĐT2'],
    components: [
      ['000.00.00.H99-KQ000161', 'Tờ khai đề nghị hỗ trợ chi phí tư vấn pháp luật'],
      ['000.00.00.H99-KQ000162', 'Thỏa thuận cung cấp dịch vụ tư vấn'],
    ],
    results: [['KQ.H99.000161', 'Văn bản đồng ý hỗ trợ chi phí tư vấn pháp luật']],
    terms: [
      ['1', '10', 'Ngày làm việc'],
      ['2', '10', 'Ngày làm việc'],
    ],
    cases: [],
    fees: [],
  },
];
