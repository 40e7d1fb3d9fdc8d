/** Errors of noticing changes at once (DB-CDC); the readings by time go on whatever happens here. */
import type { ErrorEntry } from './entry.ts';

export const captureErrors = {
  'DB-CDC-001': {
    class: 'retry',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Máy chủ nguồn {where} chưa bật nhân bản lô-gic (`wal_level` là {found})',
      remedy:
        'Quản trị cơ sở dữ liệu đặt `wal_level = logical` rồi khởi động lại PostgreSQL, hoặc chọn `SOURCE_CDC=listen`. Việc đọc theo lịch vẫn chạy.',
    },
    en: {
      cause: 'The source server {where} has no logical replication (`wal_level` is {found})',
      remedy:
        'Its administrator sets `wal_level = logical` and restarts PostgreSQL, or choose `SOURCE_CDC=listen`. Readings by schedule go on.',
    },
  },
  'DB-CDC-002': {
    class: 'retry',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Nguồn {where} không có publication {value} cho các bảng hồ sơ',
      remedy:
        'Đưa cho quản trị cơ sở dữ liệu các câu lệnh của `dongbo source sql --capture logical`. Việc đọc theo lịch vẫn chạy.',
    },
    en: {
      cause: "The source {where} has no publication {value} of the dossiers' tables",
      remedy:
        'Give its administrator the statements of `dongbo source sql --capture logical`. Readings by schedule go on.',
    },
  },
  'DB-CDC-003': {
    class: 'retry',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không tạo được slot nhân bản {value} ở {where}: {reason}',
      remedy:
        'Quản trị cơ sở dữ liệu cấp quyền `REPLICATION` cho tài khoản của `SOURCE_URL`, hoặc tự tạo slot theo `dongbo source sql --capture logical`; kiểm tra `max_replication_slots`.',
    },
    en: {
      cause: 'The replication slot {value} cannot be made at {where}: {reason}',
      remedy:
        "Its administrator gives `SOURCE_URL`'s account `REPLICATION`, or makes the slot as `dongbo source sql --capture logical` shows; see `max_replication_slots`.",
    },
  },
  'DB-CDC-004': {
    class: 'retry',
    actor: 'operator',
    exit: 78,
    vi: {
      cause:
        'Slot nhân bản {value} ở {where} đã mất: máy chủ bỏ phần nhật ký chưa đọc (`max_slot_wal_keep_size`)',
      remedy:
        'Quản trị cơ sở dữ liệu chạy `SELECT pg_drop_replication_slot(…)` với tên đó; slot mới được tạo lại tự động. Không mất hồ sơ nào: việc đọc theo lịch đã bù.',
    },
    en: {
      cause:
        'The replication slot {value} at {where} is lost: the server threw away log that was not read (`max_slot_wal_keep_size`)',
      remedy:
        'Its administrator runs `SELECT pg_drop_replication_slot(…)` with that name; a new slot is made by itself. No dossier is lost: readings by schedule make up for it.',
    },
  },
  'DB-CDC-005': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Slot nhân bản {value} ở {where} đang do tiến trình khác đọc',
      remedy:
        'Thường tự hết khi tiến trình trước dừng hẳn. Nếu vẫn còn: hai hệ thống Dongbo dùng chung một nguồn với cùng tên nguồn; xem `pg_stat_replication`.',
    },
    en: {
      cause: 'The replication slot {value} at {where} is being read by another process',
      remedy:
        'It usually passes when the process before has ended. If it stays, two installations read one source under one name; see `pg_stat_replication`.',
    },
  },
  'DB-CDC-006': {
    class: 'retry',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không biết bảng nào ở {where} chứa mã hồ sơ, đứng sau: {value}',
      remedy:
        'Khai trong mục `watch` của tệp nguồn: tên bảng và cột chứa mã hồ sơ, ví dụ `motcua.ho_so: ma_ho_so`. Việc đọc theo lịch vẫn chạy.',
    },
    en: {
      cause: "It is not known which tables at {where} hold the dossiers' keys, behind: {value}",
      remedy:
        "Name them under `watch` in the source's file: table and the column with the dossier's key, e.g. `motcua.ho_so: ma_ho_so`. Readings by schedule go on.",
    },
  },
  'DB-CDC-007': {
    class: 'hint',
    actor: 'operator',
    vi: {
      cause: 'Slot nhân bản {value} còn ở {where} dù không ai đọc: nhật ký của máy chủ nguồn ngày càng đầy',
      remedy: 'Đưa cho quản trị cơ sở dữ liệu các câu lệnh của `dongbo source sql --capture poll`.',
    },
    en: {
      cause:
        "The replication slot {value} is still at {where} though nobody reads it: the source server's log grows",
      remedy: 'Give its administrator the statements of `dongbo source sql --capture poll`.',
    },
  },
  'DB-CDC-008': {
    class: 'hint',
    actor: 'operator',
    vi: {
      cause: 'Máy chủ nguồn {where} giữ nhật ký cho slot không giới hạn',
      remedy:
        'Đặt `max_slot_wal_keep_size` (ví dụ `10GB`): nếu Dongbo ngừng lâu, mất slot vẫn hơn đầy ổ đĩa; việc đọc theo lịch sẽ bù.',
    },
    en: {
      cause: 'The source server {where} keeps log for slots without limit',
      remedy:
        'Set `max_slot_wal_keep_size` (e.g. `10GB`): if Dongbo stands still for long, a lost slot is better than a full disk; readings by schedule make up for it.',
    },
  },
  'DB-CDC-009': {
    class: 'hint',
    actor: 'operator',
    vi: {
      cause: 'Nguồn {where} không báo thay đổi: bảng chưa có trigger hoặc chưa được công bố: {value}',
      remedy:
        'Để thay đổi đến Cổng trong chưa đầy một giây, đưa cho quản trị cơ sở dữ liệu các câu lệnh của `dongbo source sql`; không có thì vẫn đọc theo lịch.',
    },
    en: {
      cause: 'The source {where} does not tell of changes: no trigger or publication for {value}',
      remedy:
        'For changes to be at the portal within a second, give its administrator the statements of `dongbo source sql`; without, readings go by schedule.',
    },
  },
  'DB-CDC-010': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Nguồn {where} không phải cơ sở dữ liệu PostgreSQL: không thể báo thay đổi ngay',
      remedy: 'Không cần làm gì: nguồn này được đọc theo lịch (`SCHEDULE_EXTRACT`).',
    },
    en: {
      cause: 'The source {where} is no PostgreSQL database: it cannot tell of changes at once',
      remedy: 'Nothing is to be done: it is read by schedule (`SCHEDULE_EXTRACT`).',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
