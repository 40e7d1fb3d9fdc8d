/** The embedded PostgreSQL, for real: started, shared, orphaned, killed, out of reach. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { serviceAccount } from '../../src/embedded/account.ts';
import { packageFolder, runnableBinaries } from '../../src/embedded/binaries.ts';
import { NOTE_FILE, privateFolder } from '../../src/embedded/place.ts';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { run } from '../../src/embedded/run.ts';
import { childEntry } from '../support/program.ts';

const folders: string[] = [];
const isRoot = process.getuid?.() === 0;

/** A folder that every account may enter, as /srv or /opt would be. */
async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dongbo-embedded-'));
  await chmod(folder, 0o755);
  folders.push(folder);
  return folder;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const serverPid = async (home: string): Promise<number> =>
  Number((await readFile(join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

const stopped = (home: string): Promise<boolean> =>
  stat(join(home, 'data', 'postmaster.pid')).then(
    () => false,
    () => true,
  );

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

it('keeps data over stop, start and a killed server, in a folder of any name', async () => {
  const dataDir = join(await openFolder(), `Sở Tư pháp's "dữ liệu" $HOME \`id\` ${'dài '.repeat(20)}`);
  const first = await startEmbeddedPostgres({ dataDir });
  expect(first.adopted).toBe(false);
  await Promise.all([first.createDatabase('Sổ "1"'), first.createDatabase('Sổ "1"')]);
  await first.createDatabase('Sổ "1"');
  const url = first.url('Sổ "1"');
  // So long a path has its socket elsewhere.
  folders.push(new URL(url).searchParams.get('host') ?? '');
  expect(await ask(url, "SELECT lower('ĐỒNG BỘ')")).toBe('đồng bộ');
  expect(await ask(url, "SELECT current_setting('listen_addresses') || current_setting('fsync')")).toBe('on');
  await ask(url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  await first.stop();
  await expect(ask(url, 'SELECT 1')).rejects.toThrow();

  const second = await startEmbeddedPostgres({ dataDir });
  process.kill(await serverPid(join(dataDir, 'postgres')), 'SIGKILL');
  const third = await startEmbeddedPostgres({ dataDir });
  expect(third.adopted).toBe(false);
  expect(await ask(third.url('Sổ "1"'), 'SELECT n FROM kept')).toBe(7);
  await second.stop();
  await third.stop();
  expect(await stopped(join(dataDir, 'postgres'))).toBe(true);
});

it('is one server for all who ask at once, and the last to stop stops it', async () => {
  const dataDir = await openFolder();
  const start = (): ReturnType<typeof startEmbeddedPostgres> =>
    startEmbeddedPostgres({ dataDir, durable: false });
  const [one, two, three] = await Promise.all([start(), start(), start()]);
  const identity = 'SELECT pg_postmaster_start_time()::text';
  const servers = await Promise.all([one, two, three].map((server) => ask(server.url('postgres'), identity)));
  expect(new Set(servers).size).toBe(1);
  await Promise.all([two.stop(), three.stop()]);
  expect(await ask(one.url('postgres'), 'SELECT 1')).toBe(1);
  await one.stop();
  expect(await stopped(join(dataDir, 'postgres'))).toBe(true);
  expect((await readdir(join(dataDir, 'postgres'))).filter((name) => name.includes('.new-'))).toEqual([]);
});

it('takes over the server of a process that was killed, and stops it in the end', async () => {
  const dataDir = await openFolder();
  const script = new URL('./start-and-wait.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...childEntry(script), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const pid = await serverPid(join(dataDir, 'postgres'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  expect(server.adopted).toBe(true);
  expect(await serverPid(join(dataDir, 'postgres'))).toBe(pid);
  await server.stop();
  expect(await stopped(join(dataDir, 'postgres'))).toBe(true);
});

it('runs from a copy where the package is out of reach, and mends missing links', async () => {
  const folder = await openFolder();
  const [original, bare, home] = [
    packageFolder(process.platform, process.arch),
    join(folder, 'package'),
    join(folder, 'home'),
  ];
  const account = await serviceAccount('/nonexistent');
  await privateFolder(home, account);
  await mkdir(bare);
  await cp(original, bare, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.endsWith('.a'),
  });
  const links: unknown = JSON.parse(await readFile(join(bare, 'native', 'pg-symlinks.json'), 'utf8'));
  const removeLinks = async (): Promise<void> => {
    for (const { target } of links as { target: string }[]) await rm(join(bare, target), { force: true });
  };

  await removeLinks();
  expect((await runnableBinaries(bare, home, account, () => undefined)).postgres).toContain(bare);

  // Root may write anywhere, but its substitute may not enter; anybody else may not write.
  await removeLinks();
  const closed = isRoot ? bare : join(bare, 'native', 'lib');
  await chmod(closed, isRoot ? 0o700 : 0o555);
  const told: string[] = [];
  const log = (line: string): void => void told.push(line);
  const [one, two] = await Promise.all([
    runnableBinaries(bare, home, account, log),
    runnableBinaries(bare, home, account, log),
  ]).finally(() => chmod(closed, 0o755));
  expect(one).toEqual(two);
  expect(one.postgres).toContain(home);
  expect(told[0]).toContain('copying');
  expect((await run(one.postgres, ['--version'], account, home)).output).toMatch(
    /^postgres \(PostgreSQL\) 18/,
  );
});

describe.skipIf(!isRoot)('run by root', () => {
  it('keeps its data elsewhere where the substitute cannot reach DATA_DIR, and says where', async () => {
    const [folder, spareRoot] = [await openFolder(), await openFolder()];
    await chmod(folder, 0o700);
    const dataDir = join(folder, '.dongbo');
    const server = await startEmbeddedPostgres({ dataDir, durable: false, spareRoot });
    const [name = ''] = await readdir(spareRoot);
    const home = join(spareRoot, name);
    const found = await stat(home);
    expect([found.mode & 0o777, found.uid !== 0]).toEqual([0o700, true]);
    expect(await readFile(join(dataDir, NOTE_FILE), 'utf8')).toContain(home);
    expect(await readdir(dataDir)).toEqual([NOTE_FILE]);
    await server.stop();
    // Reachable by now, it still goes on with the data it has.
    await chmod(folder, 0o755);
    const again = await startEmbeddedPostgres({ dataDir, durable: false, spareRoot });
    expect(await ask(again.url('postgres'), "SELECT current_setting('data_directory')")).toContain(home);
    await again.stop();
  });
});

describe('faults', () => {
  it('no package for this machine', () => {
    expect(() => packageFolder('sunos', 'sparc')).toThrow(
      expect.objectContaining({ code: 'DB-SVC-004', exitCode: 78, params: { platform: 'sunos-sparc' } }),
    );
  });

  it('DATA_DIR is a file', async () => {
    const dataDir = join(await openFolder(), 'file');
    await writeFile(dataDir, '');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'DB-SVC-003',
      exitCode: 69,
      params: { where: dataDir },
    });
  });

  it('the cluster is of another version: PostgreSQL’s own words say so', async () => {
    const dataDir = await openFolder();
    await (await startEmbeddedPostgres({ dataDir, durable: false })).stop();
    const home = join(dataDir, 'postgres');
    await writeFile(join(home, 'data', 'PG_VERSION'), '9\n');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'DB-SVC-003',
      params: { where: home, reason: expect.stringMatching(/incompatible/) },
    });
  });
});
