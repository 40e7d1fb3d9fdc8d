/** Faults of a fee (DB-FEE): the dossier goes without it. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const feeErrors = {
  'DB-FEE-001': hold(
    'operator',
    'Một khoản phí, lệ phí không có id',
    'Sửa khung nhìn `dongbo_le_phi` để xuất id riêng, không đổi, cho từng khoản.',
    'A fee has no id',
    'Let the view `dongbo_le_phi` give each an id of its own that does not change.',
  ),
  'DB-FEE-002': hold(
    'operator',
    'Hồ sơ có nhiều khoản phí cùng id {part}; chỉ khoản đầu tiên được gửi',
    'Sửa khung nhìn `dongbo_le_phi` để xuất id không trùng trong một hồ sơ.',
    'Several fees of the dossier have the id {part}; only the first goes',
    'Let the view `dongbo_le_phi` give ids that are unique within a dossier.',
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
    'Sửa khung nhìn `dongbo_le_phi` để cột `so_tien` xuất số đồng nguyên, ví dụ 50000.',
    'The amount of fee {part} cannot be read: {value}',
    'Let the view `dongbo_le_phi` write whole đồng in the column `so_tien`, for instance 50000.',
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
    'Hình thức thu {value} của khoản phí {part} chưa có trong `mappings/values.csv`',
    'Thêm dòng `fee_collection` cho giá trị này vào `mappings/values.csv`; `national_value`: 1 khi tiếp nhận, 2 khi bổ sung, 4 khi trả kết quả.',
    'The way fee {part} is collected, {value}, is not in `mappings/values.csv`',
    'Add a `fee_collection` row for it to `mappings/values.csv`; `national_value`: 1 at receipt, 2 at supplement, 4 at return.',
  ),
  'DB-FEE-008': hold(
    'operator',
    'Loại {value} của khoản phí {part} chưa có trong `mappings/values.csv`',
    'Thêm dòng `fee_kind` cho giá trị này vào `mappings/values.csv`; `national_value`: 1 hoặc 2, theo hướng dẫn của Cổng.',
    'The kind {value} of fee {part} is not in `mappings/values.csv`',
    'Add a `fee_kind` row for it to `mappings/values.csv`; `national_value`: 1 or 2, as the guide of the portal says.',
  ),
  'DB-FEE-009': hold(
    'operator',
    'Mã của khoản phí {part} dài {length} ký tự, chỉ nhận {limit}',
    'Sửa mã phí ở danh mục phí của hệ thống một cửa, hoặc ở cột `ma_phi` của khung nhìn `dongbo_le_phi`; mã không bao giờ bị cắt ngắn.',
    'The code of fee {part} has {length} characters, {limit} are taken',
    'Correct the code in the fee list of the one-stop system, or in the column `ma_phi` of the view `dongbo_le_phi`; codes are never cut.',
  ),
} as const satisfies Record<string, ErrorEntry>;
