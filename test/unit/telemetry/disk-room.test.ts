/** The room of file systems as df shows it to those who are not root, and what of a folder that is not there. */
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskRoom } from '../../../src/telemetry/disk-room.ts';
import type { DiskPlace } from '../../../src/telemetry/process-figures.ts';

const places = (working: string, data: string): Map<DiskPlace, string> =>
  new Map([
    ['working', working],
    ['data', data],
  ]);

it('is what may still be written, in bytes, of each place', async () => {
  const of: Readonly<Record<string, { bavail: number; bfree: number; blocks: number; bsize: number }>> = {
    '/a': { bavail: 3, bfree: 5, blocks: 100, bsize: 4_096 },
    '/b': { bavail: 0, bfree: 5, blocks: 7, bsize: 512 },
  };
  const found = await diskRoom(places('/a', '/b'), async (folder) => {
    const seen = of[folder];
    if (!seen) throw new Error('ENOENT');
    return seen;
  });
  expect([...found]).toEqual([
    ['working', { freeBytes: 12_288, sizeBytes: 409_600 }],
    ['data', { freeBytes: 0, sizeBytes: 3_584 }],
  ]);
});

it('leaves out a folder that cannot be asked and tells the others', async () => {
  const found = await diskRoom(places(join(tmpdir(), 'no-such-folder', 'at-all'), tmpdir()), statfs);
  expect([...found.keys()]).toEqual(['data']);
  const { freeBytes = -1, sizeBytes = -1 } = found.get('data') ?? {};
  expect(freeBytes).toBeGreaterThanOrEqual(0);
  expect(sizeBytes).toBeGreaterThan(freeBytes);
});
