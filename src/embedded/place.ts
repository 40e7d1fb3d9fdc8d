/**
 * Where the embedded PostgreSQL lives: its folder, its data, its socket.
 * Guarantees: the data stay under DATA_DIR unless the account that runs the server cannot get
 * there; then they lie in a folder of its own and a note in DATA_DIR says where. Folders are
 * private (0700) and never taken over from another account.
 */
import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, readdir, realpath, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, serviceAccount } from './account.ts';
import { run } from './run.ts';

/** Folders and files of one embedded PostgreSQL. */
export interface Place {
  /** Holds everything below; private to {@link Place.account}. */
  readonly home: string;
  readonly data: string;
  readonly socketFolder: string;
  readonly logFile: string;
  /** Whom the server runs as; `null` = this process's own account. */
  readonly account: Account | null;
}

/** Name of the note that is left in DATA_DIR when the data lie elsewhere. */
export const NOTE_FILE = 'postgres-is-elsewhere.txt';

/** Names within {@link Place.home}. */
export const DATA_NAME = 'data';
/** See {@link DATA_NAME}. */
export const LOG_NAME = 'postgres.log';

/** Socket addresses are at most 103 bytes on macOS, 107 on Linux, `/.s.PGSQL.5432` included. */
const SOCKET_FOLDER_LIMIT = 88;

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Makes or checks a folder that only `account` may enter. Throws a plain Error where it belongs to somebody else. */
export async function privateFolder(path: string, account: Account | null): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const self = process.getuid?.();
  const before = await lstat(path);
  // An empty one of our own is this call's, or that of a process doing the same at this moment.
  if (account && before.isDirectory() && before.uid === self && (await readdir(path)).length === 0)
    await chown(path, account.uid, account.gid);
  const found = await lstat(path);
  const uid = account?.uid ?? self ?? found.uid;
  if (!found.isDirectory() || found.uid !== uid)
    throw new Error(`${path} belongs to another account (uid ${found.uid}, needed ${uid})`);
}

async function canWork(folder: string, account: Account): Promise<boolean> {
  const script = 'cd "$0" && test -w . && test -x .';
  return (await run('/bin/sh', ['-c', script, folder], account, '/')).ok;
}

/** The folder in DATA_DIR if `account` can work there, else one of its own under `spareRoot`. */
async function homeFor(dataDir: string, account: Account | null, spareRoot: string): Promise<string> {
  const near = join(dataDir, 'postgres');
  if (!account) {
    await privateFolder(near, null);
    return near;
  }
  const far = join(spareRoot, `dongbo-${shortHash(dataDir)}`);
  if (!(await exists(join(far, DATA_NAME)))) {
    const usable = await privateFolder(near, account).then(
      () => canWork(near, account),
      () => false,
    );
    if (usable) return near;
    // Ours alone and empty: leave nothing that looks like the place of the data.
    await rmdir(near).catch(() => undefined);
  }
  await privateFolder(far, account);
  await writeFile(
    join(dataDir, NOTE_FILE),
    `Dữ liệu PostgreSQL nhúng nằm ở ${far}\nvì tài khoản "${account.name}" không vào được thư mục này.\n` +
      `The data of the embedded PostgreSQL are in ${far}\nbecause the account "${account.name}" cannot reach this folder.\n`,
  );
  return far;
}

/** A folder for the socket whose path is short enough and free of characters that PostgreSQL's setting reads as its own. */
async function socketFolderFor(home: string, account: Account | null): Promise<string> {
  const near = join(home, 'socket');
  const fits = (path: string): boolean =>
    Buffer.byteLength(path) <= SOCKET_FOLDER_LIMIT && /^[A-Za-z0-9/._-]+$/.test(path);
  const name = `dongbo-${shortHash(home)}`;
  const choices = [near, join(tmpdir(), name), join('/tmp', name)];
  const chosen = choices.find(fits) ?? join('/tmp', name);
  await privateFolder(chosen, account);
  return chosen;
}

/**
 * Prepares the folders for `dataDir`. Throws where they cannot be made or belong to somebody else.
 * @param spareRoot where the data go when root's substitute cannot reach `dataDir`
 */
export async function preparePlace(dataDir: string, spareRoot = '/var/tmp'): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const real = await realpath(dataDir);
  const account = await serviceAccount(join(real, 'postgres', DATA_NAME));
  const home = await homeFor(real, account, spareRoot);
  const socketFolder = await socketFolderFor(home, account);
  return { home, data: join(home, DATA_NAME), socketFolder, logFile: join(home, LOG_NAME), account };
}
