/**
 * A PostgreSQL of our own, for trying Dongbo out and for tests: no installation, no port, no
 * password, reachable only through a private socket.
 * Guarantees: one server a DATA_DIR however many processes ask; one left behind by a killed
 * process is taken over; the last Dongbo process to stop stops it; data survive.
 * Must not: serve production (the account that runs it can read everything), listen on a network.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { type Binaries, packageFolder, runnableBinaries } from './binaries.ts';
import { type Place, preparePlace } from './place.ts';
import {
  ensureCluster,
  type Found,
  findServer,
  SUPERUSER,
  seemsRunning,
  startServer,
  stopServer,
} from './server.ts';
import { type WireConnection, WireError } from './wire.ts';

/** What {@link startEmbeddedPostgres} is told. */
export interface EmbeddedPostgresOptions {
  /** DATA_DIR; made if absent. */
  readonly dataDir: string;
  /** Told in a line what is done and where, for a debug log. */
  readonly log?: (line: string) => void;
  /** False: faster, and a power cut may destroy the data; for tests. Default true. */
  readonly durable?: boolean;
  /** Further settings of the server, `name=value`; those of the one that starts it count. */
  readonly settings?: readonly string[];
  /** Where the data go when root's substitute cannot reach `dataDir`; default `/var/tmp`. */
  readonly spareRoot?: string;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** True when it ran already, started by another process or by one that was killed. */
  readonly adopted: boolean;
  /** Connection URL of a database; that database need not exist. */
  url(database: string): string;
  /** Makes the database (UTF-8) unless it is there. Throws DB-SVC-003. */
  createDatabase(database: string): Promise<void>;
  /** Stops the server unless another Dongbo process still uses it. Repeating it is harmless. */
  stop(): Promise<void>;
}

/** Held, shared, by each process that uses the server; who gets it alone may stop the server. */
const IN_USE = '1146044994, 1';
const ATTEMPTS = 150;
const ATTEMPT_MS = 200;

/** Finds the server or starts it, and registers as a user of it. */
async function enter(
  place: Place,
  binaries: Binaries,
  options: EmbeddedPostgresOptions,
): Promise<Found & { adopted: boolean }> {
  let adopted = true;
  for (let attempt = 1; ; attempt += 1) {
    const found = await findServer(place);
    // A server that is being stopped breaks the connection here; then the next round starts it again.
    if (found && (await register(found.connection))) return { ...found, adopted };
    await ensureCluster(place, binaries, options.durable ?? true);
    // Another process's server that starts, stops or was killed a moment ago still holds the lock file.
    const busy = await seemsRunning(place);
    const { ok, output } = await startServer(place, binaries, options.durable ?? true, options.settings);
    if (ok) {
      adopted = false;
      continue;
    }
    const mayPass = busy || attempt === 1 || (await seemsRunning(place));
    if (attempt >= ATTEMPTS || !mayPass) throw new Error(output);
    await pause(ATTEMPT_MS);
  }
}

async function register(connection: WireConnection): Promise<boolean> {
  try {
    await connection.query(`SELECT pg_advisory_lock_shared(${IN_USE})`);
    return true;
  } catch (error) {
    connection.close();
    if (error instanceof WireError) return false;
    throw error;
  }
}

/** True when no other process is registered; from then on new ones wait and find the server gone. */
async function alone(connection: WireConnection): Promise<boolean> {
  try {
    await connection.query(`SELECT pg_advisory_unlock_shared(${IN_USE})`);
    const [[locked] = []] = await connection.query(`SELECT pg_try_advisory_lock(${IN_USE})`);
    return locked === 't';
  } catch (error) {
    // The server is gone already: nothing to stop.
    if (error instanceof WireError) return false;
    throw error;
  }
}

/**
 * Starts the embedded PostgreSQL of `dataDir`, or takes over the one that runs there.
 * Throws DB-SVC-004 (exit 78) where this machine has no package, DB-SVC-003 (exit 69) where it does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = packageFolder(process.platform, process.arch);
  const log = options.log ?? (() => undefined);
  let where = options.dataDir;
  const failed = (error: unknown): DongboError =>
    error instanceof DongboError
      ? error
      : new DongboError('DB-SVC-003', { where, reason: reasonOf(error) }, { cause: error });
  try {
    const place = await preparePlace(options.dataDir, options.spareRoot);
    where = place.home;
    const binaries = await runnableBinaries(folder, place.home, place.account, log);
    const { adopted, connection, socketFolder } = await enter(place, binaries, options);
    log(
      `embedded PostgreSQL ${adopted ? 'found running' : 'started'} in ${place.home}, socket ${socketFolder}`,
    );
    let stopped: Promise<void> | null = null;

    const stop = async (): Promise<void> => {
      const last = await alone(connection);
      if (!last) {
        log('embedded PostgreSQL left running for another process');
        connection.close();
        return;
      }
      const { ok, output } = await stopServer(place, binaries);
      connection.close();
      if (!ok) throw failed(new Error(output));
      log('embedded PostgreSQL stopped');
    };
    return {
      adopted,
      url: (database) =>
        `postgresql://${SUPERUSER}@localhost:5432/${encodeURIComponent(database)}?host=${encodeURIComponent(socketFolder)}`,
      createDatabase: (database) =>
        createDatabase(connection, database).catch((error) => Promise.reject(failed(error))),
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    throw failed(error);
  }
}

async function createDatabase(connection: WireConnection, database: string): Promise<void> {
  const literal = database.replaceAll("'", "''");
  const there = await connection.query(`SELECT 1 FROM pg_database WHERE datname = '${literal}'`);
  if (there.length > 0) return;
  try {
    await connection.query(`CREATE DATABASE "${database.replaceAll('"', '""')}"`);
  } catch (error) {
    // Another process made it at this moment (42P04, or 23505 where both were quick).
    if (!(error instanceof WireError && ['42P04', '23505'].includes(error.sqlState))) throw error;
  }
}
