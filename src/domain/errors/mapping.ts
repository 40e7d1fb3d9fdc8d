/** Faults in the files of mappings/ (DB-MAP). */
import type { ErrorEntry } from './entry.ts';
import { mappingScoreErrors } from './mapping-score.ts';
import { mappingSourceErrors } from './mapping-source.ts';
import { mappingTargetErrors } from './mapping-target.ts';
import { mappingWorkErrors } from './mapping-work.ts';
import { mappingYamlErrors } from './mapping-yaml.ts';

/** Nothing may be sent with a table that is wrong in itself. */
const stop = { class: 'stop', actor: 'operator', exit: 78 } as const;
/** A row that the catalogue does not bear out: only the dossiers that meet it wait. */
const waits = { class: 'hold', actor: 'operator' } as const;

export const mappingErrors = {
  'DB-MAP-001': {
    ...stop,
    vi: {
      cause: 'Các tệp ánh xạ trong {dir} có {count} lỗi',
      remedy: 'Sửa từng dòng nêu trên rồi chạy lại; `dongbo mapping check --json` liệt kê đủ.',
    },
    en: {
      cause: 'The mapping files in {dir} have {count} faults',
      remedy: 'Mend each line above and run again; `dongbo mapping check --json` lists them all.',
    },
  },
  'DB-MAP-002': {
    ...stop,
    vi: {
      cause: 'Không có thư mục ánh xạ {dir}',
      remedy: 'Tạo thư mục đó hoặc đặt `MAPPINGS_DIR` tới thư mục chứa các tệp ánh xạ.',
    },
    en: {
      cause: 'There is no mappings folder {dir}',
      remedy: 'Make the folder, or set `MAPPINGS_DIR` to the one that has the mapping files.',
    },
  },
  'DB-MAP-003': {
    ...stop,
    vi: {
      cause: 'Thiếu tệp {file} trong {dir}',
      remedy:
        'Chép tệp mẫu {file} trong bản cài đặt vào thư mục này; bảng CSV chưa có dữ liệu thì chỉ cần dòng tiêu đề.',
    },
    en: {
      cause: 'The file {file} is missing in {dir}',
      remedy:
        'Copy {file} of the installation into this folder; a CSV table without data needs its header line only.',
    },
  },
  'DB-MAP-004': {
    ...stop,
    vi: {
      cause: 'Không đọc được tệp: {reason}',
      remedy: 'Kiểm tra quyền đọc của người dùng chạy Dongbo và đĩa chứa tệp.',
    },
    en: {
      cause: 'The file cannot be read: {reason}',
      remedy: 'Check that the user who runs Dongbo may read it, and the disk it is on.',
    },
  },
  'DB-MAP-005': {
    ...stop,
    vi: {
      cause: 'Từ vị trí này tệp không phải UTF-8',
      remedy: 'Lưu lại tệp với mã UTF-8 (trong Excel: CSV UTF-8); không dùng TCVN3, VNI hay UTF-16.',
    },
    en: {
      cause: 'From this place on the file is not UTF-8',
      remedy: 'Save it as UTF-8 (in Excel: CSV UTF-8), not in TCVN3, VNI or UTF-16.',
    },
  },
  'DB-MAP-006': {
    ...stop,
    vi: {
      cause: 'Tệp trống, thiếu dòng tiêu đề',
      remedy: 'Dòng đầu tiên phải là: {expected}.',
    },
    en: {
      cause: 'The file is empty: its header line is missing',
      remedy: 'The first line must be: {expected}.',
    },
  },
  'DB-MAP-007': {
    ...stop,
    vi: {
      cause: 'Dòng tiêu đề thiếu cột {column}',
      remedy: 'Các cột của tệp này: {expected}.',
    },
    en: {
      cause: 'The header lacks the column {column}',
      remedy: 'The columns of this file: {expected}.',
    },
  },
  'DB-MAP-008': {
    ...stop,
    vi: {
      cause: 'Dòng tiêu đề có cột không được nhận: {column}',
      remedy: 'Bỏ cột này hoặc sửa tên; các cột của tệp này: {expected}.',
    },
    en: {
      cause: 'The header has a column that is not known: {column}',
      remedy: 'Take it out or mend its name; the columns of this file: {expected}.',
    },
  },
  'DB-MAP-009': {
    ...stop,
    vi: {
      cause: 'Cột {column} có hai lần trong dòng tiêu đề',
      remedy: 'Chỉ giữ một cột {column}.',
    },
    en: {
      cause: 'The header has the column {column} twice',
      remedy: 'Keep one column {column}.',
    },
  },
  'DB-MAP-010': {
    ...stop,
    vi: {
      cause: 'Các cột được ngăn bằng {separator}, không phải dấu phẩy',
      remedy: 'Lưu lại tệp dạng CSV ngăn bằng dấu phẩy; ô có dấu phẩy thì đặt trong ngoặc kép.',
    },
    en: {
      cause: 'The columns are separated by {separator}, not by a comma',
      remedy: 'Save the file as CSV with commas; put a cell that has a comma in double quotes.',
    },
  },
  'DB-MAP-011': {
    ...stop,
    vi: {
      cause: 'Ngoặc kép mở tại đây không được đóng',
      remedy: 'Thêm dấu ngoặc kép đóng ở cuối ô; một dấu ngoặc kép trong ô thì viết thành hai.',
    },
    en: {
      cause: 'The double quote that opens here is not closed',
      remedy: 'Close it at the end of the cell; write a double quote within a cell as two.',
    },
  },
  'DB-MAP-012': {
    ...stop,
    vi: {
      cause: 'Dấu ngoặc kép đặt sai chỗ',
      remedy: 'Đặt cả ô trong ngoặc kép và viết mỗi dấu ngoặc kép bên trong thành hai.',
    },
    en: {
      cause: 'A double quote stands where none may',
      remedy: 'Put the whole cell in double quotes and write each one within it as two.',
    },
  },
  'DB-MAP-013': {
    ...stop,
    vi: {
      cause: 'Dòng có {found} ô, dòng tiêu đề có {expected}',
      remedy: 'Viết đúng {expected} ô, ô trống vẫn cần dấu phẩy; ô có dấu phẩy thì đặt trong ngoặc kép.',
    },
    en: {
      cause: 'The row has {found} fields, the header {expected}',
      remedy:
        'Write {expected} fields, an empty one keeps its comma; put a cell that has a comma in double quotes.',
    },
  },
  'DB-MAP-014': {
    ...stop,
    vi: {
      cause: 'Ô {column} bị bỏ trống',
      remedy: 'Điền {column}, hoặc xóa cả dòng nếu chưa biết; không điền mã phỏng đoán.',
    },
    en: {
      cause: 'The cell {column} is empty',
      remedy: 'Fill in {column}, or take the row out while it is not known; do not put a guess.',
    },
  },
  'DB-MAP-015': {
    ...stop,
    vi: {
      cause: '{column} không phải là ngày: {value}',
      remedy: 'Viết ngày dạng `YYYY-MM-DD`, ví dụ 2025-07-01; ô `valid_from`, `valid_to` có thể để trống.',
    },
    en: {
      cause: '{column} is not a day: {value}',
      remedy:
        'Write the day as `YYYY-MM-DD`, for instance 2025-07-01; `valid_from` and `valid_to` may be empty.',
    },
  },
  'DB-MAP-016': {
    ...stop,
    vi: {
      cause: '`valid_from` {from} sau `valid_to` {to}',
      remedy: 'Sửa một trong hai ngày; cả hai ngày đều tính trong thời hạn.',
    },
    en: {
      cause: '`valid_from` {from} is after `valid_to` {to}',
      remedy: 'Mend one of the two days; both belong to the time.',
    },
  },
  'DB-MAP-017': {
    ...stop,
    vi: {
      cause: 'Giá trị của {column} không được nhận: {value}',
      remedy: 'Giá trị được nhận: {allowed}.',
    },
    en: {
      cause: 'The value of {column} is not allowed: {value}',
      remedy: 'Allowed: {allowed}.',
    },
  },
  'DB-MAP-018': {
    ...stop,
    vi: {
      cause: 'Dòng này và dòng {other} cùng đúng cho {value}',
      remedy: 'Xóa một dòng, hoặc chia thời hạn để không ngày nào hai dòng cùng có hiệu lực.',
    },
    en: {
      cause: 'This row and line {other} both fit {value}',
      remedy: 'Take one out, or divide their times so that no day has both.',
    },
  },
  'DB-MAP-019': {
    ...stop,
    vi: {
      cause: 'Ngày nghỉ {date} đã có ở dòng {other}',
      remedy: 'Xóa một trong hai dòng.',
    },
    en: {
      cause: 'The holiday {date} is already in line {other}',
      remedy: 'Take one of the two out.',
    },
  },
  'DB-MAP-020': {
    ...stop,
    vi: {
      cause: 'Dòng không có `national_code` lẫn name',
      remedy: 'Điền mã cơ quan quốc gia, hoặc ít nhất tên cơ quan.',
    },
    en: {
      cause: 'The row has neither `national_code` nor name',
      remedy: "Fill in the national agency code, or at least the agency's name.",
    },
  },
  ...mappingYamlErrors,
  'DB-MAP-029': {
    ...waits,
    vi: {
      cause: 'Danh mục quốc gia không có mã ở cột {column}: {value}',
      remedy:
        'Sửa mã theo danh mục (`dongbo catalogue show`), hoặc chạy `dongbo catalogue pull` nếu mã mới ban hành; hồ sơ gặp dòng này được giữ lại.',
    },
    en: {
      cause: 'The national catalogue does not have the code in {column}: {value}',
      remedy:
        'Mend it by the catalogue (`dongbo catalogue show`), or run `dongbo catalogue pull` if it is new; dossiers that meet this row are held.',
    },
  },
  'DB-MAP-030': {
    ...waits,
    vi: {
      cause: 'Thủ tục {value} có trong danh mục quốc gia nhưng không còn công bố',
      remedy: 'Chọn thủ tục thay thế, hoặc đặt `valid_to` cho dòng này; hồ sơ gặp dòng này được giữ lại.',
    },
    en: {
      cause: 'The procedure {value} is in the national catalogue, but is not published',
      remedy:
        'Take the procedure that replaces it, or end this row with `valid_to`; dossiers that meet it are held.',
    },
  },
  'DB-MAP-031': {
    ...waits,
    vi: {
      cause: 'Mã giấy tờ {value} không thuộc thủ tục {procedure}',
      remedy: 'Chọn mã có trong thủ tục đó (`dongbo catalogue show {procedure}`).',
    },
    en: {
      cause: 'The document code {value} does not belong to the procedure {procedure}',
      remedy: 'Take a code that the procedure lists (`dongbo catalogue show {procedure}`).',
    },
  },
  'DB-MAP-032': {
    class: 'hint',
    actor: 'operator',
    vi: {
      cause: 'Chưa hồ sơ nào dùng tới dòng này: {value}',
      remedy:
        'Xem mã ở cột của tỉnh có viết đúng như hệ thống một cửa không; nếu mã không còn dùng thì có thể xóa dòng.',
    },
    en: {
      cause: 'No dossier has ever met this row: {value}',
      remedy:
        "See whether the province's code is written as the one-stop system writes it; a row that is not needed any more may be deleted.",
    },
  },
  ...mappingWorkErrors,
  ...mappingTargetErrors,
  ...mappingSourceErrors,
  ...mappingScoreErrors,
} as const satisfies Record<string, ErrorEntry>;
