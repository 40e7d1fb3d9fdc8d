/** What the intake answers a system that pushes (DB-INT). */
import type { ErrorEntry } from './entry.ts';

export const intakeErrors = {
  'DB-INT-001': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Địa chỉ nhận hồ sơ đòi mã truy cập; yêu cầu không có hoặc sai mã',
      remedy:
        'Gửi tiêu đề `Authorization: Bearer <mã>` với một trong các mã của `SOURCE_TOKEN`, hoặc của `SOURCE_<TÊN>_TOKEN` nếu là nguồn trong `source.d`.',
    },
    en: {
      cause: 'The intake asks for a token; the request has none, or a wrong one',
      remedy:
        'Send the header `Authorization: Bearer <token>` with one of the tokens of `SOURCE_TOKEN`, or of `SOURCE_<NAME>_TOKEN` for a source of `source.d`.',
    },
  },
  'DB-INT-002': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Địa chỉ nhận hồ sơ không có đường dẫn hoặc phương thức này',
      remedy: 'Dùng `POST /intake`; xem docs/intake.md.',
    },
    en: {
      cause: 'The intake has no such path or method',
      remedy: 'Use `POST /intake`; see docs/intake.md.',
    },
  },
  'DB-INT-003': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Không nhận loại nội dung này',
      remedy:
        'Gửi JSON (`Content-Type: application/json`) hoặc mỗi dòng một hồ sơ (`application/x-ndjson`), UTF-8, không nén.',
    },
    en: {
      cause: 'This kind of content is not taken',
      remedy:
        'Send JSON (`Content-Type: application/json`) or a dossier a line (`application/x-ndjson`), in UTF-8, not packed.',
    },
  },
  'DB-INT-004': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Nội dung gửi tới không phải JSON đọc được: {reason}',
      remedy: 'Kiểm tra chỗ đã nêu; mọi chữ phải là UTF-8. Không hồ sơ nào của yêu cầu này được ghi.',
    },
    en: {
      cause: 'What was sent is no JSON that can be read: {reason}',
      remedy: 'Check the place given; everything must be UTF-8. No dossier of this request was stored.',
    },
  },
  'DB-INT-005': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Yêu cầu vượt giới hạn {limit}',
      remedy:
        'Chia nhỏ rồi gửi lại, hoặc tăng `INTAKE_MAX_BYTES`, `INTAKE_MAX_DOSSIERS`. Không hồ sơ nào của yêu cầu này được ghi.',
    },
    en: {
      cause: 'The request is beyond the limit of {limit}',
      remedy:
        'Send it in smaller pieces, or raise `INTAKE_MAX_BYTES`, `INTAKE_MAX_DOSSIERS`. No dossier of this request was stored.',
    },
  },
  'DB-INT-006': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Hồ sơ gửi tới chưa đúng quy ước ({count} lỗi)',
      remedy:
        'Sửa từng chỗ nêu trong `faults`, theo docs/intake.schema.json, rồi gửi lại cả yêu cầu. Không hồ sơ nào của yêu cầu này được ghi.',
    },
    en: {
      cause: 'The dossiers that were sent are not as agreed ({count} faults)',
      remedy:
        'Mend each place of `faults`, by docs/intake.schema.json, and send the whole request again. No dossier of it was stored.',
    },
  },
  'DB-INT-007': {
    class: 'retry',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Đang nhận quá nhiều yêu cầu cùng lúc',
      remedy:
        'Gửi lại sau số giây nêu ở `Retry-After`; gửi nhiều hồ sơ trong một yêu cầu thay vì nhiều yêu cầu.',
    },
    en: {
      cause: 'Too many requests are under way at once',
      remedy:
        'Send it again after the seconds of `Retry-After`; send many dossiers in one request rather than many requests.',
    },
  },
  'DB-INT-008': {
    class: 'retry',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Chưa ghi được vào sổ; không biết chắc hồ sơ đã được ghi hay chưa',
      remedy:
        'Gửi lại y nguyên sau số giây nêu ở `Retry-After`: gửi lại không bao giờ sinh hồ sơ trùng. Người vận hành xem `dongbo doctor`.',
    },
    en: {
      cause: 'The ledger could not be written; it is not certain whether the dossiers are stored',
      remedy:
        'Send the same again after the seconds of `Retry-After`: sending again never doubles anything. The operator looks at `dongbo doctor`.',
    },
  },
  'DB-INT-009': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không mở được địa chỉ nhận hồ sơ tại {where}: {reason}',
      remedy: 'Chọn `INTAKE_HOST`, `INTAKE_PORT` khác, hoặc dừng tiến trình đang chiếm cổng đó.',
    },
    en: {
      cause: 'The intake cannot listen at {where}: {reason}',
      remedy: 'Choose another `INTAKE_HOST`, `INTAKE_PORT`, or end the process that has the port.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
