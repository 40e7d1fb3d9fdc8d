/**
 * What workbooks say to officials: names of sheets, labels and notes of columns.
 * Guarantees: names of sheets have at most 31 characters and none that Excel refuses; each ends in
 * the table's file name, by which an import knows it.
 */
import type { TableFile } from './table-shape.ts';

/** Label under the column's name, and its note in both languages. */
export interface ColumnWords {
  readonly label: string;
  readonly vi: string;
  readonly en: string;
  /** In characters. */
  readonly width: number;
}

/** The first sheet. */
export const GUIDE_SHEET = 'Hướng dẫn';
/** Proposals that wait for a person. */
export const PROPOSAL_SHEET = 'Đề xuất';
/** Values for drop-downs. */
export const LIST_SHEET = 'Danh sách chọn';

/** Sheet of a table. */
export const SHEET_NAMES: Readonly<Record<TableFile, string>> = {
  'procedures.csv': 'Thủ tục (procedures)',
  'document-types.csv': 'Loại giấy tờ (document-types)',
  'agencies.csv': 'Cơ quan (agencies)',
  'statuses.csv': 'Trạng thái (statuses)',
  'values.csv': 'Giá trị khác (values)',
  'holidays.csv': 'Ngày nghỉ (holidays)',
};

/** Ends the header of a column that is there to be read only; an import passes it over. */
export const VIEW_ONLY = '(chỉ xem)';

const PROVINCE: ColumnWords = {
  label: 'Mã của tỉnh',
  vi: 'Mã đúng như hệ thống một cửa của tỉnh ghi. Không phân biệt chữ hoa, chữ thường.',
  en: "The code as the province's system writes it. Letter case does not count.",
  width: 24,
};
const NATIONAL: ColumnWords = {
  label: 'Mã quốc gia',
  vi: 'Mã trong danh mục quốc gia. Chưa biết thì xóa cả dòng, không điền mã phỏng đoán.',
  en: 'The code in the national catalogue. Take the row out while it is not known; do not put a guess.',
  width: 28,
};
const FROM: ColumnWords = {
  label: 'Từ ngày',
  vi: 'Ngày đầu tiên dòng này có hiệu lực, dạng YYYY-MM-DD, ví dụ 2025-07-01. Để trống: không giới hạn. So với ngày tiếp nhận hồ sơ.',
  en: 'First day of the row, YYYY-MM-DD. Empty: open. Compared with the day on which the dossier was received.',
  width: 13,
};
const TO: ColumnWords = {
  label: 'Đến ngày',
  vi: 'Ngày cuối cùng dòng này còn hiệu lực (tính cả ngày đó), dạng YYYY-MM-DD. Để trống: không giới hạn.',
  en: 'Last day of the row, that day included, YYYY-MM-DD. Empty: open.',
  width: 13,
};
const NOTE: ColumnWords = {
  label: 'Ghi chú',
  vi: 'Ghi chú cho người đọc; Dongbo không dùng.',
  en: 'For people; Dongbo does not use it.',
  width: 40,
};
const DATED = { valid_from: FROM, valid_to: TO, note: NOTE };

/** Words of each column, by table. */
export const COLUMN_WORDS: Readonly<Record<TableFile, Readonly<Record<string, ColumnWords>>>> = {
  'procedures.csv': { province_code: PROVINCE, national_code: NATIONAL, ...DATED },
  'document-types.csv': {
    kind: {
      label: 'Loại',
      vi: 'component = thành phần hồ sơ (nộp vào); result = kết quả (trả ra). Chọn trong danh sách.',
      en: 'component = handed in; result = comes out. Pick from the list.',
      width: 13,
    },
    procedure: {
      label: 'Thủ tục áp dụng',
      vi: 'Mã quốc gia của thủ tục mà dòng này áp dụng. Để trống: mọi thủ tục. Dòng có thủ tục được ưu tiên.',
      en: 'National code of the procedure for which the row counts. Empty: any. A row with a procedure wins.',
      width: 17,
    },
    province_code: PROVINCE,
    national_code: NATIONAL,
    ...DATED,
  },
  'agencies.csv': {
    province_code: PROVINCE,
    national_code: {
      ...NATIONAL,
      vi: 'Mã cơ quan trong danh mục quốc gia. Được để trống nếu đã có tên.',
      en: 'National code of the agency. May be empty where there is a name.',
      width: 18,
    },
    name: {
      label: 'Tên gửi lên Cổng',
      vi: 'Tên cơ quan gửi lên Cổng. Để trống: lấy tên trong danh mục quốc gia.',
      en: "The agency's name as the portal is told. Empty: the catalogue's name.",
      width: 40,
    },
    ...DATED,
  },
  'statuses.csv': {
    province_status: {
      label: 'Trạng thái của tỉnh',
      vi: 'Trạng thái đúng như hệ thống một cửa của tỉnh ghi.',
      en: "The status as the province's system writes it.",
      width: 30,
    },
    province_substatus: {
      label: 'Trạng thái phụ',
      vi: 'Trạng thái phụ của tỉnh. Để trống: bất kỳ. Dòng có trạng thái phụ được ưu tiên.',
      en: 'Substatus of the province. Empty: any. A row with the substatus wins.',
      width: 26,
    },
    national_status: {
      label: 'Trạng thái quốc gia',
      vi: 'Số từ 1 đến 10; ý nghĩa từng số có ở trang "Danh sách chọn".',
      en: 'A number from 1 to 10; the sheet "Danh sách chọn" says what each means.',
      width: 20,
    },
    note: NOTE,
  },
  'values.csv': {
    field: {
      label: 'Trường',
      vi: 'Trường dữ liệu được đổi giá trị. Chọn trong danh sách; ý nghĩa có ở trang "Danh sách chọn".',
      en: 'The field whose value is translated. Pick from the list.',
      width: 18,
    },
    province_value: {
      label: 'Giá trị của tỉnh',
      vi: 'Giá trị đúng như hệ thống một cửa của tỉnh ghi. Để trống: khi tỉnh không ghi gì.',
      en: "The value as the province's system writes it. Empty: where the province says nothing.",
      width: 28,
    },
    national_value: {
      label: 'Giá trị quốc gia',
      vi: 'Chọn trường trước, rồi chọn giá trị trong danh sách của trường đó.',
      en: "Pick the field first, then the value from that field's list.",
      width: 18,
    },
    note: NOTE,
  },
  'holidays.csv': {
    date: {
      label: 'Ngày',
      vi: 'Ngày nghỉ, dạng YYYY-MM-DD, ví dụ 2026-09-02. Không cần ghi thứ bảy, chủ nhật, trừ ngày làm bù.',
      en: 'The day off, YYYY-MM-DD. Saturdays and Sundays need no row, unless they are worked.',
      width: 13,
    },
    name: {
      label: 'Tên ngày nghỉ',
      vi: 'Tên của ngày nghỉ hoặc ngày làm bù.',
      en: 'Name of the day off, or of the day that is worked.',
      width: 44,
    },
    working: {
      label: 'Làm bù',
      vi: 'Ghi 1 nếu là thứ bảy hoặc chủ nhật phải làm bù; ngày nghỉ thì để trống.',
      en: '1 = a Saturday or Sunday that is worked to make up; empty for a day off.',
      width: 10,
    },
  },
};
