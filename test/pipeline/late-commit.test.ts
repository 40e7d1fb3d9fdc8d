/** A row that is committed after the cursor has passed its time, in a source that tells of others at once. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Source } from '../../src/domain/source-ports.ts';
import { Overlap } from '../../src/pipeline/overlap.ts';
import { SweepWorld } from './sweep-world.ts';

const OVERLAP_SECONDS = 30;

let world: SweepWorld;
let isAway = false;
let nowMs = 0;
let overlap: Overlap;
beforeAll(async () => {
  world = await SweepWorld.open(
    'PostgreSQL',
    (source): Source => ({
      ...source,
      readPage: (position, feed) =>
        isAway ? Promise.reject(new Error('away')) : source.readPage(position, feed),
    }),
  );
});
beforeEach(async () => {
  await world.empty();
  isAway = false;
  nowMs = 0;
  overlap = new Overlap(OVERLAP_SECONDS, () => nowMs);
});
afterAll(() => world.close());

/** A dossier that says that it changed so many seconds after noon. */
const commit = (code: string, second: number): Promise<void> =>
  world.sql(
    `INSERT INTO dongbo_ho_so (ma_ho_so, ma_tthc, ma_don_vi, kenh, trang_thai, ngay_tiep_nhan, cap_nhat_luc)
     VALUES ('${code}', '1.001193', 'H19.12', '1', '2', '2026-01-01',
       timestamp '2026-01-01 12:00:00' + interval '${second} seconds')`,
  );

/** So many seconds after noon the source has told of some change, and is read. */
async function readAt(second: number): Promise<void> {
  nowMs = second * 1000;
  overlap.told();
  await world.extract({ overlap, overlapSeconds: OVERLAP_SECONDS });
}

test('is read by the next whole reading as if there had been no short ones in between', async () => {
  await commit('H-1', 0);
  await readAt(0);
  await commit('H-2', 50);
  await readAt(50);
  await commit('H-late', 5);
  await readAt(55);
  expect(await world.row('H-late')).toBeNull();
  await readAt(60);
  expect(await world.row('H-late')).not.toBeNull();
});

test('is read when the source is back after the whole reading failed', async () => {
  await commit('H-1', 0);
  await readAt(0);
  await commit('H-2', 50);
  await readAt(50);
  await commit('H-late', 5);
  isAway = true;
  await expect(readAt(60)).rejects.toThrow('away');
  isAway = false;
  await readAt(61);
  expect(await world.row('H-late')).not.toBeNull();
});
