/** Backups as a machine makes them every night: each ends by itself, and leaves whole files and nothing else. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

let home: ProvinceHome;
let world: World;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dongbo-backup-test-'));
  home = await settleProvince(3, 0);
  world = await World.open(home);
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await rm(folder, { recursive: true, force: true });
});

it('a process that has written its backup ends by itself', { timeout: 30_000 }, async () => {
  const { code, stdout } = await world.start(['backup', folder]).finished();
  expect(code, stdout).toBe(0);
  expect(await readdir(folder)).toHaveLength(1);
});
