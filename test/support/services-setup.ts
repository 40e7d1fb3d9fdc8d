/**
 * Vitest's global setup: makes the folder of the run, and removes it at the end with the servers that tests started
 * in it.
 * Guarantees: a run that needs no PostgreSQL, MariaDB or compiled program starts and compiles none (the first test
 * that asks does, see services.ts, own-mariadb.ts and program.ts); nothing stays behind, also of earlier runs that
 * were killed.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { makeRunFolder, RUN_PREFIX, roomsOfRuns } from './run-folder.ts';
import { stopMariaDb } from './stop-mariadb.ts';

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function stopPostgres(dataDir: string): Promise<void> {
  const made = await stat(join(dataDir, 'postgres', 'data', 'postmaster.pid')).then(
    () => true,
    () => false,
  );
  if (made) await (await startEmbeddedPostgres({ dataDir, durable: false })).stop();
}

/** Ends the servers of a run's folder, each in a folder of its own below it, and removes it. */
async function remove(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    await stopPostgres(join(folder, name));
    await stopMariaDb(join(folder, name));
  }
  // What a killed process had started may still write.
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** Folders of runs that were killed. */
async function leftBehind(room: string): Promise<string[]> {
  const pidOf = (name: string): number => Number(new RegExp(`^${RUN_PREFIX}(\\d+)-`).exec(name)?.[1] ?? 0);
  const names = (await readdir(room)).filter((name) => pidOf(name) > 0 && isDead(pidOf(name)));
  return names.map((name) => join(room, name));
}

/** Removes what killed runs left; where it belongs to somebody else, or another run is at it, that is said. */
async function sweep(): Promise<void> {
  for (const room of roomsOfRuns()) {
    for (const folder of await leftBehind(room))
      await remove(folder).catch((error) =>
        console.warn(`${folder} of a run that was killed stays: ${error}`),
      );
  }
}

/** Called by vitest before any test file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const { folder, forget } = await makeRunFolder();
  // Watched, the sources change from one round to the next.
  project.onTestsRerun(() => rm(join(folder, 'program'), { recursive: true, force: true }));
  return async () => {
    await remove(folder);
    forget();
  };
}
