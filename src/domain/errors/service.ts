/** Errors of the services that Dongbo runs on: ledger, queue, embedded PostgreSQL (DB-SVC). */
import type { ErrorEntry } from './entry.ts';

export const serviceErrors = {
  'DB-SVC-001': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không kết nối được PostgreSQL của sổ tại {where}: {reason}',
      remedy: 'Kiểm tra máy chủ PostgreSQL và `DATABASE_URL` rồi chạy lại; chưa mất gì.',
    },
    en: {
      cause: 'The ledger PostgreSQL at {where} cannot be reached: {reason}',
      remedy: 'Check the PostgreSQL server and `DATABASE_URL`, then run again; nothing is lost.',
    },
  },
  'DB-SVC-002': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không kết nối được Redis tại {where}: {reason}',
      remedy: 'Kiểm tra máy chủ Redis và `REDIS_URL` rồi chạy lại; sổ giữ đủ, chưa mất gì.',
    },
    en: {
      cause: 'Redis at {where} cannot be reached: {reason}',
      remedy:
        'Check the Redis server and `REDIS_URL`, then run again; the ledger has everything, nothing is lost.',
    },
  },
  'DB-SVC-003': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không khởi động được PostgreSQL nhúng trong {where}: {reason}',
      remedy: 'Xem tệp `postgres.log` trong thư mục đó, hoặc đặt `DATABASE_URL` để dùng máy chủ có sẵn.',
    },
    en: {
      cause: 'The embedded PostgreSQL in {where} does not start: {reason}',
      remedy: 'See `postgres.log` in that folder, or set `DATABASE_URL` to use a server you have.',
    },
  },
  'DB-SVC-004': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Máy này không có gói PostgreSQL nhúng ({platform})',
      remedy: 'Đặt `DATABASE_URL` tới một PostgreSQL 14 trở lên.',
    },
    en: {
      cause: 'There is no embedded PostgreSQL package for this machine ({platform})',
      remedy: 'Set `DATABASE_URL` to a PostgreSQL 14 or newer.',
    },
  },
  'DB-SVC-005': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Phiên bản của sổ không khớp với chương trình (đang là {found}, cần {needed})',
      remedy:
        'Sổ cũ hơn chương trình: chạy `dongbo migrate`. Sổ mới hơn chương trình: dùng lại chương trình mới, hoặc lùi sổ bằng `dongbo migrate` kèm `--to` của chính chương trình mới đó.',
    },
    en: {
      cause: 'The ledger is not at the version of this program ({found}, needs {needed})',
      remedy:
        'An older ledger: run `dongbo migrate`. A newer one: use the newer program again, or take the ledger back with `dongbo migrate` and `--to` of that newer program.',
    },
  },
  'DB-SVC-006': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Hàng đợi không tiến triển trong {seconds} giây dù còn việc',
      remedy:
        'Tiến trình dừng để systemd khởi động lại; kiểm tra kết nối tới Redis (`REDIS_URL`) hoặc PostgreSQL (`DATABASE_URL`).',
    },
    en: {
      cause: 'The queue has made no progress for {seconds} s although there is work',
      remedy:
        'The process stops so that systemd restarts it; check the connection to Redis (`REDIS_URL`) or PostgreSQL (`DATABASE_URL`).',
    },
  },
  'DB-SVC-007': {
    class: 'bug',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Lỗi không lường trước: {reason}',
      remedy: 'Chạy lại với `LOG_LEVEL=debug` và gửi nhật ký cho người bảo trì.',
    },
    en: {
      cause: 'An unforeseen fault: {reason}',
      remedy: 'Run again with `LOG_LEVEL=debug` and send the log to the maintainers.',
    },
  },
  'DB-SVC-008': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không mở được địa chỉ theo dõi tại {where}: {reason}',
      remedy:
        'Nếu một `dongbo run` khác đang chạy trên máy này thì đặt cho mỗi tiến trình một `ADMIN_PORT` riêng (0 = số hiệu cổng bất kỳ còn trống, ghi trong nhật ký); nếu không, kiểm tra `ADMIN_HOST` và xem chương trình nào đang giữ số hiệu cổng đó.',
    },
    en: {
      cause: 'The admin address {where} cannot be opened: {reason}',
      remedy:
        'If another `dongbo run` works on this machine, give each its own `ADMIN_PORT` (0 = any free port, told in the log); if not, check `ADMIN_HOST` and see which program holds the port.',
    },
  },
  'DB-SVC-009': {
    class: 'retry',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Lượt đồng bộ bị ngắt giữa chừng (SIGTERM hoặc Ctrl-C)',
      remedy: 'Chạy lại `dongbo sync --once`; lượt sau tiếp tục từ chỗ dừng, không mất gì.',
    },
    en: {
      cause: 'The pass was interrupted (SIGTERM or Ctrl-C)',
      remedy: 'Run `dongbo sync --once` again; it goes on where this one stopped, nothing is lost.',
    },
  },
  'DB-SVC-010': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'PostgreSQL của sổ tại {where} hết chỗ trên đĩa, không ghi được: {reason}',
      remedy:
        'Giải phóng hoặc thêm dung lượng cho đĩa của máy chủ PostgreSQL (câu lệnh `SHOW data_directory` cho biết thư mục; PostgreSQL nhúng: trong `DATA_DIR`); `dongbo run` tự tiếp tục khi có chỗ, chưa mất gì.',
    },
    en: {
      cause: 'The ledger PostgreSQL at {where} has no space left on its disk and cannot write: {reason}',
      remedy:
        'Free or add space on the disk of the PostgreSQL server (`SHOW data_directory` tells the folder; the embedded one: in `DATA_DIR`); `dongbo run` goes on by itself once there is space, nothing is lost.',
    },
  },
  'DB-SVC-011': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'PostgreSQL của sổ tại {where} thiếu bộ nhớ hoặc đọc ghi đĩa lỗi: {reason}',
      remedy:
        'Xem nhật ký của máy chủ PostgreSQL, bộ nhớ và đĩa của máy đó; `dongbo run` tự tiếp tục khi máy chủ khỏe lại, chưa mất gì.',
    },
    en: {
      cause: 'The ledger PostgreSQL at {where} lacks memory, or its disk fails: {reason}',
      remedy:
        "See the PostgreSQL server's log, its memory and its disk; `dongbo run` goes on by itself once the server is well, nothing is lost.",
    },
  },
  'DB-SVC-012': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'PostgreSQL của sổ tại {where} chỉ cho đọc: {reason}',
      remedy:
        'Có thể là máy dự phòng (replica) hoặc `default_transaction_read_only` đang bật: trỏ `DATABASE_URL` tới máy chủ chính, hoặc tắt thiết đặt đó; `dongbo run` tự tiếp tục khi ghi được, chưa mất gì.',
    },
    en: {
      cause: 'The ledger PostgreSQL at {where} only lets itself be read: {reason}',
      remedy:
        'It may be a replica, or `default_transaction_read_only` is on: point `DATABASE_URL` to the primary server, or switch that off; `dongbo run` goes on by itself once it can write, nothing is lost.',
    },
  },
  'DB-SVC-013': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'PostgreSQL của sổ tại {where} không nhận thêm kết nối: {reason}',
      remedy:
        'Đóng bớt kết nối của chương trình khác, tăng `max_connections` (hoặc giới hạn của tài khoản), hoặc giảm `PORTAL_CONCURRENCY`; `dongbo run` tự tiếp tục khi có chỗ.',
    },
    en: {
      cause: 'The ledger PostgreSQL at {where} takes no more connections: {reason}',
      remedy:
        "Close connections of other programs, raise `max_connections` (or the account's limit), or lower `PORTAL_CONCURRENCY`; `dongbo run` goes on by itself once there is room.",
    },
  },
  'DB-SVC-014': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'PostgreSQL của sổ tại {where} không trả lời một câu lệnh trong thời hạn: {reason}',
      remedy:
        'Xem trong `pg_stat_activity` câu lệnh nào đang chạy lâu hoặc giữ khóa, kiểm tra `statement_timeout` và `lock_timeout` của tài khoản và đường mạng tới máy chủ; `dongbo run` tự thử lại, chưa mất gì.',
    },
    en: {
      cause: 'The ledger PostgreSQL at {where} did not answer a statement in time: {reason}',
      remedy:
        'See in `pg_stat_activity` which statement runs long or holds locks, check `statement_timeout` and `lock_timeout` of the account and the network to the server; `dongbo run` tries again by itself, nothing is lost.',
    },
  },
  'DB-SVC-015': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không có Cổng giả lập nào trả lời tại {where}: {reason}',
      remedy:
        'Khởi động bằng `dongbo simulate portal`, rồi ghi đúng địa chỉ mà lệnh đó in ra sau `--url`; lệnh này chỉ điều khiển Cổng giả lập, không bao giờ Cổng thật.',
    },
    en: {
      cause: 'No simulated portal answers at {where}: {reason}',
      remedy:
        'Start one with `dongbo simulate portal` and name the address that it prints behind `--url`; this command steers a simulated portal only, never the real one.',
    },
  },
  'DB-SVC-016': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'PostgreSQL của sổ tại {where} là bản {version}; cần bản 14 trở lên',
      remedy:
        'Nâng cấp máy chủ PostgreSQL, hoặc trỏ `DATABASE_URL` tới một máy chủ từ bản 14 trở lên rồi chạy lại.',
    },
    en: {
      cause: 'The ledger PostgreSQL at {where} is version {version}; 14 or newer is needed',
      remedy: 'Upgrade the PostgreSQL server, or point `DATABASE_URL` to one of 14 or newer, then run again.',
    },
  },
  'DB-SVC-017': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause:
        'Giữa Dongbo và PostgreSQL của sổ tại {where} có bộ gộp kết nối dùng chung phiên (như PgBouncer với `pool_mode=transaction`): khóa và thiết đặt của phiên không giữ được',
      remedy:
        'Trỏ `DATABASE_URL` thẳng tới PostgreSQL, hoặc đặt `pool_mode=session` cho cơ sở dữ liệu này trong PgBouncer, rồi chạy lại.',
    },
    en: {
      cause:
        'Between Dongbo and the ledger PostgreSQL at {where} is a pooler that shares sessions (as PgBouncer with `pool_mode=transaction`): locks and settings of a session do not hold',
      remedy:
        'Point `DATABASE_URL` straight to PostgreSQL, or set `pool_mode=session` for this database in PgBouncer, then run again.',
    },
  },
  'DB-SVC-018': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Tiến trình đứng yên {seconds} giây, không làm được việc gì trong lúc ấy',
      remedy:
        'Xem máy có bị tạm dừng, thiếu CPU hoặc thiếu bộ nhớ (swap) không; nếu không, khởi động lại Dongbo và báo cho người phát triển kèm nhật ký.',
    },
    en: {
      cause: 'The process stood still for {seconds} s and could do nothing meanwhile',
      remedy:
        'See whether the machine was paused, or lacks CPU or memory (swap); if not, restart Dongbo and report it to the developers with the log.',
    },
  },
  'DB-SVC-019': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Bộ lập lịch chậm {seconds} giây so với lịch đọc nguồn (`SCHEDULE_EXTRACT`)',
      remedy:
        'Khởi động lại tiến trình; kiểm tra đồng hồ của máy có bị chỉnh lùi không (NTP), vì lịch chạy theo đồng hồ ấy.',
    },
    en: {
      cause: 'The scheduler is {seconds} s behind the schedule for reading the source (`SCHEDULE_EXTRACT`)',
      remedy:
        "Restart the process; check whether the machine's clock was set back (NTP), for the schedule goes by it.",
    },
  },
} as const satisfies Record<string, ErrorEntry>;
