/**
 * The words in which the error catalogue is told to people: classes and areas; `domain/error-actors.ts` has actors.
 * Guarantees: both languages for each, in the same place, so that a list and the page agree. Backticks
 * stand around what people type, as in the catalogue itself.
 * Must not: say anything of a single code; that is `domain/errors`.
 */
import type { ErrorClass, ErrorCode, Language } from '../domain/errors.ts';

/** A name in one language and what it means. */
interface Word {
  readonly name: string;
  readonly meaning: string;
}

type Words = Readonly<Record<Language, Word>>;

/** What happens next. */
export const CLASSES: Readonly<Record<ErrorClass, Words>> = {
  hold: {
    vi: {
      name: 'giữ lại',
      meaning:
        'hồ sơ, hoặc riêng phần có lỗi, chờ người xử lý; sửa xong ở nguồn hoặc ở bảng mã thì tự động được gửi. Phần do câu trả lời của Cổng giữ lại thì được gửi lại bằng `dongbo held release`',
    },
    en: {
      name: 'held',
      meaning:
        'the dossier, or only the faulty part, waits for a person and goes by itself once source or table are mended. What an answer of the portal holds goes on by `dongbo held release`',
    },
  },
  reject: {
    vi: {
      name: 'Cổng từ chối',
      meaning:
        'Cổng không nhận dữ liệu; hồ sơ hoặc bước tiến độ chờ đến khi nội dung thay đổi, hoặc được gửi lại bằng `dongbo held release`',
    },
    en: {
      name: 'refused',
      meaning:
        'the portal refuses the data; the record waits until it changes, or goes again by `dongbo held release`',
    },
  },
  hint: {
    vi: { name: 'lưu ý', meaning: 'không giữ lại gì, không dừng gì; nên có người xem lại' },
    en: { name: 'hint', meaning: 'nothing waits and nothing stops; a person should have a look' },
  },
  retry: {
    vi: { name: 'tự động thử lại', meaning: 'không mất gì; lượt sau tự động tiếp tục từ chỗ dừng' },
    en: { name: 'tried again', meaning: 'nothing is lost; the next pass goes on where this one stopped' },
  },
  stop: {
    vi: { name: 'lệnh dừng', meaning: 'lệnh kết thúc với mã thoát đã nêu; sửa xong thì chạy lại lệnh' },
    en: {
      name: 'stops the command',
      meaning: 'the command ends with the exit code given; mend it and run again',
    },
  },
  bug: {
    vi: { name: 'lỗi phần mềm', meaning: 'không phải lỗi của dữ liệu hay cấu hình; báo người bảo trì' },
    en: {
      name: 'fault of the program',
      meaning: 'neither data nor settings are at fault; tell the maintainers',
    },
  },
};

const AREAS: Readonly<Record<string, Readonly<Record<Language, Word>>>> = {
  CFG: {
    vi: { name: 'Cấu hình và cách gọi lệnh', meaning: 'Lệnh chưa làm gì: thiếu hoặc sai cấu hình, tham số.' },
    en: {
      name: 'settings and command line',
      meaning: 'The command has done nothing: a setting or option is wrong.',
    },
  },
  SRC: {
    vi: {
      name: 'Cơ sở dữ liệu nguồn của tỉnh',
      meaning: 'Không đọc được hệ thống một cửa; sổ giữ nguyên vị trí đọc, không mất hồ sơ nào.',
    },
    en: {
      name: 'source of the province',
      meaning: 'The one-stop system cannot be read; the ledger keeps its place, no dossier is lost.',
    },
  },
  CDC: {
    vi: {
      name: 'Nhận biết thay đổi tức thời',
      meaning: 'Nguồn không báo thay đổi ngay; việc đọc theo lịch vẫn chạy, không mất hồ sơ nào.',
    },
    en: {
      name: 'changes of the moment',
      meaning: 'The source does not tell of changes at once; readings by schedule go on, nothing is lost.',
    },
  },
  RST: {
    vi: {
      name: 'Nguồn là dịch vụ REST',
      meaning: 'Không đọc được dịch vụ của tỉnh; sổ giữ nguyên vị trí đọc, không mất hồ sơ nào.',
    },
    en: {
      name: 'source that is a REST service',
      meaning: "The province's service cannot be read; the ledger keeps its place, no dossier is lost.",
    },
  },
  INT: {
    vi: {
      name: 'Nhận hồ sơ do hệ thống khác gửi tới',
      meaning: 'Câu trả lời cho hệ thống gửi tới `POST /intake`; gửi lại không bao giờ sinh hồ sơ trùng.',
    },
    en: {
      name: 'dossiers that are pushed',
      meaning:
        'What a system is answered that sends to `POST /intake`; sending again never doubles anything.',
    },
  },
  MAP: {
    vi: {
      name: 'Các tệp trong `mappings/`',
      meaning: 'Lỗi trong bảng mã và quy tắc; luôn kèm tên tệp, dòng và cột.',
    },
    en: {
      name: 'files of `mappings/`',
      meaning: 'Faults of tables and rules, always with file, line and column.',
    },
  },
  XLS: {
    vi: {
      name: 'Xuất, nhập và ghi bảng mã',
      meaning: 'Bảng đưa ra Excel hoặc CSV rồi nhận lại; có lỗi thì không tệp nào bị thay đổi.',
    },
    en: {
      name: 'tables as workbooks',
      meaning: 'Tables given out as Excel or CSV and taken back; with a fault no file is changed.',
    },
  },
  CAT: {
    vi: {
      name: 'Danh mục quốc gia',
      meaning: 'Danh mục thủ tục, thành phần, kết quả tải từ Cổng về sổ.',
    },
    en: { name: 'national catalogue', meaning: 'Procedures, components and results pulled from the portal.' },
  },
  DOS: {
    vi: {
      name: 'Hồ sơ',
      meaning:
        'Từ 001 đến 050 là trường bắt buộc: cả hồ sơ chờ. Từ 051 là trường tùy chọn: hồ sơ vẫn được gửi, chỉ không kèm giá trị đó.',
    },
    en: {
      name: 'dossier',
      meaning:
        'From 001 to 050 a needed field: the dossier waits. From 051 an optional one: it goes without that value.',
    },
  },
  TXT: {
    vi: {
      name: 'Nội dung gõ bằng phông chữ cũ',
      meaning: 'TCVN3, VNI hoặc chữ đã mất: không đoán, chỉ chuyển khi chắc chắn.',
    },
    en: {
      name: 'text in old fonts',
      meaning: 'TCVN3, VNI, or letters lost: converted where it is certain, never guessed.',
    },
  },
  OWN: {
    vi: { name: 'Chủ hồ sơ', meaning: 'Số định danh và liên hệ; giá trị không bao giờ được in ra ở đây.' },
    en: { name: 'owner', meaning: 'Identity number and contact; the values are never printed here.' },
  },
  CMP: {
    vi: {
      name: 'Thành phần hồ sơ',
      meaning: 'Giấy tờ đã nộp: hồ sơ vẫn được gửi, chỉ không kèm giấy tờ bị lỗi.',
    },
    en: { name: 'components', meaning: 'Papers handed in: the dossier goes without the faulty one.' },
  },
  RES: {
    vi: {
      name: 'Kết quả giải quyết',
      meaning: 'Giấy tờ kết quả: hồ sơ vẫn được gửi, chỉ không kèm kết quả bị lỗi.',
    },
    en: { name: 'results', meaning: 'Result documents: the dossier goes without the faulty one.' },
  },
  FEE: {
    vi: { name: 'Phí, lệ phí', meaning: 'Hồ sơ vẫn được gửi, chỉ không kèm khoản bị lỗi.' },
    en: { name: 'fees', meaning: 'The dossier goes without the faulty fee.' },
  },
  STP: {
    vi: {
      name: 'Bước tiến độ',
      meaning: 'Chỉ bước có lỗi chờ. Cổng chỉ ghi thêm, không xóa: không bước nào được gửi hai lần.',
    },
    en: {
      name: 'progress steps',
      meaning: 'Only the faulty step waits. The portal appends and never removes: no step goes twice.',
    },
  },
  SUP: {
    vi: { name: 'Yêu cầu bổ sung', meaning: 'Hồ sơ vẫn được gửi, chỉ không kèm yêu cầu bổ sung bị lỗi.' },
    en: { name: 'requests for supplements', meaning: 'The dossier goes without the faulty request.' },
  },
  PRT: {
    vi: { name: 'Cổng DVC quốc gia', meaning: 'Kết nối, đăng nhập và câu trả lời của Cổng.' },
    en: { name: 'the portal', meaning: 'Connection, login and answers of the portal.' },
  },
  SVC: {
    vi: { name: 'Dịch vụ nền', meaning: 'PostgreSQL của sổ, Redis, hàng đợi, địa chỉ theo dõi.' },
    en: { name: 'services', meaning: 'PostgreSQL of the ledger, Redis, queue, admin address.' },
  },
  TLS: {
    vi: {
      name: 'Kết nối mã hóa',
      meaning: 'Chứng thư và TLS tới Cổng, PostgreSQL, Redis; chưa gửi gì thì đã dừng.',
    },
    en: {
      name: 'encrypted connections',
      meaning: 'Certificates and TLS to the portal, PostgreSQL, Redis; found before anything is sent.',
    },
  },
  OPS: {
    vi: { name: 'Điều khiển khi đang chạy', meaning: 'Tạm dừng, chạy tiếp một làn; không mất gì.' },
    en: { name: 'steering what runs', meaning: 'Pausing and resuming a lane; nothing is lost.' },
  },
  RSY: {
    vi: { name: 'Gửi lại theo yêu cầu', meaning: '`dongbo resync`: chọn hồ sơ, xem trước, gửi lại, gọi về.' },
    en: {
      name: 'sending again',
      meaning: '`dongbo resync`: choosing dossiers, dry run, sending, calling back.',
    },
  },
  XML: {
    vi: { name: 'Tệp XML', meaning: '`SOURCE_DIR`: tệp hồ sơ được nhận hoặc bị từ chối trọn vẹn.' },
    en: { name: 'XML documents', meaning: '`SOURCE_DIR`: documents are taken or refused as a whole.' },
  },
  RCN: {
    vi: { name: 'Đối soát với Cổng', meaning: '`dongbo reconcile`: so sánh từng hồ sơ giữa Cổng và sổ.' },
    en: {
      name: 'comparing with the portal',
      meaning: '`dongbo reconcile`: dossier by dossier, portal against ledger.',
    },
  },
  SCR: {
    vi: { name: 'Bộ chỉ số 766', meaning: '`dongbo score`: điểm tính từ những gì đã đồng bộ.' },
    en: { name: 'the 766 indicators', meaning: '`dongbo score`: the score, from what was synchronized.' },
  },
  SWP: {
    vi: { name: 'Rà soát nguồn', meaning: '`dongbo sweep`: mọi hồ sơ của nguồn được so với sổ mỗi đêm.' },
    en: { name: 'sweeping a source', meaning: '`dongbo sweep`: all that a source has, against the ledger.' },
  },
  BKP: {
    vi: { name: 'Sao lưu, khôi phục', meaning: 'Sau khi khôi phục, không bước nào được gửi mù.' },
    en: { name: 'backup and restore', meaning: 'After a restore no step goes blindly.' },
  },
  AUD: {
    vi: { name: 'Nhật ký thao tác', meaning: 'Ai đã đổi gì, lúc nào; chỉ ghi thêm, có chuỗi băm.' },
    en: { name: 'audit', meaning: 'Who changed what and when; append-only, with a chain of hashes.' },
  },
  DOC: {
    vi: {
      name: 'Khám hệ thống',
      meaning: '`dongbo doctor`: từng kết nối, đồng hồ, danh mục, đĩa, kèm cách sửa.',
    },
    en: {
      name: 'doctor',
      meaning: '`dongbo doctor`: each connection, the clock, catalogue, disk, with the remedy.',
    },
  },
};

/** `DOS` of `DB-DOS-004`. */
export function areaOf(code: ErrorCode): string {
  return code.slice(3, 6);
}

/** Name of an area and what its codes have in common; an area without words is named by its letters. */
export function areaWords(area: string): Words {
  const bare: Word = { name: area, meaning: '' };
  return AREAS[area] ?? { vi: bare, en: bare };
}
