/** Faults of people's text (DB-TXT): old fonts that cannot be read for certain. Often personal data, so no text names the value. */
import type { ErrorEntry } from './entry.ts';
import { hold } from './hold.ts';

export const textErrors = {
  'DB-TXT-001': hold(
    'clerk',
    'Không đọc chắc chắn được nội dung của trường {field}: gõ bằng phông chữ cũ (TCVN3, VNI) lẫn với Unicode, đọc được theo cả hai bảng mã, hoặc đã mất chữ',
    'Gõ lại nội dung này bằng Unicode ở hệ thống một cửa; hồ sơ chờ đến khi sửa xong.',
    'The text of {field} cannot be read for certain: an old font (TCVN3, VNI) mixed with Unicode, readable in both encodings, or letters lost',
    'Type it again in Unicode in the one-stop system; the dossier waits until then.',
  ),
  'DB-TXT-002': hold(
    'clerk',
    'Không đọc chắc chắn được nội dung của trường {field} (phông chữ cũ TCVN3, VNI hoặc đã mất chữ), nên hồ sơ được gửi không kèm nội dung này',
    'Gõ lại nội dung này bằng Unicode ở hệ thống một cửa; hồ sơ sẽ được gửi lại đầy đủ.',
    'The text of {field} cannot be read for certain (old font TCVN3, VNI, or letters lost), so the dossier goes without it',
    'Type it again in Unicode in the one-stop system; the dossier then goes again, whole.',
  ),
  'DB-TXT-003': hold(
    'clerk',
    'Không đọc chắc chắn được nội dung của trường {field} ở phần {part} (phông chữ cũ TCVN3, VNI hoặc đã mất chữ), nên phần này được giữ lại',
    'Gõ lại nội dung này bằng Unicode ở hệ thống một cửa; phần này sẽ được gửi ngay khi sửa xong.',
    'The text of {field} of part {part} cannot be read for certain (old font TCVN3, VNI, or letters lost), so the part stays behind',
    'Type it again in Unicode in the one-stop system; the part goes as soon as it is mended.',
  ),
} as const satisfies Record<string, ErrorEntry>;
