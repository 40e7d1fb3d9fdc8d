/**
 * The folder of this test run, for all files that its tests make.
 * Guarantees: gone, with all that lies in it, when the run is over (services-setup.ts makes and removes it); in memory
 * where the machine has plenty and nobody named another place by TMPDIR; outside a test run there is none.
 *
 * In memory, since a database is three hundred files and a run makes and drops hundreds of databases: on a disk a
 * fifth of the whole run went into the file system's search for places of new files among those just removed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder in the environment. */
const RUN_FOLDER = 'DONGBO_TEST_RUN';

/** Of containers that share a file system each has processes of its own: a few letters for those that this one sees. */
function processesSeen(): string {
  const id = existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid').replace(/\D/g, '') : '0';
  return Number(id).toString(36).slice(-3);
}

/** Begins the folder's name; the run's process id follows. */
export const RUN_PREFIX = `dongbo-test-${processesSeen()}-`;

const MEMORY = '/dev/shm';
const TMPFS_MAGIC = 0x01021994;
const GB = 2 ** 30;

/** The folder; `null` outside a test run. */
export function runFolder(): string | null {
  return process.env[RUN_FOLDER] || null;
}

/** The folder, for what only a test run has. */
export function folderOfRun(): string {
  const folder = runFolder();
  if (folder === null) throw new Error('there is no folder of a test run: start it by vitest');
  return folder;
}

/** Folder of the PostgreSQL of the run that has `folder`. */
export const postgresOf = (folder: string): string => join(folder, 'pg');

/** Folder of its MariaDB. */
export const mariaDbOf = (folder: string): string => join(folder, 'mariadb');

/** May programs be started from `folder`? Some machines forbid it there. */
async function isExecutable(folder: string): Promise<boolean> {
  const own = await mkdtemp(join(folder, `${RUN_PREFIX}${process.pid}-`));
  try {
    const program = join(own, 'program');
    await writeFile(program, '#!/bin/sh\n', { mode: 0o755 });
    execFileSync(program);
    return true;
  } catch {
    return false;
  } finally {
    await rm(own, { recursive: true });
  }
}

/** Is there a file system in memory that takes a run's files, two gigabytes at most, without anybody feeling it? */
async function isRoomInMemory(): Promise<boolean> {
  try {
    const { type, bavail, bsize } = await statfs(MEMORY);
    if (type !== TMPFS_MAGIC || bavail * bsize < 4 * GB) return false;
    // What lies there counts as memory of the container, too.
    const free = Math.min(freemem(), process.availableMemory());
    return free >= 8 * GB && (await isExecutable(MEMORY));
  } catch {
    return false;
  }
}

/** Where folders of runs lie, whatever TMPDIR was then; another one's is found when it is named again. */
export function roomsOfRuns(): readonly string[] {
  return [...new Set([MEMORY, '/tmp', tmpdir()])].filter((room) => existsSync(room));
}

/**
 * Makes the folder of this run, for this process and all that it starts; whatever they call temporary lies in it.
 * Answers it, and what makes this process forget it.
 */
export async function makeRunFolder(): Promise<{ readonly folder: string; readonly forget: () => void }> {
  const { TMPDIR } = process.env;
  const room = !TMPDIR && (await isRoomInMemory()) ? MEMORY : tmpdir();
  const folder = await mkdtemp(join(room, `${RUN_PREFIX}${process.pid}-`));
  // Run by root, a server of databases runs as another account, which must get in.
  await chmod(folder, 0o755);
  process.env[RUN_FOLDER] = folder;
  process.env.TMPDIR = folder;
  const forget = (): void => {
    delete process.env[RUN_FOLDER];
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  };
  return { folder, forget };
}
