/**
 * Takes proposals over into the mapping tables.
 * Guarantees: all tables of one call or none; existing rows stay as they are, byte by byte; a row is
 * for exactly the code and procedure that was proposed for, open in time.
 * Must not: choose; whoever calls has picked (`isSure`).
 */
import { readTableFile, type TableOnDisk } from '../codebook/exchange/table-file.ts';
import type { TableFile, TableRow } from '../codebook/exchange/table-shape.ts';
import { writeTables } from '../codebook/exchange/write-table.ts';
import type { Language } from '../domain/errors.ts';
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

/** Adds a row for each proposal to the tables of `dir`. Throws DB-XLS-001…004; then nothing is written. */
export async function acceptProposals(
  dir: string,
  proposals: readonly Proposal[],
  note: (proposal: Proposal) => string,
  language: Language,
): Promise<Accepted> {
  const added = new Map<TableFile, TableRow[]>();
  for (const proposal of proposals) {
    const { file, row } = rowOf(proposal, note(proposal));
    added.set(file, [...(added.get(file) ?? []), row]);
  }
  const changes = [...added].map(([file, rows]) => {
    const before: TableOnDisk = readTableFile(dir, file);
    return { before, rows: [...before.lines.map((line) => line.row), ...rows] };
  });
  await writeTables(dir, changes, language);
  return Object.fromEntries([...added].map(([file, rows]) => [file, rows.length]));
}
