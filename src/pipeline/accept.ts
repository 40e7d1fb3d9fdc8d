/**
 * Takes proposals over into the mapping tables.
 * Guarantees: all tables of one call or none; existing rows stay as they are, byte by byte; a row is
 * for exactly the code and procedure that was proposed for, open in time; a trial meets every fault
 * of the rows that the real thing would meet.
 * Must not: choose; whoever calls has picked (`isSure`).
 */
import { composeTable } from '../codebook/exchange/compose-table.ts';
import { readTableFile } from '../codebook/exchange/table-file.ts';
import { checkTableText, type TableFile, type TableRow } from '../codebook/exchange/table-shape.ts';
import { type TableChange, writeTables } from '../codebook/exchange/write-table.ts';
import { formatFault, type MappingFault } from '../codebook/mapping-fault.ts';
import { DongboError, type Language } from '../domain/errors.ts';
import type { Proposal } from './propose.ts';

/** How many rows were added to which table. */
export type Accepted = Readonly<Partial<Record<TableFile, number>>>;

/** The row that says what a proposal's best suggestion says. Throws where there is none. */
export function rowOf(
  { kind, procedure, provinceCode, suggestions }: Proposal,
  note: string,
): { readonly file: TableFile; readonly row: TableRow } {
  const [best] = suggestions;
  if (best === undefined) throw new Error(`no suggestion for ${kind} ${provinceCode}`);
  const row = { province_code: provinceCode, national_code: best.code, note };
  switch (kind) {
    case 'procedure':
      return { file: 'procedures.csv', row };
    case 'agency':
      return { file: 'agencies.csv', row };
    case 'component':
    case 'result':
      return { file: 'document-types.csv', row: { ...row, kind, procedure } };
  }
}

/** How proposals are taken over. */
export interface AcceptOptions {
  readonly note: (proposal: Proposal) => string;
  readonly language: Language;
  /** Checks everything and writes nothing. */
  readonly dryRun: boolean;
}

/** Adds a row for each proposal to the tables of `dir`. Throws DB-XLS-001…004; then nothing is written. */
export async function acceptProposals(
  dir: string,
  proposals: readonly Proposal[],
  { note, language, dryRun }: AcceptOptions,
): Promise<Accepted> {
  const added = new Map<TableFile, TableRow[]>();
  for (const proposal of proposals) {
    const { file, row } = rowOf(proposal, note(proposal));
    const rows = added.get(file);
    if (rows === undefined) added.set(file, [row]);
    else rows.push(row);
  }
  const changes = [...added].map(([file, rows]) => changeOf(dir, file, rows, language));
  if (!dryRun) await writeTables(dir, changes, language);
  return Object.fromEntries([...added].map(([file, rows]) => [file, rows.length]));
}

/** The table with the rows added. Throws DB-XLS-001 where it is none, or the rows do not go with those it has. */
function changeOf(dir: string, file: TableFile, added: readonly TableRow[], language: Language): TableChange {
  const before = readTableFile(dir, file);
  refuse(file, before.faults, language);
  const rows = [...before.lines.map(({ row }) => row), ...added];
  refuse(file, checkTableText(file, composeTable(before, rows).replace(/\r\n?/g, '\n')), language);
  return { before, rows };
}

function refuse(file: TableFile, faults: readonly MappingFault[], language: Language): void {
  if (faults.length === 0) return;
  const details = faults.map((fault) => formatFault(fault, language));
  throw new DongboError('DB-XLS-001', { file, count: faults.length }, { details });
}
