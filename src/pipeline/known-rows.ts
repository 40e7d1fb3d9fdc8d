/**
 * Which codes of the province the tables have a row for, whatever its days and wherever it leads.
 * Guarantees: codes are compared as the readers compare them when they look for rows that both fit, so
 * that a row is only ever added where none can stand in its way.
 */
import { cleanCode, withoutAgency } from '../codebook/clean-code.ts';
import type { CodeTables } from '../codebook/mapping-tables.ts';

/** Tables that proposals become rows of. */
export type ProposalTables = Pick<CodeTables, 'procedures' | 'documentTypes' | 'agencies'>;

/** A code as a proposal names it. */
export interface ProposedCode {
  readonly kind: 'procedure' | 'component' | 'result' | 'agency';
  /** '' = any, or not asked. */
  readonly procedure: string;
  readonly provinceCode: string;
}

const ANY = '';
/** Stands for "of some procedure": a code that is asked for without one is decided by all its rows together. */
const SOME = '*';

const keyOf = (kind: string, procedure: string, code: string): string =>
  JSON.stringify([kind, cleanCode(procedure), cleanCode(code)]);

/** @returns whether some row speaks of a code: of its own procedure or of any. */
export function knownRows(tables: ProposalTables): (code: ProposedCode) => boolean {
  const all = new Set<string>();
  for (const { provinceCode } of tables.procedures) all.add(keyOf('procedure', ANY, provinceCode));
  for (const { provinceCode } of tables.agencies) all.add(keyOf('agency', ANY, provinceCode));
  for (const { kind, procedure, provinceCode } of tables.documentTypes) {
    all.add(keyOf(kind, procedure, provinceCode)).add(keyOf(kind, SOME, provinceCode));
  }
  return ({ kind, procedure, provinceCode }) => {
    const has = (scope: string, code: string): boolean => all.has(keyOf(kind, scope, code));
    if (kind === 'procedure') {
      const bare = withoutAgency(provinceCode);
      return has(ANY, provinceCode) || (bare !== null && has(ANY, bare));
    }
    if (kind === 'agency') return has(ANY, provinceCode);
    return procedure === ANY
      ? has(SOME, provinceCode)
      : has(procedure, provinceCode) || has(ANY, provinceCode);
  };
}
