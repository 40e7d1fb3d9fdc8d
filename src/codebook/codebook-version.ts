/**
 * The hash that stands for all that a codebook answers.
 * Guarantees: same hash, same answers; the order of rows and of the catalogue, notes and line
 * numbers do not count, so that sorting a table normalizes nothing again.
 * Must not: take in holidays, source map, answer rules or formulas, which no lookup reads.
 */
import { createHash } from 'node:crypto';
import type { CatalogueIndex } from './catalogue-index.ts';
import { cleanCode, tidyCode } from './clean-code.ts';
import { type CodeTables, DOCUMENT_KINDS } from './mapping-tables.ts';

/** Raised when the rules of lookup change, so that everything is normalized again. */
const RULES_VERSION = 2;

function* entries(
  tables: CodeTables,
  catalogue: CatalogueIndex,
  strict: boolean,
): Generator<readonly unknown[]> {
  if (!strict) yield ['not strict'];
  for (const row of tables.procedures) {
    yield ['procedures', cleanCode(row.provinceCode), row.nationalCode, row.validFrom, row.validTo];
  }
  for (const row of tables.documentTypes) {
    const key = [cleanCode(row.procedure), cleanCode(row.provinceCode)];
    yield ['documents', row.kind, ...key, row.nationalCode, row.validFrom, row.validTo];
  }
  for (const row of tables.agencies) {
    const answer = [row.nationalCode, tidyCode(row.name)];
    yield ['agencies', cleanCode(row.provinceCode), ...answer, row.validFrom, row.validTo];
  }
  for (const row of tables.statuses) {
    yield ['statuses', cleanCode(row.provinceStatus), cleanCode(row.provinceSubstatus), row.nationalStatus];
  }
  for (const row of tables.values) {
    yield ['values', row.field, cleanCode(row.provinceValue), row.nationalValue];
  }
  for (const { procedure, published, unpublishedOn, endedOn, codes, ended } of catalogue.procedures) {
    const { code, name, sectorCode, sectorName } = procedure;
    const own = [sorted(codes.component), sorted(codes.result)];
    yield ['procedure', code, name, sectorCode, sectorName, published, ...own];
    if (unpublishedOn !== null || endedOn !== null) yield ['ended', code, unpublishedOn, endedOn];
    for (const kind of DOCUMENT_KINDS) {
      for (const one of ended[kind]) yield ['ended', code, kind, one.code, one.endedOn];
    }
  }
  for (const [code, name] of catalogue.agencies) yield ['agency', code, name];
}

function sorted(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}

/** SHA-256 in hexadecimal. */
export function codebookVersion(tables: CodeTables, catalogue: CatalogueIndex, strict: boolean): string {
  const lines = Array.from(entries(tables, catalogue, strict), (entry) => JSON.stringify(entry)).sort();
  const hash = createHash('sha256').update(`codebook ${RULES_VERSION}\n`);
  for (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}
