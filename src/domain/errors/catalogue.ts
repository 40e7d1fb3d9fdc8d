/** Faults of the national catalogue (DB-CAT). */
import { cataloguePullErrors } from './catalogue-pull.ts';
import type { ErrorEntry } from './entry.ts';

export const catalogueErrors = {
  'DB-CAT-001': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Sổ chưa có danh mục quốc gia nên không kiểm tra được mã nào',
      remedy: 'Chạy `dongbo catalogue pull` rồi chạy lại lệnh; chưa gửi gì.',
    },
    en: {
      cause: 'The ledger has no national catalogue, so that no code can be checked',
      remedy: 'Run `dongbo catalogue pull`, then run again; nothing has been sent.',
    },
  },
  'DB-CAT-002': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Danh mục quốc gia không có thủ tục, thành phần hay kết quả nào mang mã {procedure}',
      remedy: 'Kiểm tra mã; nếu thủ tục mới công bố, chạy `dongbo catalogue pull` rồi xem lại.',
    },
    en: {
      cause: 'The national catalogue has no procedure, component or result {procedure}',
      remedy: 'Check the code; if it was published lately, run `dongbo catalogue pull` and look again.',
    },
  },
  'DB-CAT-003': {
    class: 'stop',
    actor: 'portal',
    exit: 75,
    vi: {
      cause: 'Cổng trả về danh mục rỗng hoặc thiếu nhiều: {found} thủ tục, sổ đang có {known}',
      remedy: 'Sổ giữ nguyên danh mục cũ. Chạy lại sau; nếu vẫn vậy, báo đơn vị quản lý Cổng.',
    },
    en: {
      cause: 'The portal gave an empty or badly cut catalogue: {found} procedures, the ledger has {known}',
      remedy:
        'The ledger keeps the old catalogue. Run again later; if it stays so, ask those who run the portal.',
    },
  },
  'DB-CAT-004': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không đọc được danh mục công khai tại {where}: {reason}',
      remedy:
        'Kiểm tra `CATALOGUE_PUBLIC_URL`, đường ra Internet và tường lửa; nếu bị chặn vì gọi quá nhanh, đặt `PORTAL_RATE_PER_SECOND=2` rồi chạy lại `dongbo catalogue pull`, lệnh sẽ tải tiếp phần còn thiếu.',
    },
    en: {
      cause: 'The public catalogue at {where} cannot be read: {reason}',
      remedy:
        'Check `CATALOGUE_PUBLIC_URL`, the way to the Internet and the firewall; if calls were too fast, set `PORTAL_RATE_PER_SECOND=2` and run `dongbo catalogue pull` again: it goes on with what is missing.',
    },
  },
  'DB-CAT-005': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Không hiểu trả lời của danh mục công khai tại {where}: {reason}',
      remedy:
        'Kiểm tra `CATALOGUE_PUBLIC_URL` rồi chạy lại `dongbo catalogue pull`; nếu vẫn vậy, đặt `CATALOGUE_SOURCE=adapter` để tải qua máy chủ bảo mật. Sổ giữ nguyên danh mục cũ.',
    },
    en: {
      cause: 'The answer of the public catalogue at {where} is not understood: {reason}',
      remedy:
        'Check `CATALOGUE_PUBLIC_URL` and run `dongbo catalogue pull` again; if it stays so, set `CATALOGUE_SOURCE=adapter` to pull through the security server. The ledger keeps the old catalogue.',
    },
  },
  ...cataloguePullErrors,
} as const satisfies Record<string, ErrorEntry>;
