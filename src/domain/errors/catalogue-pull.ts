/** What may come of a pull of the national catalogue besides an answer that cannot be had (DB-CAT). */
import type { ErrorEntry } from './entry.ts';

/** Later it goes. */
const later = { class: 'retry', actor: 'operator', exit: 75 } as const;

export const cataloguePullErrors = {
  'DB-CAT-006': {
    ...later,
    vi: {
      cause: 'Một lượt tải danh mục khác đang chạy trên cùng sổ',
      remedy:
        'Chờ lượt đó kết thúc rồi chạy lại `dongbo catalogue pull`; `dongbo catalogue versions` cho biết các lượt đã xong.',
    },
    en: {
      cause: 'Another pull of the catalogue runs on the same ledger',
      remedy:
        'Wait for it to end, then run `dongbo catalogue pull` again; `dongbo catalogue versions` tells which have ended.',
    },
  },
  'DB-CAT-007': {
    ...later,
    vi: {
      cause: 'Lượt tải danh mục bị ngắt giữa chừng (SIGTERM hoặc Ctrl-C)',
      remedy: 'Chạy lại `dongbo catalogue pull`: phần đã tải được giữ, lượt sau tải tiếp từ chỗ dừng.',
    },
    en: {
      cause: 'The pull of the catalogue was interrupted (SIGTERM or Ctrl-C)',
      remedy:
        'Run `dongbo catalogue pull` again: what was fetched is kept, and it goes on where this one stopped.',
    },
  },
  'DB-CAT-008': {
    ...later,
    vi: {
      cause:
        'Danh sách của Cổng thiếu {count} thủ tục mà sổ đang có: nhiều hơn mức thường thấy, nên chưa coi là bị bãi bỏ',
      remedy:
        'Lượt tải sau mà vẫn thiếu thì các thủ tục đó được ghi là bị bãi bỏ. Nếu biết chắc danh sách là đủ, chạy `dongbo catalogue pull --yes`.',
    },
    en: {
      cause:
        'The list of the portal lacks {count} procedures that the ledger has: more than is usual, so they are not yet taken for abolished',
      remedy:
        'If the next pull lacks them, too, they are noted as abolished. Whoever knows that the list is whole runs `dongbo catalogue pull --yes`.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
