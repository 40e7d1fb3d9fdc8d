/**
 * The folders of a drop: where documents come in, and where they go.
 * Guarantees: missing ones are made so that nobody else can read them; all are on one file system, so that a
 * document moves at once or not at all.
 * Must not: open a document.
 */
import { constants } from 'node:fs';
import { access, chmod, mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DongboError, reasonOf } from '../../domain/errors.ts';

/** Paths of the folders. */
export interface DropFolders {
  readonly dir: string;
  readonly inbox: string;
  readonly done: string;
  readonly refused: string;
}

/** Below SOURCE_DIR. */
export function foldersOf(dir: string): DropFolders {
  return { dir, inbox: join(dir, 'inbox'), done: join(dir, 'done'), refused: join(dir, 'refused') };
}

const USABLE = constants.R_OK | constants.W_OK | constants.X_OK;

/**
 * Makes what is missing and looks whether the folders can be worked in.
 * Throws DB-XML-001, with every folder that cannot be in `details`, or DB-XML-002 (both exit 78).
 */
export async function openFolders({ dir, inbox, done, refused }: DropFolders): Promise<void> {
  // Whoever writes there is another account of our group; what was taken is for us, and theirs to read.
  const wanted = [
    [dir, 0o750],
    [inbox, 0o770],
    [done, 0o750],
    [refused, 0o750],
  ] as const;
  const faults: string[] = [];
  const devices = new Set<number>();
  for (const [path, mode] of wanted) {
    try {
      const made = await mkdir(path, { mode, recursive: path === dir });
      // What the process takes from every mode (umask) would shut out whoever is to write there.
      if (path !== dir || made !== undefined) await chmod(path, mode);
    } catch {
      // It is there already, or the look at it tells why it cannot be made.
    }
    try {
      const found = await stat(path);
      if (!found.isDirectory()) throw new Error('not a folder / không phải thư mục');
      await access(path, USABLE);
      if (path !== dir) devices.add(found.dev);
    } catch (error) {
      faults.push(`${path}: ${reasonOf(error)}`);
    }
  }
  const [first] = faults;
  if (first !== undefined)
    throw new DongboError('DB-XML-001', { path: dir, reason: first }, { details: faults });
  if (devices.size > 1) throw new DongboError('DB-XML-002', { path: dir });
}

/** Has the disk keep what happened to the names in a folder. Some file systems cannot, and need not. */
export async function keepNames(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // A name that the disk forgot brings its document again: taking it in is idempotent.
  }
}
