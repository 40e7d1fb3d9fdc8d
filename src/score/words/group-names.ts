/**
 * The groups of Quyết định 766/QĐ-TTg as the decree calls them.
 * Guarantees: one name for each group, without "nhóm chỉ số" before it.
 */
import type { ScoreGroup } from '../../domain/score/formula.ts';
import type { Wording } from './wording.ts';

/** Name of each group. */
export const groupNames: Readonly<Record<ScoreGroup, Wording>> = {
  openness: { vi: 'Công khai, minh bạch', en: 'Openness' },
  progress: { vi: 'Tiến độ giải quyết', en: 'Progress' },
  online: { vi: 'Dịch vụ công trực tuyến', en: 'Online services' },
  payment: { vi: 'Thanh toán trực tuyến', en: 'Online payment' },
  digitization: { vi: 'Số hóa hồ sơ', en: 'Digitization' },
  satisfaction: { vi: 'Mức độ hài lòng', en: 'Satisfaction' },
};
