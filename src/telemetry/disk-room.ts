/** Room on the file systems that this process writes to. Must not: fail for a folder that cannot be asked; it is left out. */
import type { DiskPlace, DiskRoom } from './process-figures.ts';

/** What `fs.statfs` tells, as far as it counts here. */
export type StatFs = (
  folder: string,
) => Promise<{ readonly bavail: number; readonly blocks: number; readonly bsize: number }>;

/** Asks for the room below each of `folders`. */
export async function diskRoom(
  folders: ReadonlyMap<DiskPlace, string>,
  statFs: StatFs,
): Promise<Map<DiskPlace, DiskRoom>> {
  const found = new Map<DiskPlace, DiskRoom>();
  for (const [place, folder] of folders) {
    const seen = await statFs(folder).catch(() => null);
    if (seen === null) continue;
    found.set(place, { freeBytes: seen.bavail * seen.bsize, sizeBytes: seen.blocks * seen.bsize });
  }
  return found;
}
