/**
 * Why a dossier does not count for an indicator, in words, and what to do.
 * Guarantees: every reason that a report can have is told; a code of the error catalogue by the catalogue's own words,
 * where values that differ from dossier to dossier are left out. Must not: name a value or a person.
 */
import { explainError, isErrorCode, type Language } from '../../domain/errors.ts';
import type { CostReason } from '../../domain/score/score-report.ts';
import type { Wording } from './wording.ts';

/** Reasons that are not codes of the error catalogue. */
export type PlainReason = Exclude<CostReason, `DB-${string}`>;

/** Each as a phrase that stands after a number of dossiers. */
export const reasonWords: Readonly<Record<PlainReason, Wording>> = {
  late: { vi: 'trễ hẹn', en: 'late' },
  'asked-again': {
    vi: 'bị yêu cầu bổ sung quá một lần',
    en: 'asked for more papers more than once',
  },
  'no-ending-step': {
    vi: 'hồ sơ ghi đã kết thúc đúng hạn nhưng không có bước tiến độ kết thúc',
    en: 'ended in time by its record, without a step that ended it',
  },
  'no-result-file': { vi: 'chưa có tệp kết quả điện tử', en: 'no file of the result' },
  'no-component-file': { vi: 'chưa có tệp thành phần hồ sơ', en: 'no file of a component' },
  'not-reused': { vi: 'không tái sử dụng giấy tờ đã số hóa', en: 'no digitized paper reused' },
  'not-from-store': {
    vi: 'không lấy giấy tờ từ kho dữ liệu của công dân',
    en: "no paper from the citizen's store",
  },
  'not-connected': { vi: 'chưa kết nối dữ liệu dân cư', en: 'not connected to population data' },
  'not-online': { vi: 'không nộp trực tuyến', en: 'not filed online' },
  'no-result-code-or-file': {
    vi: 'nộp trực tuyến nhưng kết quả thiếu mã hoặc tệp',
    en: 'filed online, but its result lacks code or file',
  },
  'not-paid-online': { vi: 'có phí nhưng không thanh toán trực tuyến', en: 'has a fee, not paid online' },
  'steps-late': { vi: 'tiến độ lên Cổng chậm hơn quy định', en: 'steps came to the portal too late' },
  'not-at-portal': { vi: 'Cổng chưa có hồ sơ', en: 'the portal has nothing of it' },
  'outdated-at-portal': { vi: 'Cổng còn giữ dữ liệu cũ', en: 'the portal has an older state' },
  'last-step-missing': {
    vi: 'Cổng chưa có bước kết thúc xử lý',
    en: 'the portal lacks the step that ended it',
  },
  several: { vi: 'bị giữ vì nhiều lỗi', en: 'held for several faults' },
};

/** What is to be done, a sentence. */
const remedies: Readonly<Record<PlainReason, Wording>> = {
  late: {
    vi: 'Giải quyết trước ngày hẹn; hồ sơ sắp đến hạn cần được ưu tiên.',
    en: 'End it before its appointment; what is due soon goes first.',
  },
  'asked-again': {
    vi: 'Hướng dẫn đầy đủ ngay lần đầu, chỉ yêu cầu bổ sung một lần.',
    en: 'Tell everything the first time: ask for more papers once only.',
  },
  'no-ending-step': {
    vi: 'Ghi bước kết thúc xử lý ở hệ thống một cửa: Cổng tính đúng hạn theo các bước.',
    en: 'Record the step that ended it in the one-stop system: the portal judges by steps.',
  },
  'no-result-file': {
    vi: 'Ký số và đính kèm tệp kết quả ở hệ thống một cửa.',
    en: 'Sign the result digitally and attach its file in the one-stop system.',
  },
  'no-component-file': {
    vi: 'Số hóa giấy tờ khi tiếp nhận và đính kèm tệp ở hệ thống một cửa.',
    en: 'Digitize papers when they are handed in and attach the files in the one-stop system.',
  },
  'not-reused': {
    vi: 'Dùng lại giấy tờ đã số hóa nếu đã có, không yêu cầu nộp lại.',
    en: 'Reuse papers that are digitized already instead of asking for them again.',
  },
  'not-from-store': {
    vi: 'Khi tiếp nhận, lấy giấy tờ từ kho dữ liệu điện tử của công dân nếu có.',
    en: "At the counter, take papers from the citizen's store where they are there.",
  },
  'not-connected': {
    vi: 'Tra cứu Cơ sở dữ liệu quốc gia về dân cư khi tiếp nhận, hoặc tiếp nhận qua tài khoản định danh.',
    en: 'Consult the population database at the counter, or accept by the identified account.',
  },
  'not-online': {
    vi: 'Hướng dẫn nộp trực tuyến.',
    en: 'Guide people to file online.',
  },
  'no-result-code-or-file': {
    vi: 'Ghi mã giấy tờ kết quả và đính kèm tệp kết quả ở hệ thống một cửa.',
    en: 'Give the result its code and attach its file in the one-stop system.',
  },
  'not-paid-online': {
    vi: 'Hướng dẫn thanh toán trực tuyến.',
    en: 'Guide people to pay online.',
  },
  'steps-late': {
    vi: 'Kiểm tra độ trễ đồng bộ bằng dongbo status và dongbo doctor.',
    en: 'Look at the lag of synchronization: dongbo status, dongbo doctor.',
  },
  'not-at-portal': {
    vi: 'Dongbo tự gửi; nếu vẫn chờ, xem dongbo explain của hồ sơ.',
    en: 'Dongbo sends it by itself; where it goes on waiting, look at its dongbo explain.',
  },
  'outdated-at-portal': {
    vi: 'Dongbo tự gửi lại; nếu vẫn chờ, xem dongbo explain của hồ sơ.',
    en: 'Dongbo sends it again by itself; where it goes on waiting, look at its dongbo explain.',
  },
  'last-step-missing': {
    vi: 'Dongbo tự gửi bước này; nếu vẫn chờ, xem dongbo explain của hồ sơ.',
    en: 'Dongbo sends the step by itself; where it goes on waiting, look at its dongbo explain.',
  },
  several: {
    vi: 'Sửa hết các lỗi của hồ sơ: dongbo explain liệt kê từng lỗi.',
    en: 'Mend all of its faults: dongbo explain lists each.',
  },
};

/** Cause and remedy in the catalogue's words, without the values of a single dossier. */
function heldReason(code: string, language: Language): { message: string; remedy: string } {
  if (!isErrorCode(code)) return { message: code, remedy: '' };
  const { message, remedy } = explainError(code, language);
  return { message: withoutValues(message), remedy: withoutValues(remedy) };
}

/** Brackets and endings that only tell values go; other values are an ellipsis. */
function withoutValues(text: string): string {
  return text
    .replace(/ \([^()]*\{\w+\}[^()]*\)/g, '')
    .replace(/: \{\w+\}$/, '')
    .replace(/\{\w+\}/g, '…');
}

/** What a reason means and what to do; a code of another version of this program is shown as it is, with no remedy. */
export function tellReason(reason: CostReason, language: Language): { message: string; remedy: string } {
  if (!isPlain(reason)) return heldReason(reason, language);
  return { message: reasonWords[reason][language], remedy: remedies[reason][language] };
}

function isPlain(reason: CostReason): reason is PlainReason {
  return Object.hasOwn(reasonWords, reason);
}
