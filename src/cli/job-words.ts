/**
 * What a run of a job has done, in words.
 * Guarantees: a figure that has no words here is told by its own name, never left out.
 */
import type { Language } from '../domain/errors.ts';
import { sayIn } from './command-context.ts';
import { stopMeaning } from './reconcile-text.ts';

type Words = readonly [vi: string, en: string];

/** Names of figures; `job.figure` where a job means something of its own by one. */
const FIGURES: Readonly<Record<string, Words>> = {
  read: ['hồ sơ đã đọc', 'dossiers read'],
  changed: ['mới hoặc đổi', 'new or changed'],
  unchanged: ['không đổi', 'unchanged'],
  'extract.dossiers': ['chuẩn hóa lại', 'normalized again'],
  expiredLeases: ['lượt gửi dở được giải phóng', 'dead leases ended'],
  lostAnswers: ['bước mất câu trả lời, sẽ tra lại', 'steps without an answer, to be looked up'],
  miscounted: ['lần gửi bị đếm sai, đã đếm lại', 'deliveries counted wrongly, counted anew'],
  enqueued: ['hồ sơ đưa lại vào hàng đợi', 'dossiers queued anew'],
  listed: ['thủ tục trong danh sách', 'procedures listed'],
  fetched: ['thủ tục đã tải', 'procedures fetched'],
  'catalogue.records': ['thủ tục không tải được', 'procedures that could not be fetched'],
  'prune.records': ['lượt gọi đã bỏ', 'attempts taken out'],
  'prune.dossiers': ['hồ sơ đã bỏ dữ liệu cá nhân', 'dossiers without personal data now'],
  'score.records': ['hồ sơ cập nhật số liệu chỉ số', 'records of dossiers brought up to date'],
  'score.failed': ['hồ sơ không tính được số liệu', 'whose record could not be made'],
  'score.dossiers': ['hồ sơ được đưa lên gửi trước', 'dossiers put first'],
  swept: ['hồ sơ đã rà soát', 'dossiers swept'],
  reread: ['đọc lại cả hồ sơ', 'read whole'],
  untimed: ['đổi mà không đổi thời điểm', 'changed without their time'],
  missed: ['bị đọc sót', 'missed by reading in the order of time'],
  vanished: ['không còn trong nguồn', 'no longer in the source'],
  back: ['có lại trong nguồn', 'there again'],
  checked: ['hồ sơ đã đối chiếu', 'dossiers compared'],
  drift: ['khác với Cổng', 'apart from the portal'],
  healed: ['đã xếp gửi lại', 'queued to be mended'],
  failed: ['tra cứu không được', 'that could not be looked up'],
  reason: ['dừng giữa chừng', 'stopped before the end'],
};

/** `hồ sơ đã đọc: 12`, a line for people. */
export function jobFigure(job: string, figure: string, value: unknown, language: Language): string {
  const [vi, en] = FIGURES[`${job}.${figure}`] ?? FIGURES[figure] ?? [figure, figure];
  const told = figure === 'reason' ? stopped(String(value), language) : String(value);
  return `${language === 'vi' ? vi : en}: ${told}`;
}

/** Why it stopped, and what the portal said of it. */
function stopped(reason: string, language: Language): string {
  const [stop = '', ...said] = reason.split(' ');
  const meaning = stopMeaning(stop, sayIn(language));
  if (meaning === null) return reason;
  return said.length === 0 ? meaning : `${meaning} (${said.join(' ')})`;
}
