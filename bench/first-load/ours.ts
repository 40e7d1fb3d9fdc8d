/**
 * Dongbo itself: `dongbo run` as a process of its own, or several on one ledger and one queue, from an empty ledger until
 * everything is accepted there.
 * Guarantees: the real daemon with the settings that it ships with, but for the bench's batch of steps; the end is when
 * the ledger says that nothing is left, not when the portal has stored it.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import { DEFAULT_CREDENTIALS } from '../../src/simulator/portal/portal-sessions.ts';
import { PROVINCE_FILE_BASE_URL } from '../../src/simulator/province/make-documents.ts';
import { DongboProcess } from '../../test/support/e2e/child.ts';
import type { Settings } from '../../test/support/e2e/command.ts';
import { type Cores, watchCores } from '../frame/cores.ts';
import { BATCH, type LoadCase } from './load-case.ts';
import type { BenchPortal } from './portal.ts';

/** What became of it. */
export interface OursRun {
  readonly seconds: number;
  /** Most memory that a daemon held, MiB. */
  readonly rssMb: number;
  readonly cores: Cores;
}

const LEFT = `SELECT FROM delivery WHERE state <> 'accepted' LIMIT 1`;
const MOST_MS = 1_800_000;
/** Several that start at a time take each other's cores. */
const START_MS = 120_000;

async function command(argv: readonly string[], settings: Settings): Promise<void> {
  const { code, stdout, stderr } = await new DongboProcess(argv, settings).finished();
  if (code !== 0) throw new Error(`dongbo ${argv.join(' ')}: exit ${code}: ${stdout}${stderr}`);
}

/** Highest resident memory of a process so far, MiB; NaN where the system does not tell it. */
async function peakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** The settings that load `given`. */
export function settingsOf(given: LoadCase): Settings {
  const { username, password, agencyCode } = DEFAULT_CREDENTIALS;
  return {
    DATABASE_URL: given.databaseUrl,
    ...(given.redisUrl === null ? {} : { REDIS_URL: given.redisUrl }),
    SOURCE_URL: given.sourceUrl,
    PORTAL_BASE_URL: given.portalUrl,
    PORTAL_USERNAME: username,
    PORTAL_PASSWORD: password,
    PORTAL_AGENCY_CODE: agencyCode,
    PORTAL_STEPS_PER_CALL: String(BATCH.stepsACall),
    MAPPINGS_DIR: resolve(import.meta.dirname, '../../mappings'),
    FILE_BASE_URL: PROVINCE_FILE_BASE_URL,
    ADMIN_PORT: '0',
    LOG_LEVEL: 'info',
  };
}

/** An empty ledger with the catalogue, as it stands on the day before a province goes live. */
export async function prepareLedger(given: LoadCase): Promise<void> {
  await command(['migrate'], settingsOf(given));
  await command(['catalogue', 'pull'], settingsOf(given));
}

/** Its line "started". */
async function startOf(one: DongboProcess): Promise<Readonly<Record<string, unknown>>> {
  await one.until('started', () => one.logged('started').length > 0, START_MS);
  return one.logged('started')[0] ?? {};
}

/**
 * Loads everything.
 * @param portal what takes it, and the moment at which it has all
 * @param processes the last to start reads and delivers; the others deliver only, and are there before it
 */
export async function ours(
  given: LoadCase,
  portal: Pick<BenchPortal, 'stored' | 'pid'>,
  processes = 1,
): Promise<OursRun> {
  const settings = settingsOf(given);
  const ledger = new pg.Client({ connectionString: given.databaseUrl });
  await ledger.connect();
  const worker = (): DongboProcess => new DongboProcess(['run', '--role', 'worker'], settings);
  const workers = Array.from({ length: processes - 1 }, worker);
  const running = [...workers];
  try {
    const waiting = await Promise.all(workers.map(startOf));
    const daemon = new DongboProcess(['run'], settings);
    running.push(daemon);
    const started = await startOf(daemon);
    const pids = [started, ...waiting].map(({ pid }) => Number(pid));
    const { databaseUrl: postgresUrl, redisUrl } = given;
    const cores = await watchCores({ dongbo: pids, portal: portal.pid, postgresUrl, redisUrl });
    let isStored = false;
    portal.stored.then(
      () => {
        isStored = true;
      },
      () => undefined,
    );
    await Promise.all(running.map((one) => one.until('the first load', () => isStored, MOST_MS)));
    await daemon.until('accepted', async () => (await ledger.query(LEFT)).rowCount === 0, MOST_MS);
    const ended = Date.now();
    return {
      seconds: (ended - Date.parse(String(started.time))) / 1000,
      rssMb: Math.max(...(await Promise.all(pids.map(peakMb)))),
      cores: await cores(),
    };
  } finally {
    await ledger.end();
    await Promise.all(running.map((one) => one.end('SIGTERM')));
  }
}
