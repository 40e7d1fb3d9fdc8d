/** Faults of a fee (DB-FEE): the dossier goes without it. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const feeErrors = {
  'DB-FEE-001': hold(
    'operator',
    'Một khoản phí, lệ phí không có id',
    'Cho khung nhìn lệ phí xuất id riêng, không đổi, cho từng khoản.',
    'A fee has no id',
    'Let the view of fees give each an id of its own that does not change.',
  ),
  'DB-FEE-002': hold(
    'operator',
    'Hồ sơ có nhiều khoản phí cùng id {part}; chỉ khoản đầu được gửi',
    'Cho khung nhìn lệ phí xuất id không trùng trong một hồ sơ.',
    'Several fees of the dossier have the id {part}; only the first goes',
    'Let the view of fees give ids that are unique within a dossier.',
  ),
  'DB-FEE-003': hold(
    'clerk',
    'Khoản phí {part} không có tên',
    'Ghi tên khoản phí ở hệ thống một cửa.',
    'Fee {part} has no name',
    'Write its name in the one-stop system.',
  ),
  'DB-FEE-004': hold(
    'clerk',
    'Khoản phí {part} không có số tiền',
    'Ghi số tiền ở hệ thống một cửa (0 nếu được miễn).',
    'Fee {part} has no amount',
    'Record the amount in the one-stop system (0 if exempt).',
  ),
  'DB-FEE-005': hold(
    'operator',
    'Không đọc được số tiền của khoản phí {part}: {value}',
    'Cho khung nhìn xuất số đồng nguyên, ví dụ 50000.',
    'The amount of fee {part} cannot be read: {value}',
    'Let the view write whole đồng, for instance 50000.',
  ),
  'DB-FEE-006': hold(
    'clerk',
    'Số tiền của khoản phí {part} là số âm: {value}',
    'Sửa số tiền ở hệ thống một cửa.',
    'The amount of fee {part} is negative: {value}',
    'Correct the amount in the one-stop system.',
  ),
  'DB-FEE-007': hold(
    'operator',
    'Hình thức thu {value} của khoản phí {part} chưa có trong mappings/values.csv',
    'Thêm dòng fee_collection cho giá trị này (1 khi tiếp nhận, 2 khi bổ sung, 4 khi trả kết quả).',
    'The way fee {part} is collected, {value}, is not in mappings/values.csv',
    'Add a fee_collection row for it (1 at receipt, 2 at supplement, 4 at return).',
  ),
  'DB-FEE-008': hold(
    'operator',
    'Loại {value} của khoản phí {part} chưa có trong mappings/values.csv',
    'Thêm dòng fee_kind cho giá trị này theo hướng dẫn của Cổng (1 hoặc 2).',
    'The kind {value} of fee {part} is not in mappings/values.csv',
    'Add a fee_kind row for it (1 fee, 2 charge).',
  ),
  'DB-FEE-009': hold(
    'operator',
    'Mã của khoản phí {part} dài {length} ký tự, chỉ nhận {limit}',
    'Sửa mã phí ở hệ thống một cửa; mã không được cắt ngắn.',
    'The code of fee {part} has {length} characters, {limit} are taken',
    'Correct the code in the one-stop system; codes are never cut.',
  ),
} as const satisfies Record<string, ErrorEntry>;
