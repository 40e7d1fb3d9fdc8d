/**
 * What a scrape shows of this process and its machine, put together.
 * Guarantees: files and file systems are looked at once a minute at most; one that cannot be read is
 * left out of the figures, for the doctor to tell.
 */
import { readFile, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { certificateEnd } from '../portal/certificate-end.ts';
import { CachedReading } from '../telemetry/cached-reading.ts';
import { diskRoom } from '../telemetry/disk-room.ts';
import type { CertificateName, DiskPlace, ProcessFigures } from '../telemetry/process-figures.ts';
import type { Watch } from './watch.ts';

const REST_MS = 60_000;
const PATIENCE_MS = 2_000;

/** An embedded PostgreSQL keeps its files with us; the room of another one is its machine's. */
function foldersOf({ DATABASE_URL, DATA_DIR }: Config): Map<DiskPlace, string> {
  const folders = new Map<DiskPlace, string>([['working', process.cwd()]]);
  if (DATABASE_URL === null) folders.set('data', resolve(DATA_DIR));
  return folders;
}

async function certificates(config: Config): Promise<Map<CertificateName, Date>> {
  const files = { client: config.PORTAL_CLIENT_CERT_FILE, ca: config.PORTAL_CA_FILE };
  const found = new Map<CertificateName, Date>();
  for (const which of ['client', 'ca'] as const) {
    const file = files[which];
    if (file === null) continue;
    const end = await readFile(file, 'utf8')
      .then(certificateEnd)
      .catch(() => null);
    if (end !== null) found.set(which, end);
  }
  return found;
}

/** Answers a reader of the figures. @param now clock that never steps back, milliseconds */
export function ownFigures(
  config: Config,
  watch: Watch,
  now: () => number,
): (works: boolean) => Promise<ProcessFigures> {
  const reading = <Value>(read: () => Promise<Value>) =>
    new CachedReading({ read, now, restMs: REST_MS, patienceMs: PATIENCE_MS, onFailure: () => {} });
  const disks = reading(() => diskRoom(foldersOf(config), statfs));
  const ends = reading(() => certificates(config));
  return async (works) => ({
    idleSeconds: works ? watch.idleSeconds() : null,
    portalUp: watch.contact.isUp,
    sourcesUp: watch.sources.up(),
    disks: (await disks.get()) ?? new Map(),
    certificates: (await ends.get()) ?? new Map(),
  });
}
