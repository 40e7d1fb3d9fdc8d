/**
 * What the files of `mappings/` say, row by row.
 * Guarantees: cells are as written (a national code may carry a blank that belongs to it); `line` is
 * the line in the file where the row begins; dates and enumerations have been checked.
 * Must not: hold rows of a file with faults; see `load-mappings.ts`.
 */
import type { AnswerRules } from '../domain/answer-rules.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { DossierStatus, ValueField } from '../domain/dossier.ts';
import type { ScoreFormulas } from '../domain/score/formula.ts';
import type { SourceDefinition } from '../domain/source-definition.ts';

/** The files of `mappings/`, in the order in which their faults are told. */
export const MAPPING_FILES = [
  'procedures.csv',
  'document-types.csv',
  'agencies.csv',
  'statuses.csv',
  'values.csv',
  'holidays.csv',
  'source.yaml',
  'portal-answers.yaml',
  'score.yaml',
] as const;
/** One of {@link MAPPING_FILES}. */
export type MappingFile = (typeof MAPPING_FILES)[number];

/** Both days inclusive, '' = open. */
export interface Dated {
  readonly line: number;
  readonly validFrom: IsoDay | '';
  readonly validTo: IsoDay | '';
}

/** `procedures.csv` */
export interface ProcedureRow extends Dated {
  readonly provinceCode: string;
  readonly nationalCode: string;
  readonly note: string;
}

/** `component` (thành phần hồ sơ) or `result` (kết quả). */
export const DOCUMENT_KINDS = ['component', 'result'] as const;
/** See {@link DOCUMENT_KINDS}. */
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** `document-types.csv`; `procedure` '' = any. */
export interface DocumentTypeRow extends Dated {
  readonly kind: DocumentKind;
  readonly procedure: string;
  readonly provinceCode: string;
  readonly nationalCode: string;
  readonly note: string;
}

/** `agencies.csv`; one of `nationalCode` and `name` may be ''. */
export interface AgencyRow extends Dated {
  readonly provinceCode: string;
  readonly nationalCode: string;
  readonly name: string;
  readonly note: string;
}

/** `statuses.csv`; `provinceSubstatus` '' = any. */
export interface StatusRow {
  readonly line: number;
  readonly provinceStatus: string;
  readonly provinceSubstatus: string;
  readonly nationalStatus: DossierStatus;
  readonly note: string;
}

/** `values.csv`; `provinceValue` '' answers for an absent value. */
export interface ValueRow {
  readonly line: number;
  readonly field: ValueField;
  readonly provinceValue: string;
  readonly nationalValue: string;
  readonly note: string;
}

/** The tables that translate codes. */
export interface CodeTables {
  readonly procedures: readonly ProcedureRow[];
  readonly documentTypes: readonly DocumentTypeRow[];
  readonly agencies: readonly AgencyRow[];
  readonly statuses: readonly StatusRow[];
  readonly values: readonly ValueRow[];
}

/** `holidays.csv`; no day is in both. */
export interface Holidays {
  /** Day off besides Saturdays and Sundays → its name. */
  readonly holidays: ReadonlyMap<IsoDay, string>;
  /** Saturdays and Sundays that are worked, to make up for others. */
  readonly workedDays: ReadonlySet<IsoDay>;
}

/** All files, and those of `source.d/`. */
export interface MappingTables extends CodeTables, Holidays {
  /** That of `source.yaml` first, then those of `source.d/` by name. */
  readonly sources: readonly [SourceDefinition, ...SourceDefinition[]];
  readonly answerRules: AnswerRules;
  /** Those of the province, or those that come with the program. */
  readonly scoreFormulas: ScoreFormulas;
}
