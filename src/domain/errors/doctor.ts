/** What `dongbo doctor` finds (DB-DOC). */
import type { ErrorEntry } from './entry.ts';

export const doctorErrors = {
  'DB-DOC-001': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Mục kiểm tra {check} không xong trong {seconds} giây',
      remedy: 'Chạy lại `dongbo doctor`; nếu vẫn vậy, xem máy chủ mà mục đó hỏi có quá tải không.',
    },
    en: {
      cause: 'Check {check} did not end within {seconds} s',
      remedy: 'Run `dongbo doctor` again; if it stays so, see whether the server that it asks is overloaded.',
    },
  },
  'DB-DOC-002': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Người khác trên máy đọc được tệp chứa bí mật: {path}',
      remedy: 'Chạy `chmod o-rwx` cho tệp đó, và đổi bí mật nếu máy có nhiều người dùng.',
    },
    en: {
      cause: 'Others on this machine can read a file of secrets: {path}',
      remedy: 'Run `chmod o-rwx` on it, and change the secret where the machine has many users.',
    },
  },
  'DB-DOC-003': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Node.js {version} cũ hơn 20.19',
      remedy: 'Cài bản LTS hiện hành của Node.js rồi chạy lại.',
    },
    en: {
      cause: 'Node.js {version} is older than 20.19',
      remedy: 'Install the present LTS of Node.js and run again.',
    },
  },
  'DB-DOC-004': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Node.js {version} không còn được vá lỗi bảo mật từ {date}',
      remedy: 'Nâng lên bản LTS hiện hành của Node.js; sổ không cần thay đổi gì.',
    },
    en: {
      cause: 'Node.js {version} gets no security fixes since {date}',
      remedy: 'Upgrade to the present LTS of Node.js; the ledger needs no change.',
    },
  },
  'DB-DOC-005': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'PostgreSQL của sổ mặc định không chờ ghi xuống đĩa (`synchronous_commit` là off)',
      remedy:
        'Dongbo tự đặt on cho kết nối của mình; nên đặt `synchronous_commit = on` cho cả cơ sở dữ liệu này.',
    },
    en: {
      cause: 'The ledger PostgreSQL does not wait for its disk by default (`synchronous_commit` is off)',
      remedy:
        'Dongbo sets on for its own connections; better set `synchronous_commit = on` for this whole database.',
    },
  },
  'DB-DOC-006': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'PostgreSQL của sổ chỉ còn {found} kết nối, một tiến trình cần tới {needed}',
      remedy: 'Tăng `max_connections` của PostgreSQL, hoặc giảm `PORTAL_CONCURRENCY`.',
    },
    en: {
      cause: 'The ledger PostgreSQL has {found} connections left, a process needs up to {needed}',
      remedy: 'Raise `max_connections` of PostgreSQL, or lower `PORTAL_CONCURRENCY`.',
    },
  },
  'DB-DOC-007': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Đồng hồ của {where} lệch {seconds} giây so với máy này',
      remedy: 'Bật NTP trên cả hai máy (`timedatectl`); lệch nhiều thì Cổng từ chối các mốc thời gian.',
    },
    en: {
      cause: 'The clock of {where} is {seconds} s off from this machine',
      remedy: 'Turn NTP on at both machines (`timedatectl`); far off, the portal refuses times.',
    },
  },
  'DB-DOC-008': {
    class: 'hint',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Redis tại {where} sắp đầy bộ nhớ: {found} trên {limit}',
      remedy: 'Tăng `maxmemory`; Redis đầy thì không nhận việc, sổ vẫn giữ đủ.',
    },
    en: {
      cause: 'Redis at {where} is nearly full: {found} of {limit}',
      remedy: 'Raise `maxmemory`; a full Redis takes no jobs, while the ledger keeps everything.',
    },
  },
  'DB-DOC-009': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Tài khoản đọc nguồn tại {where} có quyền ghi',
      remedy:
        'Cấp cho Dongbo một tài khoản chỉ có quyền `SELECT` trên các khung nhìn; Dongbo chỉ đọc, nhưng tài khoản bị lộ thì không.',
    },
    en: {
      cause: 'The account that reads the source at {where} may write',
      remedy:
        'Give Dongbo an account that has `SELECT` on the views only; Dongbo only reads, but whoever steals the account may not.',
    },
  },
  'DB-DOC-010': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Nguồn tại {where} đã lâu không có hồ sơ nào thay đổi',
      remedy:
        'Xem việc nạp dữ liệu vào các khung nhìn có còn chạy không, và cột thời điểm cập nhật có được ghi không.',
    },
    en: {
      cause: 'The source at {where} shows no change for long',
      remedy: 'See whether the views are still fed, and whether the time of change is written.',
    },
  },
  'DB-DOC-011': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Chứng thư của {where} không hợp lệ: {reason}',
      remedy:
        'Kiểm tra tên máy trong `PORTAL_BASE_URL`, ngày hết hạn của chứng thư và `PORTAL_CA_FILE`; không bỏ qua kiểm tra này.',
    },
    en: {
      cause: 'The certificate of {where} does not hold: {reason}',
      remedy:
        'Check the host in `PORTAL_BASE_URL`, the end of the certificate and `PORTAL_CA_FILE`; there is no way around this check.',
    },
  },
  'DB-DOC-012': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Chứng thư của {where} hết hạn ngày {date}',
      remedy: 'Xin cấp chứng thư mới trước ngày đó rồi thay tệp; sau ngày đó không gửi được gì.',
    },
    en: {
      cause: 'The certificate of {where} ends on {date}',
      remedy: 'Have a new one issued before that day and replace the file; after it nothing can be sent.',
    },
  },
  'DB-DOC-013': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không dùng được chứng thư hoặc khóa {path}: {reason}',
      remedy: 'Kiểm tra tệp PEM, và khóa có đúng của chứng thư không.',
    },
    en: {
      cause: 'Certificate or key {path} cannot be used: {reason}',
      remedy: 'Check the PEM file, and whether the key belongs to the certificate.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
