/** Faults of the national catalogue (DB-CAT). */
import type { ErrorEntry } from './entry.ts';

export const catalogueErrors = {
  'DB-CAT-001': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Sổ chưa có danh mục quốc gia, nên không mã nào kiểm tra được',
      remedy: 'Chạy dongbo catalogue pull rồi chạy lại; chưa gửi gì.',
    },
    en: {
      cause: 'The ledger has no national catalogue, so that no code can be checked',
      remedy: 'Run dongbo catalogue pull, then run again; nothing has been sent.',
    },
  },
  'DB-CAT-002': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Danh mục quốc gia không có thủ tục {procedure}',
      remedy: 'Kiểm tra mã; nếu thủ tục mới công bố, chạy dongbo catalogue pull rồi xem lại.',
    },
    en: {
      cause: 'The national catalogue has no procedure {procedure}',
      remedy: 'Check the code; if it was published lately, run dongbo catalogue pull and look again.',
    },
  },
  'DB-CAT-003': {
    class: 'stop',
    actor: 'portal',
    exit: 75,
    vi: {
      cause: 'Cổng trả về danh mục rỗng hoặc thiếu hẳn: {found} thủ tục, sổ đang có {known}',
      remedy: 'Sổ giữ nguyên danh mục cũ. Chạy lại sau; nếu vẫn vậy, hỏi đơn vị vận hành cổng.',
    },
    en: {
      cause: 'The portal gave an empty or badly cut catalogue: {found} procedures, the ledger has {known}',
      remedy:
        'The ledger keeps the old catalogue. Run again later; if it stays so, ask those who run the portal.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
