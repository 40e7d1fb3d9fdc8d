/**
 * How the rule behind a value is named to people.
 * Guarantees: files, lines and whatever else is not a word of normalization's own stay as they are.
 */
import type { Language } from '../domain/errors.ts';

const RULES: Readonly<Record<string, string>> = {
  'as written': 'như nguồn ghi',
  absent: 'nguồn không ghi',
  'as the source has it': 'như nguồn ghi',
  "source's own name": 'tên do nguồn ghi',
  catalogue: 'danh mục quốc gia',
  'national value': 'đã là giá trị quốc gia',
  cleaned: 'bỏ khoảng trắng thừa, chuẩn Unicode',
  'separators out': 'bỏ dấu ngăn cách',
  'day without hour': 'chỉ có ngày, không có giờ',
  'yes or no': 'có hoặc không',
  'local time': 'giờ Việt Nam',
  'from the components': 'tính từ các thành phần',
  'unreadable, nothing claimed': 'không đọc được, không nhận là có',
  'absent = 0': 'nguồn không ghi, gửi 0',
  'whole đồng': 'số đồng nguyên',
  'file base address': 'ghép sau FILE_BASE_URL',
  'only with reuse 2': 'chỉ gửi khi tái sử dụng kết quả (2)',
  'only for dossiers filed online': 'chỉ gửi với hồ sơ nộp trực tuyến',
};

/** The rule in the reader's language. */
export function ruleName(rule: string, language: Language): string {
  if (language === 'en') return rule;
  const [, cut] = /^cut at (\d+)$/.exec(rule) ?? [];
  if (cut !== undefined) return `cắt còn ${cut} ký tự`;
  const [, digits] = /^(\d+) digits$/.exec(rule) ?? [];
  return digits === undefined ? (RULES[rule] ?? rule) : `nhận ra qua ${digits} chữ số`;
}
