/** Sweeping a source: `dongbo sweep` (DB-SWP). */
import type { ErrorEntry } from './entry.ts';

export const sweepErrors = {
  'DB-SWP-001': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Nguồn {where} bỗng không còn {count} trong {total} hồ sơ đã cho đọc: chưa tin là đã mất',
      remedy:
        'Thường là khung nhìn hoặc quyền đọc bị đổi: xem nguồn trước. Chưa hồ sơ nào bị đánh dấu là mất. Nếu tỉnh đã bỏ chúng thật (ví dụ chuyển kho lưu trữ) thì chạy `dongbo sweep` kèm `--yes`.',
    },
    en: {
      cause:
        'The source {where} suddenly lacks {count} of the {total} dossiers that it gave: not believed to be gone',
      remedy:
        'Mostly a view or a right to read has changed: look at the source first. None was noted as vanished. If the province has really taken them out (moved them to an archive, say), run `dongbo sweep` with `--yes`.',
    },
  },
  'DB-SWP-002': {
    class: 'stop',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Một lượt rà soát khác của nguồn {where} đang chạy',
      remedy: 'Đợi lượt đó xong rồi chạy lại.',
    },
    en: {
      cause: 'Another sweep of the source {where} is under way',
      remedy: 'Wait until it has ended, then run again.',
    },
  },
  'DB-SWP-003': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Nguồn {where} không rà soát được: hồ sơ được gửi đến, không đọc lại được từ đầu',
      remedy: 'Chỉ nguồn loại `sql` và `rest` rà soát được; xem các nguồn bằng `dongbo source list`.',
    },
    en: {
      cause: 'The source {where} cannot be swept: its dossiers are sent to us, and not to be read again',
      remedy: 'Only sources of the kinds `sql` and `rest` can be; `dongbo source list` shows the sources.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
