/**
 * Puts exported tables where people asked for them.
 * Guarantees: overwrites nothing unless told to, and then keeps the old content as `.bak`; never
 * writes into the mappings folder itself.
 */
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DongboError, type Language, reasonOf } from '../../domain/errors.ts';
import { formatFault } from '../mapping-fault.ts';
import { ORIGIN_FILE, originText } from './export-origin.ts';
import { stageFile } from './stage-file.ts';
import { hashOf, readTableFile, type TableOnDisk } from './table-file.ts';
import { TABLE_FILES } from './table-shape.ts';

/** For whoever exported alone: names that clerks typed may be those of citizens. */
const PRIVATE = 0o600;

/** Where an export goes. */
export interface ExportTarget {
  /** The file .xlsx, or the folder for copies. */
  readonly to: string;
  /** The mappings folder. */
  readonly dir: string;
  readonly overwrite: boolean;
}

/** All tables of `dir`. Throws DB-MAP-001 with the faults of files that are no tables; wrong cells are borne. */
export function tablesToExport(dir: string, language: Language): TableOnDisk[] {
  const tables = TABLE_FILES.map((file) => readTableFile(dir, file));
  const faults = tables.flatMap((table) => table.faults);
  if (faults.length === 0) return tables;
  const details = faults.map((fault) => formatFault(fault, language));
  throw new DongboError('DB-MAP-001', { count: faults.length, dir }, { details });
}

function cannotWrite(path: string, error: unknown): DongboError {
  return new DongboError('DB-XLS-004', { path, reason: reasonOf(error) }, { cause: error });
}

async function writeOne(path: string, bytes: Uint8Array, overwrite: boolean, mode?: number): Promise<void> {
  const isThere = existsSync(path);
  if (isThere && !overwrite) throw new DongboError('DB-XLS-006', { path });
  let old: string | null = null;
  try {
    if (isThere) old = hashOf(readFileSync(path));
  } catch (error) {
    throw cannotWrite(path, error);
  }
  const staged = await stageFile(path, bytes, old, mode);
  await staged.commit();
}

/** Where this leads, links followed as far as it is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(real(folder), path.slice(folder.length));
  }
}

/** Throws DB-XLS-007 where a file would come to lie in the mappings folder. */
function assertOutside(path: string, dir: string): void {
  const folders = [dirname(real(resolve(path))), real(dirname(resolve(path)))];
  if (folders.includes(real(resolve(dir)))) throw new DongboError('DB-XLS-007', { path });
}

/**
 * Writes the workbook; a new file is for its owner alone.
 * Throws DB-XLS-004, DB-XLS-006 where it is there already and must not be overwritten, DB-XLS-007.
 */
export async function exportFile(bytes: Uint8Array, { to, dir, overwrite }: ExportTarget): Promise<void> {
  assertOutside(to, dir);
  await writeOne(to, bytes, overwrite, PRIVATE);
}

/**
 * Copies of the tables as CSV that Excel opens right: UTF-8 with its mark, otherwise byte by byte;
 * and beside them from which content they were made.
 * Throws DB-XLS-004, DB-XLS-006, DB-XLS-007.
 */
export async function exportFolder(
  tables: readonly TableOnDisk[],
  { to, dir, overwrite }: ExportTarget,
): Promise<void> {
  const names = [...tables.map(({ file }) => file), ORIGIN_FILE];
  for (const name of names) assertOutside(join(to, name), dir);
  const there = names.find((name) => existsSync(join(to, name)));
  if (there !== undefined && !overwrite) throw new DongboError('DB-XLS-006', { path: join(to, there) });
  try {
    mkdirSync(to, { recursive: true });
  } catch (error) {
    throw cannotWrite(to, error);
  }
  for (const { file, header, lines } of tables) {
    const text = `\uFEFF${header}${lines.map(({ raw }) => raw).join('')}`;
    await writeOne(join(to, file), Buffer.from(text), overwrite);
  }
  // Last: where the disk fails before, old copies are rather taken for older than for new.
  await writeOne(join(to, ORIGIN_FILE), Buffer.from(originText(tables)), overwrite);
}
