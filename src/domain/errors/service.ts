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
      remedy: 'Chạy `dongbo migrate` để đưa sổ lên phiên bản này.',
    },
    en: {
      cause: 'The ledger is not at the version of this program ({found}, needs {needed})',
      remedy: 'Run `dongbo migrate` to bring the ledger to this version.',
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
} as const satisfies Record<string, ErrorEntry>;
