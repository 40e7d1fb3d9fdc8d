/** Faults in source.yaml, source.d/ and presets beyond the form of YAML (DB-MAP from 038 on). */
import type { ErrorEntry } from './entry.ts';

/** Every one stops the command: with a wrong file nothing may be read. */
const stop = { class: 'stop', actor: 'operator', exit: 78 } as const;

export const mappingSourceErrors = {
  'DB-MAP-038': {
    ...stop,
    vi: {
      cause: '{path}: không có bảng nối nào tên {value}',
      remedy:
        'Thêm bảng đó vào `join` với `as: {value}`, trên dòng dùng tới nó, hoặc sửa tên; các bảng nối đang có: {allowed}.',
    },
    en: {
      cause: '{path}: no joined table is named {value}',
      remedy:
        'Add it to `join` with `as: {value}`, before what uses it, or mend the name; there are: {allowed}.',
    },
  },
  'DB-MAP-039': {
    ...stop,
    vi: {
      cause: '{path}: hàm {value} nhận {expected} đối số, ở đây có {found}',
      remedy: 'Sửa số đối số; docs/sources.md nêu từng hàm với ví dụ.',
    },
    en: {
      cause: '{path}: the function {value} takes {expected} arguments, here are {found}',
      remedy: 'Mend their number; docs/sources.md shows each function with an example.',
    },
  },
  'DB-MAP-040': {
    ...stop,
    vi: {
      cause: '{path} không phải một câu SELECT duy nhất: không được có {found}',
      remedy:
        'Viết một câu SELECT (hoặc WITH … SELECT) không có dấu chấm phẩy, chú thích, tham số, dấu gạch chéo ngược hay lệnh ghi; câu này được đọc như một bảng: (…) AS t. Nếu cần hơn thế, hãy tạo view trong cơ sở dữ liệu.',
    },
    en: {
      cause: '{path} is not one SELECT: {found} may not be in it',
      remedy:
        'Write one SELECT (or WITH … SELECT) without semicolon, comments, parameters, backslashes or words that change data; it is read as a table: (…) AS t. If you need more, make a view in the database.',
    },
  },
  'DB-MAP-041': {
    ...stop,
    vi: {
      cause: '{path} phải là một cột của chính bảng này, không phải biểu thức',
      remedy:
        'Nêu tên cột; riêng `changed_at` của hồ sơ có thể là `epoch_seconds`, `epoch_millis` hoặc `from_utc` của một cột. Dongbo đọc lần lượt theo các cột này nên chúng cần có chỉ mục.',
    },
    en: {
      cause: '{path} must be a column of this very table, not an expression',
      remedy:
        'Give the name of a column; only the `changed_at` of dossiers may be `epoch_seconds`, `epoch_millis` or `from_utc` of one. Dongbo pages by these columns, so that they need an index.',
    },
  },
  'DB-MAP-042': {
    ...stop,
    vi: {
      cause: '{path} và {other} không đi cùng nhau',
      remedy: 'Chỉ giữ một trong hai.',
    },
    en: {
      cause: '{path} and {other} cannot stand together',
      remedy: 'Keep one of the two.',
    },
  },
  'DB-MAP-043': {
    ...stop,
    vi: {
      cause: '{path} không dùng được cho nguồn loại {value}',
      remedy: 'Bỏ khóa này; docs/sources.md nêu khóa nào dùng cho loại nguồn nào.',
    },
    en: {
      cause: '{path} is of no use for a source of the kind {value}',
      remedy: 'Take it out; docs/sources.md tells which key is for which kind of source.',
    },
  },
  'DB-MAP-044': {
    ...stop,
    vi: {
      cause: 'Không có mẫu nguồn {value}',
      remedy: 'Các mẫu hiện có: {allowed}. Mẫu của riêng tỉnh đặt ở `presets/` trong thư mục ánh xạ.',
    },
    en: {
      cause: 'There is no preset {value}',
      remedy: "There are: {allowed}. A province's own stand in `presets/` of the mappings folder.",
    },
  },
  'DB-MAP-045': {
    ...stop,
    vi: {
      cause: 'Không đặt tên nguồn là {value} được',
      remedy:
        'Đặt tên tệp bằng chữ thường không dấu, số và gạch nối, bắt đầu bằng chữ, nhiều nhất 31 ký tự, đuôi `.yaml`; không dùng sql, xml, rest, intake.',
    },
    en: {
      cause: 'A source cannot be named {value}',
      remedy:
        'Name the file by small letters a to z, digits and hyphens, a letter first, 31 characters at most, with `.yaml`; sql, xml, rest and intake are taken.',
    },
  },
  'DB-MAP-046': {
    ...stop,
    vi: {
      cause: '{path}: biểu thức quá phức tạp (quá {limit})',
      remedy: 'Chia nhỏ, hoặc tính sẵn trong một view của cơ sở dữ liệu.',
    },
    en: {
      cause: '{path}: the expression is too intricate (more than {limit})',
      remedy: 'Divide it, or have a view of the database compute it.',
    },
  },
  'DB-MAP-047': {
    ...stop,
    vi: {
      cause: '{path}: tên {value} đã được dùng cho một bảng nối khác',
      remedy: 'Đặt cho mỗi bảng nối một tên riêng ở `as`.',
    },
    en: {
      cause: '{path}: another joined table is named {value} already',
      remedy: 'Give each joined table a name of its own in `as`.',
    },
  },
  'DB-MAP-048': {
    ...stop,
    vi: {
      cause: '{path} không phải là đường dẫn trong tài liệu: {value}',
      remedy:
        'Viết các bước cách nhau bằng dấu chấm, ví dụ `chu_ho_so.ten`; mỗi bước gồm chữ, số, gạch dưới, gạch nối, hoặc `@` trước tên thuộc tính.',
    },
    en: {
      cause: '{path} is not a path within a document: {value}',
      remedy:
        'Write steps with dots between them, such as `chu_ho_so.ten`; a step is letters, digits, underscores and hyphens, with `@` before the name of an attribute.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
