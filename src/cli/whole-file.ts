/**
 * Writes a file that others read.
 * Guarantees: it is there whole or not at all, whatever is killed in between; nobody's file is written over unless that
 * was asked for; a link is followed, a device or folder refused.
 * Must not: know what is in it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { onDisk } from '../compose/backup-files.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';

/** What file systems say that know no second name of a file: FAT, and some of the network. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

function isThere(path: string): DongboError {
  return new DongboError('DB-SCR-007', { path });
}

/** Throws DB-SCR-007 where there is such a file: before the work is done for it. */
export function assertFree(path: string): void {
  if (existsSync(path)) throw isThere(path);
}

/** The file that is to be replaced, `path` itself where there is none. Throws where it is no file. */
async function target(path: string): Promise<string> {
  const real = await realpath(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
  });
  const found = await stat(real).catch(() => null);
  if (found !== null && !found.isFile()) throw new Error(`${basename(path)} is no file`);
  return real;
}

/** Gives the file its name. Answers false where another one has it and is not to be replaced. */
async function named(unfinished: string, path: string, replace: boolean): Promise<boolean> {
  if (replace) {
    await rename(unfinished, path);
    return true;
  }
  try {
    // A rename would write over a file of that name.
    await link(unfinished, path);
  } catch (error) {
    if (existsSync(path)) return false;
    if (!NO_LINKS.has(codeOf(error))) throw error;
    await rename(unfinished, path);
    return true;
  }
  await rm(unfinished);
  return true;
}

/**
 * Writes the pieces one after the other.
 * @param replace a file of that name, where there is one
 * Throws DB-SCR-007 (it is there already), DB-SCR-008.
 */
export async function writeWhole(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  replace: boolean,
): Promise<void> {
  let unfinished = '';
  try {
    const to = await target(path);
    unfinished = join(dirname(to), `.${basename(to)}.${randomBytes(6).toString('hex')}.unfinished`);
    const handle = await open(unfinished, 'wx');
    try {
      for (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await named(unfinished, to, replace))) throw isThere(path);
    await onDisk(dirname(to));
  } catch (error) {
    if (unfinished !== '') await rm(unfinished, { force: true });
    if (error instanceof DongboError) throw error;
    throw new DongboError('DB-SCR-008', { path, reason: reasonOf(error) }, { cause: error });
  }
}
