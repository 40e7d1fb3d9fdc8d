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
  'code of the dossier': 'mã của chính hồ sơ này',
  'without extension': 'bỏ số máy lẻ',
  'separators out': 'bỏ dấu ngăn cách',
  'day without hour': 'chỉ có ngày, không có giờ',
  'yes or no': 'có hoặc không',
  'local time': 'giờ Việt Nam',
  'from the components': 'tính từ các thành phần',
  'unreadable, nothing claimed': 'không đọc được, gửi như không có',
  'absent = 0': 'nguồn không ghi, gửi 0',
  'whole đồng': 'số đồng nguyên',
  'file base address': 'ghép sau FILE_BASE_URL',
  'only with reuse 2': 'chỉ gửi khi tái sử dụng kết quả (2)',
  'only for dossiers filed online': 'chỉ gửi với hồ sơ nộp trực tuyến',
};

/** Rules that name a number or an id. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^catalogue until (\d{4}-\d{2}-\d{2})$/, 'danh mục quốc gia trước ngày $1'],
  [/^cut at (\d+)$/, 'cắt còn $1 ký tự'],
  [/^(\d+) digits$/, 'nhận ra qua $1 chữ số'],
  [/^first of (\d+) numbers$/, 'số đầu tiên trong $1 số'],
  [/^file (\d+) of (.*)$/s, 'tệp thứ $1 của $2'],
];

/** The rule in the reader's language; several at once are parted by commas. */
export function ruleName(rule: string, language: Language): string {
  if (language === 'en') return rule;
  return (
    nameOf(rule) ??
    rule
      .split(', ')
      .map((one) => nameOf(one) ?? one)
      .join(', ')
  );
}

function nameOf(rule: string): string | undefined {
  const own = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  if (own !== undefined) return own;
  const [pattern, name] = PATTERNS.find(([one]) => one.test(rule)) ?? [];
  return pattern && name ? rule.replace(pattern, name) : undefined;
}
