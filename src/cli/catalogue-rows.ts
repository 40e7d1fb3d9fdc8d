/**
 * How many rows of the mapping tables lead to a code.
 * Guarantees: codes are compared as lookups compare them; rows whose time is over do not count.
 */
import { cleanCode } from '../codebook/clean-code.ts';
import type { DocumentKind, MappingTables } from '../codebook/mapping-tables.ts';

/** Counts of rows. */
export interface RowCounts {
  procedure(code: string): number;
  document(kind: DocumentKind, procedure: string, code: string): number;
}

/** @param today `YYYY-MM-DD`. */
export function rowCounts(tables: MappingTables, today: string): RowCounts {
  const live = <Row extends { readonly validTo: string }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ validTo }) => validTo === '' || validTo >= today);
  const procedures = live(tables.procedures);
  const documents = live(tables.documentTypes);
  const same = (a: string, b: string): boolean => cleanCode(a) === cleanCode(b);
  return {
    procedure: (code) => procedures.filter((row) => same(row.nationalCode, code)).length,
    document: (kind, procedure, code) =>
      documents.filter(
        (row) =>
          row.kind === kind &&
          same(row.nationalCode, code) &&
          (row.procedure === '' || same(row.procedure, procedure)),
      ).length,
  };
}
