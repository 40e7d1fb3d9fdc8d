/** Faults of tables that are written back, exported and imported (DB-XLS). */
import type { ErrorEntry } from './entry.ts';

/** What is to be taken in must be mended first. */
const stop = { class: 'stop', actor: 'operator', exit: 78 } as const;
/** The command cannot do it so. */
const refused = { class: 'stop', actor: 'operator', exit: 1 } as const;

export const exchangeErrors = {
  'DB-XLS-001': {
    ...stop,
    vi: {
      cause: 'Nội dung mới của {file} có {count} lỗi nên chưa ghi gì',
      remedy: 'Sửa từng lỗi nêu trên rồi chạy lại; tệp cũ vẫn nguyên.',
    },
    en: {
      cause: 'The new content of {file} has {count} faults, so that nothing was written',
      remedy: 'Mend each fault above and run again; the old file is as it was.',
    },
  },
  'DB-XLS-002': {
    ...refused,
    exit: 75,
    vi: {
      cause: 'Có người đã sửa {file} trong lúc lệnh này đang chạy',
      remedy: 'Chưa ghi đè gì. Chạy lại lệnh; lệnh sẽ đọc nội dung mới.',
    },
    en: {
      cause: 'Somebody changed {file} while this command was running',
      remedy: 'Nothing was overwritten. Run the command again; it then reads the new content.',
    },
  },
  'DB-XLS-003': {
    ...refused,
    exit: 75,
    vi: {
      cause: 'Một lệnh khác của Dongbo đang ghi {file} (có tệp tạm {path})',
      remedy: 'Đợi lệnh kia xong rồi chạy lại; tệp tạm do lệnh bị ngắt để lại sẽ được bỏ qua sau một phút.',
    },
    en: {
      cause: 'Another command of Dongbo is writing {file} (its temporary file is {path})',
      remedy:
        'Wait for it and run again; a temporary file left by a killed command is passed over after a minute.',
    },
  },
  'DB-XLS-004': {
    ...refused,
    vi: {
      cause: 'Không ghi được {path}: {reason}',
      remedy: 'Kiểm tra quyền ghi thư mục và chỗ trống trên đĩa; nội dung cũ vẫn nguyên.',
    },
    en: {
      cause: '{path} cannot be written: {reason}',
      remedy: 'Check that the folder may be written and the disk has room; the old content is as it was.',
    },
  },
  'DB-XLS-005': {
    ...refused,
    vi: {
      cause: 'Ô {place} dài hơn 32.767 ký tự, Excel không chứa được',
      remedy: 'Rút ngắn ô đó trong tệp CSV, hoặc chạy `dongbo mapping export` với `--to` là một thư mục.',
    },
    en: {
      cause: 'The cell {place} has more than the 32,767 characters that Excel can hold',
      remedy: 'Shorten it in the CSV file, or run `dongbo mapping export` with a folder as `--to`.',
    },
  },
  'DB-XLS-006': {
    ...refused,
    exit: 2,
    vi: {
      cause: 'Đã có {path}',
      remedy:
        'Đặt tên khác ở `--to`, hoặc thêm `--yes` để ghi đè (nội dung cũ được giữ ở tệp `.bak`, chỉ một bản gần nhất).',
    },
    en: {
      cause: '{path} is there already',
      remedy:
        'Give another name with `--to`, or `--yes` to overwrite it (the old content stays as `.bak`, the latest one only).',
    },
  },
  'DB-XLS-007': {
    ...refused,
    exit: 2,
    vi: {
      cause: '{path} nằm trong thư mục ánh xạ đang dùng',
      remedy: 'Chọn chỗ khác ở `--to`; thư mục đó chỉ để các bảng mà Dongbo đọc.',
    },
    en: {
      cause: '{path} is in the mappings folder in use',
      remedy: 'Give another place with `--to`; that folder is for the tables that Dongbo reads alone.',
    },
  },
  'DB-XLS-008': {
    ...refused,
    vi: {
      cause: 'Không đọc được {path}: {reason}',
      remedy: 'Kiểm tra đường dẫn và quyền đọc; nhận tệp `.xlsx`, `.csv` hoặc thư mục có các tệp `.csv`.',
    },
    en: {
      cause: '{path} cannot be read: {reason}',
      remedy:
        'Check the path and that it may be read; an `.xlsx` file, a `.csv` file or a folder of them is taken.',
    },
  },
  'DB-XLS-009': {
    ...stop,
    vi: {
      cause: '{path} ở dạng Excel cũ (`.xls`) hoặc có đặt mật khẩu',
      remedy: 'Mở bằng Excel hoặc LibreOffice, bỏ mật khẩu nếu có, chọn Lưu thành dạng `.xlsx` rồi chạy lại.',
    },
    en: {
      cause: '{path} is an old Excel file (`.xls`) or has a password',
      remedy:
        'Open it in Excel or LibreOffice, take the password off if there is one, save as `.xlsx` and run again.',
    },
  },
  'DB-XLS-010': {
    ...stop,
    vi: {
      cause: '{path} không phải tệp `.xlsx` đọc được: {reason}',
      remedy:
        'Mở bằng Excel hoặc LibreOffice, Lưu thành dạng `.xlsx` rồi chạy lại; nếu không mở được, xin lại tệp.',
    },
    en: {
      cause: '{path} is no `.xlsx` file that can be read: {reason}',
      remedy:
        'Open it in Excel or LibreOffice, save as `.xlsx` and run again; where that fails, ask for it anew.',
    },
  },
  'DB-XLS-011': {
    ...stop,
    vi: {
      cause: '{path} quá lớn: {found}, giới hạn là {limit}',
      remedy: 'Xóa các trang và các dòng trống không cần, hoặc nhập từng bảng một.',
    },
    en: {
      cause: '{path} is too large: {found}, the limit is {limit}',
      remedy: 'Delete sheets and empty rows that are not needed, or import one table at a time.',
    },
  },
  'DB-XLS-012': {
    ...stop,
    vi: {
      cause: '{path} không có bảng ánh xạ nào',
      remedy: 'Dùng tệp do `dongbo mapping export` tạo ra, giữ nguyên tên trang và dòng tiêu đề.',
    },
    en: {
      cause: '{path} has no mapping table',
      remedy:
        'Take a file that `dongbo mapping export` made; leave names of sheets and header rows as they are.',
    },
  },
  'DB-XLS-013': {
    ...stop,
    vi: {
      cause: 'Hai trang cùng là bảng {file}: {other} và trang này',
      remedy: 'Chỉ giữ một trang cho mỗi bảng.',
    },
    en: {
      cause: 'Two sheets are the table {file}: {other} and this one',
      remedy: 'Keep one sheet a table.',
    },
  },
  'DB-XLS-014': {
    ...stop,
    vi: {
      cause: 'Ô {column} là số ({value}), không phải văn bản; số 0 ở đầu hoặc cuối có thể đã mất',
      remedy: 'Định dạng ô là Văn bản (Text) rồi gõ lại đúng mã.',
    },
    en: {
      cause: 'The cell {column} is a number ({value}), no text; a zero at its beginning or end may be lost',
      remedy: 'Format the cell as text and type the code again.',
    },
  },
  'DB-XLS-015': {
    ...stop,
    vi: {
      cause: 'Excel đã đổi ô {column} thành ngày giờ ({value})',
      remedy: 'Định dạng ô là Văn bản (Text) rồi gõ lại; cột ngày thì viết `YYYY-MM-DD`, không có giờ.',
    },
    en: {
      cause: 'Excel made a date or time of the cell {column} ({value})',
      remedy:
        'Format the cell as text and type it again; in a column of days write `YYYY-MM-DD` without a time.',
    },
  },
  'DB-XLS-016': {
    ...stop,
    vi: {
      cause: 'Công thức ở ô {column} không cho kết quả dùng được ({value})',
      remedy: 'Thay công thức bằng giá trị: sao chép ô rồi dán dạng chỉ giá trị.',
    },
    en: {
      cause: 'The formula in the cell {column} has no result that can be used ({value})',
      remedy: 'Put its value in place of the formula: copy the cell and paste the value only.',
    },
  },
  'DB-XLS-017': {
    ...stop,
    vi: {
      cause: 'Các ô đã bị gộp với nhau',
      remedy: 'Bỏ gộp ô rồi điền giá trị vào từng dòng.',
    },
    en: {
      cause: 'Cells have been merged',
      remedy: 'Unmerge them and write the value into each row.',
    },
  },
  'DB-XLS-018': {
    ...refused,
    exit: 2,
    vi: {
      cause: 'Lần nhập này bỏ {removed} và sửa {changed} trong {total} dòng của {file}',
      remedy:
        'Xem từng dòng bằng `dongbo mapping import` với `--dry-run`; hay gặp nhất là chỉ sắp xếp một cột, mã bị lệch dòng. Nếu đúng ý, chạy lại kèm `--yes`.',
    },
    en: {
      cause: 'Of the {total} rows of {file} this import takes {removed} out and changes {changed}',
      remedy:
        'Look at each with `dongbo mapping import` and `--dry-run`; most often one column was sorted by itself, and codes went to other rows. If it is meant so, run again with `--yes`.',
    },
  },
  'DB-XLS-019': {
    ...refused,
    exit: 2,
    vi: {
      cause:
        '{file} đã đổi sau khi bản này được xuất ra; lần nhập này sửa {changed}, thêm {added} và bỏ {removed} dòng',
      remedy:
        'Xem khác biệt bằng `dongbo mapping import` với `--dry-run`; thay đổi của người khác có thể bị đảo lại. Nếu đúng ý, chạy lại kèm `--yes`, không thì xuất lại bản mới.',
    },
    en: {
      cause:
        '{file} changed after this copy was exported; this import changes {changed} rows, adds {added} and removes {removed}',
      remedy:
        'Look at the difference with `dongbo mapping import` and `--dry-run`: it may undo what others changed. If it is meant so, run again with `--yes`, else export anew.',
    },
  },
  'DB-XLS-020': {
    ...refused,
    exit: 2,
    vi: {
      cause:
        'Có {count} chỗ trong các dòng mới hoặc vừa sửa dùng mã mà danh mục quốc gia không có hoặc không còn dùng',
      remedy:
        'Xem các ô đó bằng `dongbo mapping import` với `--dry-run` và sửa lại. Nếu mã mới ban hành, chạy `dongbo catalogue pull` rồi nhập lại. Vẫn muốn ghi thì thêm `--yes`; hồ sơ gặp các dòng đó được giữ lại.',
    },
    en: {
      cause:
        'In {count} places new or changed rows use codes that the national catalogue does not have or no longer uses',
      remedy:
        'Look at the cells with `dongbo mapping import` and `--dry-run`, and mend them. Where a code is new, run `dongbo catalogue pull` and import again. `--yes` writes them all the same; dossiers that meet these rows are held.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
