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
} as const satisfies Record<string, ErrorEntry>;
