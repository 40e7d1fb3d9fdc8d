/** What the portal refused, or how it failed (DB-PRT). */
import type { ErrorEntry } from './entry.ts';

export const portalErrors = {
  'DB-PRT-001': {
    class: 'stop',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không kết nối được Cổng DVC quốc gia tại {where}: {reason}',
      remedy:
        'Kiểm tra máy chủ bảo mật, đường truyền, tường lửa và `PORTAL_BASE_URL` rồi chạy lại; sổ giữ đủ, chưa mất gì.',
    },
    en: {
      cause: 'The portal at {where} cannot be reached: {reason}',
      remedy:
        'Check the security server, the line, the firewall and `PORTAL_BASE_URL`, then run again; the ledger has everything, nothing is lost.',
    },
  },
  'DB-PRT-002': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Cổng DVC quốc gia tại {where} từ chối đăng nhập: {reason}',
      remedy:
        'Kiểm tra `PORTAL_USERNAME`, `PORTAL_PASSWORD` và `PORTAL_DSTCODE`; nếu đã đúng, đề nghị đơn vị quản lý Cổng mở lại tài khoản.',
    },
    en: {
      cause: 'The portal at {where} refuses the login: {reason}',
      remedy:
        'Check `PORTAL_USERNAME`, `PORTAL_PASSWORD` and `PORTAL_DSTCODE`; if they are right, ask the operators of the portal to open the account again.',
    },
  },
  'DB-PRT-003': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Không hiểu trả lời của dịch vụ {service}: {reason}',
      remedy:
        'Xem trả lời có đúng tài liệu kết nối không; nếu Cổng đã đổi cách trả lời, thêm một quy tắc vào `mappings/portal-answers.yaml`.',
    },
    en: {
      cause: 'The answer of service {service} is not understood: {reason}',
      remedy:
        'See whether the answer keeps to the guide of the portal; if it is a new wording, add a rule to `mappings/portal-answers.yaml`.',
    },
  },
  'DB-PRT-010': {
    class: 'reject',
    actor: 'operator',
    vi: {
      cause: 'Cổng DVC quốc gia từ chối dữ liệu (mã {errorCode}): {message}',
      remedy:
        'Xem thông báo của Cổng: nếu mã sai, sửa bảng mã; nếu hồ sơ sai, đề nghị cán bộ một cửa sửa ở hệ thống một cửa. Nội dung thay đổi thì tự động được gửi lại. Nếu lỗi ở phía Cổng và đã được khắc phục, chạy `dongbo held release`.',
    },
    en: {
      cause: 'The portal refuses the data (code {errorCode}): {message}',
      remedy:
        'See what the message names: mend a wrong code in the tables; let the clerk mend what is wrong in the one-stop system. What has changed goes again by itself. If the portal was at fault and is mended, run `dongbo held release`.',
    },
  },
  'DB-PRT-011': {
    class: 'hold',
    actor: 'operator',
    vi: {
      cause: 'Không quy tắc nào hiểu trả lời của Cổng DVC quốc gia (mã {errorCode}): {message}',
      remedy:
        'Thêm quy tắc cho câu trả lời này vào `mappings/portal-answers.yaml` rồi chạy `dongbo held release`; bước tiến độ được tra lại ở Cổng trước khi gửi. Chưa có quy tắc thì không bao giờ coi là đã nhận.',
    },
    en: {
      cause: 'No rule understands the answer of the portal (code {errorCode}): {message}',
      remedy:
        'Add a rule for this answer to `mappings/portal-answers.yaml`, then run `dongbo held release`; a step is looked up at the portal before it is sent. Without a rule it is never taken for accepted.',
    },
  },
  'DB-PRT-012': {
    class: 'hold',
    actor: 'operator',
    vi: {
      cause:
        'Không rõ bước tiến độ đã được lưu hay chưa: trả lời bị mất và `TraCuuHoSo` không cho thấy các bước',
      remedy:
        'Xem hồ sơ trên Cổng rồi chạy `dongbo held release` với mã hồ sơ, `--step` với id của bước (`dongbo held show` cho biết), và `--at-portal` nếu Cổng đã có bước này (ghi là đã nhận, không gửi nữa) hoặc `--not-at-portal` nếu chưa có (gửi lại). Không ghi gì thêm sau mã hồ sơ, lệnh chỉ tra lại; vẫn không rõ thì theo `STEPS_WHEN_UNKNOWN`: giữ lại hoặc gửi lại.',
    },
    en: {
      cause:
        'It is not known whether the step was stored: the answer was lost and `TraCuuHoSo` does not show the steps',
      remedy:
        'Look at the dossier on the portal, then run `dongbo held release` with the code of the dossier, `--step` with the id of the step (`dongbo held show` tells it), and `--at-portal` if the portal has it (noted as accepted, it goes no more) or `--not-at-portal` if it has not (it goes again). With the code alone the command only looks it up again; if that does not tell, `STEPS_WHEN_UNKNOWN` holds it or sends it again.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
