/** Errors of a source that is a REST service (DB-RST). */
import type { ErrorEntry } from './entry.ts';

export const restSourceErrors = {
  'DB-RST-001': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Không dùng được cấu hình của nguồn REST: {reason}',
      remedy:
        'Đặt `SOURCE_URL` dạng `https://máy-chủ/đường-dẫn`, không kèm tên và mật khẩu (chúng thuộc về `SOURCE_USERNAME`, `SOURCE_PASSWORD`), và khai phần `rest` trong `mappings/source.yaml`; xem docs/rest.md.',
    },
    en: {
      cause: 'The settings of the REST source cannot be used: {reason}',
      remedy:
        'Set `SOURCE_URL` to `https://host/path` without user and password (those belong to `SOURCE_USERNAME`, `SOURCE_PASSWORD`), and write the part `rest` of `mappings/source.yaml`; see docs/rest.md.',
    },
  },
  'DB-RST-002': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không nhận được trả lời của dịch vụ nguồn tại {where}: {reason}',
      remedy: 'Kiểm tra máy chủ, đường mạng và `SOURCE_URL`; lượt đọc sau tiếp tục từ chỗ dừng, chưa mất gì.',
    },
    en: {
      cause: 'No answer from the source service at {where}: {reason}',
      remedy:
        'Check the server, the network and `SOURCE_URL`; the next reading goes on where this one stopped, nothing is lost.',
    },
  },
  'DB-RST-003': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Dịch vụ nguồn tại {where} không cho đọc (HTTP {status})',
      remedy:
        'Kiểm tra `SOURCE_TOKEN`, hoặc `SOURCE_USERNAME` và `SOURCE_PASSWORD`, hoặc `SOURCE_API_KEY` (nguồn trong `source.d`: `SOURCE_<TÊN>_TOKEN` …); đề nghị đơn vị quản lý dịch vụ cấp quyền đọc.',
    },
    en: {
      cause: 'The source service at {where} does not let us read (HTTP {status})',
      remedy:
        'Check `SOURCE_TOKEN`, or `SOURCE_USERNAME` and `SOURCE_PASSWORD`, or `SOURCE_API_KEY` (of a source of `source.d`: `SOURCE_<NAME>_TOKEN` …); ask whoever runs the service for the right to read.',
    },
  },
  'DB-RST-004': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Dịch vụ nguồn tại {where} đang quá tải và đề nghị chờ {seconds} giây ({status})',
      remedy:
        'Không cần làm gì: lượt đọc sau khi hết thời gian chờ tự chạy tiếp. Nếu kéo dài, đọc thưa hơn bằng `SCHEDULE_EXTRACT`.',
    },
    en: {
      cause: 'The source service at {where} is too busy and asks to wait {seconds} s ({status})',
      remedy:
        'Nothing to do: the first reading after that goes on by itself. If it lasts, read more seldom by `SCHEDULE_EXTRACT`.',
    },
  },
  'DB-RST-005': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Dịch vụ nguồn tại {where} không trả lời như thường lệ (HTTP {status})',
      remedy:
        'Xem nhật ký của dịch vụ nguồn; 400, 404: kiểm tra đường dẫn và tham số của phần `rest` trong `mappings/source.yaml`; sau trang cuối, dịch vụ phải trả danh sách rỗng chứ không phải 404. Vị trí đọc giữ nguyên.',
    },
    en: {
      cause: 'The source service at {where} does not answer as it should (HTTP {status})',
      remedy:
        'See the log of the service; 400, 404: check path and parameters of the part `rest` of `mappings/source.yaml`; behind the last page the service must answer an empty list, no 404. The place of reading stays.',
    },
  },
  'DB-RST-006': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause:
        'Dịch vụ nguồn tại {where} chuyển hướng sang địa chỉ khác (HTTP {status}); Dongbo không đi theo, vì mã truy cập sẽ đi cùng',
      remedy:
        'Đặt `SOURCE_URL` là địa chỉ cuối cùng; nếu bị chuyển tới trang đăng nhập thì kiểm tra mã truy cập.',
    },
    en: {
      cause:
        'The source service at {where} sends us to another address (HTTP {status}); Dongbo does not follow, for the credentials would go along',
      remedy: 'Set `SOURCE_URL` to the address in the end; if it is a login page, check the credentials.',
    },
  },
  'DB-RST-007': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Trả lời của dịch vụ nguồn tại {where} không phải danh sách JSON như đã thỏa thuận: {reason}',
      remedy:
        'Gọi thử địa chỉ ấy và so với phần `rest` trong `mappings/source.yaml` (`items`, `paging`); trang báo lỗi hay trang đăng nhập không bao giờ được coi là danh sách rỗng.',
    },
    en: {
      cause: 'The answer of the source service at {where} is no JSON list as agreed: {reason}',
      remedy:
        'Call that address and compare with the part `rest` of `mappings/source.yaml` (`items`, `paging`); an error or login page is never taken for an empty list.',
    },
  },
  'DB-RST-008': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Trả lời của dịch vụ nguồn tại {where} dài hơn {limit} byte',
      remedy:
        'Giảm `SOURCE_PAGE_SIZE`, hoặc khai `paging` trong `mappings/source.yaml` để dịch vụ trả từng trang.',
    },
    en: {
      cause: 'The answer of the source service at {where} is longer than {limit} bytes',
      remedy:
        'Lower `SOURCE_PAGE_SIZE`, or set `paging` in `mappings/source.yaml`, so that the service answers page by page.',
    },
  },
  'DB-RST-009': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Các trang của dịch vụ nguồn tại {where} không đi đến hết: {reason}',
      remedy:
        'Dịch vụ có vẻ bỏ qua tham số trang: kiểm tra tên tham số ở `paging` trong `mappings/source.yaml`. Sau trang cuối, dịch vụ phải trả danh sách rỗng, không lặp lại trang cuối.',
    },
    en: {
      cause: 'The pages of the source service at {where} do not come to an end: {reason}',
      remedy:
        'The service seems to ignore the parameter of the page: check its name under `paging` in `mappings/source.yaml`. Behind the last page it must answer an empty list, not the last page again.',
    },
  },
  'DB-RST-010': {
    class: 'stop',
    actor: 'operator',
    exit: 78,
    vi: {
      cause: 'Dữ liệu của dịch vụ nguồn tại {where} chưa đúng quy ước ({count} lỗi)',
      remedy:
        'Khai tên thật của từng trường nêu trên trong `mappings/source.yaml`, hoặc để dịch vụ trả thêm trường đó.',
    },
    en: {
      cause: 'What the source service at {where} lists is not as agreed ({count} faults)',
      remedy: 'Give the real name of each field above in `mappings/source.yaml`, or let the service list it.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
