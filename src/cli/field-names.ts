/**
 * Names of a dossier's fields for people.
 * Guarantees: a field without a name here is shown by its own, never left out.
 */
import type { Language } from '../domain/errors.ts';

const FIELDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  agencyCode: { vi: 'mã cơ quan', en: 'agency code' },
  agencyName: { vi: 'cơ quan xử lý', en: 'agency' },
  amountDong: { vi: 'số tiền', en: 'amount' },
  at: { vi: 'thời điểm xử lý', en: 'time' },
  channel: { vi: 'kênh nộp', en: 'channel' },
  collection: { vi: 'hình thức thu', en: 'collection' },
  completedAt: { vi: 'ngày hoàn thành bổ sung', en: 'completed at' },
  componentCode: { vi: 'mã thành phần', en: 'component code' },
  content: { vi: 'nội dung', en: 'content' },
  databases: { vi: 'cơ sở dữ liệu đã khai thác', en: 'databases' },
  deleted: { vi: 'đánh dấu xóa', en: 'deletion mark' },
  department: { vi: 'phòng ban', en: 'department' },
  digitized: { vi: 'đã số hóa', en: 'digitized' },
  dossierCode: { vi: 'mã hồ sơ', en: 'dossier code' },
  dueAfter: { vi: 'hẹn trả mới', en: 'due after' },
  dueAt: { vi: 'ngày hẹn trả', en: 'due at' },
  dueBefore: { vi: 'hẹn trả trước', en: 'due before' },
  email: { vi: 'thư điện tử', en: 'e-mail' },
  fax: { vi: 'số fax', en: 'fax number' },
  filingPlace: { vi: 'nơi nộp', en: 'filing place' },
  finishedAt: { vi: 'ngày kết thúc xử lý', en: 'finished at' },
  fromStore: { vi: 'lấy từ kho dữ liệu điện tử', en: 'from the store' },
  hasDigitizedComponent: { vi: 'có thành phần số hóa', en: 'has a digitized component' },
  id: { vi: 'id ở nguồn', en: 'id in the source' },
  kind: { vi: 'loại phí, lệ phí', en: 'kind' },
  link: { vi: 'đường dẫn tệp', en: 'file link' },
  note: { vi: 'ghi chú', en: 'note' },
  number: { vi: 'số định danh', en: 'id number' },
  ownerAccountId: { vi: 'mã đối tượng trên Cổng', en: 'owner account' },
  ownerName: { vi: 'chủ hồ sơ', en: 'owner' },
  payment: { vi: 'thanh toán trực tuyến', en: 'online payment' },
  phone: { vi: 'số điện thoại', en: 'phone' },
  position: { vi: 'chức danh', en: 'position' },
  procedureCode: { vi: 'mã thủ tục', en: 'procedure code' },
  procedureName: { vi: 'tên thủ tục', en: 'procedure' },
  processor: { vi: 'người xử lý', en: 'processor' },
  receivedAt: { vi: 'ngày tiếp nhận', en: 'received at' },
  refusedAt: { vi: 'ngày từ chối', en: 'refused at' },
  replacesResult: { vi: 'mã kết quả được dùng lại', en: 'reused result' },
  requestedAt: { vi: 'ngày yêu cầu bổ sung', en: 'requested at' },
  requestedBy: { vi: 'người yêu cầu', en: 'requested by' },
  returnMethod: { vi: 'hình thức trả kết quả', en: 'return method' },
  returnedAt: { vi: 'ngày trả kết quả', en: 'returned at' },
  reuse: { vi: 'tái sử dụng', en: 'reuse' },
  sectorCode: { vi: 'mã lĩnh vực', en: 'sector code' },
  sectorName: { vi: 'lĩnh vực', en: 'sector' },
  startedAt: { vi: 'ngày bắt đầu', en: 'started at' },
  status: { vi: 'trạng thái', en: 'status' },
  subject: { vi: 'trích yếu', en: 'subject' },
  subjectType: { vi: 'loại đối tượng', en: 'type of subject' },
  submittedAt: { vi: 'ngày nộp', en: 'submitted at' },
  type: { vi: 'loại định danh', en: 'id type' },
  vneidVerified: { vi: 'xác thực VNeID', en: 'VNeID verified' },
};
/** `code` and `name` are of the part: a name of the field alone would not say of which. */
const PARTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  components: { vi: 'thành phần hồ sơ', en: 'component' },
  results: { vi: 'kết quả', en: 'result' },
  fees: { vi: 'phí, lệ phí', en: 'fee' },
  supplements: { vi: 'yêu cầu bổ sung', en: 'supplement' },
  steps: { vi: 'bước tiến độ', en: 'step' },
  ownerIds: { vi: 'định danh chủ hồ sơ', en: "owner's id" },
};
const OF_PART: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  code: { vi: 'mã', en: 'code' },
  name: { vi: 'tên', en: 'name' },
};

/** The name of a field, `components.code` or `steps[7].dueAt` as well as `dueAt`. */
export function fieldName(field: string, language: Language): string {
  const last = field.split('.').at(-1) ?? field;
  // A step's own deadline is not the day promised to the citizen.
  if (last === 'dueAt' && field.startsWith('steps')) return language === 'vi' ? 'hạn xử lý' : 'deadline';
  return FIELDS[last]?.[language] ?? OF_PART[last]?.[language] ?? field;
}

/** The name of the kind of part, `components` or `steps`. */
export function partName(part: string, language: Language): string {
  return PARTS[part]?.[language] ?? part;
}
