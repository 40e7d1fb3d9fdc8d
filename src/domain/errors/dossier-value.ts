/** Faults of optional values of a dossier (DB-DOS-051 and above): it goes without the value, the fault stays listed. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const dossierValueErrors = {
  'DB-DOS-051': hold(
    'operator',
    'Không đọc được thời điểm {field}: {value}',
    'Sửa ngày ở hệ thống một cửa, hoặc sửa khung nhìn `dongbo_ho_so` để xuất theo dạng `yyyy-MM-dd HH:mm:ss`: từ `1/2/2026 3:04 PM` không biết được là ngày 2 tháng 1 hay ngày 1 tháng 2.',
    'The time {field} cannot be read: {value}',
    'Correct it in the one-stop system, or let the view `dongbo_ho_so` write `yyyy-MM-dd HH:mm:ss`: nobody can tell whether `1/2/2026 3:04 PM` is 2 January or 1 February.',
  ),
  'DB-DOS-052': hold(
    'clerk',
    'Thời điểm {field} không tồn tại (như 31/02 hay 25 giờ) hoặc nằm ngoài các năm 1901–2099: {value}',
    'Sửa ngày này ở hệ thống một cửa.',
    'The time {field} does not exist (as 31 February or 25:00) or is outside the years 1901–2099: {value}',
    'Correct this date in the one-stop system.',
  ),
  'DB-DOS-053': hold(
    'operator',
    'Không đọc được giá trị xác thực VNeID: {value}',
    'Sửa khung nhìn `dongbo_ho_so` để cột `xac_thuc_vneid` xuất 0 hoặc 1; trong lúc chờ, hồ sơ được gửi với giá trị 0 (chưa xác thực).',
    'The mark of VNeID verification cannot be read: {value}',
    'Let the view `dongbo_ho_so` write 0 or 1 in the column `xac_thuc_vneid`; until then the dossier goes with 0 (not verified).',
  ),
  'DB-DOS-054': hold(
    'operator',
    'Giá trị thanh toán {value} chưa có trong `mappings/values.csv`',
    'Thêm dòng `payment` cho giá trị này vào `mappings/values.csv`; `national_value`: 0 không, 1 tại Cổng quốc gia, 2 tại cổng của bộ, tỉnh; trong lúc chờ, hồ sơ được gửi với giá trị 0 (không thanh toán trực tuyến).',
    'Payment value {value} is not in `mappings/values.csv`',
    'Add a `payment` row for it to `mappings/values.csv`; `national_value`: 0 no, 1 at the national portal, 2 at the gateway of ministry or province; until then the dossier goes with 0 (not paid online).',
  ),
  'DB-DOS-055': hold(
    'operator',
    'Cơ sở dữ liệu {value} chưa có trong `mappings/values.csv`',
    'Thêm dòng `database` cho giá trị này vào `mappings/values.csv`; `national_value`: 1 là CSDL quốc gia về dân cư.',
    'Database {value} is not in `mappings/values.csv`',
    'Add a `database` row for it to `mappings/values.csv`; `national_value`: 1 is the population database.',
  ),
} as const satisfies Record<string, ErrorEntry>;
