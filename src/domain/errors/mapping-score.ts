/** Faults in score.yaml and holidays.csv of mappings/ (DB-MAP from 049 on). */
import type { ErrorEntry } from './entry.ts';

/** Every one stops the command: points that are counted by a wrong formula are worse than none. */
const stop = { class: 'stop', actor: 'operator', exit: 78 } as const;

export const mappingScoreErrors = {
  'DB-MAP-049': {
    ...stop,
    vi: {
      cause: 'Ngày {date} không phải thứ bảy hay chủ nhật nên không thể là ngày làm bù',
      remedy:
        'Sửa lại ngày, hoặc để trống cột `working` nếu đó là ngày nghỉ; ngày làm việc thường thì xóa dòng.',
    },
    en: {
      cause: '{date} is no Saturday or Sunday, so that it cannot be worked to make up for another day',
      remedy:
        'Mend the date, or leave `working` empty where it is a day off; a day that is worked anyway needs no row.',
    },
  },
  'DB-MAP-050': {
    ...stop,
    vi: {
      cause: '{path}: {value} đã có ở dòng {other}',
      remedy:
        'Mỗi bộ công thức, và trong một bộ thì mỗi chỉ số, phải có mã riêng; sửa hoặc xóa một trong hai.',
    },
    en: {
      cause: '{path}: {value} is already in line {other}',
      remedy:
        'Each version, and within a version each indicator, needs a name of its own; mend one of the two or take it out.',
    },
  },
  'DB-MAP-051': {
    ...stop,
    vi: {
      cause: '{path}: bộ công thức này không có chỉ số {value}',
      remedy: 'Sửa mã; chỉ cộng được các chỉ số có tỷ lệ: {allowed}.',
    },
    en: {
      cause: '{path}: this version has no indicator {value}',
      remedy: 'Mend the code; only what has a ratio can be added up: {allowed}.',
    },
  },
  'DB-MAP-052': {
    ...stop,
    vi: {
      cause: '{path}: {value} không có tỷ lệ riêng nên không cộng được (kể cả tổng của tổng, hay chính nó)',
      remedy: 'Chỉ cộng các chỉ số có `numerator` và `denominator`: {allowed}.',
    },
    en: {
      cause: '{path}: {value} has no ratio of its own and cannot be added up (no sum of sums, nor of itself)',
      remedy: 'Add up only what has `numerator` and `denominator`: {allowed}.',
    },
  },
  'DB-MAP-053': {
    ...stop,
    vi: {
      cause: '{path}: {value} không được nhận ở đây',
      remedy: 'Cần: {expected}.',
    },
    en: {
      cause: '{path}: {value} cannot stand here',
      remedy: 'It takes: {expected}.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
