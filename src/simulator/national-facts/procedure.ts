/**
 * What the simulated catalogue knows of one procedure.
 * Guarantees: codes are written exactly as `LayThuTuc` gives them, with leading blanks, slashes and all.
 */

/** A sector (lĩnh vực). */
export interface NationalSector {
  readonly code: string;
  readonly name: string;
}

/** Code and name of a component or a result. */
export type CodeAndName = readonly [code: string, name: string];

/** Those whom procedures are for, with the codes of the public catalogue, as spelled there. */
export const SUBJECT_NAMES = {
  ĐT1: 'Công dân Việt Nam',
  ĐT2: 'Doanh nghiệp',
  ĐT3: 'Người nước ngoài cư trú tại Việt Nam',
  ĐT4: 'Người nước ngoài',
  ĐT6: 'Tổ chức Đảng',
  ĐT7: 'Tổ chức nước ngoài',
  ĐT8: 'Doanh nghiệp Việt Nam',
  ĐT9: 'Tổ chức (không bao gồm doanh nghiệp, HTX)',
  ĐT10: 'Doanh nghiệp có vốn đầu tư nước ngoài',
  DT11: 'Hợp tác xã',
  DT12: 'Người Việt Nam định cư ở nước ngoài',
  DT13: 'Cán bộ, công chức, viên chức',
  ĐT14: 'Công dân Việt Nam mà không xác định được nơi thường trú hoặc nơi tạm trú',
  ĐT15: 'Người nước ngoài đã cư trú tại Việt Nam',
} as const;
/** See {@link SUBJECT_NAMES}. */
export type SubjectCode = keyof typeof SUBJECT_NAMES;

/** One procedure (TTHC). */
export interface NationalProcedure {
  readonly code: string;
  readonly name: string;
  readonly sector: NationalSector;
  /** Agency that published it (`MACOQUANCONGBO`). */
  readonly promulgator: string;
  readonly published: boolean;
  /** Whom it is for (`DOITUONGTHUCHIEN`). */
  readonly subjects: readonly SubjectCode[];
  readonly components: readonly CodeAndName[];
  readonly results: readonly CodeAndName[];
  /** `KENH`, `THOIGIANGIAIQUYET`, `DONVITINH`. */
  readonly terms: readonly (readonly [channel: string, time: string, unit: string])[];
  /** `qty` and unit of the cases, each once; the public catalogue alone tells of them. */
  readonly cases: readonly (readonly [time: string, unit: string])[];
  /** Amounts in đồng; `null` = listed without an amount; empty = free. */
  readonly fees: readonly (number | null)[];
}
