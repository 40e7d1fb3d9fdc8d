/** Errors of settings and of the command line (DB-CFG). */
import type { ErrorEntry } from './entry.ts';

export const configErrors = {
  'DB-CFG-001': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Cấu hình sai ({count} lỗi)',
      remedy: 'Sửa từng dòng nêu trên trong `.env` hoặc biến môi trường; xem `.env.example`.',
    },
    en: {
      cause: 'The settings are wrong ({count} faults)',
      remedy: 'Mend each line above in `.env` or the environment; see `.env.example`.',
    },
  },
  'DB-CFG-002': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Lệnh này cần {setting} nhưng chưa được đặt',
      remedy: 'Đặt {setting} trong `.env` hoặc biến môi trường; xem `.env.example`.',
    },
    en: {
      cause: 'This command needs {setting}, which is not set',
      remedy: 'Set {setting} in `.env` or the environment; see `.env.example`.',
    },
  },
  'DB-CFG-003': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Tham số {option} không hợp lệ: {value}',
      remedy: 'Giá trị được nhận: {expected}.',
    },
    en: {
      cause: 'Option {option} has a value that is not allowed: {value}',
      remedy: 'Allowed: {expected}.',
    },
  },
  'DB-CFG-004': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Không có hồ sơ nào mang mã {dossier} trong sổ',
      remedy: 'Kiểm tra mã; nếu hồ sơ mới có ở hệ thống một cửa, chạy `dongbo sync --once` rồi xem lại.',
    },
    en: {
      cause: 'The ledger has no dossier {dossier}',
      remedy: 'Check the code; if it is new in the one-stop system, run `dongbo sync --once` and look again.',
    },
  },
  'DB-CFG-005': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Gọi lệnh không đúng: {reason}',
      remedy: 'Thêm `--help` sau lệnh để xem các lệnh con, tham số và tùy chọn.',
    },
    en: {
      cause: 'The command is called wrongly: {reason}',
      remedy: 'Put `--help` after the command to see its verbs, arguments and options.',
    },
  },
  'DB-CFG-006': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Lệnh này sẽ tác động tới {count} hồ sơ',
      remedy: 'Xem trước với `--dry-run`; nếu đúng ý thì chạy lại lệnh với `--yes`.',
    },
    en: {
      cause: 'This command would touch {count} dossiers',
      remedy: 'Look first with `--dry-run`; if it is what you mean, run it again with `--yes`.',
    },
  },
  'DB-CFG-007': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Không có mã lỗi {value}',
      remedy:
        'Chạy `dongbo errors` để xem mọi mã lỗi, hoặc `dongbo held list` để xem các lý do đang giữ hồ sơ.',
    },
    en: {
      cause: 'There is no error code {value}',
      remedy:
        'Run `dongbo errors` for every code, or `dongbo held list` for the reasons that hold dossiers now.',
    },
  },
  'DB-CFG-008': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Tùy chọn {option} chỉ dùng cho từng hồ sơ, không dùng cho cả lý do {value}',
      remedy:
        'Chạy `dongbo held show {value}` để biết các hồ sơ, xem từng hồ sơ trên Cổng, rồi chạy lại lệnh với mã của hồ sơ đó.',
    },
    en: {
      cause: 'Option {option} is of one dossier, not of a whole reason: {value}',
      remedy:
        'Run `dongbo held show {value}` for its dossiers, look at each on the portal, then run this command with the code of that dossier.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
