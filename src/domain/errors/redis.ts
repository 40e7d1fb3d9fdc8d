/** Errors of a Redis that is there, but cannot hold the queue (DB-SVC-020 to -023). */
import type { ErrorEntry } from './entry.ts';

export const redisErrors = {
  'DB-SVC-020': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Redis tại {where} không nhận tài khoản hoặc mật khẩu: {reason}',
      remedy:
        'Ghi tài khoản và mật khẩu vào `REDIS_URL` (`redis://tài-khoản:mật-khẩu@máy:6379`), hoặc cấp cho tài khoản đó quyền dùng các khóa `bull:*`; chưa mất gì.',
    },
    en: {
      cause: 'Redis at {where} refuses the account or its password: {reason}',
      remedy:
        'Put user and password into `REDIS_URL` (`redis://user:password@host:6379`), or grant that user the keys `bull:*`; nothing is lost.',
    },
  },
  'DB-SVC-021': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Redis tại {where} có trả lời nhưng không nhận việc: {reason}',
      remedy:
        'OOM: tăng `maxmemory`; READONLY: trỏ `REDIS_URL` tới máy chính (hoặc đặt `REDIS_SENTINELS`); MISCONF: xem đĩa và nhật ký của Redis; LOADING: chờ Redis nạp xong dữ liệu. Sổ giữ đủ, hàng đợi được lấp lại từ sổ.',
    },
    en: {
      cause: 'Redis at {where} answers, but takes no jobs: {reason}',
      remedy:
        'OOM: raise `maxmemory`; READONLY: point `REDIS_URL` to the primary (or set `REDIS_SENTINELS`); MISCONF: see the disk and the log of Redis; LOADING: wait until Redis has read its data. The ledger has everything, the queue is filled again from it.',
    },
  },
  'DB-SVC-022': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Redis tại {where} được phép xóa dữ liệu khi đầy bộ nhớ (`maxmemory-policy` là {policy})',
      remedy:
        'Đặt `maxmemory-policy noeviction` cho Redis của Dongbo; việc bị xóa không mất, sổ đưa lại vào hàng đợi, nhưng chậm hơn.',
    },
    en: {
      cause: 'Redis at {where} may throw data away when its memory is full (`maxmemory-policy` is {policy})',
      remedy:
        'Set `maxmemory-policy noeviction` for the Redis of Dongbo; jobs thrown away are not lost, the ledger enqueues them again, but later.',
    },
  },
  'DB-SVC-023': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Redis tại {where} là phiên bản {version}, cũ hơn 6.2',
      remedy: 'Nâng cấp Redis lên 6.2 trở lên, hoặc bỏ `REDIS_URL` để dùng hàng đợi trong PostgreSQL của sổ.',
    },
    en: {
      cause: 'Redis at {where} is version {version}, older than 6.2',
      remedy:
        'Upgrade Redis to 6.2 or newer, or leave `REDIS_URL` empty to keep the queue in the ledger PostgreSQL.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
