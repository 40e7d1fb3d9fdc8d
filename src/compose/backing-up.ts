/**
 * The ledger into a file, and out of one.
 * Guarantees: a backup has its name only once it is whole and on the disk; files are for their owner
 * alone, since they hold what the ledger holds; of older ones the newest stay.
 * Must not: know what is in a ledger.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { House } from '../compose.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { dumpLedger } from '../ledger/backup.ts';
import { BACKUP } from '../ledger/backup-age.ts';
import { latestVersion } from '../ledger/migrate.ts';
import { type Restored, restoreLedger } from '../ledger/restore.ts';
import { actingUser, noteAudit } from './auditing.ts';
import { named, onDisk, removeGivenUp, removeOld, unfinishedIn } from './backup-files.ts';
import { migrateAudited } from './migrating.ts';
import { programVersion } from './watch.ts';

/** A backup that was written. */
export interface BackupWritten {
  readonly file: string;
  readonly bytes: number;
  readonly seconds: number;
  /** Older ones that were taken away. */
  readonly removed: readonly string[];
}

/**
 * Writes a backup into `folder` and keeps the newest `keep` there. Throws DB-BKP-004, DB-SVC-….
 * @param onTable told of each table
 */
export async function backUp(
  house: House,
  folder: string,
  keep: number,
  onTable: (table: string) => void,
): Promise<BackupWritten> {
  const startedAt = performance.now();
  await house.ledger();
  const { url } = await house.openedLedger();
  const where = resolve(folder);
  const now = new Date();
  const unfinished = unfinishedIn(where, now);
  try {
    await mkdir(where, { recursive: true, mode: 0o700 });
    await removeGivenUp(where, now);
    const rows = Readable.from(dumpLedger(url, programVersion(), { onTable }), { objectMode: false });
    await pipeline(
      rows,
      createGzip({ level: 6 }),
      createWriteStream(unfinished, { mode: 0o600, flags: 'wx' }),
    );
    await onDisk(unfinished);
    const file = await named(unfinished, where, now);
    await onDisk(where);
    const { size } = await stat(file);
    await tell(house, basename(file), size);
    const removed = await removeOld(where, keep);
    return { file, bytes: size, seconds: (performance.now() - startedAt) / 1000, removed };
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof DongboError) throw error;
    throw new DongboError('DB-BKP-004', { where, reason: reasonOf(error) }, { cause: error });
  }
}

/** By this the doctor and the metrics know how old the newest is. A backup that cannot be told of is one all the same. */
async function tell(house: House, file: string, bytes: number): Promise<void> {
  const note = { action: BACKUP, phase: 'done', detail: { file, bytes } } as const;
  await noteAudit(house, await house.ledger(), note).catch((error) =>
    house.log.warn('a backup could not be written to the audit', { reason: reasonOf(error) }),
  );
}

/** Puts the backup `file` into the empty ledger of the settings. Throws DB-BKP-001, -002, -003, DB-SVC-…. */
export async function restoreFrom(house: House, file: string): Promise<Restored> {
  const opened = await house.openedLedger();
  await migrateAudited(house, opened);
  const by = { who: actingUser(), host: hostname() };
  return restoreLedger(opened.url, unpacked(file), latestVersion(), by);
}

/** Errors of file and gzip come out of the reading, where they are told as the file's fault. */
async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const done = pipeline(createReadStream(file), gunzip);
  // What the reader meets tells it; this promise must not be found unhandled.
  done.catch(() => undefined);
  yield* gunzip as AsyncIterable<Buffer>;
  await done;
}
