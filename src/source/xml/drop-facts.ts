/**
 * What lies in the folder of an XML source, for the doctor.
 * Guarantees: opens no document, makes no folder, moves nothing; counts alone, no name of a file.
 */
import { readdir } from 'node:fs/promises';
import { foldersOf } from './folders.ts';
import { listInbox } from './inbox.ts';
import { REASON_SUFFIX } from './put-away.ts';

/** See the file's head. */
export interface DropFacts {
  /** Documents that wait in the inbox; those that are still written, by their names, aside. */
  readonly waiting: number;
  /** Seconds since the oldest of them was written; `null` = none waits. */
  readonly oldestSeconds: number | null;
  /** Refused ones that nobody has mended or taken away. */
  readonly refused: number;
}

/** Looks. Throws what the file system says where a folder is not there. */
export async function dropFacts(dir: string, now: () => number): Promise<DropFacts> {
  const { inbox, refused } = foldersOf(dir);
  const [oldest, ...others] = await listInbox(inbox);
  const names = new Set(await readdir(refused));
  const documents = [...names].filter((name) => !name.endsWith(REASON_SUFFIX) && !name.endsWith('.tmp'));
  return {
    waiting: oldest === undefined ? 0 : others.length + 1,
    oldestSeconds:
      oldest === undefined ? null : Math.max(0, (now() - Number(oldest.stats.mtimeNs / 1_000_000n)) / 1000),
    refused: documents.length,
  };
}
