/**
 * Backups as a machine makes them every night: each ends by itself, and leaves whole files and nothing else. And
 * what they are brought back over: nothing that anybody still needs.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { type FreshDatabase, freshDatabase, waitFor } from '../support/services.ts';

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

describe('a restore', () => {
  let place: FreshDatabase;
  let other: pg.Client;
  let file = '';
  const restore = () => world.dongbo(['restore', file], { DATABASE_URL: place.url });
  const count = async (table: string): Promise<unknown> =>
    (await other.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)).rows[0]?.count;

  beforeAll(async () => {
    await world.ledger('CREATE TABLE "Bảng khác" (id int GENERATED ALWAYS AS IDENTITY, what text)');
    await world.ledger(`INSERT INTO "Bảng khác" (what) VALUES ('đừng chép')`);
    ({ file } = await world.json<{ file: string }>(['backup', folder]));
    place = await freshDatabase();
    await world.json(['migrate'], { DATABASE_URL: place.url });
    other = new pg.Client({ connectionString: place.url, application_name: 'dongbo may-2' });
    await other.connect();
  });
  afterAll(async () => {
    await other?.end();
    await place?.drop();
  });

  it('is refused over a dossier that was about to be stored when it began', async () => {
    await other.query(`BEGIN; INSERT INTO codebook_version (hash) VALUES ('thử')`);
    await other.query(
      `INSERT INTO dossier (code, source_hash, source_row, codebook_id, incomplete, lane)
       SELECT 'H01-1', '', '{}', id, false, 'live' FROM codebook_version WHERE hash = 'thử'`,
    );
    const restoring = restore();
    const waits = `SELECT FROM pg_locks WHERE NOT granted AND database =
      (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await waitFor(async () => (await other.query(waits)).rowCount === 1, { what: 'the restore at its lock' });
    await other.query('COMMIT');
    const { code, stderr } = await restoring;
    expect(await count('dossier')).toBe(1);
    expect(stderr).toContain('DB-BKP-003');
    expect(code).toBe(1);
    await other.query('DELETE FROM dossier');
  });

  it('is refused beside a service at work', async () => {
    await other.query('SELECT pg_advisory_lock(7660003, 0)');
    const { code, stderr } = await restore();
    await other.query('SELECT pg_advisory_unlock(7660003, 0)');
    expect(stderr).toContain('DB-OPS-006');
    expect(stderr).toContain('dongbo may-2');
    expect(code).toBe(75);
  });

  it('touches no table that is not the ledger’s, and brings none back', async () => {
    await other.query('CREATE TABLE cua_nguoi_khac AS SELECT 1 AS id');
    const { code, stderr } = await restore();
    expect(code, stderr).toBe(0);
    expect(await count('cua_nguoi_khac')).toBe(1);
    expect((await other.query(`SELECT to_regclass('"Bảng khác"') AS found`)).rows).toEqual([{ found: null }]);
  });
});
