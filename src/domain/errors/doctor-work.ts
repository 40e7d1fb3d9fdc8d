/** What `dongbo doctor` finds of the work itself: lanes, catalogue, tables, jobs, links, disk (DB-DOC). */
import type { ErrorEntry } from './entry.ts';

export const doctorWorkErrors = {
  'DB-DOC-014': {
    class: 'hint',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Làn {lane} đang tạm dừng vì không gọi được Cổng: {reason}',
      remedy:
        'Không mất gì; Dongbo tự thử lại. Xem các mục về Cổng trong kết quả này; `dongbo status` cho biết lúc nào thử lại.',
    },
    en: {
      cause: 'Lane {lane} is paused because the portal cannot be called: {reason}',
      remedy:
        'Nothing is lost; it is tried again by itself. Look at what is said of the portal here; `dongbo status` tells when the next try is.',
    },
  },
  'DB-DOC-015': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Làn {lane} đang do người cho tạm dừng',
      remedy: 'Không mất gì. `dongbo status` cho biết ai dừng, vì sao, và cách cho chạy tiếp.',
    },
    en: {
      cause: 'Lane {lane} was paused by a person',
      remedy: 'Nothing is lost. `dongbo status` tells who paused it, why, and how it goes on.',
    },
  },
  'DB-DOC-016': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Danh mục quốc gia trong sổ đã cũ, tải lần cuối ngày {date}',
      remedy:
        'Chạy `dongbo catalogue pull` và đọc lỗi nếu có; mã mới công bố chưa có trong sổ thì hồ sơ bị giữ lại.',
    },
    en: {
      cause: 'The national catalogue of the ledger is old, last pulled on {date}',
      remedy:
        'Run `dongbo catalogue pull` and read its fault, if any; dossiers with codes published since are held.',
    },
  },
  'DB-DOC-017': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: '{count} mã của tỉnh chưa có mã quốc gia tương ứng',
      remedy:
        'Chạy `dongbo mapping coverage` xem mã nào, `dongbo mapping suggest` xem đề xuất, rồi bổ sung các bảng.',
    },
    en: {
      cause: '{count} codes of the province have no national one',
      remedy:
        'Run `dongbo mapping coverage` to see which, `dongbo mapping suggest` for proposals, and add the rows.',
    },
  },
  'DB-DOC-018': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: '{count} trên {total} hồ sơ đang bị giữ lại',
      remedy: 'Chạy `dongbo held list`: lý do nào giữ nhiều nhất, ai xử lý và xử lý thế nào.',
    },
    en: {
      cause: '{count} of {total} dossiers are held',
      remedy: 'Run `dongbo held list`: which reason holds most, who must act and how.',
    },
  },
  'DB-DOC-019': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: '{count} dòng trong các bảng ánh xạ không khớp danh mục quốc gia',
      remedy: 'Chạy `dongbo mapping check`: từng dòng và cách sửa; hồ sơ gặp dòng đó bị giữ lại.',
    },
    en: {
      cause: '{count} rows of the mapping tables do not fit the national catalogue',
      remedy: 'Run `dongbo mapping check`: each row and how to mend it; dossiers that meet one are held.',
    },
  },
  'DB-DOC-020': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Việc định kỳ đã quá ba chu kỳ không thành công: {value}',
      remedy:
        'Xem dịch vụ có chạy không và nhật ký của nó nói gì (`journalctl -u dongbo`); `dongbo errors` giải thích mã lỗi ghi bên cạnh.',
    },
    en: {
      cause: 'Scheduled jobs have not succeeded for three of their periods: {value}',
      remedy:
        'See whether the service runs and what its log says (`journalctl -u dongbo`); `dongbo errors` explains the code beside the job.',
    },
  },
  'DB-DOC-021': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không tiến trình nào đang điều khiển các việc định kỳ',
      remedy:
        'Cho dịch vụ chạy (`systemctl start dongbo.target`, hoặc `dongbo run`); nếu đang chạy, xem nhật ký có dòng `leading` không.',
    },
    en: {
      cause: 'No process leads the scheduled jobs',
      remedy:
        'Start the service (`systemctl start dongbo.target`, or `dongbo run`); if it runs, look for `leading` in its log.',
    },
  },
  'DB-DOC-022': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: '{count} trên {total} liên kết tệp đã thử không dẫn tới tệp',
      remedy:
        'Kiểm tra `FILE_BASE_URL` và kho tệp; `dongbo explain` cho xem các liên kết của từng hồ sơ. Máy này có thể không được phép vào kho tệp như Cổng.',
    },
    en: {
      cause: '{count} of {total} file links that were tried lead to no file',
      remedy:
        'Check `FILE_BASE_URL` and the file store; `dongbo explain` shows the links of a dossier. This machine may not be let in where the portal is.',
    },
  },
  'DB-DOC-023': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Đĩa chứa {where} sắp đầy: còn {found}',
      remedy: 'Dọn hoặc mở rộng đĩa; đĩa đầy thì sổ không ghi được và việc đồng bộ dừng lại.',
    },
    en: {
      cause: 'The disk of {where} is nearly full: {found} left',
      remedy: 'Clear or enlarge it; on a full disk the ledger cannot write and synchronizing stands still.',
    },
  },
  'DB-DOC-024': {
    class: 'hint',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Kết nối tới máy khác chưa được bảo vệ đủ: {setting}',
      remedy:
        'PostgreSQL: thêm `?sslmode=verify-full&sslrootcert=/đường-dẫn/ca.pem` vào địa chỉ. Redis: dùng `rediss://`, `REDIS_CA_FILE` và đặt mật khẩu. Trên đường truyền có dữ liệu cá nhân và mật khẩu.',
    },
    en: {
      cause: 'Connections to other machines are not protected enough: {setting}',
      remedy:
        'PostgreSQL: put `?sslmode=verify-full&sslrootcert=/path/ca.pem` behind the address. Redis: use `rediss://`, `REDIS_CA_FILE` and a password. Personal data and passwords go over these lines.',
    },
  },
  'DB-DOC-025': {
    class: 'hint',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Bản sao lưu mới nhất của sổ đã cách đây {found}',
      remedy:
        'Xem vì sao lần sao lưu đêm qua không xong (`journalctl -u dongbo-backup`, `systemctl list-timers dongbo-backup.timer`), sửa rồi chạy `systemctl start dongbo-backup`.',
    },
    en: {
      cause: 'The newest backup of the ledger was made {found} ago',
      remedy:
        'See why that of last night did not come about (`journalctl -u dongbo-backup`, `systemctl list-timers dongbo-backup.timer`), mend it, then run `systemctl start dongbo-backup`.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
