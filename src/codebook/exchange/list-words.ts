/**
 * The values that a cell may have, with what they mean, for drop-downs and for people.
 * Guarantees: a test holds the closed lists to `NATIONAL_VALUES`, `DOSSIER_STATUSES` and
 * `DOCUMENT_KINDS`; nothing is offered that the readers refuse.
 */
import type { ValueField } from '../../domain/dossier.ts';

/** A value with its meaning in Vietnamese and English. */
export type ListedValue = readonly [value: string, vi: string, en: string];

/** `kind` of document-types.csv. */
export const KIND_WORDS: readonly ListedValue[] = [
  ['component', 'thành phần hồ sơ (giấy tờ nộp vào)', 'component: handed in'],
  ['result', 'kết quả giải quyết (giấy tờ trả ra)', 'result: comes out'],
];

/** `national_status` of statuses.csv. */
export const STATUS_WORDS: readonly ListedValue[] = [
  ['1', 'mới nộp', 'newly filed'],
  ['2', 'được tiếp nhận', 'received'],
  ['3', 'không được tiếp nhận', 'not received'],
  ['4', 'đang xử lý', 'in process'],
  ['5', 'yêu cầu bổ sung giấy tờ', 'supplement asked'],
  ['6', 'yêu cầu thực hiện nghĩa vụ tài chính', 'financial duty asked'],
  ['7', 'công dân rút hồ sơ', 'withdrawn by the citizen'],
  ['8', 'dừng xử lý', 'stopped'],
  ['9', 'đã xử lý xong', 'processed'],
  ['10', 'đã trả kết quả', 'result returned'],
];

const NO = 'không';
const YES = 'có';

/** `field` of values.csv: its meaning, and the values that are known. */
export const FIELD_WORDS: Readonly<
  Record<ValueField, { readonly vi: string; readonly en: string; readonly values: readonly ListedValue[] }>
> = {
  channel: {
    vi: 'kênh nộp hồ sơ',
    en: 'how the dossier was filed',
    values: [
      ['1', 'trực tiếp', 'in person'],
      ['2', 'trực tuyến', 'online'],
      ['3', 'qua bưu chính công ích', 'public post'],
    ],
  },
  subject_type: {
    vi: 'loại chủ hồ sơ',
    en: 'kind of owner',
    values: [
      ['1', 'công dân', 'citizen'],
      ['2', 'doanh nghiệp', 'enterprise'],
      ['3', 'cơ quan nhà nước', 'state agency'],
      ['4', 'tổ chức khác', 'other organisation'],
    ],
  },
  id_type: {
    vi: 'loại giấy tờ định danh',
    en: 'kind of identity paper',
    values: [
      ['1', 'số định danh cá nhân 12 số', '12-digit personal id'],
      ['2', 'chứng minh nhân dân 9 số', '9-digit old id card'],
    ],
  },
  return_method: {
    vi: 'cách trả kết quả',
    en: 'how the result is returned',
    values: [
      ['0', 'tại nơi tiếp nhận', 'at the counter'],
      ['1', 'qua bưu chính', 'by post'],
    ],
  },
  filing_place: {
    vi: 'nơi nộp hồ sơ',
    en: 'where it was filed',
    values: [
      ['1', 'Cổng Dịch vụ công quốc gia', 'the national portal'],
      ['2', 'hệ thống của tỉnh', "the province's system"],
    ],
  },
  payment: {
    vi: 'thanh toán trực tuyến',
    en: 'online payment',
    values: [
      ['0', NO, 'none'],
      ['1', 'qua Cổng Dịch vụ công quốc gia', 'at the national portal'],
      ['2', 'qua cổng thanh toán của tỉnh', "at the province's gateway"],
      ['3', 'chưa rõ nghĩa; chỉ dùng khi có hướng dẫn', 'meaning unseen; only where told so'],
    ],
  },
  reuse: {
    vi: 'tái sử dụng giấy tờ',
    en: 'paper used again',
    values: [
      ['0', NO, 'no'],
      ['1', 'lấy từ thành phần của hồ sơ khác', "another dossier's component"],
      ['2', 'lấy từ kết quả của hồ sơ khác', "another dossier's result"],
    ],
  },
  from_store: {
    vi: 'lấy từ kho dữ liệu của công dân trên Cổng quốc gia',
    en: "from the citizen's store on the national portal",
    values: [
      ['0', NO, 'no'],
      ['1', YES, 'yes'],
    ],
  },
  digitized: {
    vi: 'đã số hóa',
    en: 'digitized',
    values: [
      ['0', NO, 'no'],
      ['1', YES, 'yes'],
    ],
  },
  database: {
    vi: 'cơ sở dữ liệu đã kết nối',
    en: 'database that was asked',
    values: [['1', 'cơ sở dữ liệu quốc gia về dân cư', 'population']],
  },
  fee_collection: {
    vi: 'lúc thu phí',
    en: 'when the fee is taken',
    values: [
      ['1', 'khi tiếp nhận', 'at receipt'],
      ['2', 'khi bổ sung', 'at supplement'],
      ['4', 'khi trả kết quả', 'at return'],
    ],
  },
  fee_kind: {
    vi: 'phí hay lệ phí',
    en: 'fee or charge',
    values: [
      ['1', 'phí', 'fee'],
      ['2', 'lệ phí', 'charge'],
    ],
  },
};

/** `field` of values.csv as a list. */
export const FIELD_LIST: readonly ListedValue[] = Object.entries(FIELD_WORDS).map(
  ([field, { vi, en }]) => [field, vi, en] as const,
);
