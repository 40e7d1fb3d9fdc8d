/**
 * The server process: makes its cluster, starts it, finds one that runs already, stops it.
 * Guarantees: several processes may do any of this at once: a cluster appears in one rename, and
 * PostgreSQL's own postmaster.pid lets one server have it. Nothing here kills a process.
 */
import { chown, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { DATA_NAME, LOG_NAME, type Place } from './place.ts';
import { type RunResult, run } from './run.ts';
import { connectWire, type WireConnection, WireError } from './wire.ts';

/** Superuser of the embedded cluster; trusted on its private socket. */
export const SUPERUSER = 'postgres';

/** Enough for a daemon that reads twenty sources, and for commands beside it; a connection not used costs next to nothing. */
export const MOST_CONNECTIONS = 200;

/** A small machine's settings; none of them puts row values into the log. */
const SETTINGS: readonly string[] = [
  'listen_addresses=',
  'port=5432',
  'unix_socket_permissions=0700',
  `max_connections=${MOST_CONNECTIONS}`,
  'shared_buffers=64MB',
  'max_wal_size=512MB',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_checkpoints=off',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
];
/** For tests: a power cut may destroy the data. */
const NOT_DURABLE: readonly string[] = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

const LOG_LIMIT_BYTES = 10_000_000;

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Removes drafts of clusters whose maker died. */
async function sweepDrafts(place: Place): Promise<void> {
  for (const name of await readdir(place.home)) {
    const pid = Number(/^data\.new-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid > 0 && pid !== process.pid && !alive(pid))
      await rm(join(place.home, name), { recursive: true, force: true });
  }
}

/** Makes the cluster unless it is there. Throws a plain Error with initdb's words. */
export async function ensureCluster(place: Place, binaries: Binaries, durable: boolean): Promise<void> {
  const there = await readFile(join(place.data, 'PG_VERSION'), 'utf8').then(
    () => true,
    () => false,
  );
  if (there) return;
  await sweepDrafts(place);
  const draft = await mkdtemp(`${place.data}.new-${process.pid}-`);
  if (place.account) await chown(draft, place.account.uid, place.account.gid);
  // The built-in locale folds Vietnamese letters alike on every machine, with no ICU or libc locale.
  const args = ['-D', draft, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--no-instructions'];
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!durable) args.push('--no-sync');
  const { ok, output } = await run(binaries.initdb, args, place.account, place.home);
  if (!ok) {
    await rm(draft, { recursive: true, force: true });
    throw new Error(`initdb: ${output}`);
  }
  try {
    await rename(draft, place.data);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was first; its cluster is as good.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Opens the log for the server; a long one is put aside once. */
async function prepareLog(place: Place): Promise<number> {
  const size = await stat(place.logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(place.logFile, `${place.logFile}.1`);
  const file = await open(place.logFile, 'a', 0o600);
  await file.close();
  if (place.account) await chown(place.logFile, place.account.uid, place.account.gid);
  return size > LOG_LIMIT_BYTES ? 0 : size;
}

// pg_ctl puts names into a shell's command line; relative ones keep DATA_DIR's quotes and dollars out of it.
/** Starts the server and waits until it takes connections; a false answer carries the reason. */
export async function startServer(
  place: Place,
  binaries: Binaries,
  durable: boolean,
  further: readonly string[] = [],
): Promise<RunResult> {
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const settings = [
    ...SETTINGS,
    ...(durable ? [] : NOT_DURABLE),
    ...further,
    `unix_socket_directories=${place.socketFolder}`,
  ];
  const options = settings.map((setting) => `-c ${quote(setting)}`).join(' ');
  const args = ['start', '-w', '-t', '60', '-s', '-D', DATA_NAME, '-l', LOG_NAME, '-o', options];
  const logged = await prepareLog(place);
  const { ok, output } = await run(binaries.pgCtl, args, place.account, place.home);
  if (ok) return { ok, output };
  const log = await readFile(place.logFile);
  const said = log.subarray(logged).toString('utf8').trim().split('\n').slice(-3);
  return { ok, output: [output, ...said].filter((line) => line !== '').join(' | ') };
}

/** Stops the server: open transactions are rolled back, committed ones are kept. */
export function stopServer(place: Place, binaries: Binaries): Promise<RunResult> {
  const args = ['stop', '-m', 'fast', '-w', '-t', '60', '-s', '-D', DATA_NAME];
  return run(binaries.pgCtl, args, place.account, place.home);
}

/** What postmaster.pid says of the server that has, or had, this cluster. */
interface Running {
  readonly pid: number;
  readonly socket: string;
}

/** `null` where there is no postmaster.pid or it is not written to its end yet. */
async function readPostmasterPid(place: Place): Promise<Running | null> {
  const text = await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port, folder] = text.split('\n');
  if (!pid || !port || !folder) return null;
  return { pid: Number(pid), socket: join(folder.trim(), `.s.PGSQL.${port.trim()}`) };
}

/** Does the process that postmaster.pid names live? It need not be a PostgreSQL: numbers are reused. */
export async function seemsRunning(place: Place): Promise<boolean> {
  const running = await readPostmasterPid(place);
  return running !== null && alive(running.pid);
}

/** Our server, found. */
export interface Found {
  /** Folder of its socket. */
  readonly socketFolder: string;
  readonly connection: WireConnection;
}

/** Connects to the running server of this cluster; `null` where none answers now. Throws {@link WireError} when it refuses us. */
export async function findServer(place: Place): Promise<Found | null> {
  const running = await readPostmasterPid(place);
  if (!running) return null;
  try {
    const connection = await connectWire(running.socket, SUPERUSER, 'postgres');
    const [[folder] = []] = await connection.query('SHOW data_directory');
    if (folder === (await realpath(place.data))) return { socketFolder: dirname(running.socket), connection };
    connection.close();
    return null;
  } catch (error) {
    // Nobody listens, or it opens or closes just now (57P01, 57P02, 57P03).
    if (error instanceof WireError && (error.sqlState === '' || error.sqlState.startsWith('57P')))
      return null;
    throw error;
  }
}
