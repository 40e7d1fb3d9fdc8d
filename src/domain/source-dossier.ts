/**
 * A dossier as the province wrote it: the one shape that every source adapter fills.
 * Guarantees: every value is the source's own text (`null` = absent), nothing trimmed, nothing
 * translated; numbers and booleans are written as text, times as text with a zone where the
 * source has one.
 * Must not: carry national codes or judgements; those begin in `normalize/`.
 */

/** One value as the source holds it. */
export type SourceText = string | null;

/** Columns of the dossier row, 3-source-contract.md `dongbo_ho_so`. */
export interface SourceFields {
  readonly code: SourceText;
  readonly procedureCode: SourceText;
  /** The province's own name for it: never sent, but by it a national code can be proposed. */
  readonly procedureName: SourceText;
  readonly agencyCode: SourceText;
  readonly agencyName: SourceText;
  readonly channel: SourceText;
  readonly ownerName: SourceText;
  readonly subjectType: SourceText;
  readonly ownerIdType: SourceText;
  readonly ownerIdNumber: SourceText;
  readonly ownerAccountId: SourceText;
  readonly email: SourceText;
  readonly phone: SourceText;
  readonly fax: SourceText;
  readonly subject: SourceText;
  readonly submittedAt: SourceText;
  readonly receivedAt: SourceText;
  readonly dueAt: SourceText;
  readonly finishedAt: SourceText;
  readonly returnedAt: SourceText;
  readonly refusedAt: SourceText;
  readonly status: SourceText;
  readonly substatus: SourceText;
  readonly returnMethod: SourceText;
  readonly filingPlace: SourceText;
  readonly vneidVerified: SourceText;
  readonly payment: SourceText;
  readonly databases: SourceText;
  readonly note: SourceText;
  readonly deleted: SourceText;
}

/** A paper handed in (thành phần hồ sơ), `dongbo_thanh_phan`. */
export interface SourceComponent {
  readonly id: string;
  readonly documentCode: SourceText;
  readonly name: SourceText;
  readonly link: SourceText;
  readonly digitized: SourceText;
  readonly reuse: SourceText;
  readonly fromStore: SourceText;
  readonly replacesResultCode: SourceText;
  readonly deleted: SourceText;
}

/** A paper given out (kết quả), `dongbo_ket_qua`. */
export interface SourceResult {
  readonly id: string;
  readonly documentCode: SourceText;
  readonly name: SourceText;
  readonly link: SourceText;
  readonly componentCode: SourceText;
}

/** A progress step (tiến độ), `dongbo_tien_do`. */
export interface SourceStep {
  readonly id: string;
  readonly at: SourceText;
  readonly processor: SourceText;
  readonly position: SourceText;
  readonly department: SourceText;
  readonly content: SourceText;
  readonly status: SourceText;
  readonly startedAt: SourceText;
  readonly dueAt: SourceText;
}

/** A fee or charge (phí, lệ phí), `dongbo_le_phi`. */
export interface SourceFee {
  readonly id: string;
  readonly feeCode: SourceText;
  readonly name: SourceText;
  readonly amount: SourceText;
  readonly collection: SourceText;
  readonly kind: SourceText;
  readonly paid: SourceText;
}

/** A request for more papers (bổ sung), `dongbo_bo_sung`. */
export interface SourceSupplement {
  readonly id: string;
  readonly requestedBy: SourceText;
  readonly content: SourceText;
  readonly requestedAt: SourceText;
  readonly completedAt: SourceText;
  readonly dueBefore: SourceText;
  readonly dueAfter: SourceText;
}

/** One dossier with all its parts, parts in the order of their ids. */
export interface SourceDossier {
  /** `code` as written, or a stand-in `#…` for a row that has none (such a row is held). */
  readonly key: string;
  /** `cap_nhat_luc` as ISO 8601 with zone, to the microsecond where the source has it; `null` = absent. */
  readonly changedAt: string | null;
  readonly fields: SourceFields;
  readonly components: readonly SourceComponent[];
  readonly results: readonly SourceResult[];
  readonly steps: readonly SourceStep[];
  readonly fees: readonly SourceFee[];
  readonly supplements: readonly SourceSupplement[];
}
