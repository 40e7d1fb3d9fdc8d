/**
 * What the names in braces of the error catalogue stand for.
 * Guarantees: both languages; where an area or a code means something of its own by a name, that is told.
 * Tests hold that every placeholder of the catalogue is here, and that nothing here is of no code.
 */
import { type ErrorCode, entryOf, type Language } from '../domain/errors.ts';
import { areaOf } from './error-words.ts';

const PLACEHOLDERS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  added: { vi: 'số dòng được thêm', en: 'rows that are added' },
  allowed: { vi: 'các giá trị được nhận', en: 'the values that are allowed' },
  changed: { vi: 'số dòng bị sửa', en: 'rows that change' },
  check: { vi: 'tên mục kiểm tra', en: 'name of the check' },
  code: { vi: 'mã trong danh mục quốc gia', en: 'the code in the national catalogue' },
  column: { vi: 'tên cột của tệp', en: 'column of the file' },
  count: { vi: 'số lỗi', en: 'how many faults' },
  date: { vi: 'ngày', en: 'the day' },
  day: { vi: 'ngày tiếp nhận của hồ sơ', en: "the dossier's day of receipt" },
  digits: { vi: 'số chữ số phải có', en: 'how many digits there must be' },
  dir: { vi: 'thư mục (MAPPINGS_DIR)', en: 'the folder (MAPPINGS_DIR)' },
  done: { vi: 'số mã đã xét', en: 'codes that were looked at' },
  dossier: { vi: 'mã hồ sơ', en: 'code of the dossier' },
  errorCode: { vi: 'error_code trong trả lời của Cổng', en: "error_code of the portal's answer" },
  expected: { vi: 'điều lẽ ra phải có', en: 'what should stand there' },
  field: { vi: 'tên trường', en: 'name of the field' },
  file: { vi: 'tên tệp', en: 'name of the file' },
  found: { vi: 'điều đang có', en: 'what is there' },
  from: { vi: 'ngày bắt đầu hiệu lực', en: 'first day of validity' },
  known: { vi: 'số thủ tục đang có trong sổ', en: 'procedures in the ledger' },
  lane: { vi: 'làn gửi', en: 'the lane' },
  length: { vi: 'số ký tự đang có', en: 'characters that it has' },
  limit: { vi: 'giới hạn', en: 'the limit' },
  message: { vi: 'thông báo của Cổng', en: "the portal's message" },
  needed: { vi: 'phiên bản cần có', en: 'the version that is needed' },
  offset: { vi: 'vị trí byte, tính từ 0', en: 'the byte, counted from 0' },
  option: { vi: 'tham số của lệnh', en: 'option of the command' },
  other: { vi: 'dòng kia', en: 'the other line' },
  package: { vi: 'tên và phiên bản gói', en: 'name and version of the package' },
  parameter: { vi: 'tham số của địa chỉ', en: 'parameter of the address' },
  part: { vi: 'id của phần đó ở hệ thống một cửa', en: "the part's id in the one-stop system" },
  path: { vi: 'đường dẫn của tệp hoặc thư mục', en: 'path of the file or folder' },
  period: { vi: 'kỳ báo cáo', en: 'the period' },
  place: { vi: 'trang tính và ô', en: 'sheet and cell' },
  platform: { vi: 'hệ điều hành và kiến trúc máy', en: 'operating system and machine' },
  policy: { vi: 'thiết đặt maxmemory-policy của Redis', en: 'maxmemory-policy of that Redis' },
  procedure: { vi: 'mã thủ tục quốc gia', en: 'national code of the procedure' },
  reason: { vi: 'lý do được báo', en: 'the reason that was given' },
  removed: { vi: 'số dòng bị bỏ', en: 'rows that go' },
  rule: {
    vi: 'tệp và dòng của bảng mã, hoặc tên quy tắc',
    en: 'file and line of the table, or name of the rule',
  },
  scheme: { vi: 'loại cơ sở dữ liệu trong SOURCE_URL', en: 'kind of database in SOURCE_URL' },
  seconds: { vi: 'số giây', en: 'seconds' },
  separator: { vi: 'dấu ngăn cột đang dùng', en: 'the separator that is there' },
  seq: { vi: 'số thứ tự của mục nhật ký', en: 'number of the entry' },
  service: { vi: 'tên dịch vụ của Cổng', en: 'name of the service' },
  setting: { vi: 'tên cấu hình', en: 'name of the setting' },
  state: { vi: 'mã lỗi của máy chủ (SQLSTATE)', en: "the server's code for the error (SQLSTATE)" },
  status: { vi: 'mã trạng thái HTTP', en: 'the HTTP status' },
  to: { vi: 'ngày hết hiệu lực', en: 'last day of validity' },
  total: { vi: 'tổng số dòng', en: 'rows in all' },
  value: { vi: 'giá trị đang ghi', en: 'the value that is there' },
  version: { vi: 'phiên bản đang chạy', en: 'the version that runs' },
  where: { vi: 'địa chỉ hoặc thư mục', en: 'address or folder' },
};

/** What a name stands for in one area (`XLS.other`) or code (`CAT-002.procedure`), where it is not the usual. */
const SPECIAL: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'AUD.value': { vi: 'mã băm đã ghi lại', en: 'the hash that was noted' },
  'AUD-004.value': { vi: 'mã băm của mục mới nhất', en: 'hash of the newest entry' },
  'BKP-002.found': { vi: 'phiên bản sổ của bản sao lưu', en: 'ledger version of the backup' },
  'BKP-002.version': { vi: 'phiên bản chương trình đã ghi', en: 'version of the program that wrote it' },
  'CAT-002.procedure': {
    vi: 'mã đã hỏi, của thủ tục, thành phần hay kết quả',
    en: 'the code that was asked for, of a procedure, component or result',
  },
  'CAT-003.found': { vi: 'số thủ tục Cổng trả về', en: 'procedures in the answer' },
  'CAT-008.count': { vi: 'số thủ tục', en: 'how many procedures' },
  'CDC-001.found': { vi: 'wal_level đang đặt', en: 'wal_level as it is' },
  'CDC.value': { vi: 'tên publication, slot hoặc bảng', en: 'name of publication, slot or tables' },
  'CFG-006.count': { vi: 'số hồ sơ', en: 'how many dossiers' },
  'CFG-008.value': { vi: 'mã của lý do', en: 'code of the reason' },
  'CFG.expected': { vi: 'các giá trị được nhận', en: 'the values that are allowed' },
  'CFG.value': { vi: 'giá trị đã gõ', en: 'what was typed' },
  'CMP.date': { vi: 'ngày mã không còn trong danh mục', en: 'day since which the catalogue lacks the code' },
  'DOC-017.count': { vi: 'số mã khác nhau', en: 'how many different codes' },
  'DOC-018.count': { vi: 'số hồ sơ bị giữ lại', en: 'dossiers that are held' },
  'DOC-018.total': { vi: 'tổng số hồ sơ', en: 'dossiers in all' },
  'DOC-019.count': { vi: 'số dòng', en: 'how many rows' },
  'DOC-022.count': { vi: 'số liên kết không dẫn tới tệp', en: 'links that lead to no file' },
  'DOC-022.total': { vi: 'số liên kết đã thử', en: 'links that were tried' },
  'DOC-025.found': { vi: 'tuổi của bản sao lưu', en: 'age of the backup' },
  'DOC.value': {
    vi: 'tên việc định kỳ, mã lỗi lần chạy cuối',
    en: 'name of the job, code of its last fault',
  },
  'DOS.date': { vi: 'ngày mã không còn trong danh mục', en: 'day since which the catalogue lacks the code' },
  'DOS.limit': { vi: 'số ký tự tối đa', en: 'most characters that are taken' },
  'FEE.limit': { vi: 'số ký tự tối đa', en: 'most characters that are taken' },
  'MAP-013.expected': { vi: 'số ô của dòng tiêu đề', en: 'fields of the header' },
  'MAP-013.found': { vi: 'số ô của dòng', en: 'fields of the row' },
  'MAP-036.date': {
    vi: 'ngày mã không còn trong danh mục',
    en: 'day since which the catalogue lacks the code',
  },
  'MAP-037.date': {
    vi: 'ngày mã không còn trong thủ tục',
    en: 'day since which the procedure lacks the code',
  },
  'MAP.path': { vi: 'vị trí trong tệp YAML', en: 'place in the YAML file' },
  'MAP.rule': { vi: 'tên quy tắc trong tệp YAML', en: 'name of the rule in the YAML file' },
  'OPS.expected': { vi: 'các giá trị được nhận', en: 'the values that are allowed' },
  'OPS.found': { vi: 'phiên bản của sổ', en: 'the version of the ledger' },
  'OPS.value': { vi: 'giá trị đã gõ', en: 'what was typed' },
  'OPS-007.where': { vi: 'địa chỉ của sổ', en: 'address of the ledger' },
  'OPS.where': { vi: 'tiến trình và máy', en: 'process and machine' },
  'RCN-003.count': { vi: 'số hồ sơ', en: 'how many dossiers' },
  'SCR-009.count': { vi: 'số hồ sơ', en: 'how many dossiers' },
  'RES.date': { vi: 'ngày mã không còn trong danh mục', en: 'day since which the catalogue lacks the code' },
  'SCR-002.from': { vi: 'ngày đầu của kỳ', en: 'first day of the period' },
  'SCR-024.found': { vi: 'tên các cơ quan và kỳ mà tệp nêu', en: 'agencies and periods that the file names' },
  'SCR-026.value': { vi: 'kỳ đang ghi', en: 'the period that is there' },
  'SCR-027.value': { vi: 'giá trị đang ghi', en: 'the value that is there' },
  'SCR-028.value': { vi: 'giá trị đang ghi', en: 'the value that is there' },
  'SCR-029.value': { vi: 'tỷ lệ đang ghi', en: 'the ratio that is there' },
  'SCR-030.expected': { vi: 'tử số và mẫu số', en: 'numerator and denominator' },
  'SCR-030.value': { vi: 'tỷ lệ đang ghi', en: 'the ratio that is there' },
  'SCR-032.expected': { vi: 'số ô của dòng tiêu đề', en: 'fields of the header' },
  'SCR-032.found': { vi: 'số ô của dòng', en: 'fields of the row' },
  'SCR-034.other': { vi: 'chỗ kia trong tệp', en: 'the other place in the file' },
  'SCR-034.value': { vi: 'mã chỉ số', en: 'code of the indicator' },
  'SCR-037.value': { vi: 'thời điểm đang ghi', en: 'the time that is there' },
  'SCR.allowed': { vi: 'các bộ công thức hiện có', en: 'the versions that there are' },
  'SCR.value': { vi: 'điều đã gõ', en: 'what was typed' },
  'SVC-005.found': { vi: 'phiên bản của sổ', en: 'the version of the ledger' },
  'XML.count': { vi: 'số tệp', en: 'how many documents' },
  'XML-040.found': { vi: 'đã chờ bao lâu', en: 'how long it has waited' },
  'XML-006.found': { vi: 'loại của thứ đó', en: 'what it is' },
  'XML-011.found': { vi: 'loại tệp đoán được', en: 'what kind of file it seems to be' },
  'XML-012.found': { vi: 'bảng mã đang đọc', en: 'the encoding in which it is read' },
  'XML-013.found': { vi: 'bảng mã thật của tệp', en: "the file's real encoding" },
  'XML-013.expected': { vi: 'bảng mã được khai', en: 'the encoding that is declared' },
  'XML.expected': { vi: 'phần tử mà XSD chờ', en: 'elements that the XSD expects' },
  'XML.field': { vi: 'tên phần tử', en: 'name of the element' },
  'SWP.count': { vi: 'số hồ sơ không còn thấy', en: 'dossiers that are not there any more' },
  'SWP.total': { vi: 'số hồ sơ nguồn đã cho đọc', en: 'dossiers that the source has given' },
  'SWP.where': { vi: 'tên của nguồn', en: 'name of the source' },
  'XLS-011.found': { vi: 'kích thước của tệp', en: 'the size that it has' },
  'XLS-011.limit': { vi: 'kích thước tối đa', en: 'the largest size that is taken' },
  'XLS.other': { vi: 'tên trang tính kia', en: 'name of the other sheet' },
  'XLS.value': { vi: 'nội dung của ô', en: 'what the cell has' },
};

/** All that {@link placeholdersOf} may tell: `rule` or `MAP.rule` or `MAP-013.found`. */
export const PLACEHOLDER_KEYS: readonly string[] = [...Object.keys(PLACEHOLDERS), ...Object.keys(SPECIAL)];

/** Names in braces of a code's texts, in order of appearance, with what they stand for ('' where unknown). */
export function placeholdersOf(code: ErrorCode, language: Language): { name: string; meaning: string }[] {
  const { cause, remedy } = entryOf(code)[language];
  const names = new Set([...`${cause} ${remedy}`.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  return [...names].map((name) => {
    const own = [`${code.slice(3)}.${name}`, `${areaOf(code)}.${name}`].find((key) => key in SPECIAL);
    const words = own === undefined ? PLACEHOLDERS[name] : SPECIAL[own];
    return { name, meaning: words?.[language] ?? '' };
  });
}
