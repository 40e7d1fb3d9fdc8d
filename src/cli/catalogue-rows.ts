/**
 * How many rows of the mapping tables lead to a code.
 * Guarantees: codes are compared as lookups compare them; rows whose time is over do not count; the
 * tables are gone through once, however many codes are asked for.
 */
import { cleanCode } from '../codebook/clean-code.ts';
import { groupBy } from '../codebook/dated-rows.ts';
import type { Dated, DocumentKind, MappingTables } from '../codebook/mapping-tables.ts';

/** Counts of rows. */
export interface RowCounts {
  procedure(code: string): number;
  document(kind: DocumentKind, procedure: string, code: string): number;
}

/** @param today `YYYY-MM-DD`. */
export function rowCounts(
  tables: Pick<MappingTables, 'procedures' | 'documentTypes'>,
  today: string,
): RowCounts {
  const byCode = <Row extends Dated & { readonly nationalCode: string }>(rows: readonly Row[]) =>
    groupBy(
      rows.filter(({ validTo }) => validTo === '' || validTo >= today),
      ({ nationalCode }) => cleanCode(nationalCode),
    );
  const procedures = byCode(tables.procedures);
  const documents = byCode(tables.documentTypes);
  return {
    procedure: (code) => procedures.get(cleanCode(code))?.length ?? 0,
    document(kind, procedure, code) {
      const own = cleanCode(procedure);
      const rows = documents.get(cleanCode(code)) ?? [];
      return rows.filter(
        (row) => row.kind === kind && (row.procedure === '' || cleanCode(row.procedure) === own),
      ).length;
    },
  };
}
