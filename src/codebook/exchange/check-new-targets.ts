/**
 * Holds what an import adds or changes to the national catalogue.
 * Guarantees: told at the cell of the sheet or file; rows that stay as they are told by `mapping
 * check`, not here.
 * Must not: stop the import by itself: the catalogue of the ledger may be older than the row.
 */
import type { CatalogueSnapshot } from '../../domain/catalogue-snapshot.ts';
import type { IsoDay } from '../../domain/codes.ts';
import { checkTargets } from '../check-targets.ts';
import { FaultSink } from '../mapping-fault.ts';
import { readAgencies, readDocumentTypes, readProcedures } from '../read-code-tables.ts';
import { composeTable } from './compose-table.ts';
import type { ImportFault, IncomingRow } from './incoming.ts';
import type { ImportPlan } from './plan-import.ts';
import { parseTable } from './table-file.ts';
import { TABLES, type TableFile } from './table-shape.ts';

interface NewRows {
  readonly text: string;
  /** By the line of `text` at which it begins. */
  readonly byLine: ReadonlyMap<number, IncomingRow>;
}

/** The rows of a table that were not so before, as the readers of the tables read them. */
function newRows({ tables }: ImportPlan, file: TableFile): NewRows {
  const difference = tables.find(({ before }) => before.file === file)?.difference;
  const rows = [...(difference?.changed ?? []).map(({ after }) => after), ...(difference?.added ?? [])];
  const empty = parseTable(file, Buffer.from(`${TABLES[file].columns.join(',')}\n`));
  const text = composeTable(
    empty,
    rows.map(({ row }) => row),
  );
  const { lines } = parseTable(file, Buffer.from(text));
  return { text, byLine: new Map(lines.flatMap(({ line }, index) => pairOf(line, rows[index]))) };
}

const pairOf = (line: number, row: IncomingRow | undefined): [number, IncomingRow][] =>
  row === undefined ? [] : [[line, row]];

/**
 * DB-MAP-029 to DB-MAP-031 for rows that no lookup could answer; nothing where the catalogue is empty.
 * @param plan without faults
 * @param on rows that end before this day are not looked at; usually today
 */
export function checkNewTargets(plan: ImportPlan, snapshot: CatalogueSnapshot, on: IsoDay): ImportFault[] {
  const procedures = newRows(plan, 'procedures.csv');
  const documentTypes = newRows(plan, 'document-types.csv');
  const agencies = newRows(plan, 'agencies.csv');
  // Their own faults were told with the plan.
  const sink = new FaultSink('');
  const tables = {
    procedures: readProcedures(procedures.text, sink),
    documentTypes: readDocumentTypes(documentTypes.text, sink),
    agencies: readAgencies(agencies.text, sink),
    statuses: [],
    values: [],
  };
  const sources = new Map<string, NewRows>([
    ['procedures.csv', procedures],
    ['document-types.csv', documentTypes],
    ['agencies.csv', agencies],
  ]);
  return checkTargets(tables, snapshot, on).map(({ file, line, code, params }) => {
    const from = sources.get(file)?.byLine.get(line);
    const column = typeof params.column === 'string' ? params.column : 'national_code';
    return { place: from?.origin.placeOf(from.at, column) ?? file, code, params };
  });
}
