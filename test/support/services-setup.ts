/**
 * Vitest's global setup: says where this run's PostgreSQL, MariaDB and compiled program are, and removes them at
 * the end.
 * Guarantees: a run that needs none starts and compiles none (the first test that asks does, see services.ts and
 * program.ts); nothing stays behind, also of earlier runs that were killed.
 */
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { RUN_FOLDER } from './run-folder.ts';
import { stopMariaDb } from './stop-mariadb.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests that need a PostgreSQL find one. */
    readonly testDatabase: { readonly adminUrl: string } | { readonly dataDir: string };
    /** Where the run's MariaDB has its folder, once a test asks for one. */
    readonly testMariaDb: { readonly folder: string };
  }
}

const PREFIX = 'dongbo-test-';
const MARIADB_PREFIX = 'dongbo-testmy-';
const RUN_PREFIX = 'dongbo-testrun-';

/** Stops the server of a test run's folder, if one was ever started, and removes the folder. */
async function remove(dataDir: string): Promise<void> {
  const made = await stat(join(dataDir, 'postgres', 'data', 'postmaster.pid')).then(
    () => true,
    () => false,
  );
  if (made) await (await startEmbeddedPostgres({ dataDir, durable: false })).stop();
  await rm(dataDir, { recursive: true, force: true });
}

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Ends the MariaDB of a run, if one was ever started, and removes its folder. */
async function removeMariaDb(folder: string): Promise<void> {
  await stopMariaDb(join(folder, 'shared'));
  await rm(folder, { recursive: true, force: true });
}

/** Folders whose name begins so, of runs that were killed. */
async function leftBehind(prefix: string): Promise<string[]> {
  const names = await readdir(tmpdir());
  const pidOf = (name: string): number => Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? 0);
  return names.filter((name) => pidOf(name) > 0 && isDead(pidOf(name))).map((name) => join(tmpdir(), name));
}

/** Room for a MariaDB of this run; what killed runs left is removed. */
async function setupMariaDb(project: TestProject): Promise<() => Promise<void>> {
  for (const folder of await leftBehind(MARIADB_PREFIX)) await removeMariaDb(folder);
  const folder = await mkdtemp(join(tmpdir(), `${MARIADB_PREFIX}${process.pid}-`));
  project.provide('testMariaDb', { folder });
  return () => removeMariaDb(folder);
}

/** Room for the program and other files of this run. Watched, the sources change from one round to the next. */
async function setupRunFolder(project: TestProject): Promise<() => Promise<void>> {
  for (const folder of await leftBehind(RUN_PREFIX)) await rm(folder, { recursive: true, force: true });
  const folder = await mkdtemp(join(tmpdir(), `${RUN_PREFIX}${process.pid}-`));
  process.env[RUN_FOLDER] = folder;
  project.onTestsRerun(() => rm(join(folder, 'program'), { recursive: true, force: true }));
  return () => rm(folder, { recursive: true, force: true });
}

/** Called by vitest before any test file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ends = [await setupPostgres(project), await setupMariaDb(project), await setupRunFolder(project)];
  return async () => {
    for (const end of ends) await end();
  };
}

async function setupPostgres(project: TestProject): Promise<() => Promise<void>> {
  const adminUrl = process.env.DONGBO_TEST_DATABASE_URL;
  if (adminUrl) {
    project.provide('testDatabase', { adminUrl });
    return async () => undefined;
  }
  for (const folder of await leftBehind(PREFIX)) await remove(folder);
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Run by root, the server runs as another account, which must get in.
  await chmod(dataDir, 0o755);
  project.provide('testDatabase', { dataDir });
  return () => remove(dataDir);
}
