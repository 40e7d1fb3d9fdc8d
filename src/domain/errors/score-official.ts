/** The portal's published figures: `dongbo score import` (DB-SCR-020 and on). */
import type { ErrorEntry } from './entry.ts';

const refused = { class: 'stop', actor: 'operator', exit: 1 } as const;
const misused = { class: 'stop', actor: 'operator', exit: 2 } as const;

export const officialScoreErrors = {
  'DB-SCR-020': {
    ...refused,
    vi: {
      cause: 'Tệp {path} quá lớn, chỉ nhận tệp tới {limit}',
      remedy: 'Chỉ lưu câu trả lời của tỉnh mình, mỗi nhóm chỉ số một tệp, rồi nhập từng tệp.',
    },
    en: {
      cause: 'The file {path} is too large: up to {limit} are taken',
      remedy:
        "Keep your own province's answer only, a file for each group of indicators, and import one by one.",
    },
  },
  'DB-SCR-021': {
    ...refused,
    vi: {
      cause: 'Tệp {path} không phải JSON cũng không phải CSV: {reason}',
      remedy:
        'Lưu lại nguyên văn câu trả lời của trang đánh giá trên Cổng (thẻ Network của trình duyệt), hoặc lập tệp CSV với các cột như trong docs/official-scores.md. Trang báo lỗi của tường lửa cũng có thể bị lưu nhầm: mở tệp ra xem.',
    },
    en: {
      cause: 'The file {path} is neither JSON nor CSV: {reason}',
      remedy:
        "Keep the answer of the portal's page of evaluation as it is (the browser's Network tab), or make a CSV file with the columns of docs/official-scores.md. A firewall's page of refusal may have been kept instead: open the file and look.",
    },
  },
  'DB-SCR-022': {
    ...refused,
    vi: {
      cause: 'Tệp {path} có {count} chỗ không đọc được, chưa nhập gì',
      remedy: 'Sửa hoặc nói rõ từng chỗ nêu trên rồi chạy lại.',
    },
    en: {
      cause: 'The file {path} has {count} places that cannot be read; nothing was imported',
      remedy: 'Mend or settle each of the places above, then run again.',
    },
  },
  'DB-SCR-023': {
    ...refused,
    vi: {
      cause: 'Tệp {path} không có số liệu chỉ số nào',
      remedy:
        'Số liệu là các đối tượng có `code` cùng `numerator`, `denominator`, `ratio`, `score`, `maxScore`; xem docs/official-scores.md để biết cách lấy và các cột của tệp CSV.',
    },
    en: {
      cause: 'The file {path} has no figures of indicators',
      remedy:
        'They are objects with `code` and `numerator`, `denominator`, `ratio`, `score`, `maxScore`; docs/official-scores.md tells how to get them, and the columns of a CSV file.',
    },
  },
  'DB-SCR-024': {
    ...refused,
    vi: {
      cause: 'Tệp {path} không có số liệu nào nhận ra là của tỉnh và kỳ này; tệp nêu: {found}',
      remedy:
        'Nếu tệp gọi tỉnh bằng một trong các tên đó, chạy lại với `--province` và tên ấy trong ngoặc kép; xem lại cả `--period`, `--agency` và `PORTAL_AGENCY_CODE`.',
    },
    en: {
      cause:
        'The file {path} has no figures that are known as of this province and period; it names: {found}',
      remedy:
        'Where one of these is how it calls the province, run again with `--province` and that name in quotes; look at `--period`, `--agency` and `PORTAL_AGENCY_CODE`, too.',
    },
  },
  'DB-SCR-025': {
    ...refused,
    vi: {
      cause: 'Không có chỗ nào cho biết số liệu thuộc kỳ nào',
      remedy: 'Nêu kỳ sau `--period`, ví dụ `--period 2026-10`.',
    },
    en: {
      cause: 'Nothing says of which period the figures are',
      remedy: 'Name it: `--period 2026-10`, say.',
    },
  },
  'DB-SCR-026': {
    ...refused,
    vi: {
      cause: 'Không đọc được kỳ {value}',
      remedy: 'Viết `2026-10`, `2026-Q3` hoặc `2026`, hoặc nêu kỳ sau `--period`.',
    },
    en: {
      cause: 'The period {value} cannot be read',
      remedy: 'Write `2026-10`, `2026-Q3` or `2026`, or name it behind `--period`.',
    },
  },
  'DB-SCR-027': {
    ...refused,
    vi: {
      cause: 'Không phải số đọc được: {value}',
      remedy: 'Viết số không âm, chỗ không có thì để trống hoặc null.',
    },
    en: {
      cause: 'Not a number that can be read: {value}',
      remedy: 'Write a number that is not negative; leave empty, or null, what is not there.',
    },
  },
  'DB-SCR-028': {
    ...refused,
    vi: {
      cause: 'Số {value} đọc được theo hai cách: hàng nghìn hay phần thập phân',
      remedy: 'Viết lại không có dấu ngăn hàng nghìn.',
    },
    en: {
      cause: 'The number {value} can be read in two ways: thousands or decimals',
      remedy: 'Write it without signs between thousands.',
    },
  },
  'DB-SCR-029': {
    ...refused,
    vi: {
      cause: 'Không rõ tỷ lệ {value} tính theo 1 hay theo 100, vì thiếu tử số hoặc mẫu số',
      remedy:
        'Thêm tử số và mẫu số hoặc dấu %, hoặc nói rõ bằng `--ratio percent` (theo 100) hay `--ratio fraction` (theo 1).',
    },
    en: {
      cause: 'Is the ratio {value} a part of 1 or of 100? Numerator or denominator is lacking',
      remedy:
        'Add both, or a percent sign, or say it: `--ratio percent` (of 100) or `--ratio fraction` (of 1).',
    },
  },
  'DB-SCR-030': {
    ...refused,
    vi: {
      cause: 'Tỷ lệ {value} không khớp tử số và mẫu số {expected}',
      remedy:
        'Xem lại số liệu gốc. Nếu Cổng công bố đúng như vậy, nói rõ đơn vị bằng `--ratio percent` hay `--ratio fraction` để giữ nguyên.',
    },
    en: {
      cause: 'The ratio {value} does not agree with numerator and denominator {expected}',
      remedy:
        'Look at the original. Where the portal did publish it so, say its unit, `--ratio percent` or `--ratio fraction`, to keep it as it is.',
    },
  },
  'DB-SCR-031': {
    ...refused,
    vi: {
      cause: 'Dòng tiêu đề thiếu cột cần có',
      remedy: 'Các cột là `{expected}`; ít nhất phải có `code` và một cột số.',
    },
    en: {
      cause: 'The header lacks columns that are needed',
      remedy: 'The columns are `{expected}`; at least `code` and one with numbers must be there.',
    },
  },
  'DB-SCR-032': {
    ...refused,
    vi: {
      cause: 'Dòng có {found} ô trong khi tiêu đề có {expected}',
      remedy: 'Đặt số có dấu phẩy thập phân trong ngoặc kép, hoặc ngăn cột bằng dấu chấm phẩy.',
    },
    en: {
      cause: 'The row has {found} fields, the header {expected}',
      remedy: 'Put numbers with a decimal comma in quotes, or part the columns by semicolons.',
    },
  },
  'DB-SCR-033': {
    ...refused,
    vi: { cause: 'Dòng không có mã chỉ số', remedy: 'Ghi mã ở cột `code`.' },
    en: { cause: 'The row has no code of an indicator', remedy: 'Write it in the column `code`.' },
  },
  'DB-SCR-034': {
    ...refused,
    vi: {
      cause: 'Chỉ số {value} có hai lần với số khác nhau, lần kia ở {other}',
      remedy: 'Giữ lại một. Nếu hai lần là của hai kỳ hay hai cơ quan thì ghi rõ kỳ và cơ quan của từng lần.',
    },
    en: {
      cause: 'The indicator {value} is there twice with other figures, once at {other}',
      remedy: 'Keep one of them. Where they are of two periods or agencies, write down which each is of.',
    },
  },
  'DB-SCR-035': {
    ...misused,
    vi: {
      cause: 'Chưa nhập số liệu công bố nào của kỳ {value}',
      remedy: 'Nhập trước bằng `dongbo score import` với tham số `--official` và tên tệp.',
    },
    en: {
      cause: 'No published figures of the period {value} have been imported',
      remedy: 'Import them first: `dongbo score import` with `--official` and the name of the file.',
    },
  },
  'DB-SCR-036': {
    ...refused,
    vi: { cause: 'Không đọc được tệp {path}: {reason}', remedy: 'Kiểm tra đường dẫn và quyền đọc.' },
    en: {
      cause: 'The file {path} cannot be read: {reason}',
      remedy: 'Check the path and the right to read it.',
    },
  },
  'DB-SCR-037': {
    ...misused,
    vi: {
      cause: 'Cổng không thể chốt số kỳ {period} lúc {value}: kỳ chưa bắt đầu, hoặc lúc đó chưa tới',
      remedy: 'Sửa thời điểm sau `--published` hoặc trong tệp, ví dụ `--published 2026-11-05`.',
    },
    en: {
      cause:
        'The portal cannot have counted the period {period} at {value}: it had not begun, or that time is yet to come',
      remedy: 'Mend the time behind `--published`, or in the file: `--published 2026-11-05`, say.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
