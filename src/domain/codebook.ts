/**
 * The contract of the frozen codebook: what normalization may ask of mappings and catalogue.
 * Guarantees (of every implementation): same version, same answers; an unknown code is answered
 * with the reason, never with a guess; `to` is the catalogue's own spelling, dirt and all.
 */
import type { AgencyCode, ComponentCode, IsoDay, ProcedureCode, ResultCode, SectorCode } from './codes.ts';
import type { DossierStatus, ValueField } from './dossier.ts';

/** A procedure as the catalogue knows it, as far as normalization needs it. */
export interface Procedure {
  readonly code: ProcedureCode;
  readonly name: string;
  readonly sectorCode: SectorCode;
  readonly sectorName: string;
}

/** Why a lookup found nothing. */
export type NotFound =
  /** Neither a mapping row nor the catalogue knows it. */
  | 'unknown'
  /** The catalogue lists it, but not as published, or not on that day any more. */
  | 'not-published'
  /** The catalogue had it (a component or result: for this procedure) and has it no longer. */
  | 'ended'
  /** A row or the catalogue knows it, but it does not belong to this procedure. */
  | 'not-of-procedure'
  /** Rows exist, none valid on the day asked for. */
  | 'not-valid-on-day'
  /** The row's national code is not in the catalogue. */
  | 'target-unknown';

/**
 * Answer of a lookup; `rule` says what decided: `procedures.csv:12`, `catalogue`, `national value`, or
 * `catalogue until 2026-11-24` where the catalogue had it up to the day before.
 * `doubt` is there only where the catalogue speaks against what was found and `CATALOGUE_STRICT=false`
 * lets it through: whoever takes the value says so.
 */
export type Lookup<T> =
  | { readonly found: true; readonly value: T; readonly rule: string; readonly doubt?: CatalogueDoubt }
  | ({ readonly found: false; readonly why: NotFound; readonly rule: string } & Missed);

/** What is known of the national code that was come to and could not be answered. */
export interface Missed {
  /** In the catalogue's spelling; there for `not-published` and `ended`. */
  readonly code?: string;
  /** First day without it; there for `ended`. */
  readonly since?: IsoDay;
}

/** What `CATALOGUE_STRICT=false` lets through: the code is in the catalogue, but is not published or of another procedure. */
export type CatalogueDoubt = Extract<NotFound, 'not-published' | 'not-of-procedure'>;

/** Which of the codebook's questions a {@link LookupKey} is. */
export const LOOKUP_KINDS = [
  'procedure',
  'component',
  'result',
  'any-result',
  'agency',
  'status',
  'value',
] as const;
/** See {@link LOOKUP_KINDS}. */
export type LookupKind = (typeof LOOKUP_KINDS)[number];

/**
 * A question put to the codebook, but for the day: what a dossier's answers hang on.
 */
export interface LookupKey {
  readonly kind: LookupKind;
  /** component, result: the national procedure; status: the substatus; value: the field; else ''. */
  readonly scope: string;
  /** The province's code: composed, blanks folded, invisible characters out, letter case kept; '' asks for the meaning of an absent value. */
  readonly code: string;
}

/** An agency: code '' where a row gives the name alone. */
export interface Agency {
  readonly code: AgencyCode | '';
  readonly name: string;
}

/**
 * Mappings and catalogue of one version, frozen. Days are the day of receipt of the dossier: what the
 * catalogue no longer has is still answered for the days before its end (decision 0011).
 */
export interface Codebook {
  /** Hash over the mapping tables and the catalogue: same hash, same answers. */
  readonly version: string;
  /** @param provinceCode as written; cleaned here (NFC, trimmed, blanks folded, case aside, agency suffix off). */
  procedure(provinceCode: string, on: IsoDay): Lookup<Procedure>;
  /** A component of `procedure`; a row with `procedure` wins over one without, a row over the catalogue. */
  component(procedure: ProcedureCode, provinceCode: string, on: IsoDay): Lookup<ComponentCode>;
  /** A result of `procedure`. */
  result(procedure: ProcedureCode, provinceCode: string, on: IsoDay): Lookup<ResultCode>;
  /** A result code of any procedure (for `replacesResult`, which names another dossier's result). */
  anyResult(provinceCode: string, on: IsoDay): Lookup<ResultCode>;
  /** Name from the row or the catalogue; the caller falls back on the source's own name. */
  agency(provinceCode: string, on: IsoDay): Lookup<Agency>;
  /** @param substatus '' = absent; a row with the substatus wins over one without. */
  status(status: string, substatus: string): Lookup<DossierStatus>;
  /** A row with an empty `province_value` answers for an absent value (''). */
  value(field: ValueField, provinceValue: string): Lookup<string>;
  /**
   * Stands for all that `key` is answered on any day: as long as the text stays the same, whoever asked
   * need not ask again. Covers the value and, where nothing was found or with a doubt, the reason and the rule,
   * the national code and its end.
   */
  fingerprint(key: LookupKey): string;
}
