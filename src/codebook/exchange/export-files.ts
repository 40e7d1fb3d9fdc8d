/**
 * Puts exported tables where people asked for them.
 * Guarantees: overwrites nothing unless told to, and then keeps the old content as `.bak`; never
 * writes into the mappings folder itself.
 */
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DongboError, type Language, reasonOf } from '../../domain/errors.ts';
import { formatFault } from '../mapping-fault.ts';
import { stageFile } from './stage-file.ts';
import { hashOf, readTableFile, type TableOnDisk } from './table-file.ts';
import { TABLE_FILES } from './table-shape.ts';

/** All tables of `dir`. Throws DB-MAP-001 with the faults of files that are no tables; wrong cells are borne. */
export function tablesToExport(dir: string, language: Language): TableOnDisk[] {
  const tables = TABLE_FILES.map((file) => readTableFile(dir, file));
  const faults = tables.flatMap((table) => table.faults);
  if (faults.length === 0) return tables;
  const details = faults.map((fault) => formatFault(fault, language));
  throw new DongboError('DB-MAP-001', { count: faults.length, dir }, { details });
}

/** Writes one file. Throws DB-XLS-006 where it is there already and must not be overwritten, DB-XLS-004. */
export async function writeExport(path: string, bytes: Uint8Array, overwrite: boolean): Promise<void> {
  const isThere = existsSync(path);
  if (isThere && !overwrite) throw new DongboError('DB-XLS-006', { path });
  const staged = await stageFile(path, bytes, isThere ? hashOf(readFileSync(path)) : null);
  await staged.commit();
}

const real = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

/**
 * Copies of the tables as CSV that Excel opens right: UTF-8 with its mark, otherwise byte by byte.
 * Throws DB-XLS-004, DB-XLS-006, DB-XLS-007.
 */
export async function exportFolder(
  dir: string,
  tables: readonly TableOnDisk[],
  to: string,
  overwrite: boolean,
): Promise<void> {
  if (real(to) === real(dir)) throw new DongboError('DB-XLS-007', { path: to });
  const there = tables.find(({ file }) => existsSync(join(to, file)));
  if (there !== undefined && !overwrite) throw new DongboError('DB-XLS-006', { path: join(to, there.file) });
  try {
    mkdirSync(to, { recursive: true });
  } catch (error) {
    throw new DongboError('DB-XLS-004', { path: to, reason: reasonOf(error) }, { cause: error });
  }
  for (const { file, header, lines } of tables) {
    const text = `\uFEFF${header}${lines.map(({ raw }) => raw).join('')}`;
    await writeExport(join(to, file), Buffer.from(text), overwrite);
  }
}
