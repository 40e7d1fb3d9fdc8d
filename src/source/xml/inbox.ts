/**
 * What lies in the inbox.
 * Guarantees: the oldest first, equal times by name; what is still being written, by its name, is not seen;
 * nothing is opened, no link followed.
 */
import { isUtf8 } from 'node:buffer';
import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Something with a name. */
export interface Arrival {
  /** What is no UTF-8 in it is U+FFFD. */
  readonly name: string;
  readonly path: string | Buffer;
  readonly stats: BigIntStats;
}

/** Names under which writers write, and which programs and systems use for themselves. */
export function isUnderWay(name: string): boolean {
  return name.startsWith('.') || /\.(?:part|tmp)$/i.test(name);
}

/** A document that was put away, or moved by somebody else, between listing and looking is left out. */
export async function listInbox(inbox: string): Promise<readonly Arrival[]> {
  const arrivals: Arrival[] = [];
  for (const bytes of await readdir(inbox, { encoding: 'buffer' })) {
    const name = bytes.toString();
    if (isUnderWay(name)) continue;
    // Names of old systems are found by their bytes alone.
    const path = isUtf8(bytes) ? join(inbox, name) : Buffer.concat([Buffer.from(`${inbox}/`), bytes]);
    try {
      arrivals.push({ name, path, stats: await lstat(path, { bigint: true }) });
    } catch {
      // Gone again.
    }
  }
  const order = (a: Arrival, b: Arrival): boolean =>
    a.stats.mtimeNs === b.stats.mtimeNs ? a.name < b.name : a.stats.mtimeNs < b.stats.mtimeNs;
  return arrivals.sort((a, b) => (order(a, b) ? -1 : 1));
}

/** Is it the same file, unchanged? */
export function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}
