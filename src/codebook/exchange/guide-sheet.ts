/** The first sheet: how to work in this workbook, in Vietnamese and English. */
import type { Workbook } from 'exceljs';
import { GUIDE_SHEET, LIST_SHEET, PROPOSAL_SHEET, VIEW_ONLY } from './sheet-words.ts';

const LINES: readonly (readonly [text: string, bold?: true])[] = [
  ['Bảng ánh xạ mã của tỉnh sang mã quốc gia', true],
  ['Mỗi trang là một bảng. Sửa ngay trong trang, lưu dạng .xlsx rồi gửi lại cho người vận hành Dongbo.'],
  ['Không đổi dòng tiêu đề. Thứ tự cột, lọc, ẩn dòng hay tô màu đều không ảnh hưởng.'],
  ['Sắp xếp thì sắp xếp cả bảng. Sắp xếp riêng một cột làm mã lệch sang dòng khác.'],
  ['Dòng bị ẩn vẫn được tính. Muốn bỏ một dòng, hãy xóa hẳn dòng đó.'],
  [`Cột có chữ ${VIEW_ONLY} chỉ để tham khảo; sửa ở đó không có tác dụng.`],
  [`Ý nghĩa của các giá trị chọn sẵn có ở trang "${LIST_SHEET}".`],
  [
    `Nếu có trang "${PROPOSAL_SHEET}": chọn mã ở cột tô vàng (national_code) cho dòng nào đã chắc chắn; dòng để trống được bỏ qua.`,
  ],
  [
    `Trang "${PROPOSAL_SHEET}" có tên giấy tờ do cán bộ gõ, có thể lẫn thông tin cá nhân: chỉ gửi cho người rà soát, xong việc thì xóa tệp.`,
  ],
  ['Chưa chắc thì để trống. Mã chưa có dòng nào sẽ được giữ lại, không gửi sai.'],
  ['Mọi ô là văn bản: 007 và 1.10 giữ nguyên. Ngày viết dạng YYYY-MM-DD, ví dụ 2025-07-01.'],
  ['Ô có tam giác xanh ở góc là đúng. Không bấm "Convert to Number" (Chuyển thành số): mã sẽ mất số 0.'],
  ['Bỏ hẳn một trang thì bảng đó được giữ nguyên.'],
  [''],
  ["Tables that translate the province's codes to the national ones", true],
  ['One sheet a table. Edit, save as .xlsx, and hand the file back to whoever runs Dongbo.'],
  [
    'Leave the header row as it is. Order of columns, filters, hidden rows and colours do not matter; sort the whole table, never one column by itself.',
  ],
  ['A hidden row counts. Delete a row to take it out.'],
  [`Columns with ${VIEW_ONLY} are there to be read; what is changed there has no effect.`],
  [
    `Sheet "${PROPOSAL_SHEET}", where there is one: pick a code in the yellow column for rows that are certain; empty ones are passed over.`,
  ],
  [
    'Names on that sheet were typed by clerks and may hold personal data: hand the file to those who review it only, and delete it afterwards.',
  ],
  ['Green triangles are right as they are: do not "convert to number", codes would lose zeros.'],
  ['All cells are text. Days are YYYY-MM-DD. A sheet that is taken out leaves its table as it is.'],
];

/** Adds the sheet. */
export function addGuideSheet(workbook: Workbook): void {
  const sheet = workbook.addWorksheet(GUIDE_SHEET);
  sheet.columns = [{ width: 120, style: { alignment: { wrapText: true, vertical: 'top' } } }];
  for (const [text, bold] of LINES) {
    const row = sheet.addRow([text]);
    if (bold) row.font = { bold: true, size: 14 };
  }
}
