/** Errors of the province's system and of its rows (DB-SRC). */
import type { ErrorEntry } from './entry.ts';

export const sourceErrors = {
  'DB-SRC-001': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không kết nối được cơ sở dữ liệu nguồn của tỉnh tại {where}: {reason}',
      remedy:
        'Kiểm tra máy chủ, đường mạng và `SOURCE_URL`; lần đọc sau sẽ tiếp tục từ chỗ dừng, chưa mất gì.',
    },
    en: {
      cause: "The province's source database at {where} cannot be reached: {reason}",
      remedy:
        'Check the server, the network and `SOURCE_URL`; the next reading goes on where this one stopped, nothing is lost.',
    },
  },
  'DB-SRC-002': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Cơ sở dữ liệu nguồn tại {where} từ chối đăng nhập: {reason}',
      remedy:
        'Kiểm tra tên đăng nhập, mật khẩu và tên cơ sở dữ liệu trong `SOURCE_URL`; tài khoản chỉ cần quyền đọc.',
    },
    en: {
      cause: 'The source database at {where} refuses the login: {reason}',
      remedy:
        'Check user, password and database name in `SOURCE_URL`; the account needs the right to read, no other.',
    },
  },
  'DB-SRC-003': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không đọc được nguồn loại {scheme}',
      remedy:
        'Đọc được PostgreSQL (`postgres://`), MySQL và MariaDB (`mysql://`), SQL Server (`mssql://`), Oracle (`oracle://`). Với hệ khác, hãy đưa dữ liệu sang một trong các hệ đó, hoặc gửi bằng XML hay REST.',
    },
    en: {
      cause: 'Sources of the kind {scheme} cannot be read',
      remedy:
        'PostgreSQL (`postgres://`), MySQL and MariaDB (`mysql://`), SQL Server (`mssql://`) and Oracle (`oracle://`) can. From another system, bring the data into one of these, or send it as XML or by REST.',
    },
  },
  'DB-SRC-004': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Khung nhìn của nguồn tại {where} chưa đúng quy ước ({count} lỗi)',
      remedy:
        'Bổ sung từng cột nêu trên vào khung nhìn, hoặc khai tên thật của bảng và cột trong `mappings/source.yaml`.',
    },
    en: {
      cause: 'The views of the source at {where} are not as agreed ({count} faults)',
      remedy:
        'Add each column above to its view, or give the real names of tables and columns in `mappings/source.yaml`.',
    },
  },
  'DB-SRC-005': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Cơ sở dữ liệu nguồn tại {where} không thực hiện được truy vấn (mã lỗi {state}): {reason}',
      remedy:
        'Chạy thử `SELECT` trên khung nhìn đó bằng tài khoản của `SOURCE_URL`, hoặc xem nhật ký của máy chủ nguồn.',
    },
    en: {
      cause: 'The source database at {where} could not carry out a query (error {state}): {reason}',
      remedy: "Try a `SELECT` on that view with `SOURCE_URL`'s account, or see the source server's log.",
    },
  },
  'DB-SRC-006': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: '`SOURCE_URL` không phải một địa chỉ đọc được',
      remedy:
        'Viết theo dạng `postgres://tên:mật-khẩu@máy-chủ:5432/cơ-sở-dữ-liệu` (hoặc `mysql://`, `mssql://`, `oracle://`); ký tự đặc biệt trong mật khẩu phải mã hóa kiểu `%40`.',
    },
    en: {
      cause: '`SOURCE_URL` is not an address that can be read',
      remedy:
        'Write it as `postgres://user:password@host:5432/database` (or `mysql://`, `mssql://`, `oracle://`); special characters of the password are written like `%40`.',
    },
  },
  'DB-SRC-007': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Chưa cài gói kết nối {package} mà `SOURCE_URL` cần',
      remedy:
        'Chạy `npm install --no-save --ignore-scripts {package}` trong thư mục {path}. Bản cài từ gói phát hành đã mang theo gói này: nếu thiếu, hãy cài lại cả bản phát hành.',
    },
    en: {
      cause: 'The driver {package}, which `SOURCE_URL` needs, is not installed',
      remedy:
        'Run `npm install --no-save --ignore-scripts {package}` in the folder {path}. What was installed from a release package carries it: where it is lacking there, install the whole release again.',
    },
  },
  'DB-SRC-008': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không dùng được tham số {parameter} của `SOURCE_URL`: {reason}',
      remedy:
        'Sửa hoặc bỏ tham số đó; các tham số của từng hệ quản trị được liệt kê trong docs/databases.md.',
    },
    en: {
      cause: 'The parameter {parameter} of `SOURCE_URL` cannot be used: {reason}',
      remedy: 'Mend it or take it out; the parameters of each system are listed in docs/databases.md.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
