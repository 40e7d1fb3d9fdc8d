/** Faults of a progress step (DB-STP) and of a supplement (DB-SUP): it is held alone. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const stepErrors = {
  'DB-STP-001': hold(
    'operator',
    'Một bước tiến độ không có id',
    'Sửa khung nhìn `dongbo_tien_do` để xuất id riêng, không đổi; thiếu id thì một bước có thể bị gửi hai lần.',
    'A progress step has no id',
    'Let the view `dongbo_tien_do` give each an id that does not change; without it a step could go twice.',
  ),
  'DB-STP-002': hold(
    'operator',
    'Hồ sơ có nhiều bước tiến độ cùng id {part}; chỉ bước đầu tiên được gửi',
    'Sửa khung nhìn `dongbo_tien_do` để xuất id không trùng trong một hồ sơ.',
    'Several steps of the dossier have the id {part}; only the first goes',
    'Let the view `dongbo_tien_do` give ids that are unique within a dossier.',
  ),
  'DB-STP-003': hold(
    'clerk',
    'Bước tiến độ {part} không có thời điểm xử lý',
    'Ghi thời điểm xử lý ở hệ thống một cửa.',
    'Step {part} has no time',
    'Record its time in the one-stop system.',
  ),
  'DB-STP-004': hold(
    'operator',
    'Không đọc được thời điểm xử lý của bước {part}: {value}',
    'Sửa khung nhìn `dongbo_tien_do` để xuất theo dạng `yyyy-MM-dd HH:mm:ss`: từ `1/2/2026 3:04 PM` không biết được là ngày 2 tháng 1 hay ngày 1 tháng 2.',
    'The time of step {part} cannot be read: {value}',
    'Let the view `dongbo_tien_do` write `yyyy-MM-dd HH:mm:ss`: nobody can tell whether `1/2/2026 3:04 PM` is 2 January or 1 February.',
  ),
  'DB-STP-005': hold(
    'clerk',
    'Thời điểm xử lý của bước {part} không tồn tại (như 31/02 hay 25 giờ) hoặc nằm ngoài các năm 1901–2099: {value}',
    'Sửa thời điểm ở hệ thống một cửa.',
    'The time of step {part} does not exist (as 31 February or 25:00) or is outside the years 1901–2099: {value}',
    'Correct it in the one-stop system.',
  ),
  'DB-STP-006': hold(
    'clerk',
    'Bước tiến độ {part} không ghi người xử lý',
    'Ghi tên người xử lý ở hệ thống một cửa.',
    'Step {part} names no processor',
    'Record the processor in the one-stop system.',
  ),
  'DB-STP-007': hold(
    'clerk',
    'Bước tiến độ {part} không có trạng thái',
    'Kiểm tra bước này ở hệ thống một cửa, hoặc cột `trang_thai` của khung nhìn `dongbo_tien_do`.',
    'Step {part} has no status',
    'Check it in the one-stop system, or the column `trang_thai` of the view `dongbo_tien_do`.',
  ),
  'DB-STP-008': hold(
    'operator',
    'Trạng thái {value} của bước {part} chưa có trong `mappings/statuses.csv`',
    'Thêm dòng cho trạng thái này vào `mappings/statuses.csv`; `national_status` là một số từ 1 đến 10.',
    'Status {value} of step {part} is not in `mappings/statuses.csv`',
    'Add a row for it to `mappings/statuses.csv`; `national_status` is a number from 1 to 10.',
  ),
  'DB-STP-009': hold(
    'operator',
    'Không đọc được thời điểm {field} của bước {part}: {value}',
    'Sửa khung nhìn `dongbo_tien_do` để xuất theo dạng `yyyy-MM-dd HH:mm:ss`: từ `1/2/2026 3:04 PM` không biết được là ngày 2 tháng 1 hay ngày 1 tháng 2.',
    'The time {field} of step {part} cannot be read: {value}',
    'Let the view `dongbo_tien_do` write `yyyy-MM-dd HH:mm:ss`: nobody can tell whether `1/2/2026 3:04 PM` is 2 January or 1 February.',
  ),
  'DB-STP-010': hold(
    'clerk',
    'Thời điểm {field} của bước {part} không tồn tại (như 31/02 hay 25 giờ) hoặc nằm ngoài các năm 1901–2099: {value}',
    'Sửa ngày này ở hệ thống một cửa.',
    'The time {field} of step {part} does not exist (as 31 February or 25:00) or is outside the years 1901–2099: {value}',
    'Correct this date in the one-stop system.',
  ),
  'DB-SUP-001': hold(
    'operator',
    'Một yêu cầu bổ sung không có id',
    'Sửa khung nhìn `dongbo_bo_sung` để xuất id riêng, không đổi, cho từng yêu cầu.',
    'A request for supplements has no id',
    'Let the view `dongbo_bo_sung` give each request an id of its own that does not change.',
  ),
  'DB-SUP-002': hold(
    'operator',
    'Hồ sơ có nhiều yêu cầu bổ sung cùng id {part}; chỉ yêu cầu đầu tiên được gửi',
    'Sửa khung nhìn `dongbo_bo_sung` để xuất id không trùng trong một hồ sơ.',
    'Several supplements of the dossier have the id {part}; only the first goes',
    'Let the view `dongbo_bo_sung` give ids that are unique within a dossier.',
  ),
  'DB-SUP-003': hold(
    'operator',
    'Không đọc được thời điểm {field} của yêu cầu bổ sung {part}: {value}',
    'Sửa khung nhìn `dongbo_bo_sung` để xuất theo dạng `yyyy-MM-dd HH:mm:ss`: từ `1/2/2026 3:04 PM` không biết được là ngày 2 tháng 1 hay ngày 1 tháng 2.',
    'The time {field} of supplement {part} cannot be read: {value}',
    'Let the view `dongbo_bo_sung` write `yyyy-MM-dd HH:mm:ss`: nobody can tell whether `1/2/2026 3:04 PM` is 2 January or 1 February.',
  ),
  'DB-SUP-004': hold(
    'clerk',
    'Thời điểm {field} của yêu cầu bổ sung {part} không tồn tại (như 31/02 hay 25 giờ) hoặc nằm ngoài các năm 1901–2099: {value}',
    'Sửa ngày này ở hệ thống một cửa.',
    'The time {field} of supplement {part} does not exist (as 31 February or 25:00) or is outside the years 1901–2099: {value}',
    'Correct this date in the one-stop system.',
  ),
} as const satisfies Record<string, ErrorEntry>;
