/** The record of who changed what: `dongbo audit` (DB-AUD). */
import type { ErrorEntry } from './entry.ts';

export const auditErrors = {
  'DB-AUD-001': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Nhật ký thao tác bị sửa: mục {seq} không khớp chuỗi băm ({reason})',
      remedy:
        'Các mục từ đây về sau không còn đáng tin. Giữ nguyên cơ sở dữ liệu, lấy bản sao lưu trước đó ra so, và báo người phụ trách an toàn thông tin.',
    },
    en: {
      cause: 'The audit was tampered with: entry {seq} does not fit the chain of hashes ({reason})',
      remedy:
        'Entries from here on cannot be relied on. Leave the database as it is, compare it with an earlier backup, and tell whoever answers for information security.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
