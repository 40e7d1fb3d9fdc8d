/**
 * What the lag is measured in: a province on a PostgreSQL of its own, a ledger on another, the portal's stand-in in
 * this process, Dongbo as a child.
 * Guarantees: both servers as durable as in production; all of it is gone afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { ChangeCapture } from '../../src/domain/source-definition.ts';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import type { Change } from '../../src/simulator/portal/portal-store.ts';
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { createProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import { makeProvince, type Province } from '../../src/simulator/province/make-province.ts';
import { DongboProcess } from '../../test/support/e2e/child.ts';
import type { Settings } from '../../test/support/e2e/command.ts';
import { redisServer } from '../../test/support/redis-server.ts';

/** What is measured. */
export interface LagCase {
  readonly capture: ChangeCapture;
  readonly queue: 'postgres' | 'redis';
}

/** See the file's head. */
export interface LagWorld {
  readonly province: Province;
  readonly sourceUrl: string;
  /** How many of the province are in it, and at the portal, before anything is measured. */
  readonly before: number;
  /** Processor seconds of Dongbo since its start. */
  cpuSeconds(): Promise<number>;
  /** Told of what the portal stores. */
  onStored: (changes: readonly Change[]) => void;
}

const LATENCY_MS = 20;

async function command(argv: readonly string[], settings: Settings): Promise<string> {
  const { code, stdout, stderr } = await new DongboProcess(argv, settings).finished();
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${code}: ${stderr}${stdout}`);
  return stdout;
}

async function runSql(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Makes it, lets Dongbo load what is there, does `work`, and takes all of it away. */
export async function inLagWorld(
  { capture, queue }: LagCase,
  size: { readonly before: number; readonly more: number },
  work: (world: LagWorld) => Promise<void>,
): Promise<void> {
  const dirs = await Promise.all(
    ['source', 'ledger'].map((name) => mkdtemp(join(tmpdir(), `dongbo-lag-${name}-`))),
  );
  const [sourceDir = '', ledgerDir = ''] = dirs;
  const source = await startEmbeddedPostgres({ dataDir: sourceDir, settings: ['wal_level=logical'] });
  const ledger = await startEmbeddedPostgres({ dataDir: ledgerDir });
  await source.createDatabase('motcua');
  await ledger.createDatabase('dongbo');
  const sourceUrl = source.url('motcua');
  const redis = queue === 'redis' ? await redisServer() : null;
  let onStored: LagWorld['onStored'] = () => {};
  const portal = await startSimulatedPortal({
    latencyMs: LATENCY_MS,
    onStored: (changes) => onStored(changes),
  });
  const { username, password, agencyCode } = portal.credentials;
  const settings: Settings = {
    DATABASE_URL: ledger.url('dongbo'),
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    SOURCE_URL: sourceUrl,
    SOURCE_CDC: capture,
    PORTAL_BASE_URL: portal.url,
    PORTAL_USERNAME: username,
    PORTAL_PASSWORD: password,
    PORTAL_AGENCY_CODE: agencyCode,
    MAPPINGS_DIR: resolve(import.meta.dirname, '../../mappings'),
    FILE_BASE_URL: 'https://motcua.tinhmau.example/tep/',
    ADMIN_PORT: '0',
  };
  let daemon: DongboProcess | null = null;
  try {
    const province = makeProvince({ dossiers: size.before + size.more, faulty: 0, seed: 1, now: new Date() });
    const first = Array.from({ length: size.before }, (_, index) => province.at(index));
    await (await createProvinceDatabase(sourceUrl, first)).close();
    await command(['migrate'], settings);
    await command(['catalogue', 'pull'], settings);
    if (capture !== 'poll') {
      const { statements } = JSON.parse(
        await command(['source', 'sql', '--capture', capture, '--json'], settings),
      );
      await runSql(sourceUrl, statements);
    }
    daemon = new DongboProcess(['run'], settings);
    const running = daemon;
    await running.until('the first load', () => portal.state().dossiers.size >= size.before, 300_000);
    const address = /"where":"(http:\/\/[^"]+)"/.exec(running.stdout)?.[1] ?? '';
    await work({
      province,
      sourceUrl,
      before: size.before,
      async cpuSeconds() {
        const shown = await (await fetch(`${address}/metrics`)).text();
        return Number(/^process_cpu_seconds_total ([\d.]+)/m.exec(shown)?.[1]);
      },
      set onStored(listener: LagWorld['onStored']) {
        onStored = listener;
      },
    });
    const { doubledSteps } = portal.state();
    if (doubledSteps > 0) throw new Error(`${doubledSteps} steps came twice`);
  } finally {
    await daemon?.end('SIGTERM');
    await portal.close();
    await redis?.stop();
    await source.stop();
    await ledger.stop();
    await Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true })));
  }
}
