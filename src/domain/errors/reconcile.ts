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
} as const satisfies Record<string, ErrorEntry>;
