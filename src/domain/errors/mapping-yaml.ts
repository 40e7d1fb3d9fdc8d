/** Faults in the YAML files of mappings/, source map and answer rules (DB-MAP from 021 on). */
import type { ErrorEntry } from './entry.ts';

/** Every one stops the command: with a wrong file nothing may be sent. */
const stop = { class: 'stop', actor: 'operator', exit: 78 } as const;

export const mappingYamlErrors = {
  'DB-MAP-021': {
    ...stop,
    vi: {
      cause: 'Sai cú pháp YAML: {reason}',
      remedy: 'Sửa tại vị trí này; chú ý thụt dòng bằng dấu cách và khóa không lặp lại.',
    },
    en: {
      cause: 'The YAML cannot be read: {reason}',
      remedy: 'Mend it at this place; mind the indentation (blanks) and keys that occur twice.',
    },
  },
  'DB-MAP-022': {
    ...stop,
    vi: {
      cause: '{path} không đúng dạng',
      remedy: 'Viết theo dạng {expected}.',
    },
    en: {
      cause: '{path} has the wrong form',
      remedy: 'Write it in the form {expected}.',
    },
  },
  'DB-MAP-023': {
    ...stop,
    vi: {
      cause: 'Khóa {path} không được nhận ở đây',
      remedy: 'Các khóa được nhận ở đây: {allowed}.',
    },
    en: {
      cause: 'A key that is not known: {path}',
      remedy: 'The keys allowed here: {allowed}.',
    },
  },
  'DB-MAP-024': {
    ...stop,
    vi: {
      cause: 'Thiếu khóa {path}',
      remedy: 'Thêm khóa {path} vào tệp; xem tệp mẫu trong bản cài đặt.',
    },
    en: {
      cause: 'The key {path} is missing',
      remedy: 'Add {path}; see the file of the installation.',
    },
  },
  'DB-MAP-025': {
    ...stop,
    vi: {
      cause: 'Quy tắc {rule} không có điều kiện nào, nên đúng với mọi câu trả lời',
      remedy: 'Thêm ít nhất một điều kiện vào `when`: http, body, `error_code`, message hoặc service.',
    },
    en: {
      cause: 'The rule {rule} has no condition, so it fits every answer',
      remedy: 'Add at least one condition to `when`: http, body, `error_code`, message or service.',
    },
  },
  'DB-MAP-026': {
    ...stop,
    vi: {
      cause:
        'Quy tắc {rule} coi là thành công cả khi Cổng không nói gì về kết quả (ví dụ trang chặn của tường lửa)',
      remedy: 'Thêm `error_code` hoặc message, hoặc `body: [json]`, vào `when` của quy tắc có `means: ok`.',
    },
    en: {
      cause:
        "The rule {rule} takes an answer for success that says nothing of success (a firewall's page, for instance)",
      remedy: 'Add `error_code` or message, or `body: [json]`, to the `when` of a rule that means ok.',
    },
  },
  'DB-MAP-027': {
    ...stop,
    vi: {
      cause: 'Tên quy tắc {rule} đã dùng ở dòng {other}',
      remedy: 'Đặt cho mỗi quy tắc một tên riêng; tên này được nêu trong nhật ký các lần gửi.',
    },
    en: {
      cause: 'The rule name {rule} is already used in line {other}',
      remedy: 'Give each rule a name of its own; it is told with each attempt.',
    },
  },
  'DB-MAP-028': {
    ...stop,
    vi: {
      cause: '{path} không phải là tên bảng hoặc cột: {value}',
      remedy:
        'Chỉ dùng chữ, số và dấu _, không bắt đầu bằng số, mỗi tên nhiều nhất 63 byte; tên bảng có thể có một dấu chấm sau tên lược đồ.',
    },
    en: {
      cause: '{path} is not the name of a table or column: {value}',
      remedy:
        'Use letters, digits and _ only, no digit first, at most 63 bytes each; the name of a table may have one dot after its schema.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
