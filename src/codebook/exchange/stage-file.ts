/**
 * Replaces a file in one stroke.
 * Guarantees: at every moment, also after a crash, the path holds the whole old or the whole new
 * content; the mode stays, and so does the owner where this process may give files away; a file that
 * changed since it was read is not replaced; two Dongbo never write one file at a time, because the
 * file beside it is made by one of them only.
 * Must not: know what is in the file.
 */
import { type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { hashOf } from './table-file.ts';

/** A file beside the target that is older was left by a process that was killed. */
const STALE_MS = 60_000;
const DEFAULT_MODE = 0o644;

/** New content that lies beside the file, safe on disk. One of both must be called. */
export interface StagedFile {
  /** Puts it in place; the old content stays as `<file>.bak` where there was one. */
  commit(): Promise<void>;
  /** Takes it away again. */
  abort(): Promise<void>;
}

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** The file that makes us the only writer. */
async function openAlone(path: string, mode: number, file: string): Promise<FileHandle> {
  for (const again of [true, false]) {
    try {
      return await open(path, 'wx', mode);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
      const left = await stat(path).catch(() => null);
      if (!again || (left !== null && Date.now() - left.mtimeMs < STALE_MS)) break;
      await rm(path, { force: true });
    }
  }
  throw new DongboError('DB-XLS-003', { file, path });
}

async function writeSafely(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  await handle.writeFile(bytes);
  await handle.sync();
}

/** Makes a rename last; some file systems cannot, and then the rename alone must do. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!['EINVAL', 'EISDIR', 'EPERM', 'EACCES'].some((code) => isCode(error, code))) throw error;
  }
}

/** What is there now. A link is followed: what it leads to is replaced, not the link. */
async function present(path: string) {
  const target = await realpath(path).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return path;
    throw error;
  });
  const found = await stat(target).catch(() => null);
  const bytes = found === null ? null : await readFile(target);
  return { target, found, bytes };
}

/**
 * Lays `bytes` beside `path`.
 * @param expected hash of the content that it replaces, `null` where there must be no such file.
 * @param mode of a new file, narrowed by the mask of this process; one that is there keeps its own.
 * Throws DB-XLS-002 (changed meanwhile), DB-XLS-003 (another writes it now), DB-XLS-004.
 */
export async function stageFile(
  path: string,
  bytes: Uint8Array,
  expected: string | null,
  mode = DEFAULT_MODE,
): Promise<StagedFile> {
  const file = basename(path);
  const told = (error: unknown): DongboError =>
    error instanceof DongboError
      ? error
      : new DongboError('DB-XLS-004', { path, reason: reasonOf(error) }, { cause: error });
  try {
    const { target, found } = await present(path);
    const folder = dirname(target);
    const beside = join(folder, `.${basename(target)}.new`);
    const handle = await openAlone(beside, (found?.mode ?? mode) & 0o777, file);
    const abort = (): Promise<void> => rm(beside, { force: true });
    const assertSame = async (): Promise<Uint8Array | null> => {
      const now = (await present(path)).bytes;
      if ((now === null ? null : hashOf(now)) !== expected) throw new DongboError('DB-XLS-002', { file });
      return now;
    };
    try {
      await assertSame();
      if (found !== null) {
        // The mask of this process must not narrow what others could read.
        await handle.chmod(found.mode & 0o7777);
        await handle.chown(found.uid, found.gid).catch((error: unknown) => {
          if (!isCode(error, 'EPERM')) throw error;
        });
      }
      await writeSafely(handle, bytes);
    } catch (error) {
      await abort();
      throw error;
    } finally {
      await handle.close();
    }
    return {
      abort,
      async commit() {
        try {
          const old = await assertSame();
          if (old !== null) await keepOld(`${target}.bak`, old, (found?.mode ?? mode) & 0o777);
          await rename(beside, target);
          await syncFolder(folder);
        } catch (error) {
          await abort();
          throw told(error);
        }
      },
    };
  } catch (error) {
    throw told(error);
  }
}

/** The content before, whole or not at all. */
async function keepOld(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const beside = `${path}.new`;
  await rm(beside, { force: true });
  const handle = await open(beside, 'wx', mode);
  await writeSafely(handle, bytes).finally(() => handle.close());
  await rename(beside, path);
}
