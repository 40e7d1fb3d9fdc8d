/** Faults of a result document (DB-RES): the dossier goes without it. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const resultErrors = {
  'DB-RES-001': hold(
    'operator',
    'Một giấy tờ kết quả không có id',
    'Sửa khung nhìn dongbo_ket_qua để xuất id riêng, không đổi, cho từng giấy tờ.',
    'A result document has no id',
    'Let the view dongbo_ket_qua give each paper an id of its own that does not change.',
  ),
  'DB-RES-002': hold(
    'operator',
    'Hồ sơ có nhiều kết quả cùng id {part}; chỉ cái đầu được gửi',
    'Sửa khung nhìn dongbo_ket_qua để xuất id không trùng trong một hồ sơ.',
    'Several results of the dossier have the id {part}; only the first goes',
    'Let the view dongbo_ket_qua give ids that are unique within a dossier.',
  ),
  'DB-RES-003': hold(
    'clerk',
    'Kết quả {part} không có tên',
    'Ghi tên giấy tờ kết quả ở hệ thống một cửa.',
    'Result {part} has no name',
    'Write the name of the result document in the one-stop system.',
  ),
  'DB-RES-004': hold(
    'clerk',
    'Kết quả {part} không có mã loại giấy tờ',
    'Chọn loại giấy tờ cho kết quả này ở hệ thống một cửa.',
    'Result {part} has no document-type code',
    'Give the result a document type in the one-stop system.',
  ),
  'DB-RES-005': hold(
    'operator',
    'Mã kết quả {value} không có trong mappings/document-types.csv và không phải kết quả của thủ tục {procedure}',
    'Thêm dòng result cho mã này vào mappings/document-types.csv; dongbo mapping suggest gợi ý mã theo tên, dongbo catalogue show <mã thủ tục> liệt kê các mã quốc gia.',
    'Result code {value} is not in mappings/document-types.csv and no result of procedure {procedure}',
    'Add a result row for it to mappings/document-types.csv; dongbo mapping suggest proposes codes by name, dongbo catalogue show <procedure> lists the national ones.',
  ),
  'DB-RES-006': hold(
    'operator',
    'Mã kết quả {value} đã biết nhưng không phải kết quả của thủ tục {procedure}',
    'Thêm dòng result riêng cho thủ tục này vào mappings/document-types.csv, hoặc sửa thủ tục của hồ sơ.',
    'Result code {value} is known, but is no result of procedure {procedure}',
    'Add a result row for this procedure to mappings/document-types.csv, or correct the procedure of the dossier.',
  ),
  'DB-RES-007': hold(
    'operator',
    'Mã kết quả {value} không có dòng ánh xạ nào có hiệu lực vào ngày tiếp nhận {day}',
    'Sửa valid_from, valid_to của mã này trong mappings/document-types.csv hoặc thêm dòng cho ngày đó.',
    'No mapping row of result code {value} is valid on the day of receipt, {day}',
    'Correct valid_from and valid_to of it in mappings/document-types.csv or add a row for that day.',
  ),
  'DB-RES-008': hold(
    'operator',
    'Dòng {rule} ánh xạ mã kết quả {value} sang một mã không có trong danh mục quốc gia',
    'Sửa national_code của dòng đó, hoặc chạy dongbo catalogue pull nếu danh mục đã cũ.',
    'Row {rule} leads result code {value} to a code that the national catalogue does not list',
    'Correct national_code in that row, or run dongbo catalogue pull if the catalogue is old.',
  ),
  'DB-RES-009': hold(
    'operator',
    'Đường dẫn tệp của kết quả {part} là đường dẫn tương đối nhưng chưa đặt FILE_BASE_URL',
    'Đặt FILE_BASE_URL trong .env là địa chỉ gốc của kho tệp.',
    'The file link of result {part} is relative and FILE_BASE_URL is not set',
    'Set FILE_BASE_URL in .env to the base address of the file store.',
  ),
  'DB-RES-010': hold(
    'operator',
    'Đường dẫn tệp của kết quả {part} không mở được từ bên ngoài (không phải http, https)',
    'Sửa khung nhìn dongbo_ket_qua để xuất đường dẫn http, https hoặc đường dẫn tương đối với FILE_BASE_URL.',
    'The file link of result {part} cannot be opened from outside (not http or https)',
    'Let the view dongbo_ket_qua give http or https links, or links relative to FILE_BASE_URL.',
  ),
  'DB-RES-011': hold(
    'operator',
    'Mã thành phần {value} ghi ở kết quả {part} không có trong mappings/document-types.csv và không phải thành phần của thủ tục {procedure}',
    'Thêm dòng component cho mã này vào mappings/document-types.csv, hoặc bỏ trống mã ở hệ thống một cửa.',
    'Component code {value} of result {part} is not in mappings/document-types.csv and no component of procedure {procedure}',
    'Add a component row for it to mappings/document-types.csv, or leave the code empty in the one-stop system.',
  ),
  'DB-RES-012': hold(
    'operator',
    'Mã thành phần {value} ghi ở kết quả {part} đã biết nhưng không phải thành phần hồ sơ của thủ tục {procedure}',
    'Thêm dòng component riêng cho thủ tục này vào mappings/document-types.csv.',
    'Component code {value} of result {part} is known, but is no component of procedure {procedure}',
    'Add a component row for this procedure to mappings/document-types.csv.',
  ),
  'DB-RES-013': hold(
    'operator',
    'Mã thành phần {value} ghi ở kết quả {part} không có dòng nào có hiệu lực vào ngày tiếp nhận {day}',
    'Sửa valid_from, valid_to của mã này trong mappings/document-types.csv.',
    'No row of component code {value} of result {part} is valid on the day of receipt, {day}',
    'Correct valid_from and valid_to of it in mappings/document-types.csv.',
  ),
  'DB-RES-014': hold(
    'operator',
    'Dòng {rule} ánh xạ mã thành phần {value} của kết quả {part} sang một mã không có trong danh mục quốc gia',
    'Sửa national_code của dòng đó, hoặc chạy dongbo catalogue pull nếu danh mục đã cũ.',
    'Row {rule} leads component code {value} of result {part} to a code that the national catalogue does not list',
    'Correct national_code in that row, or run dongbo catalogue pull if the catalogue is old.',
  ),
} as const satisfies Record<string, ErrorEntry>;
