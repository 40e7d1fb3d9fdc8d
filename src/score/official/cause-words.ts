/**
 * Causes of a difference in words.
 * Guarantees: each is a sentence of its own in both languages; `{count}` is the number of dossiers, `{formula}` the version.
 */
import type { Language } from '../../domain/errors.ts';
import type { Wording } from '../words/wording.ts';
import type { CauseKind, DifferenceCause } from './comparison.ts';

/** See the file's head. */
export const causeWords: Readonly<Record<CauseKind, Wording>> = {
  'period-went-on': {
    vi: 'Cổng chốt số khi kỳ chưa hết; phần sau đó chỉ có ở số của Dongbo.',
    en: 'The portal had counted before the period was over: what came after is in our figure alone.',
  },
  'accepted-later': {
    vi: '{count} hồ sơ được Cổng nhận lần đầu sau khi chốt số.',
    en: 'Accepted by the portal for the first time after it had counted: {count} of the dossiers.',
  },
  'steps-accepted-later': {
    vi: '{count} hồ sơ có bước tiến độ (và phần kết thúc đi cùng) được Cổng nhận sau khi chốt số.',
    en: 'With steps, and the end that came with them, accepted after the portal had counted: {count} of the dossiers.',
  },
  'missing-at-portal': {
    vi: '{count} hồ sơ Cổng đã nhận nhưng đối chiếu thấy Cổng không có.',
    en: 'Accepted, and not there when compared with the portal: {count} of the dossiers.',
  },
  'steps-missing-at-portal': {
    vi: '{count} hồ sơ có bước Cổng đã nhận nhưng đối chiếu không thấy.',
    en: 'With steps that were accepted and not shown when compared with the portal: {count} of the dossiers.',
  },
  formula: {
    vi: 'Cổng tính theo cách của bộ công thức {formula}: bộ này ra đúng số công bố.',
    en: 'The portal counts by the wording of {formula}: that version gives the published figure.',
  },
  'national-report': {
    vi: 'Cổng lấy mẫu số từ hệ thống báo cáo quốc gia; sổ không có số đó.',
    en: 'The portal divides by the total of the national reporting system, which the ledger does not know.',
  },
  'unknown-dossiers': {
    vi: '{count} hồ sơ Cổng có mà Dongbo không biết: hệ thống khác gửi lên hoặc nộp thẳng trên Cổng.',
    en: 'At the portal and not known to Dongbo (other systems, or filed directly): {count} dossiers.',
  },
  rounding: { vi: 'Cổng công bố số đã làm tròn.', en: 'The portal publishes rounded figures.' },
  unexplained: {
    vi: 'Sổ không có gì giải thích được phần này.',
    en: 'Nothing in the ledger explains this part.',
  },
  'row-accepted-later': {
    vi: '{count} hồ sơ được Cổng nhận lại sau khi chốt số; nội dung trước đó không còn lưu.',
    en: 'Accepted again after the portal had counted, and what they said before is not kept: {count} of the dossiers.',
  },
  'accepted-after-period': {
    vi: '{count} hồ sơ được Cổng nhận lần đầu sau khi hết kỳ; không rõ Cổng chốt số lúc nào (nêu bằng --published).',
    en: 'First accepted after the period, and it is not known when the portal had counted (say it: --published): {count} of the dossiers.',
  },
  'in-doubt': {
    vi: '{count} hồ sơ đã gửi mà chưa rõ kết quả: có thể Cổng đã có.',
    en: 'Sent without a known answer, so the portal may have them: {count} of the dossiers.',
  },
  absent: {
    vi: '{count} hồ sơ Cổng đã nhận, nay báo là không có.',
    en: 'Accepted once, and absent at the portal now: {count} of the dossiers.',
  },
  'changed-at-portal': {
    vi: '{count} hồ sơ đối chiếu thấy trường hoặc bước ở Cổng khác với những gì đã gửi.',
    en: 'With other fields or steps at the portal than were sent: {count} of the dossiers.',
  },
  'received-differs': {
    vi: '{count} hồ sơ có ngày tiếp nhận ở Cổng khác với ở tỉnh nên có thể thuộc kỳ khác.',
    en: 'With another day of receipt at the portal than at the province, so maybe of another period: {count} of the dossiers.',
  },
  'not-synchronized': {
    vi: '{count} hồ sơ Cổng chưa có đúng như ở tỉnh; thiếu ở cả hai số.',
    en: 'Not yet at the portal as the province has them, and lacking in both figures: {count} of the dossiers.',
  },
  held: {
    vi: '{count} hồ sơ còn bị giữ, cả hồ sơ hoặc một phần; thiếu ở cả hai số.',
    en: 'Held, whole or in part, and lacking in both figures: {count} of the dossiers.',
  },
};

/** The same in a few words, beside numbers. */
export const causeNames: Readonly<Record<CauseKind, Wording>> = {
  'period-went-on': { vi: 'kỳ chưa hết khi Cổng chốt số', en: 'the period was not over' },
  'accepted-later': { vi: 'Cổng nhận sau khi chốt số', en: 'accepted after the portal counted' },
  'steps-accepted-later': { vi: 'bước được nhận sau khi chốt số', en: 'steps accepted after it counted' },
  'missing-at-portal': { vi: 'đối chiếu: Cổng không có hồ sơ', en: 'missing at the portal' },
  'steps-missing-at-portal': { vi: 'đối chiếu: Cổng không có bước', en: 'steps missing at the portal' },
  formula: { vi: 'cách tính của bộ {formula}', en: 'wording of {formula}' },
  'national-report': {
    vi: 'mẫu số theo hệ thống báo cáo quốc gia',
    en: 'total of the national reporting system',
  },
  'unknown-dossiers': { vi: 'hồ sơ Dongbo không biết', en: 'dossiers not known to Dongbo' },
  rounding: { vi: 'làm tròn', en: 'rounding' },
  unexplained: { vi: 'chưa giải thích được', en: 'unexplained' },
  'row-accepted-later': { vi: 'hồ sơ được nhận lại sau khi chốt số', en: 'accepted again after it counted' },
  'accepted-after-period': { vi: 'Cổng nhận sau khi hết kỳ', en: 'accepted after the period' },
  'in-doubt': { vi: 'chưa rõ Cổng đã nhận chưa', en: 'in doubt' },
  absent: { vi: 'Cổng báo không còn', en: 'absent at the portal' },
  'changed-at-portal': { vi: 'Cổng có khác những gì đã gửi', en: 'changed at the portal' },
  'received-differs': { vi: 'ngày tiếp nhận khác nhau', en: 'another day of receipt' },
  'not-synchronized': { vi: 'chưa đồng bộ', en: 'not synchronized' },
  held: { vi: 'đang bị giữ', en: 'held' },
};

/** A cause in a few words. */
export function nameCause(
  { kind, formula }: Pick<DifferenceCause, 'kind' | 'formula'>,
  language: Language,
): string {
  return causeNames[kind][language].replace('{formula}', formula ?? '');
}

/** A cause as a sentence. */
export function tellCause(
  { kind, dossiers, formula }: Pick<DifferenceCause, 'kind' | 'dossiers' | 'formula'>,
  language: Language,
): string {
  const count = (dossiers?.count ?? 0).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-US');
  return causeWords[kind][language].replace('{count}', count).replace('{formula}', formula ?? '');
}

/** A cause as a sentence that says whether it is a part of the difference. */
export function tellEffect(cause: DifferenceCause, language: Language): string {
  const told = tellCause(cause, language);
  switch (cause.effect) {
    case 'difference':
      return told;
    case 'possible':
      return language === 'vi' ? `Có thể do: ${told}` : `Maybe: ${told}`;
    case 'both':
      return language === 'vi' ? `Không gây chênh lệch: ${told}` : `No part of the difference: ${told}`;
  }
}
