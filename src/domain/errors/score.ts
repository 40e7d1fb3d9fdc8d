/** The 766 indicators: `dongbo score` (DB-SCR). */
import type { ErrorEntry } from './entry.ts';

const misused = { class: 'stop', actor: 'operator', exit: 2 } as const;

export const scoreErrors = {
  'DB-SCR-001': {
    ...misused,
    vi: {
      cause: 'Không có kỳ báo cáo {value}',
      remedy:
        'Viết một tháng (`2026-10`), một quý (`2026-Q3`) hoặc một năm (`2026`) sau `--period`; không viết gì là tháng này.',
    },
    en: {
      cause: 'There is no period {value}',
      remedy:
        'Write a month (`2026-10`), a quarter (`2026-Q3`) or a year (`2026`) behind `--period`; without it the present month is meant.',
    },
  },
  'DB-SCR-002': {
    ...misused,
    vi: {
      cause: 'Kỳ {value} chưa bắt đầu, tới ngày {from} mới có gì để tính',
      remedy: 'Chọn kỳ khác sau `--period`, hoặc đợi tới ngày đó.',
    },
    en: {
      cause: 'The period {value} has not begun: nothing can be counted before {from}',
      remedy: 'Name another one behind `--period`, or wait until that day.',
    },
  },
  'DB-SCR-003': {
    ...misused,
    vi: {
      cause: 'Không có bộ công thức {value}',
      remedy:
        'Chọn một trong các bộ sau: {allowed}; hoặc thêm bộ mới vào `score.yaml` trong thư mục ánh xạ (docs/score.md).',
    },
    en: {
      cause: 'There are no formulas named {value}',
      remedy:
        'Choose one of: {allowed}; or add a version to `score.yaml` in the mappings folder (docs/score.md).',
    },
  },
  'DB-SCR-004': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không có bộ công thức nào có hiệu lực cho kỳ {value}',
      remedy:
        'Nêu rõ một bộ sau `--formula` ({allowed}), hoặc sửa `valid_from`, `valid_to` trong `score.yaml` của thư mục ánh xạ.',
    },
    en: {
      cause: 'No version of the formulas is valid for the period {value}',
      remedy:
        'Name one behind `--formula` ({allowed}), or mend `valid_from` and `valid_to` in `score.yaml` of the mappings folder.',
    },
  },
  'DB-SCR-005': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Sổ chưa có hồ sơ nào nên chưa có gì để tính điểm',
      remedy: 'Chạy `dongbo sync --once` trước, rồi chạy lại lệnh này.',
    },
    en: {
      cause: 'The ledger has no dossiers yet: there is nothing to be scored',
      remedy: 'Run `dongbo sync --once` first, then this command again.',
    },
  },
  'DB-SCR-006': {
    class: 'stop',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Lệnh được yêu cầu dừng giữa chừng nên chưa có điểm',
      remedy: 'Chạy lại lệnh; chưa tệp nào được ghi và không có gì bị đổi ở Cổng.',
    },
    en: {
      cause: 'The command was told to stop before it had counted everything',
      remedy: 'Run it again; no file was written, and nothing was changed at the portal.',
    },
  },
  'DB-SCR-007': {
    ...misused,
    vi: {
      cause: 'Đã có tệp {path}, chưa ghi đè',
      remedy: 'Nêu đúng tên tệp đó sau `--output` nếu muốn ghi đè, hoặc đặt tên khác.',
    },
    en: {
      cause: 'The file {path} is there already and was not written over',
      remedy: 'Name it behind `--output` if it is to be replaced, or give another name.',
    },
  },
  'DB-SCR-008': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Không ghi được {path}: {reason}',
      remedy: 'Kiểm tra quyền ghi thư mục và chỗ trống trên đĩa; tệp cũ, nếu có, vẫn nguyên.',
    },
    en: {
      cause: '{path} cannot be written: {reason}',
      remedy:
        'Check that the folder may be written and the disk has room; an older file, if any, is as it was.',
    },
  },
  'DB-SCR-009': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Có {count} hồ sơ cần cập nhật trước khi tính, nhưng sổ chỉ cho đọc: {reason}',
      remedy:
        'Thêm `--no-refresh` để tính ngay từ dữ liệu đang có, hoặc chạy lệnh bằng tài khoản ghi được vào sổ.',
    },
    en: {
      cause:
        'Dossiers to bring up to date before counting: {count}, but the ledger only lets itself be read: {reason}',
      remedy:
        'Add `--no-refresh` to count from what there is, or run the command by an account that may write to the ledger.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
