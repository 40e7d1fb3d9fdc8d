/** Pausing lanes and other steering of the running daemon (DB-OPS). */
import type { ErrorEntry } from './entry.ts';

export const operateErrors = {
  'DB-OPS-001': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Không có làn {value}',
      remedy: 'Dùng một trong: {expected}.',
    },
    en: {
      cause: 'There is no lane {value}',
      remedy: 'Use one of: {expected}.',
    },
  },
  'DB-OPS-002': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Không có việc định kỳ {value}',
      remedy: 'Dùng một trong: {expected}; `dongbo jobs` cho xem tất cả.',
    },
    en: {
      cause: 'There is no scheduled job {value}',
      remedy: 'Use one of: {expected}; `dongbo jobs` shows all.',
    },
  },
  'DB-OPS-003': {
    class: 'retry',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Việc định kỳ {value} đang chạy ở một tiến trình khác',
      remedy: 'Chờ nó xong (`dongbo jobs`) rồi chạy lại nếu vẫn cần.',
    },
    en: {
      cause: 'The scheduled job {value} is running in another process',
      remedy: 'Wait until it has ended (`dongbo jobs`), then run it again if it is still needed.',
    },
  },
  'DB-OPS-004': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Chương trình này không biết phiên bản sổ {value}',
      remedy: 'Dùng một trong: {expected}.',
    },
    en: {
      cause: 'This program knows no ledger version {value}',
      remedy: 'Use one of: {expected}.',
    },
  },
  'DB-OPS-005': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Lùi sổ từ {found} về {needed} làm mất dữ liệu của các phiên bản mới hơn',
      remedy:
        'Sao lưu trước (`dongbo backup`), xem những gì sẽ mất ở trên, rồi thêm `--yes` nếu vẫn muốn lùi.',
    },
    en: {
      cause: 'Taking the ledger back from {found} to {needed} loses what the newer versions keep',
      remedy:
        'Make a backup first (`dongbo backup`), read above what would be lost, then add `--yes` if you still want it.',
    },
  },
  'DB-OPS-006': {
    class: 'retry',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Một dịch vụ của Dongbo đang làm việc trên sổ này ({where})',
      remedy:
        'Dừng mọi `dongbo run` trên mọi máy (`systemctl stop dongbo`), chờ `dongbo sync` đang chạy kết thúc, rồi chạy lại.',
    },
    en: {
      cause: 'A service of Dongbo is at work on this ledger ({where})',
      remedy:
        'Stop every `dongbo run` on every machine (`systemctl stop dongbo`), wait for a `dongbo sync` that is under way, then run this again.',
    },
  },
  'DB-OPS-007': {
    class: 'retry',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Sổ ({where}) đang được lùi về phiên bản cũ hơn',
      remedy:
        'Chờ `dongbo migrate` kèm `--to` chạy xong, rồi chạy chương trình của phiên bản đó; chương trình này cần `dongbo migrate` trước.',
    },
    en: {
      cause: 'The ledger ({where}) is being taken back to an older version',
      remedy:
        'Wait for `dongbo migrate` with `--to` to end, then run the program of that version; this one needs `dongbo migrate` first.',
    },
  },
  'DB-OPS-008': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Không có nguồn {value}',
      remedy: 'Dùng một trong: {expected}; `dongbo source list` cho xem tất cả.',
    },
    en: {
      cause: 'There is no source {value}',
      remedy: 'Use one of: {expected}; `dongbo source list` shows all.',
    },
  },
  'DB-OPS-009': {
    class: 'hold',
    actor: 'operator',
    vi: {
      cause:
        'Nguồn {value} cho những hồ sơ mà một nguồn đứng trước cũng cho; chúng không được lấy từ nguồn này',
      remedy:
        '`dongbo source list` cho biết mỗi nguồn có bao nhiêu, `dongbo explain` một hồ sơ cho biết nguồn nào giữ nó. Bỏ các hồ sơ đó khỏi nguồn này (`where` trong tệp nguồn), hoặc đổi thứ tự: nguồn chính trước, rồi theo tên tệp.',
    },
    en: {
      cause:
        'Source {value} gives dossiers that a source before it gives, too; they are not taken from this one',
      remedy:
        '`dongbo source list` tells how many each has, `dongbo explain` of a dossier tells who owns it. Leave them out of this source (`where` in its file), or change the order: the main source first, then by the name of the file.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
