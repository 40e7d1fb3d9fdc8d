/** Faults of a progress step (DB-STP) and of a supplement (DB-SUP): it is held alone. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const stepErrors = {
  'DB-STP-001': hold(
    'operator',
    'Một bước tiến độ không có id',
    'Cho khung nhìn tiến độ xuất id riêng, không đổi; thiếu id thì bước có thể bị gửi hai lần.',
    'A progress step has no id',
    'Let the view of steps give each an id that does not change; without it a step could go twice.',
  ),
  'DB-STP-002': hold(
    'operator',
    'Hồ sơ có nhiều bước tiến độ cùng id {part}; chỉ bước đầu được gửi',
    'Cho khung nhìn tiến độ xuất id không trùng trong một hồ sơ.',
    'Several steps of the dossier have the id {part}; only the first goes',
    'Let the view of steps give ids that are unique within a dossier.',
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
    'Cho khung nhìn tiến độ xuất theo dạng yyyy-MM-dd HH:mm:ss.',
    'The time of step {part} cannot be read: {value}',
    'Let the view of steps write yyyy-MM-dd HH:mm:ss.',
  ),
  'DB-STP-005': hold(
    'clerk',
    'Thời điểm xử lý của bước {part} không thể có thật: {value}',
    'Sửa thời điểm ở hệ thống một cửa.',
    'The time of step {part} cannot be: {value}',
    'Correct it in the one-stop system.',
  ),
  'DB-STP-006': hold(
    'clerk',
    'Bước tiến độ {part} không ghi người xử lý',
    'Ghi người xử lý ở hệ thống một cửa.',
    'Step {part} names no processor',
    'Record the processor in the one-stop system.',
  ),
  'DB-STP-007': hold(
    'clerk',
    'Bước tiến độ {part} không có trạng thái',
    'Kiểm tra bước này ở hệ thống một cửa, hoặc cột trạng thái của khung nhìn tiến độ.',
    'Step {part} has no status',
    'Check it in the one-stop system, or the status column of the view of steps.',
  ),
  'DB-STP-008': hold(
    'operator',
    'Trạng thái {value} của bước {part} chưa có trong mappings/statuses.csv',
    'Thêm dòng cho trạng thái này vào mappings/statuses.csv.',
    'Status {value} of step {part} is not in mappings/statuses.csv',
    'Add a row for it to mappings/statuses.csv.',
  ),
  'DB-STP-009': hold(
    'operator',
    'Không đọc được {field} của bước {part}: {value}',
    'Cho khung nhìn tiến độ xuất theo dạng yyyy-MM-dd HH:mm:ss.',
    '{field} of step {part} cannot be read: {value}',
    'Let the view of steps write yyyy-MM-dd HH:mm:ss.',
  ),
  'DB-STP-010': hold(
    'clerk',
    '{field} của bước {part} không thể có thật: {value}',
    'Sửa ngày này ở hệ thống một cửa.',
    '{field} of step {part} cannot be: {value}',
    'Correct this date in the one-stop system.',
  ),
  'DB-SUP-001': hold(
    'operator',
    'Một yêu cầu bổ sung không có id',
    'Cho khung nhìn bổ sung xuất id riêng, không đổi, cho từng yêu cầu.',
    'A request for supplements has no id',
    'Let the view of supplements give each request an id of its own that does not change.',
  ),
  'DB-SUP-002': hold(
    'operator',
    'Hồ sơ có nhiều yêu cầu bổ sung cùng id {part}; chỉ cái đầu được gửi',
    'Cho khung nhìn bổ sung xuất id không trùng trong một hồ sơ.',
    'Several supplements of the dossier have the id {part}; only the first goes',
    'Let the view of supplements give ids that are unique within a dossier.',
  ),
  'DB-SUP-003': hold(
    'operator',
    'Không đọc được {field} của yêu cầu bổ sung {part}: {value}',
    'Cho khung nhìn bổ sung xuất theo dạng yyyy-MM-dd HH:mm:ss.',
    '{field} of supplement {part} cannot be read: {value}',
    'Let the view of supplements write yyyy-MM-dd HH:mm:ss.',
  ),
  'DB-SUP-004': hold(
    'clerk',
    '{field} của yêu cầu bổ sung {part} không thể có thật: {value}',
    'Sửa ngày này ở hệ thống một cửa.',
    '{field} of supplement {part} cannot be: {value}',
    'Correct this date in the one-stop system.',
  ),
} as const satisfies Record<string, ErrorEntry>;
