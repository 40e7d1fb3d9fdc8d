/** A view that may be missing and is made later, while the source is being read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { Engine } from '../../src/source/sql/engine.ts';
import { openEngine } from '../../src/source/sql/open-engine.ts';
import { openViews } from '../../src/source/sql/open-views.ts';
import { contractTables, type ProvinceDatabase, provinceDatabase } from './either-database.ts';

let province: ProvinceDatabase;
let engine: Engine;
beforeAll(async () => {
  province = await provinceDatabase('PostgreSQL');
  await province.run(...contractTables(province));
  engine = openEngine(province.url, 10_000);
});
afterAll(async () => {
  await engine?.close();
  await province?.drop();
});

test('is read within minutes, though nothing failed', async () => {
  let now = 0;
  const views = openViews(engine, DEFAULT_SOURCE_MAP, () => now);
  const hasSupplements = () => views.read(async (_, { parts }) => parts.supplements !== undefined);
  await province.run('ALTER TABLE dongbo_bo_sung RENAME TO cho_mot_lat');
  expect(await hasSupplements()).toBe(false);
  await province.run('ALTER TABLE cho_mot_lat RENAME TO dongbo_bo_sung');
  expect(await hasSupplements()).toBe(false);
  now += 300_000;
  expect(await hasSupplements()).toBe(true);
});
