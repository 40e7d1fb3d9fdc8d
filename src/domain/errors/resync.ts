/** Sending again on purpose: `dongbo resync` (DB-RSY). */
import type { ErrorEntry } from './entry.ts';

export const resyncErrors = {
  'DB-RSY-001': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Chưa cho biết gửi lại hồ sơ nào',
      remedy:
        'Thêm ít nhất một điều kiện: `--dossier`, `--procedure`, `--agency`, `--from` và `--to`, hoặc `--held`; xem trước với `--dry-run`.',
    },
    en: {
      cause: 'Nothing says which dossiers are to go again',
      remedy:
        'Give at least one condition: `--dossier`, `--procedure`, `--agency`, `--from` and `--to`, or `--held`; look first with `--dry-run`.',
    },
  },
  'DB-RSY-002': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: '{option} {value}: không có hồ sơ nào trong sổ dùng mã hoặc tên này',
      remedy:
        'Kiểm tra lại cách viết. Nhận mã của tỉnh, mã quốc gia (với cơ quan: cả tên); `dongbo explain` kèm mã một hồ sơ cho biết các mã của hồ sơ đó.',
    },
    en: {
      cause: '{option} {value}: no dossier of the ledger uses this code or name',
      remedy:
        "Check how it is written. A code of the province or a national one will do (of an agency its name, too); `dongbo explain` with a dossier's code tells the codes of that dossier.",
    },
  },
  'DB-RSY-003': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Không có lần gửi lại số {value}',
      remedy: 'Chạy `dongbo resync list` để xem các lần gửi lại.',
    },
    en: {
      cause: 'There is no resync of number {value}',
      remedy: 'Run `dongbo resync list` for the resyncs.',
    },
  },
  'DB-RSY-004': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Lần gửi lại số {value} đã bị hủy, hoặc nơi khác đang chạy tiếp lần này',
      remedy:
        'Phần đã xếp trước đó vẫn đúng như đã báo. Chạy `dongbo resync list` để xem lần gửi lại này đến đâu.',
    },
    en: {
      cause: 'Resync {value} was cancelled, or somebody else is going on with it',
      remedy: 'What was queued before stays as told. Run `dongbo resync list` to see how far it is.',
    },
  },
  'DB-RSY-005': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Lần gửi lại số {value} không còn gì để chạy tiếp: đã xong hoặc đã bị hủy',
      remedy: 'Chạy `dongbo resync list` để xem các lần gửi lại; cần gửi nữa thì bắt đầu lần mới.',
    },
    en: {
      cause: 'Resync {value} has nothing to go on with: it is complete, or was cancelled',
      remedy: 'Run `dongbo resync list` for the resyncs; to send more, begin another one.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
