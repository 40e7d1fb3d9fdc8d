/** The first load of a source whose parts have times of change of their own. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { Source } from '../../src/domain/source-ports.ts';
import { minutesAgo, SweepWorld } from './sweep-world.ts';

let world: SweepWorld;
/** Dossiers read by each page of each stream. */
let read: [feed: string, dossiers: number][];
let cutAfterPages = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  world = await SweepWorld.open(
    'PostgreSQL',
    (source): Source => ({
      ...source,
      async readPage(position, feed = 'dossiers') {
        if (read.length >= cutAfterPages) throw new Error('cut');
        const page = await source.readPage(position, feed);
        read.push([feed, page.dossiers.length]);
        return page;
      },
    }),
  );
});
beforeEach(async () => {
  read = [];
  cutAfterPages = Number.POSITIVE_INFINITY;
  await world.empty();
  const { steps } = DEFAULT_SOURCE_MAP;
  await world.changeMap({
    ...DEFAULT_SOURCE_MAP,
    steps: { ...steps, changedAt: { of: '', name: 'thoi_diem' } },
  });
  await world.fill(7);
  await world.sql(
    'UPDATE dongbo_tien_do t SET thoi_diem = (SELECT d.cap_nhat_luc FROM dongbo_ho_so d WHERE d.ma_ho_so = t.ma_ho_so)',
  );
});
afterAll(() => world.close());

const readOf = (feed: string): number =>
  read.filter(([name]) => name === feed).reduce((sum, [, dossiers]) => sum + dossiers, 0);
const addStep = (code: string): Promise<void> =>
  world.sql(
    `INSERT INTO dongbo_tien_do (ma_ho_so, id, thoi_diem, nguoi_xu_ly, trang_thai)
     VALUES ('${code}', 'new', '${minutesAgo(1)}', 'A', '2')`,
  );

test('reads each dossier once, with all its parts', async () => {
  await world.extract();
  expect(readOf('dossiers')).toBe(7);
  // What lies in the overlap is read again, as ever.
  expect(readOf('steps')).toBe(1);
  expect((await world.row('H-7'))?.steps).toHaveLength(1);
});

test('does not pass over a step that comes while it goes on, or after it was cut off', async () => {
  cutAfterPages = 1;
  await expect(world.extract()).rejects.toThrow('cut');
  await addStep('H-1');
  cutAfterPages = Number.POSITIVE_INFINITY;
  await world.extract();
  expect((await world.row('H-1'))?.steps).toHaveLength(2);
  expect(await world.row('H-7')).not.toBeNull();
});
