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

/** One procedure (TTHC). */
export interface NationalProcedure {
  readonly code: string;
  readonly name: string;
  readonly sector: NationalSector;
  /** Agency that published it (`MACOQUANCONGBO`). */
  readonly promulgator: string;
  readonly published: boolean;
  readonly components: readonly CodeAndName[];
  readonly results: readonly CodeAndName[];
  /** `KENH`, `THOIGIANGIAIQUYET`, `DONVITINH`. */
  readonly terms: readonly (readonly [channel: string, time: string, unit: string])[];
  /** Amounts in đồng; empty = free. */
  readonly fees: readonly number[];
}
