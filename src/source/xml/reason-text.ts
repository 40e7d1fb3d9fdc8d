/**
 * The text that lies beside a refused document.
 * Guarantees: both languages, each fault with its place and what to do; nothing of the document but names of
 * elements and numbers (invariant 10).
 */
import { explainError, type Language } from '../../domain/errors.ts';
import type { DocumentFault } from './refusal.ts';

const WORDS = {
  vi: {
    head: 'Tệp này bị từ chối; chưa hồ sơ nào trong tệp được nhận. Sửa xong, gửi lại trọn tệp vào inbox.',
    line: 'dòng',
    column: 'cột',
    remedy: 'Cách xử lý',
  },
  en: {
    head: 'This document was refused; none of its dossiers was taken. Mend it and send it whole into inbox again.',
    line: 'line',
    column: 'column',
    remedy: 'What to do',
  },
} as const;

function placeOf({ line, column }: DocumentFault, language: Language): string {
  const words = WORDS[language];
  if (line === null) return '';
  return ` · ${words.line} ${line}${column === null ? '' : `, ${words.column} ${column}`}`;
}

function inLanguage(faults: readonly DocumentFault[], language: Language): string {
  const words = WORDS[language];
  const isBug = faults.some(({ code }) => code === 'DB-XML-008');
  const told = faults.map((fault) => {
    const { message, remedy } = explainError(fault.code, language, fault.params);
    return `${fault.code}${placeOf(fault, language)}\n  ${message}\n  ${words.remedy}: ${remedy}\n`;
  });
  return [...(isBug ? [] : [`${words.head}\n`]), ...told].join('\n');
}

/** Vietnamese first. */
export function reasonText(faults: readonly DocumentFault[]): string {
  return `${inLanguage(faults, 'vi')}\n${'-'.repeat(72)}\n\n${inLanguage(faults, 'en')}`;
}
