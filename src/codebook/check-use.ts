/**
 * Finds rows of the tables that no dossier has ever asked for.
 * Guarantees: a row is told only when nothing that the ledger holds would meet it, whatever its days.
 * Must not: call it a fault; the row may be for a code that comes tomorrow. Nor speak of rows for papers
 * as long as the papers of some dossiers have not been asked for.
 */
import type { LookupKey, LookupKind } from '../domain/codebook.ts';
import { cleanCode, tidyCode, withoutAgency } from './clean-code.ts';
import { FaultSink, type MappingFault } from './mapping-fault.ts';
import type { CodeTables, DocumentTypeRow } from './mapping-tables.ts';

const SEAM = '\u0000';
const ANY = '*';

/** What has been asked, as the lookups compare it: kind, code, and scope or {@link ANY}. */
function asked(keys: Iterable<LookupKey>): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (kind: LookupKind, code: string, scope: string): void => {
    all
      .add([kind, cleanCode(code), ANY].join(SEAM))
      .add([kind, cleanCode(code), cleanCode(scope)].join(SEAM));
  };
  for (const { kind, code, scope } of keys) {
    add(kind, code, scope);
    const bare = kind === 'procedure' ? withoutAgency(code) : null;
    if (bare !== null) add(kind, bare, scope);
  }
  return all;
}

function kindsOf(row: DocumentTypeRow): readonly LookupKind[] {
  return row.kind === 'component' ? ['component'] : ['result', 'any-result'];
}

/**
 * @param keys every question that the ledger's dossiers ask; with none, nothing is told.
 * @param seen `papers`: the keys hold those of every dossier's components and results. Where dossiers
 * still wait for their procedure they do not, and no row for papers is told.
 */
export function findUnused(
  tables: CodeTables,
  keys: readonly LookupKey[],
  seen: { readonly papers: boolean },
): MappingFault[] {
  if (keys.length === 0) return [];
  const known = asked(keys);
  const isAsked = (kind: LookupKind, code: string, scope = ''): boolean =>
    known.has([kind, cleanCode(code), scope === '' ? ANY : cleanCode(scope)].join(SEAM));
  const faults: MappingFault[] = [];
  const tell = <Row extends { readonly line: number }>(
    file: string,
    rows: readonly Row[],
    isUsed: (row: Row) => boolean,
    shown: (row: Row) => string,
  ): void => {
    const sink = new FaultSink(file);
    for (const row of rows) {
      if (!isUsed(row))
        sink.add({ line: row.line, column: 1 }, 'DB-MAP-032', { value: tidyCode(shown(row)) });
    }
    faults.push(...sink.faults);
  };
  tell(
    'procedures.csv',
    tables.procedures,
    (row) => isAsked('procedure', row.provinceCode),
    (row) => row.provinceCode,
  );
  tell(
    'document-types.csv',
    seen.papers ? tables.documentTypes : [],
    (row) =>
      kindsOf(row).some((kind) =>
        // A code of another dossier's result is asked for without its procedure.
        isAsked(kind, row.provinceCode, kind === 'any-result' ? '' : row.procedure),
      ),
    (row) => [row.kind, row.procedure, row.provinceCode].join(' '),
  );
  tell(
    'agencies.csv',
    tables.agencies,
    (row) => isAsked('agency', row.provinceCode),
    (row) => row.provinceCode,
  );
  tell(
    'statuses.csv',
    tables.statuses,
    (row) => isAsked('status', row.provinceStatus, row.provinceSubstatus),
    (row) => `${row.provinceStatus} ${row.provinceSubstatus}`,
  );
  tell(
    'values.csv',
    tables.values,
    (row) => isAsked('value', row.provinceValue, row.field),
    (row) => `${row.field} ${row.provinceValue}`,
  );
  return faults;
}
