/**
 * Moves a document out of the inbox, for good.
 * Guarantees: moves at once or not at all, over nobody else's file; the reason of a refused one is on the disk
 * before it moves, so that a crash leaves it in the inbox, to be judged again; what was put under the same name
 * meanwhile is not moved unread.
 * Must not: be used by two at a time on one folder: only Dongbo puts files into `done` and `refused`.
 */
import type { BigIntStats } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { type DropFolders, keepNames } from './folders.ts';
import type { Arrival } from './inbox.ts';
import { reasonText } from './reason-text.ts';
import type { DocumentFault } from './refusal.ts';

/** Ending of the file that lies beside a refused one. */
export const REASON_SUFFIX = '.reason.txt';
/** Bytes: with a number and the suffix, a name still fits into every file system. */
const LONGEST_NAME = 200;

/** The name, its stem cut at a whole character where it is too long. */
function fitting(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const { name: stem, ext } = parse(name);
  const ending = Buffer.byteLength(ext) > 20 ? '' : ext;
  const characters = [...(ending === '' ? name : stem)];
  while (Buffer.byteLength(characters.join('')) > LONGEST_NAME - Buffer.byteLength(ending)) characters.pop();
  return characters.join('') + ending;
}

async function isThere(path: string | Buffer): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** `20261129-150000` in Vietnam. */
function stampOf(nowMs: number): string {
  const wall = new Date(nowMs + 7 * 3_600_000).toISOString();
  return wall.slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}

/** A name that is free in `folder`: its own, else with the time, else with the time and a number. */
async function freeName(folder: string, wanted: string, nowMs: number): Promise<string> {
  const name = fitting(wanted);
  if (!(await isThere(join(folder, name)))) return name;
  const { name: stem, ext } = parse(name);
  for (let number = 1; ; number += 1) {
    const candidate = `${stem}.${stampOf(nowMs)}${number === 1 ? '' : `-${number}`}${ext}`;
    if (!(await isThere(join(folder, candidate)))) return candidate;
  }
}

/** Written under another name, kept by the disk, then given its own. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.tmp`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** The very file that was read; moving it changes no more than the time of its entry. */
function isUntouched(now: BigIntStats, { stats }: Arrival): boolean {
  return (
    now.dev === stats.dev && now.ino === stats.ino && now.size === stats.size && now.mtimeNs === stats.mtimeNs
  );
}

/** False where it was not there any more, or another one was. */
async function moveTo(
  folder: string,
  name: string,
  arrival: Arrival,
  { inbox }: DropFolders,
  nowMs: number,
): Promise<boolean> {
  const target = join(folder, name);
  try {
    await rename(arrival.path, target);
  } catch (error) {
    // Somebody else has taken it away: there is nothing left to put away. Or the folder is gone, which is no success.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !(await isThere(arrival.path))) return false;
    throw error;
  }
  // Another document came in under the same name this very moment, or was written over it: it goes back, to be read.
  const isIt = isUntouched(await lstat(target, { bigint: true }), arrival);
  if (!isIt) await rename(target, join(inbox, await freeName(inbox, arrival.name, nowMs)));
  await keepNames(folder);
  await keepNames(inbox);
  return isIt;
}

/** Into `done`. */
export async function putAwayTaken(folders: DropFolders, arrival: Arrival, nowMs: number): Promise<void> {
  const name = await freeName(folders.done, arrival.name, nowMs);
  await moveTo(folders.done, name, arrival, folders, nowMs);
}

/** Into `refused`, with the reason beside it. */
export async function putAwayRefused(
  folders: DropFolders,
  arrival: Arrival,
  faults: readonly DocumentFault[],
  nowMs: number,
): Promise<void> {
  const name = await freeName(folders.refused, arrival.name, nowMs);
  const reason = join(folders.refused, `${name}${REASON_SUFFIX}`);
  await writeWhole(reason, reasonText(faults));
  await keepNames(folders.refused);
  const isMoved = await moveTo(folders.refused, name, arrival, folders, nowMs);
  // Where somebody else has put it there, it is his reason.
  if (!isMoved && !(await isThere(join(folders.refused, name)))) await rm(reason, { force: true });
}
