/**
 * The files of a folder of backups: their names, and which of them go.
 * Guarantees: nobody's file is written over or taken away by a backup that runs beside it, even one of the same
 * second; what a killed backup has left goes after a day.
 * Must not: know what is in a backup.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^dongbo-\d{8}T\d{6}Z(-\d+)?\.backup\.gz$/;
const UNFINISHED = /^dongbo-.*\.backup\.gz(\.[0-9a-f]+)?\.unfinished$/;
/** Whoever is at work on a backup writes to it all the time. */
const GIVEN_UP_MS = 86_400_000;
/** What file systems say that know no second name of a file: FAT, and some of the network. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Name of a backup of this moment, so that names sort by time. @param nth of those of the same second */
function nameAt(now: Date, nth: number): string {
  const again = nth === 1 ? '' : `-${nth}`;
  return `dongbo-${now.toISOString().replace(/[-:]|\.\d+/g, '')}${again}.backup.gz`;
}

/** Where a backup is written until it is whole: a file that nobody else has. */
export function unfinishedIn(folder: string, now: Date): string {
  return join(folder, `${nameAt(now, 1)}.${randomBytes(6).toString('hex')}.unfinished`);
}

/** Gives a whole backup the first name of its moment that is free. Answers the file. */
export async function named(unfinished: string, folder: string, now: Date): Promise<string> {
  for (let nth = 1; ; nth += 1) {
    const file = join(folder, nameAt(now, nth));
    if (await becomes(unfinished, file)) return file;
  }
}

/** Moves it, unless there is such a file. */
async function becomes(unfinished: string, file: string): Promise<boolean> {
  try {
    // A rename would write over a file of that name.
    await link(unfinished, file);
  } catch (error) {
    if (existsSync(file)) return false;
    if (!NO_LINKS.has(String((error as NodeJS.ErrnoException).code))) throw error;
    await rename(unfinished, file);
    return true;
  }
  await rm(unfinished);
  return true;
}

/** Takes away what backups have left that were killed. */
export async function removeGivenUp(folder: string, now: Date): Promise<void> {
  for (const name of (await readdir(folder)).filter((one) => UNFINISHED.test(one))) {
    const path = join(folder, name);
    // Another backup may just have given it its name.
    const writtenMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now.getTime(),
    );
    if (now.getTime() - writtenMs > GIVEN_UP_MS) await rm(path, { force: true });
  }
}

/** Takes away all but the newest `keep`. Answers the names of those that went. */
export async function removeOld(folder: string, keep: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  const old = names.slice(0, Math.max(0, names.length - keep));
  for (const name of old) await rm(join(folder, name), { force: true });
  return old;
}

/** Returns once a file, or a folder's list of files, outlives a power cut. */
export async function onDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
