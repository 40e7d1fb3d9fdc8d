/**
 * Vitest's global setup: says where this run's PostgreSQL and MariaDB are, and removes them at the end.
 * Guarantees: a run that needs no database starts none (the first test that asks does, see
 * services.ts); nothing stays behind, also of earlier runs that were killed.
 */
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
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

/** Room for a MariaDB of this run; what killed runs left is removed. */
async function setupMariaDb(project: TestProject): Promise<() => Promise<void>> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${MARIADB_PREFIX}(\\d+)-`).exec(name)?.[1] ?? 0);
    if (pid > 0 && isDead(pid)) await removeMariaDb(join(tmpdir(), name));
  }
  const folder = await mkdtemp(join(tmpdir(), `${MARIADB_PREFIX}${process.pid}-`));
  project.provide('testMariaDb', { folder });
  return () => removeMariaDb(folder);
}

/** Called by vitest before any test file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ends = [await setupPostgres(project), await setupMariaDb(project)];
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
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? 0);
    if (pid > 0 && isDead(pid)) await remove(join(tmpdir(), name));
  }
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Run by root, the server runs as another account, which must get in.
  await chmod(dataDir, 0o755);
  project.provide('testDatabase', { dataDir });
  return () => remove(dataDir);
}
