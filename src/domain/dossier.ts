/**
 * A dossier in the national vocabulary: what Dongbo says to the portal, whatever driver says it.
 * Guarantees: every code is the catalogue's own spelling or comes from a mapping row; enumerations
 * hold only the values of the portal's contract (1-portal-contract.md, section 2.2).
 * Must not: know wire names or wire formats (`portal/`), nor how a value was found (`trace`).
 */
import type {
  AgencyCode,
  ComponentCode,
  DossierCode,
  LocalTime,
  ProcedureCode,
  ResultCode,
  SectorCode,
} from './codes.ts';

/** 1 newly filed, 2 received, 3 not received, 4 in process, 5 supplement asked, 6 financial duty asked, 7 withdrawn, 8 stopped, 9 processed, 10 result returned. */
export const DOSSIER_STATUSES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;
/** National dossier status (`TrangThaiHoSo`). */
export type DossierStatus = (typeof DOSSIER_STATUSES)[number];

/** A yes/no of the record. */
export type Flag = '0' | '1';

/** Value fields of `values.csv` with their national values (1-portal-contract.md, 2.2); `null` = any text, the list is not known whole. */
export const NATIONAL_VALUES = {
  channel: ['1', '2', '3'],
  subject_type: ['1', '2', '3', '4'],
  id_type: null,
  return_method: ['0', '1'],
  filing_place: ['1', '2'],
  payment: ['0', '1', '2', '3'],
  reuse: ['0', '1', '2'],
  from_store: ['0', '1'],
  digitized: ['0', '1'],
  database: null,
  fee_collection: ['1', '2', '4'],
  fee_kind: ['1', '2'],
} as const satisfies Record<string, readonly string[] | null>;
/** A field that `values.csv` translates. */
export type ValueField = keyof typeof NATIONAL_VALUES;

/** A component handed in (`TaiLieuNop`); one entry a file. */
export interface Component {
  readonly id: string;
  readonly name: string;
  readonly code: ComponentCode;
  readonly link: string;
  readonly digitized: Flag;
  /** 0 not reused, 1 from another dossier's component, 2 from another dossier's result. */
  readonly reuse: '0' | '1' | '2';
  readonly fromStore: Flag;
  /** Code of the result that this component replaces; only with `reuse` 2, else ''. */
  readonly replacesResult: ResultCode | '';
  readonly deleted: boolean;
}

/** A result document (`DanhSachGiayToKetQua`); one entry a file. */
export interface ResultDocument {
  readonly id: string;
  readonly name: string;
  readonly code: ResultCode;
  readonly componentCode: ComponentCode | '';
  readonly link: string;
}

/** A fee (`DanhSachLePhi`); `amountDong` is whole đồng. */
export interface Fee {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly collection: string;
  readonly amountDong: number;
  readonly kind: string;
}

/** A request for more papers (`DanhSachHoSoBoSung`). */
export interface Supplement {
  readonly id: string;
  readonly requestedBy: string;
  readonly content: string;
  readonly requestedAt: LocalTime | '';
  readonly completedAt: LocalTime | '';
  readonly dueBefore: LocalTime | '';
  readonly dueAfter: LocalTime | '';
}

/** An identity paper of the owner (`DinhDanhCHS`). */
export interface OwnerId {
  readonly type: string;
  readonly number: string;
}

/** What `DongBoHoSoMC` says of one dossier. Absent text is ''. */
export interface Dossier {
  readonly code: DossierCode;
  readonly procedureCode: ProcedureCode;
  readonly procedureName: string;
  readonly sectorCode: SectorCode;
  readonly sectorName: string;
  readonly channel: string;
  readonly ownerName: string;
  readonly subjectType: string;
  readonly ownerAccountId: string;
  readonly ownerIds: readonly OwnerId[];
  readonly email: string;
  readonly fax: string;
  readonly phone: string;
  readonly subject: string;
  readonly submittedAt: LocalTime | '';
  readonly receivedAt: LocalTime;
  readonly dueAt: LocalTime | '';
  readonly finishedAt: LocalTime | '';
  readonly returnedAt: LocalTime | '';
  readonly refusedAt: LocalTime | '';
  readonly status: DossierStatus;
  readonly returnMethod: string;
  readonly agencyCode: AgencyCode | '';
  readonly agencyName: string;
  readonly filingPlace: string;
  readonly hasDigitizedComponent: Flag;
  readonly vneidVerified: Flag;
  readonly payment: string;
  readonly databases: readonly string[];
  readonly note: string;
  readonly components: readonly Component[];
  readonly results: readonly ResultDocument[];
  readonly fees: readonly Fee[];
  readonly supplements: readonly Supplement[];
}

/** A progress step (`CapNhatTienDoHoSoMC`); appended at the portal, so it must never go twice. */
export interface Step {
  /** The source's id of the step: what makes it the same step on the next read. */
  readonly id: string;
  readonly dossierCode: DossierCode;
  readonly at: LocalTime;
  readonly processor: string;
  readonly position: string;
  readonly department: string;
  readonly content: string;
  readonly status: DossierStatus;
  readonly startedAt: LocalTime | '';
  readonly dueAt: LocalTime | '';
}
