/**
 * Writes tables of `mappings/` back.
 * Guarantees: what is written has been read by the same readers that load it, without fault; all
 * tables of one call are on disk before the first is put in place; a table whose rows are the same
 * is left alone.
 * Must not: merge with what somebody else wrote meanwhile; that is refused (DB-XLS-002).
 */
import { join } from 'node:path';
import { DongboError, type Language } from '../../domain/errors.ts';
import { formatFault } from '../mapping-fault.ts';
import { composeTable } from './compose-table.ts';
import { type StagedFile, stageFile } from './stage-file.ts';
import type { TableOnDisk } from './table-file.ts';
import { checkTableText, type TableFile, type TableRow } from './table-shape.ts';

/** A table and what it shall be. */
export interface TableChange {
  /** As read by `readTableFile`; refused where the file is no longer so. */
  readonly before: TableOnDisk;
  /** All rows, in order. Those that `before` has keep their very text. */
  readonly rows: readonly TableRow[];
}

/** The new text; throws DB-XLS-001 with every fault in `language`. `null` where nothing changes. */
function checkedText({ before, rows }: TableChange, language: Language): string | null {
  const { file, header, lines } = before;
  const text = composeTable(before, rows);
  const faults = checkTableText(file, text.replace(/\r\n?/g, '\n'));
  if (faults.length > 0) {
    const details = faults.map((fault) => formatFault(fault, language));
    throw new DongboError('DB-XLS-001', { file, count: faults.length }, { details });
  }
  const old = before.hash === null ? null : [header, ...lines.map(({ raw }) => raw)].join('');
  return text === old && before.faults.length === 0 ? null : text;
}

/**
 * Writes tables of `dir`. Answers the names of those that changed.
 * Throws DB-XLS-001 (faults), DB-XLS-002 (changed meanwhile), DB-XLS-003 (another writes), DB-XLS-004.
 * Only where the disk fails between two renames are some written and others not; each is whole.
 */
export async function writeTables(
  dir: string,
  changes: readonly TableChange[],
  language: Language = 'en',
): Promise<TableFile[]> {
  const texts = changes.map((change) => ({ ...change, text: checkedText(change, language) }));
  const staged: { readonly file: TableFile; readonly stage: StagedFile }[] = [];
  const written: TableFile[] = [];
  try {
    for (const { before, text } of texts) {
      if (text === null) continue;
      const bytes = Buffer.from(before.bom ? `\uFEFF${text}` : text);
      const stage = await stageFile(join(dir, before.file), bytes, before.hash);
      staged.push({ file: before.file, stage });
    }
    for (const { file, stage } of staged) {
      await stage.commit();
      written.push(file);
    }
    return written;
  } catch (error) {
    for (const { file, stage } of staged) if (!written.includes(file)) await stage.abort();
    throw error;
  }
}
