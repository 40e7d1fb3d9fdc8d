/** Rows of the tables whose national code has ended (DB-MAP): dossiers of the days before still go by them. */
import type { ErrorEntry } from './entry.ts';

const waits = { class: 'hold', actor: 'operator' } as const;

export const mappingTargetErrors = {
  'DB-MAP-036': {
    ...waits,
    vi: {
      cause: 'Mã {value} không còn trong danh mục quốc gia từ ngày {date}',
      remedy:
        'Đặt `valid_to` của dòng này là ngày liền trước {date} và thêm dòng ánh xạ sang mã thay thế với `valid_from` là {date}; hồ sơ tiếp nhận trước ngày đó vẫn theo dòng này, hồ sơ tiếp nhận từ ngày đó được giữ lại.',
    },
    en: {
      cause: 'The national catalogue no longer has the code {value} since {date}',
      remedy:
        'Set `valid_to` of this row to the day before {date} and add a row that leads to what replaces it, with `valid_from` {date}; dossiers received before that day still go by this row, those received since are held.',
    },
  },
  'DB-MAP-037': {
    ...waits,
    vi: {
      cause: 'Mã giấy tờ {value} không còn thuộc thủ tục {procedure} từ ngày {date}',
      remedy:
        'Đặt `valid_to` của dòng này là ngày liền trước {date} và thêm dòng ánh xạ sang mã thay thế với `valid_from` là {date} (`dongbo catalogue show {procedure}` liệt kê các mã hiện có).',
    },
    en: {
      cause: 'The document code {value} no longer belongs to the procedure {procedure} since {date}',
      remedy:
        'Set `valid_to` of this row to the day before {date} and add a row that leads to what replaces it, with `valid_from` {date} (`dongbo catalogue show {procedure}` lists the present codes).',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
