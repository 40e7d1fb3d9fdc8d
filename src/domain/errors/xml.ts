/** Errors of the folder where documents are left, and why a document is refused (DB-XML). */
import type { ErrorEntry } from './entry.ts';
import { xmlFormErrors } from './xml-form.ts';

export const xmlErrors = {
  'DB-XML-001': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không làm việc được với thư mục nhận tệp {path}: {reason}',
      remedy:
        'Tạo thư mục của `SOURCE_DIR`, cho tài khoản chạy Dongbo quyền đọc, ghi và đổi tên trong `inbox`, `done`, `refused`.',
    },
    en: {
      cause: 'The drop folder {path} cannot be worked in: {reason}',
      remedy:
        "Create `SOURCE_DIR`'s folder, and give Dongbo's account the right to read, write and rename in `inbox`, `done` and `refused`.",
    },
  },
  'DB-XML-002': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: '`inbox`, `done` và `refused` trong {path} không cùng một hệ thống tệp',
      remedy:
        'Đặt cả ba trên cùng một hệ thống tệp: nếu gắn thư mục mạng thì gắn vào chính `SOURCE_DIR`, không gắn riêng `inbox`.',
    },
    en: {
      cause: '`inbox`, `done` and `refused` in {path} are not on one file system',
      remedy:
        'Put all three on one file system: mount a network folder on `SOURCE_DIR` itself, not on `inbox` alone.',
    },
  },
  'DB-XML-003': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không dùng được tệp XSD {file}: {reason}',
      remedy:
        'Kiểm tra đường dẫn trong `SOURCE_XSD`. Tệp phải là XSD 1.0 trọn vẹn trong một tệp, khai phần tử của hồ sơ ở mức ngoài cùng.',
    },
    en: {
      cause: 'The XSD file {file} cannot be used: {reason}',
      remedy:
        "Check the path in `SOURCE_XSD`. It must be XSD 1.0, whole in one file, and declare the dossier's element at its top level.",
    },
  },
  'DB-XML-004': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Bảng ánh xạ nguồn có chỗ không đọc được từ XML: {path}',
      remedy:
        'Với nguồn XML, `from` và cột là đường dẫn phần tử như `DanhSach.HoSo`, thuộc tính viết `@ten`; không có `query` và `joins`.',
    },
    en: {
      cause: 'The source map asks for what XML cannot give: {path}',
      remedy:
        "For an XML source, `from` and columns are elements' paths such as `DanhSach.HoSo`, attributes are written `@ten`; there is no `query` and no `joins`.",
    },
  },
  'DB-XML-005': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Thư mục nhận tệp {path} tạm thời không dùng được: {reason}',
      remedy:
        'Kiểm tra ổ đĩa, thư mục mạng, quyền đổi tên, và `done`, `refused` có còn không. Tệp cũ nhất vẫn nằm trong `inbox`, được thử lại ở lần sau; các tệp mới hơn chờ nó, không mất gì.',
    },
    en: {
      cause: 'The drop folder {path} cannot be used at the moment: {reason}',
      remedy:
        'Check the disk, the network folder, the right to rename, and whether `done` and `refused` are there. The oldest document stays in `inbox` and is tried again the next time; newer ones wait for it, nothing is lost.',
    },
  },
  'DB-XML-006': {
    class: 'hold',
    actor: 'operator',
    vi: {
      cause: 'Trong inbox có thứ không phải tệp thường ({found})',
      remedy:
        'Đặt thẳng tệp XML vào `inbox`: không dùng thư mục con, liên kết hay ống dẫn. Không thứ nào như vậy được mở ra.',
    },
    en: {
      cause: 'There was something in the inbox that is no plain file ({found})',
      remedy:
        'Put the XML file itself into `inbox`: no folders, links or pipes. None of these is ever opened.',
    },
  },
  'DB-XML-007': {
    class: 'hold',
    actor: 'operator',
    vi: {
      cause: 'Không đọc được tệp: {reason}',
      remedy:
        'Cho tài khoản chạy Dongbo quyền đọc tệp, rồi chuyển tệp từ `refused` trở lại `inbox`. Nếu ổ đĩa báo lỗi, hãy gửi lại tệp.',
    },
    en: {
      cause: 'The file cannot be read: {reason}',
      remedy:
        "Give Dongbo's account the right to read it, then move it from `refused` back into `inbox`. Where the disk fails, send the file again.",
    },
  },
  'DB-XML-008': {
    class: 'bug',
    actor: 'operator',
    vi: {
      cause: 'Tệp không được đọc hết, do lỗi của chính Dongbo ({reason})',
      remedy:
        'Báo nhóm phát triển kèm mã lỗi này. Một phần hồ sơ của tệp có thể đã được nhận; gửi lại tệp không gây trùng.',
    },
    en: {
      cause: 'The file was not read to its end, by a fault of Dongbo itself ({reason})',
      remedy:
        'Tell the developers this code. Some of its dossiers may have been taken; sending the file again doubles nothing.',
    },
  },
  ...xmlFormErrors,
  'DB-XML-040': {
    class: 'hint',
    actor: 'operator',
    vi: {
      cause: '{count} tệp chờ trong `inbox` của {path}, tệp cũ nhất đã {found}',
      remedy:
        'Kiểm tra `dongbo run` có đang chạy với đúng `SOURCE_DIR` không; xem nhật ký và `dongbo jobs` của việc đọc nguồn.',
    },
    en: {
      cause: '{count} documents wait in the `inbox` of {path}, the oldest for {found}',
      remedy:
        'See whether `dongbo run` works with this `SOURCE_DIR`; look at its log and at `dongbo jobs` for the reading of the source.',
    },
  },
  'DB-XML-041': {
    class: 'hint',
    actor: 'operator',
    vi: {
      cause: '{count} tệp bị từ chối nằm trong `refused` của {path}',
      remedy:
        'Đọc tệp `….reason.txt` bên cạnh từng tệp, sửa rồi đặt lại vào `inbox`; tệp không cần nữa thì xóa cả hai.',
    },
    en: {
      cause: '{count} refused documents lie in `refused` of {path}',
      remedy:
        'Read the file `….reason.txt` beside each, mend it and put it into `inbox` again; remove both where it is not needed any more.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
