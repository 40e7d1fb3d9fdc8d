/** Faults in working with the mapping tables, outside their files (DB-MAP). */
import type { ErrorEntry } from './entry.ts';

export const mappingWorkErrors = {
  'DB-MAP-033': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Danh sách tên {file} có {count} lỗi',
      remedy:
        'Sửa từng chỗ nêu trên trong tệp đó rồi chạy lại lệnh với `--names`; chưa ghi gì vào `mappings/`.',
    },
    en: {
      cause: 'The list of names {file} has {count} faults',
      remedy:
        'Mend each place above in that file and run again with `--names`; nothing was written to `mappings/`.',
    },
  },
  'DB-MAP-034': {
    class: 'stop',
    actor: 'operator',
    exit: 2,
    vi: {
      cause: 'Danh mục quốc gia không có thủ tục {value}',
      remedy:
        'Ghi mã quốc gia của thủ tục, không phải mã của tỉnh (`dongbo catalogue show` để tra); nếu thủ tục mới ban hành, chạy `dongbo catalogue pull` trước.',
    },
    en: {
      cause: 'The national catalogue has no procedure {value}',
      remedy:
        "Give the procedure's national code, not the province's (`dongbo catalogue show` looks it up); if it is new, run `dongbo catalogue pull` first.",
    },
  },
  'DB-MAP-035': {
    class: 'stop',
    actor: 'operator',
    exit: 75,
    vi: {
      cause: 'Đã dừng theo yêu cầu khi mới xét {done} mã',
      remedy: 'Chạy lại lệnh khi cần; chưa ghi gì.',
    },
    en: {
      cause: 'Stopped as asked, after {done} codes',
      remedy: 'Run again when you like; nothing was written.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
