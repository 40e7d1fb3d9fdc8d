/**
 * Whose lack it is that points are lost, in words.
 * Guarantees: synchronization is ours and said to be so; an agency is named as the one who can mend it, not accused.
 */
import type { Blame } from '../../domain/score/score-report.ts';
import type { Wording } from './wording.ts';

/** A short name of each. */
export const blameWords: Readonly<Record<Blame, Wording>> = {
  synchronization: { vi: 'do đồng bộ', en: 'synchronization' },
  held: { vi: 'đang bị giữ lại', en: 'held' },
  agency: { vi: 'do cơ quan giải quyết', en: 'agency' },
};

/** What each means, a sentence without a full stop. */
export const blameMeanings: Readonly<Record<Blame, Wording>> = {
  synchronization: {
    vi: 'tỉnh đã làm đúng, nhưng Cổng chưa có hoặc còn giữ dữ liệu cũ',
    en: 'the province did its part, but the portal has nothing of it or an older state',
  },
  held: {
    vi: 'tỉnh đã làm đúng, nhưng dữ liệu có lỗi nên chưa gửi được; sửa xong thì tự động được gửi',
    en: 'the province did its part, but a fault of the data keeps it from going; once mended it goes by itself',
  },
  agency: {
    vi: 'chính hồ sơ của cơ quan chưa đạt',
    en: "the agency's own record does not fulfil it",
  },
};
