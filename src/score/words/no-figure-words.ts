/**
 * Why an indicator has no figure, as a sentence for people.
 * Guarantees: each says where the figure is from, or what would give it; none calls it 0.
 */
import type { NoFigure } from '../../domain/score/formula.ts';
import type { Wording } from './wording.ts';

/** What stands where a figure would stand. */
export const noFigureWord: Wording = { vi: 'chưa có', en: 'none yet' };

/** A sentence of each reason, without a full stop. */
export const noFigureWords: Readonly<Record<NoFigure, Wording>> = {
  'catalogue-only': {
    vi: 'Cổng tính từ việc công bố thủ tục trong danh mục quốc gia, không từ hồ sơ đồng bộ',
    en: 'the portal takes it from how procedures are published in the national catalogue, not from dossiers',
  },
  'other-system': {
    vi: 'Cổng tính từ hệ thống khác (phản ánh kiến nghị, chứng thực bản sao điện tử), không từ hồ sơ đồng bộ',
    en: 'the portal takes it from other systems (petitions, certified copies), not from dossiers',
  },
  'formula-unknown': {
    vi: 'chưa biết Cổng tính điểm thế nào từ các tỷ lệ này, nên chỉ nêu tỷ lệ',
    en: 'how the portal makes points of these ratios is not known, so only the ratios are told',
  },
  'known-in-part': {
    vi: 'sổ chỉ biết phần hồ sơ trễ hạn, không biết phần đánh giá không hài lòng, nên chỉ nêu mức điểm cao nhất có thể đạt',
    en: 'the ledger knows the late part, not who was dissatisfied, so only the most that it can be is told',
  },
  'denominator-zero': {
    vi: 'trong kỳ không có gì để tính (mẫu số bằng 0)',
    en: 'the period has nothing to count (the denominator is 0)',
  },
  'no-term': {
    vi: 'không hồ sơ nào có ngày hẹn trả hoặc thời hạn đọc được, nên không xét được đúng hạn hay trễ hạn',
    en: 'no dossier has an appointment or a term that can be read, so none is judged on time or late',
  },
  'not-for-communes': { vi: 'không áp dụng cho cấp xã', en: 'communes are not measured by it' },
  'catalogue-lacks': {
    vi: 'danh mục quốc gia trong sổ chưa cho biết phí, kết quả của thủ tục; chạy dongbo catalogue pull',
    en: "the ledger's national catalogue does not tell fees or results yet; run dongbo catalogue pull",
  },
  'not-by-this': {
    vi: 'mẫu số là số thủ tục của cả tỉnh, không chia được theo cơ quan',
    en: 'the denominator is procedures of the whole province, which belong to no agency',
  },
};
