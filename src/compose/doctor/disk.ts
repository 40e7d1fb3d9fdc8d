/** Room on the disks that this machine writes to: the working folder, the files of an embedded ledger, folders of XML sources. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../../config.ts';
import type { StatFs } from '../../telemetry/disk-room.ts';
import { type Finding, size, well, words, wrong } from './finding.ts';
import { type Check, Skip } from './room.ts';

const MIB = 1024 ** 2;
const WARNING = { share: 0.1, bytes: 2048 * MIB };
const FAILED = { share: 0.02, bytes: 500 * MIB };

/** A folder and what is free where it lies. */
export interface Disk {
  readonly folder: string;
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

function isBelow({ freeBytes, sizeBytes }: Disk, { share, bytes }: typeof WARNING): boolean {
  return freeBytes < share * sizeBytes || freeBytes < bytes;
}

/** Judges by the fullest. */
export function judgeDisks(disks: readonly Disk[]): Finding {
  const shown = disks.map(({ folder, freeBytes, sizeBytes }) => {
    return `${folder} ${size(freeBytes)} / ${size(sizeBytes)}`;
  });
  const found = words(`còn trống: ${shown.join('; ')}`, `free: ${shown.join('; ')}`);
  const failed = disks.find((disk) => isBelow(disk, FAILED));
  const low = failed ?? disks.find((disk) => isBelow(disk, WARNING));
  if (low === undefined) return well(found);
  const params = { where: low.folder, found: size(low.freeBytes) };
  return wrong(failed === undefined ? 'warning' : 'failed', 'DB-DOC-023', found, { params });
}

/** What is not there yet lies where the nearest folder above it does. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

/** The folders that are written to, each once. */
function foldersOf({ DATABASE_URL, DATA_DIR, SOURCE_DIR, furtherSources }: Config): string[] {
  const dropped = [SOURCE_DIR, ...Object.values(furtherSources).map(({ dir }) => dir)];
  const folders = [
    process.cwd(),
    ...(DATABASE_URL === null ? [resolve(DATA_DIR)] : []),
    ...dropped.flatMap((dir) => (dir === null ? [] : [resolve(dir)])),
  ];
  return [...new Set(folders.map(existing))];
}

async function room(folder: string, statFs: StatFs): Promise<Disk> {
  const { bavail, blocks, bsize } = await statFs(folder);
  return { folder, freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}

/** See the file's head. */
export const diskCheck: Check = {
  name: 'disk',
  title: words('Đĩa', 'Disk'),
  offline: true,
  async run({ config, settings }) {
    const asked = foldersOf(config).map((folder) => room(folder, settings.statFs).catch(() => null));
    const disks = (await Promise.all(asked)).filter((disk) => disk !== null);
    if (disks.length === 0) throw new Skip(words('hệ điều hành không cho biết', 'the system does not tell'));
    return judgeDisks(disks);
  },
};
