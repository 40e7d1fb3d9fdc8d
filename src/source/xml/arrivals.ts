/**
 * Calls when something has come into a folder.
 * Guarantees: one call for what comes in one go, once it has been quiet for a moment: a document that is still
 * being written does not wake anybody with every piece of it.
 * Must not: be all that is relied upon: folders of a network are often silent.
 */
import { watch } from 'node:fs/promises';
import { isUnderWay } from './inbox.ts';

/** Milliseconds without news. */
const QUIET_MS = 200;

/** Ends when `signal` fires, or when the folder can be watched no longer; never throws. */
export async function watchFolder(folder: string, signal: AbortSignal, callback: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const { filename } of watch(folder, { signal, persistent: false })) {
      if (filename !== null && isUnderWay(filename)) continue;
      clearTimeout(timer);
      timer = setTimeout(callback, QUIET_MS);
      timer.unref();
    }
  } catch {
    // Told to stop, or not to be watched: the schedule goes on looking.
  } finally {
    if (signal.aborted) clearTimeout(timer);
  }
}
