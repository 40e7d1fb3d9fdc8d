/** Comparing portal and ledger: `dongbo reconcile` (DB-RCN). */
import type { ErrorEntry } from './entry.ts';

export const reconcileErrors = {
  'DB-RCN-001': {
    class: 'stop',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Đang có một lượt đối chiếu với Cổng khác chạy',
      remedy: 'Đợi lượt đó xong rồi chạy lại; tiến độ của lượt đối chiếu được giữ trong sổ.',
    },
    en: {
      cause: 'Another comparison with the portal is under way',
      remedy: 'Wait until it has ended, then run again; the ledger keeps how far it has come.',
    },
  },
  'DB-RCN-002': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không tra cứu được hồ sơ ở Cổng nên dừng đối chiếu: {reason}',
      remedy:
        'Chỗ đã đối chiếu được giữ lại. Kiểm tra Cổng bằng `dongbo status` rồi chạy lại lệnh đối chiếu.',
    },
    en: {
      cause: 'The portal answers no look-ups, so the comparison has stopped: {reason}',
      remedy: 'Its place is kept. Look at the portal with `dongbo status`, then compare again.',
    },
  },
  'DB-RCN-003': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Đang có {count} hồ sơ khác với Cổng và sửa được: nhiều hơn số được sửa khi không có `--yes`',
      remedy:
        'Nhiều hồ sơ cùng khác thường là do Cổng đã khôi phục dữ liệu cũ. Xem bằng `dongbo reconcile drift`; nếu đúng ý thì chạy `dongbo reconcile --heal` kèm `--yes`.',
    },
    en: {
      cause: '{count} dossiers are apart from the portal and could be mended: more than go without `--yes`',
      remedy:
        'So many at once mostly mean that the portal was set back. Look with `dongbo reconcile drift`; if it is what you mean, run `dongbo reconcile --heal` with `--yes`.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
