/**
 * What an import would do, table by table.
 * Guarantees: changes nothing; a table that is not handed in is left alone, but for proposals that
 * somebody picked; with any fault there is nothing to write.
 */
import type { ErrorCode } from '../../domain/errors.ts';
import { cleanCode, tidyCode } from '../clean-code.ts';
import { checkIncoming } from './check-incoming.ts';
import type { ImportFault, IncomingRow, IncomingTable, Origin, PassedOver } from './incoming.ts';
import { type Difference, mergeTable } from './merge-table.ts';
import { pickedTables } from './proposal-rows.ts';
import { readImport } from './read-import.ts';
import { readTableFile, type TableOnDisk } from './table-file.ts';
import { TABLE_FILES, TABLES, type TableFile } from './table-shape.ts';

/** What becomes of a table. */
export interface TablePlan {
  readonly before: TableOnDisk;
  readonly difference: Difference;
  /** The file changed after the workbook was made: rows that are removed may be news. */
  readonly stale: boolean;
}

/** What an import would do. */
export interface ImportPlan {
  readonly faults: readonly ImportFault[];
  readonly passedOver: readonly PassedOver[];
  /** In the order of {@link TABLE_FILES}; only those that come in. */
  readonly tables: readonly TablePlan[];
}

/** Rows of the file itself, where a workbook brings proposals but not their table. */
function present(before: TableOnDisk): readonly IncomingRow[] {
  const origin: Origin = { name: before.file, placeOf: (at) => `${before.file}:${at}` };
  return before.lines.map(({ row, line }) => ({ row, origin, at: line }));
}

/** Proposals are added to a table, so that it must be one. */
function brokenFile({ file, faults }: TableOnDisk): ImportFault[] {
  return faults.map(({ line, column, code, params }) => ({
    place: `${file}:${line}:${column}`,
    code,
    params,
  }));
}

/** Faults that leave no rows to look at. */
const UNREADABLE: readonly ErrorCode[] = [
  'DB-MAP-005',
  'DB-MAP-006',
  'DB-MAP-007',
  'DB-MAP-008',
  'DB-MAP-009',
  'DB-MAP-010',
];

const isOpen = ({ row }: IncomingRow): boolean =>
  [row.valid_from, row.valid_to].every((day) => tidyCode(day ?? '') === '');

/**
 * Adds what was picked, less what a row says already for all time: importing twice adds nothing. A
 * pick beside a row with dates stays, so that it is told at its cell where both fit on one day.
 */
function withPicked(
  file: TableFile,
  rows: readonly IncomingRow[],
  picked: readonly IncomingRow[],
): readonly IncomingRow[] {
  const columns = [...TABLES[file].key.filter((column) => column !== 'valid_from'), 'national_code'];
  const markOf = ({ row }: IncomingRow): string =>
    JSON.stringify(columns.map((column) => cleanCode(row[column] ?? '')));
  const there = new Set(rows.filter(isOpen).map(markOf));
  return [...rows, ...picked.filter((one) => !there.has(markOf(one)))];
}

/** Reads `from` and compares it with the tables of `dir`. Throws DB-XLS-008 to DB-XLS-012, DB-MAP-001. */
export async function planImport(dir: string, from: string): Promise<ImportPlan> {
  const read = new Map<TableFile, TableOnDisk>();
  const before = (file: TableFile): TableOnDisk => {
    const known = read.get(file) ?? readTableFile(dir, file);
    read.set(file, known);
    return known;
  };
  const { tables, picked, faults, passedOver, hashes } = await readImport(from, before);
  const byFile = new Map<TableFile, IncomingTable>(tables.map((table) => [table.file, table]));
  const all: ImportFault[] = [...faults, ...picked.faults];
  const plans: TablePlan[] = [];
  for (const file of TABLE_FILES) {
    const table = byFile.get(file);
    if (table === undefined && !pickedTables(picked).includes(file)) continue;
    const known = table?.faults ?? brokenFile(before(file));
    all.push(...known);
    // Where columns are missing there are no rows to compare.
    if (known.some(({ code }) => UNREADABLE.includes(code))) continue;
    const own = table?.rows ?? present(before(file));
    const rows = withPicked(
      file,
      own,
      picked.rows.filter((row) => row.file === file),
    );
    all.push(...checkIncoming(file, rows, [...known, ...picked.faults]));
    const hash = hashes.get(file);
    const stale = table !== undefined && hash !== undefined && hash !== before(file).hash;
    plans.push({ before: before(file), difference: mergeTable(before(file), rows), stale });
  }
  return {
    faults: all,
    passedOver: [...passedOver, ...tables.flatMap((table) => table.passedOver)],
    tables: plans,
  };
}
