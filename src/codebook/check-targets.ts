/**
 * Holds the rows of the tables to the national catalogue, before a dossier meets them.
 * Guarantees: tells every row whose national code no lookup could answer; rows whose time is over
 * are left alone, because the codes of their time may rightly be gone; a code that has ended is told
 * with the day, so that the row can end with it.
 * Must not: stop anything. A dossier that meets such a row is held; all others go.
 */
import type { CatalogueSnapshot } from '../domain/catalogue-snapshot.ts';
import type { IsoDay, ProcedureCode } from '../domain/codes.ts';
import { CatalogueIndex } from './catalogue-index.ts';
import { cleanCode, tidyCode } from './clean-code.ts';
import { FaultSink, type MappingFault } from './mapping-fault.ts';
import type { CodeTables, Dated, DocumentKind, DocumentTypeRow } from './mapping-tables.ts';

function checkDocument(row: DocumentTypeRow, catalogue: CatalogueIndex, sink: FaultSink): void {
  const at = { line: row.line, column: 1 };
  const value = tidyCode(row.nationalCode);
  const procedure = row.procedure === '' ? null : catalogue.procedure(row.procedure);
  if (row.procedure !== '' && cleanCode(procedure?.procedure.code ?? '') !== cleanCode(row.procedure)) {
    sink.add(at, 'DB-MAP-029', { column: 'procedure', value: tidyCode(row.procedure) });
  }
  if (catalogue.any[row.kind].spellings(row.nationalCode).length === 0) {
    sink.add(at, 'DB-MAP-029', { column: 'national_code', value });
  } else if (procedure !== null) {
    const code: ProcedureCode = procedure.procedure.code;
    if (catalogue.of(row.kind, code).resolve(row.nationalCode) !== null) return;
    const date = newest(catalogue.ended(row.kind, code, row.nationalCode).map(({ endedOn }) => endedOn));
    if (date === null) sink.add(at, 'DB-MAP-031', { value, procedure: code });
    else sink.add(at, 'DB-MAP-037', { value, procedure: code, date });
  } else if (catalogue.listed(row.kind).spellings(row.nationalCode).length === 0) {
    const date = newest(endsOf(catalogue, row.kind, row.nationalCode));
    if (date !== null) sink.add(at, 'DB-MAP-036', { value, date });
  }
}

function newest(days: readonly IsoDay[]): IsoDay | null {
  return [...days].sort().at(-1) ?? null;
}

/** The days on which procedures lost a document, or ended with it. */
function endsOf(catalogue: CatalogueIndex, kind: DocumentKind, code: string): IsoDay[] {
  return [...catalogue.procedures].flatMap(({ procedure, endedOn }) => [
    ...catalogue.ended(kind, procedure.code, code).map((item) => item.endedOn),
    ...(endedOn !== null && catalogue.of(kind, procedure.code).spellings(code).length > 0 ? [endedOn] : []),
  ]);
}

/**
 * @param on rows that end before this day are not looked at; usually today.
 * @returns nothing where the catalogue is empty: then there is nothing to hold them to.
 */
export function checkTargets(tables: CodeTables, snapshot: CatalogueSnapshot, on: IsoDay): MappingFault[] {
  const catalogue = new CatalogueIndex(snapshot);
  if (catalogue.empty) return [];
  const isOver = (row: Dated): boolean => row.validTo !== '' && row.validTo < on;

  const procedures = new FaultSink('procedures.csv');
  for (const row of tables.procedures) {
    if (isOver(row)) continue;
    const at = { line: row.line, column: 1 };
    const value = tidyCode(row.nationalCode);
    const target = catalogue.procedure(row.nationalCode);
    if (target === null) procedures.add(at, 'DB-MAP-029', { column: 'national_code', value });
    else if (target.endedOn !== null) procedures.add(at, 'DB-MAP-036', { value, date: target.endedOn });
    else if (!target.published) procedures.add(at, 'DB-MAP-030', { value });
  }
  const documents = new FaultSink('document-types.csv');
  for (const row of tables.documentTypes) if (!isOver(row)) checkDocument(row, catalogue, documents);
  const agencies = new FaultSink('agencies.csv');
  for (const row of tables.agencies) {
    if (isOver(row) || row.nationalCode === '' || !catalogue.listsAgencies) continue;
    if (catalogue.agency(row.nationalCode) !== null) continue;
    const value = tidyCode(row.nationalCode);
    agencies.add({ line: row.line, column: 1 }, 'DB-MAP-029', { column: 'national_code', value });
  }
  return [...procedures.faults, ...documents.faults, ...agencies.faults];
}
