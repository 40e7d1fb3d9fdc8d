/** Faults of tables that are written back, exported and imported (DB-XLS). */
import type { ErrorEntry } from './entry.ts';

/** What is to be taken in must be mended first. */
const stop = { class: 'stop', actor: 'operator', exit: 78 } as const;
/** The command cannot do it so. */
const refused = { class: 'stop', actor: 'operator', exit: 1 } as const;

export const exchangeErrors = {
  'DB-XLS-001': {
    ...stop,
    vi: {
      cause: 'Nội dung mới của {file} có {count} lỗi nên chưa ghi gì',
      remedy: 'Sửa từng lỗi nêu trên rồi chạy lại; tệp cũ vẫn nguyên.',
    },
    en: {
      cause: 'The new content of {file} has {count} faults, so that nothing was written',
      remedy: 'Mend each fault above and run again; the old file is as it was.',
    },
  },
  'DB-XLS-002': {
    ...refused,
    exit: 75,
    vi: {
      cause: 'Có người đã sửa {file} trong lúc lệnh này đang chạy',
      remedy: 'Chưa ghi đè gì. Chạy lại lệnh; lệnh sẽ đọc nội dung mới.',
    },
    en: {
      cause: 'Somebody changed {file} while this command was running',
      remedy: 'Nothing was overwritten. Run the command again; it then reads the new content.',
    },
  },
  'DB-XLS-003': {
    ...refused,
    exit: 75,
    vi: {
      cause: 'Một lệnh dongbo khác đang ghi {file} (có tệp tạm {path})',
      remedy: 'Đợi lệnh kia xong rồi chạy lại; tệp tạm do lệnh bị ngắt để lại sẽ được bỏ qua sau một phút.',
    },
    en: {
      cause: 'Another dongbo command is writing {file} (its temporary file is {path})',
      remedy:
        'Wait for it and run again; a temporary file left by a killed command is passed over after a minute.',
    },
  },
  'DB-XLS-004': {
    ...refused,
    vi: {
      cause: 'Không ghi được {path}: {reason}',
      remedy: 'Kiểm tra quyền ghi thư mục và chỗ trống trên đĩa; nội dung cũ vẫn nguyên.',
    },
    en: {
      cause: '{path} cannot be written: {reason}',
      remedy: 'Check that the folder may be written and the disk has room; the old content is as it was.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
