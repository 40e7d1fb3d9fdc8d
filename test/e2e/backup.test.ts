/**
 * Backups as a machine makes them every night: each ends by itself, and leaves whole files and nothing else. And
 * what they are brought back over: nothing that anybody still needs.
 */
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
  const files = await readdir(folder);
  expect(files).toHaveLength(1);
  const told = await world.json<{ detail: { file: string } }[]>(['audit', 'list', '--action', 'backup']);
  expect(told.map(({ detail }) => detail.file)).toEqual(files);
});

it('takes nobody’s name and nobody’s file away, but what was left unfinished a day ago', async () => {
  const busy = await mkdtemp(join(tmpdir(), 'dongbo-backup-test-'));
  try {
    const ofOthers: string[] = [];
    for (let second = 0; second < 30; second += 1) {
      const at = new Date(Date.now() + second * 1_000).toISOString().replace(/[-:]|\.\d+/g, '');
      for (const end of ['', '.unfinished', '.0a1b2c.unfinished'])
        ofOthers.push(`dongbo-${at}.backup.gz${end}`);
    }
    for (const name of ofOthers) await writeFile(join(busy, name), 'của người khác');
    const leftBehind = [
      'dongbo-20260101T000000Z.backup.gz.unfinished',
      'dongbo-20260101T000000Z.backup.gz.9f.unfinished',
    ];
    const before = new Date(Date.now() - 86_401_000);
    for (const name of [...leftBehind, 'ghi-chu.unfinished']) {
      await writeFile(join(busy, name), 'x');
      await utimes(join(busy, name), before, before);
    }
    const kept = [...ofOthers, 'ghi-chu.unfinished'];
    const backup = () => world.dongbo(['backup', busy, '--keep', '99', '--json']);

    // A failure takes away its own file and nothing else.
    await world.ledger('ALTER TABLE lease RENAME TO lease_away');
    expect((await backup()).code).toBe(1);
    await world.ledger('ALTER TABLE lease_away RENAME TO lease');
    expect((await readdir(busy)).sort()).toEqual([...kept].sort());

    const { code, stdout, stderr } = await backup();
    expect(code, stderr).toBe(0);
    const name = basename((JSON.parse(stdout) as { file: string }).file);
    expect(name).toMatch(/^dongbo-\d{8}T\d{6}Z-2\.backup\.gz$/);
    expect((await readdir(busy)).sort()).toEqual([...kept, name].sort());
    for (const other of ofOthers) expect(await readFile(join(busy, other), 'utf8')).toBe('của người khác');
    expect(await world.json(['backup', busy, '--keep', '1'])).toMatchObject({
      removed: expect.arrayContaining([name]),
    });
  } finally {
    await rm(busy, { recursive: true, force: true });
  }
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

  it('brings nothing back where the audit cannot tell of it', async () => {
    await other.query(`ALTER TABLE audit ADD CONSTRAINT untold CHECK (action <> 'restore')`);
    expect((await restore()).code).not.toBe(0);
    expect(await count('doubt')).toBe(0);
    expect((await other.query('SELECT action FROM audit')).rows).toEqual([{ action: 'migrate' }]);
    await other.query('ALTER TABLE audit DROP CONSTRAINT untold');
  });

  it('touches no table that is not the ledger’s, and brings none back', async () => {
    await other.query('CREATE TABLE cua_nguoi_khac AS SELECT 1 AS id');
    const { code, stderr } = await restore();
    expect(code, stderr).toBe(0);
    expect(await count('cua_nguoi_khac')).toBe(1);
    // Here as there the ledger was migrated, and the chain is whole.
    expect(
      (await other.query('SELECT action FROM audit WHERE action <> $1 ORDER BY seq', ['backup'])).rows,
    ).toEqual([{ action: 'migrate' }, { action: 'restore' }]);
    expect((await world.dongbo(['audit', 'verify'], { DATABASE_URL: place.url })).code).toBe(0);
    expect((await other.query(`SELECT to_regclass('"Bảng khác"') AS found`)).rows).toEqual([{ found: null }]);
  });
});
