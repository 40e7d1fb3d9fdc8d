/**
 * One process at a time, across processes, by a folder that names its owner.
 * Guarantees: a lock whose owner has died is taken over; the lock is given back however the work ends.
 * Must not: wait longer than it is told.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
/** A lock without a readable owner is younger than this only while it is being made. */
const NAMELESS_MS = 5_000;

function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // alive, but another user's
  }
}

function isAbandoned(folder) {
  const owner = ownerOf(folder);
  if (owner !== null) return !isAlive(owner);
  try {
    return Date.now() - statSync(folder).mtimeMs > NAMELESS_MS;
  } catch {
    return false; // given back meanwhile
  }
}

/** Moves an abandoned lock away. Renaming is atomic, so of several that try one succeeds. */
function clear(folder) {
  const aside = `${folder}.${process.pid}`;
  try {
    renameSync(folder, aside);
  } catch {
    return;
  }
  const owner = ownerOf(aside);
  if (owner !== null && isAlive(owner)) {
    // Between the look and the rename someone else took over: it is theirs.
    try {
      renameSync(aside, folder);
      return;
    } catch {
      // A third took it in the same instant. It takes three processes within microseconds of a
      // crash; the loser of that race then works without a lock.
    }
  }
  rmSync(aside, { recursive: true, force: true });
}

/**
 * Runs `work` while holding the lock `folder`.
 * @param limitMs longest wait, in milliseconds; then an Error.
 * @param onWait called once when another process holds the lock.
 */
export async function withLock(folder, limitMs, onWait, work) {
  const start = Date.now();
  let told = false;
  while (!take(folder)) {
    if (isAbandoned(folder)) {
      clear(folder);
      continue;
    }
    if (!told) onWait();
    told = true;
    if (Date.now() - start > limitMs) {
      throw new Error(
        `${folder} is held by process ${ownerOf(folder) ?? 'unknown'}; remove that folder if it is gone`,
      );
    }
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
