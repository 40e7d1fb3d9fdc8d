/**
 * Puts mapping tables and catalogue together into the frozen codebook.
 * Guarantees: the contract of `domain/codebook.ts`; every national code that it answers stands in
 * the catalogue, in that spelling; tables and catalogue are read here and never again.
 * Must not: read files or the ledger.
 */
import type { CatalogueSnapshot } from '../domain/catalogue-snapshot.ts';
import type { Codebook } from '../domain/codebook.ts';
import type { ComponentCode, ResultCode } from '../domain/codes.ts';
import { AgencyLookup } from './agency-lookup.ts';
import { CatalogueIndex } from './catalogue-index.ts';
import { codebookVersion } from './codebook-version.ts';
import { DocumentLookup } from './document-lookup.ts';
import { changeDays, fingerprintOf } from './lookup-fingerprint.ts';
import type { CodeTables } from './mapping-tables.ts';
import { ProcedureLookup } from './procedure-lookup.ts';
import { StatusLookup, ValueLookup } from './value-lookup.ts';

/** How the catalogue's word is taken. */
export interface CodebookOptions {
  /** False: what is listed but not published, or of another procedure, is answered with a doubt (`CATALOGUE_STRICT`). */
  readonly strict: boolean;
}

/**
 * @param tables checked tables (`loadMappings`); with rows that overlap, which one answers is not defined.
 * @param snapshot with no procedures, every code is answered `unknown`: pull the catalogue first.
 */
export function buildCodebook(
  tables: CodeTables,
  snapshot: CatalogueSnapshot,
  { strict }: CodebookOptions = { strict: true },
): Codebook {
  const catalogue = new CatalogueIndex(snapshot);
  const procedures = new ProcedureLookup(tables.procedures, catalogue, strict);
  const components = new DocumentLookup<ComponentCode>('component', tables.documentTypes, catalogue, strict);
  const results = new DocumentLookup<ResultCode>('result', tables.documentTypes, catalogue, strict);
  const agencies = new AgencyLookup(tables.agencies, catalogue);
  const statuses = new StatusLookup(tables.statuses);
  const values = new ValueLookup(tables.values);
  const days = changeDays(tables, catalogue);
  const codebook: Codebook = {
    version: codebookVersion(tables, catalogue, strict),
    procedure: (code, on) => procedures.find(code, on),
    component: (procedure, code, on) => components.find(procedure, code, on),
    result: (procedure, code, on) => results.find(procedure, code, on),
    anyResult: (code, on) => results.findAny(code, on),
    agency: (code, on) => agencies.find(code, on),
    status: (status, substatus) => statuses.find(status, substatus),
    value: (field, value) => values.find(field, value),
    fingerprint: (key) => fingerprintOf(codebook, key, days),
  };
  return Object.freeze(codebook);
}
