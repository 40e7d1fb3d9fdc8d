/**
 * What the names in braces of the error catalogue stand for.
 * Guarantees: both languages; a test holds that every placeholder of the catalogue is here.
 */
import { type ErrorCode, entryOf, type Language } from '../domain/errors.ts';

const PLACEHOLDERS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  allowed: { vi: 'các giá trị được nhận', en: 'the values that are allowed' },
  changed: { vi: 'số dòng bị sửa', en: 'rows that change' },
  code: { vi: 'mã trong danh mục quốc gia', en: 'the code in the national catalogue' },
  column: { vi: 'tên cột của tệp', en: 'column of the file' },
  count: { vi: 'số lượng', en: 'how many' },
  date: { vi: 'ngày', en: 'the day' },
  day: { vi: 'ngày tiếp nhận của hồ sơ', en: "the dossier's day of receipt" },
  digits: { vi: 'số chữ số phải có', en: 'how many digits there must be' },
  dir: { vi: 'thư mục (MAPPINGS_DIR)', en: 'the folder (MAPPINGS_DIR)' },
  dossier: { vi: 'mã hồ sơ', en: 'code of the dossier' },
  errorCode: { vi: 'error_code trong trả lời của Cổng', en: "error_code of the portal's answer" },
  expected: { vi: 'điều lẽ ra phải có', en: 'what should stand there' },
  field: { vi: 'tên trường', en: 'name of the field' },
  file: { vi: 'tên tệp', en: 'name of the file' },
  found: { vi: 'điều đang có', en: 'what is there' },
  from: { vi: 'ngày bắt đầu hiệu lực', en: 'first day of validity' },
  known: { vi: 'số thủ tục đang có trong sổ', en: 'procedures in the ledger' },
  length: { vi: 'số ký tự đang có', en: 'characters that it has' },
  limit: { vi: 'giới hạn', en: 'the limit' },
  message: { vi: 'thông báo của Cổng', en: "the portal's message" },
  needed: { vi: 'phiên bản cần có', en: 'the version that is needed' },
  option: { vi: 'tham số của lệnh', en: 'option of the command' },
  other: { vi: 'dòng hoặc trang kia', en: 'the other line or sheet' },
  part: { vi: 'id của phần đó ở hệ thống một cửa', en: "the part's id in the one-stop system" },
  path: { vi: 'đường dẫn, hoặc vị trí trong tệp YAML', en: 'path, or place in the YAML file' },
  place: { vi: 'trang tính và ô', en: 'sheet and cell' },
  platform: { vi: 'hệ điều hành và kiến trúc máy', en: 'operating system and machine' },
  procedure: { vi: 'mã thủ tục quốc gia', en: 'national code of the procedure' },
  reason: { vi: 'lý do do hệ thống đó báo', en: 'the reason that was given' },
  removed: { vi: 'số dòng bị bỏ', en: 'rows that go' },
  rule: {
    vi: 'tệp và dòng của bảng mã, hoặc tên quy tắc',
    en: 'file and line of the table, or name of the rule',
  },
  scheme: { vi: 'loại cơ sở dữ liệu trong SOURCE_URL', en: 'kind of database in SOURCE_URL' },
  seconds: { vi: 'số giây', en: 'seconds' },
  separator: { vi: 'dấu ngăn cột đang dùng', en: 'the separator that is there' },
  service: { vi: 'tên dịch vụ của Cổng', en: 'name of the service' },
  setting: { vi: 'tên cấu hình', en: 'name of the setting' },
  state: { vi: 'mã SQLSTATE', en: 'the SQLSTATE' },
  to: { vi: 'ngày hết hiệu lực', en: 'last day of validity' },
  total: { vi: 'tổng số dòng', en: 'rows in all' },
  value: { vi: 'giá trị đang ghi', en: 'the value that is there' },
  where: { vi: 'địa chỉ hoặc thư mục', en: 'address or folder' },
};

/** Names in braces of a code's texts, in order of appearance, with what they stand for ('' where unknown). */
export function placeholdersOf(code: ErrorCode, language: Language): { name: string; meaning: string }[] {
  const { cause, remedy } = entryOf(code)[language];
  const names = new Set([...`${cause} ${remedy}`.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  return [...names].map((name) => ({ name, meaning: PLACEHOLDERS[name]?.[language] ?? '' }));
}
