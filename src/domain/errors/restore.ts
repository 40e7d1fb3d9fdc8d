/** Backup, restore and the doubt that follows (DB-BKP). */
import type { ErrorEntry } from './entry.ts';

const stop = { class: 'stop', actor: 'operator', exit: 1 } as const;

export const restoreErrors = {
  'DB-BKP-001': {
    ...stop,
    vi: {
      cause: 'Tệp không phải bản sao lưu nguyên vẹn: {reason}',
      remedy: 'Sổ chưa bị thay đổi. Dùng bản sao lưu khác; `dongbo backup` ghi tệp mới.',
    },
    en: {
      cause: 'The file is no whole backup: {reason}',
      remedy: 'The ledger has not been changed. Use another backup; `dongbo backup` writes a new one.',
    },
  },
  'DB-BKP-002': {
    ...stop,
    exit: 78,
    vi: {
      cause: 'Bản sao lưu thuộc phiên bản sổ {found} (chương trình {version}), chương trình này cần {needed}',
      remedy:
        'Khôi phục bằng đúng phiên bản chương trình đã ghi bản sao lưu, rồi nâng cấp và chạy `dongbo migrate`.',
    },
    en: {
      cause: 'The backup is of ledger version {found} (program {version}), this program needs {needed}',
      remedy:
        'Restore it with the version of the program that wrote it, then upgrade and run `dongbo migrate`.',
    },
  },
  'DB-BKP-003': {
    ...stop,
    vi: {
      cause: 'Sổ đích không trống: không ghi đè',
      remedy:
        'Trỏ `DATABASE_URL` tới một cơ sở dữ liệu trống vừa tạo (sổ cũ giữ nguyên để đối chiếu) rồi chạy lại `dongbo restore`.',
    },
    en: {
      cause: 'The ledger to restore into is not empty: nothing is overwritten',
      remedy:
        'Point `DATABASE_URL` at an empty database made for it (keep the old one for comparison), then run `dongbo restore` again.',
    },
  },
  'DB-BKP-004': {
    ...stop,
    vi: {
      cause: 'Không ghi được bản sao lưu vào {where}: {reason}',
      remedy: 'Kiểm tra thư mục, quyền ghi và dung lượng đĩa rồi chạy lại `dongbo backup`.',
    },
    en: {
      cause: 'The backup cannot be written to {where}: {reason}',
      remedy: 'Check the folder, its permissions and the free disk, then run `dongbo backup` again.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
