/**
 * The code vocabularies that must never be mixed up, as branded strings.
 * Guarantees: a province's own code cannot be passed where a national code is asked for.
 * Must not: judge whether a code is valid. A national code is valid because the catalogue lists
 * it, not because of its shape (real codes carry blanks, slashes and small letters).
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Dossier code (mã hồ sơ), e.g. `000.00.12.H19-220801-0001`; the province issues it, the portal keeps it. */
export type DossierCode = Branded<'DossierCode'>;
/** National procedure code (mã TTHC), spelled as the catalogue spells it. */
export type ProcedureCode = Branded<'ProcedureCode'>;
/** National sector code (mã lĩnh vực). */
export type SectorCode = Branded<'SectorCode'>;
/** Unified document-type code of a component (mã loại giấy tờ, `MaThanhPhanHoSo`). */
export type ComponentCode = Branded<'ComponentCode'>;
/** Unified document-type code of a result (`MaGiayToKetQua`). */
export type ResultCode = Branded<'ResultCode'>;
/** National agency code (mã đơn vị), e.g. `H19.12`. */
export type AgencyCode = Branded<'AgencyCode'>;

/** A calendar day `YYYY-MM-DD`; sorts as text. */
export type IsoDay = Branded<'IsoDay'>;
/** A wall-clock time of Asia/Ho_Chi_Minh, `YYYY-MM-DDTHH:mm:ss`, no zone; sorts as text. */
export type LocalTime = Branded<'LocalTime'>;
