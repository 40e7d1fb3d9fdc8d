/** Faults of the owner's id and contact (DB-OWN): personal data, so no text here names the value. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const ownerErrors = {
  'DB-OWN-001': hold(
    'operator',
    'Loại giấy tờ định danh của chủ hồ sơ chưa có trong `mappings/values.csv`',
    'Xem giá trị bằng `dongbo held show <mã-hồ-sơ>` rồi thêm dòng `id_type` cho giá trị đó vào `mappings/values.csv`; `national_value`: 1 số định danh 12 số, 2 chứng minh nhân dân 9 số; loại khác theo hướng dẫn của Cổng.',
    "The type of the owner's id is not in `mappings/values.csv`",
    'See the value by `dongbo held show <MaHoSo>` and add an `id_type` row for it to `mappings/values.csv`; `national_value`: 1 personal id of 12 digits, 2 old card of 9; others as the portal says.',
  ),
  'DB-OWN-002': hold(
    'clerk',
    'Số định danh của chủ hồ sơ không có {digits} chữ số như loại giấy tờ đòi hỏi',
    'Sửa số hoặc loại giấy tờ ở hệ thống một cửa.',
    "The owner's id has not the {digits} digits that its type asks for",
    'Correct the number or the type in the one-stop system.',
  ),
  'DB-OWN-003': hold(
    'clerk',
    'Hồ sơ không ghi loại giấy tờ định danh và số không phải dạng 12 hay 9 chữ số',
    'Ghi loại giấy tờ ở hệ thống một cửa (mã số thuế chỉ nhận ra được qua loại giấy tờ).',
    'The dossier gives no type of id and the number has neither 12 nor 9 digits',
    'Record the type in the one-stop system (a tax code is known by its type alone).',
  ),
  'DB-OWN-004': hold(
    'clerk',
    'Số định danh của chủ hồ sơ là số điền tạm, không phải số thật',
    'Ghi số thật ở hệ thống một cửa; chưa có thì để trống.',
    "The owner's id is a stand-in number",
    'Record the real number in the one-stop system; leave it empty if there is none.',
  ),
  'DB-OWN-005': hold(
    'clerk',
    'Không đọc được thư điện tử của chủ hồ sơ',
    'Sửa địa chỉ ở hệ thống một cửa; trong lúc chờ, hồ sơ vẫn được gửi nhưng không kèm thư điện tử.',
    "The owner's e-mail cannot be read",
    'Correct it in the one-stop system; the dossier goes without.',
  ),
  'DB-OWN-006': hold(
    'clerk',
    'Không đọc được số điện thoại của chủ hồ sơ',
    'Sửa số ở hệ thống một cửa, chỉ ghi một số; trong lúc chờ, hồ sơ vẫn được gửi nhưng không kèm số điện thoại.',
    "The owner's phone number cannot be read",
    'Correct it in the one-stop system, one number only; the dossier goes without.',
  ),
} as const satisfies Record<string, ErrorEntry>;
