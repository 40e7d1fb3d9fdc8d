/**
 * What a reader must know of the figures, in words.
 * Guarantees: each note of a report is a whole sentence with its number; `docs/score.md` tells more of each.
 */
import type { Language } from '../../domain/errors.ts';
import type { ScoreNote } from '../../domain/score/score-report.ts';
import type { Wording } from './wording.ts';

/** A sentence of each note; `{count}` is its number. */
export const noteWords: Readonly<Record<ScoreNote['note'], Wording>> = {
  'not-counted-yet': {
    vi: '{count} hồ sơ vừa thay đổi chưa được tính vào các số này; ít phút nữa sẽ có.',
    en: 'Changed just now and not in these figures yet, but in a few minutes: {count} of the dossiers.',
  },
  'no-day-of-receipt': {
    vi: '{count} hồ sơ đang bị giữ không rõ ngày tiếp nhận nên không thuộc kỳ nào và không được tính.',
    en: 'Held without a day of receipt that can be read, so in no period and not counted: {count} of the dossiers.',
  },
  'no-term': {
    vi: '{count} hồ sơ không có ngày hẹn trả, thủ tục cũng không có thời hạn đọc được: không tính là đúng hạn hay trễ hạn.',
    en: 'With neither an appointment nor a term that can be read, so judged neither on time nor late: {count} of the dossiers.',
  },
  'ended-without-step': {
    vi: '{count} hồ sơ đã kết thúc theo thông tin hồ sơ nhưng không có bước tiến độ kết thúc tương ứng.',
    en: 'Ended by their own record, without a step that ended them: {count} of the dossiers.',
  },
  'open-over-a-year': {
    vi: '{count} hồ sơ tiếp nhận từ hơn một năm trước kỳ đến nay chưa kết thúc nên kỳ nào cũng bị tính là trễ hạn.',
    en: 'Received more than a year before the period and never ended, so late in every period: {count} of the dossiers.',
  },
  'procedure-unknown': {
    vi: '{count} hồ sơ thuộc thủ tục mà danh mục quốc gia trong sổ không có: không biết có phải trả kết quả hay không, nên không tính là phải trả.',
    en: "Of procedures that the ledger's national catalogue lacks, so not counted as owing a result: {count} of the dossiers.",
  },
  'reported-total-unknown': {
    vi: 'Không biết tổng số hồ sơ ở hệ thống báo cáo quốc gia; mẫu số của chỉ số đồng bộ là số hồ sơ của chính tỉnh.',
    en: "The national reporting system's total is not known: the province's own count stands for it.",
  },
  'period-not-over': {
    vi: 'Kỳ chưa kết thúc: các số tính đến thời điểm đã nêu và sẽ còn thay đổi.',
    en: 'The period is not over: the figures are those of the time given and will change.',
  },
};

/** The sentence of a note, its number written as the language writes numbers. */
export function tellNote({ note, count }: ScoreNote, language: Language): string {
  const number = count.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-US');
  return noteWords[note][language].replace('{count}', number);
}
