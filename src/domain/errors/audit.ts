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
  'DB-AUD-002': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Nhật ký thao tác không còn mục mang mã băm {value}',
      remedy:
        'Các mục cuối đã bị cắt, hoặc cả nhật ký bị thay. Nếu sổ vừa được khôi phục từ bản sao lưu (`dongbo audit list`) thì các mục sau bản sao lưu mất là phải; nếu không, giữ nguyên cơ sở dữ liệu, lấy nhật ký của dịch vụ (`journalctl -u dongbo`, trường `hash`) ra so, và báo người phụ trách an toàn thông tin.',
    },
    en: {
      cause: 'The audit has no entry with hash {value} any more',
      remedy:
        'Its newest entries were cut off, or all of it was replaced. Where the ledger was restored from a backup (`dongbo audit list`), entries later than the backup are gone as they must be; where not, leave the database as it is, compare it with the log of the service (`journalctl -u dongbo`, field `hash`), and tell whoever answers for information security.',
    },
  },
  'DB-AUD-003': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Nhật ký thao tác trống: đã bị xóa hết',
      remedy:
        'Sổ nào cũng có ít nhất mục của `dongbo migrate`, trừ khi lần chạy đó bị ngắt ngay lúc xong. Giữ nguyên cơ sở dữ liệu, lấy nhật ký của dịch vụ (`journalctl -u dongbo`, trường `hash`) và bản sao lưu ra so, và báo người phụ trách an toàn thông tin.',
    },
    en: {
      cause: 'The audit is empty: all of it was taken out',
      remedy:
        'Every ledger has at least the entry of `dongbo migrate`, unless that was killed at its very end. Leave the database as it is, compare it with the log of the service (`journalctl -u dongbo`, field `hash`) and with backups, and tell whoever answers for information security.',
    },
  },
  'DB-AUD-004': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Dịch vụ đang chạy đã thấy các mục của nhật ký thao tác biến mất, ghi lại ở mục {seq}',
      remedy:
        '`dongbo audit list` (mục "audit gone") cho biết lúc nào và mục nào. Là phải nếu lúc đó PostgreSQL được khôi phục hoặc chuyển sang máy dự phòng chậm hơn; nếu không, giữ nguyên cơ sở dữ liệu và báo người phụ trách an toàn thông tin. Đã rõ thì ghi mã băm mới nhất {value} ở nơi khác: kiểm tra bằng `--contains` với mã đó chỉ báo những gì mất sau nó.',
    },
    en: {
      cause: 'A running service saw entries of the audit disappear, and says so in entry {seq}',
      remedy:
        '`dongbo audit list` (entry "audit gone") tells when, and which. It must be so where PostgreSQL was restored then, or failed over to a standby that lagged behind; where not, leave the database as it is and tell whoever answers for information security. Once that is clear, note the newest hash {value} elsewhere: `--contains` with it tells only what disappears after it.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
