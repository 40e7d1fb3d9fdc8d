/**
 * Vitest's global setup: makes the folder of the run, and removes it at the end with the servers that tests started
 * in it.
 * Guarantees: a run that needs no PostgreSQL, MariaDB or compiled program starts and compiles none (the first test
 * that asks does, see services.ts, own-mariadb.ts and program.ts); nothing stays behind, also of earlier runs that
 * were killed.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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

/** Rounds in which something that a killed process had started may still write into what is being removed. */
const ROUNDS = 10;
const ROUND_MS = 100;

/** Ends the servers of a run's folder, each in a folder of its own below it, and removes it. Throws what stood against it. */
async function remove(folder: string): Promise<void> {
  const faults: unknown[] = [];
  for (const name of await readdir(folder)) {
    for (const stop of [stopPostgres, stopMariaDb])
      await stop(join(folder, name)).catch((error) => faults.push(error));
  }
  for (let round = 1; ; round += 1) {
    try {
      await rm(folder, { recursive: true, force: true });
      break;
    } catch (error) {
      if (round === ROUNDS) throw error;
      await pause(ROUND_MS);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `servers of ${folder}: ${faults.join('; ')}`);
}

/** Removes what killed runs left; where it belongs to somebody else, or another run is at it, that is said. */
async function sweep(room: string): Promise<void> {
  const pidOf = (name: string): number => Number(new RegExp(`^${RUN_PREFIX}(\\d+)-`).exec(name)?.[1] ?? 0);
  for (const name of (await readdir(room)).filter((name) => pidOf(name) > 0 && isDead(pidOf(name))))
    await remove(join(room, name)).catch((error) =>
      console.warn(`${name} of a run that was killed: ${error}`),
    );
}

/** Called by vitest before any test file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const room of roomsOfRuns())
    await sweep(room).catch((error) => console.warn(`what killed runs left in ${room}: ${error}`));
  const { folder, forget } = await makeRunFolder();
  // Watched, the sources change from one round to the next.
  project.onTestsRerun(() => rm(join(folder, 'program'), { recursive: true, force: true }));
  return () => remove(folder).finally(forget);
}
