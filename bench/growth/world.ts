/**
 * What growth is measured in: a province and a ledger, each on a PostgreSQL of its own, the queue, the portal's stand-in, and
 * Dongbo's parts as `dongbo run` puts them together.
 * Guarantees: as durable as in production; all of it is gone afterwards, also where something fails half-way.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { House } from '../../src/compose.ts';
import { parseConfig } from '../../src/config.ts';
import { DEFAULT_CREDENTIALS } from '../../src/simulator/portal/portal-sessions.ts';
import { PROVINCE_FILE_BASE_URL } from '../../src/simulator/province/make-documents.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { completeSettings, type Settings } from '../../test/support/e2e/command.ts';
import { type BenchPostgres, type BenchRedis, benchPostgres, benchRedis } from '../frame/servers.ts';
import { type GrowthPortal, startPortal } from './portal.ts';

/** See the head of this file. */
export interface GrowthWorld {
  readonly source: string;
  readonly ledger: string;
  readonly portal: GrowthPortal;
  readonly settings: Settings;
  /** Which servers these are. */
  readonly what: string;
}

/** Of a machine with some memory to spare; the embedded server's own are for a small one. */
const SERVER = ['shared_buffers=1GB', 'max_wal_size=8GB', 'checkpoint_timeout=30min'];

/** Makes it, does `work`, takes it away. @param known codes that the portal has from the start */
export async function inGrowthWorld<Result>(
  known: readonly string[],
  work: (world: GrowthWorld) => Promise<Result>,
): Promise<Result> {
  // The end of a Redis is waited for by nobody but us, and that alone keeps no process running.
  const awake = setInterval(() => {}, 1_000);
  const ends: (() => Promise<void> | void)[] = [];
  const opened = async <Part>(
    part: Promise<Part>,
    end: (part: Part) => Promise<void> | void,
  ): Promise<Part> => {
    const one = await part;
    ends.push(() => end(one));
    return one;
  };
  try {
    const stopped = (server: BenchPostgres): Promise<void> => server.stop();
    const folder = await opened(mkdtemp(join(tmpdir(), 'dongbo-bench-growth-')), (path) =>
      rm(path, { recursive: true, force: true }),
    );
    const province = await opened(benchPostgres(SERVER), stopped);
    const ours = await opened(benchPostgres(SERVER), stopped);
    const redis = await opened<BenchRedis | null>(benchRedis(), async (one) => one?.stop());
    const portal = await opened(startPortal(folder, known), (one) => one.stop());
    const source = await opened(province.database('growth_province'), () => province.drop('growth_province'));
    const ledger = await opened(ours.database('growth_ledger'), () => ours.drop('growth_ledger'));
    const what = `${ours.what}; queue: ${redis?.what ?? 'in PostgreSQL'}`;
    const settings = settingsOf({ source, ledger, portal, redis: redis?.url ?? null });
    return await work({ source, ledger, portal, settings, what });
  } finally {
    for (const end of ends.reverse()) await end();
    clearInterval(awake);
  }
}

function settingsOf(at: {
  readonly source: string;
  readonly ledger: string;
  readonly portal: GrowthPortal;
  readonly redis: string | null;
}): Settings {
  const { username, password, agencyCode } = DEFAULT_CREDENTIALS;
  return completeSettings({
    DATABASE_URL: at.ledger,
    ...(at.redis === null ? {} : { REDIS_URL: at.redis }),
    SOURCE_URL: at.source,
    PORTAL_BASE_URL: at.portal.url,
    PORTAL_USERNAME: username,
    PORTAL_PASSWORD: password,
    PORTAL_AGENCY_CODE: agencyCode,
    MAPPINGS_DIR: resolve(import.meta.dirname, '../../mappings'),
    FILE_BASE_URL: PROVINCE_FILE_BASE_URL,
    ADMIN_PORT: '0',
    LOG_LEVEL: 'error',
  });
}

/** Dongbo's parts in this process, closed afterwards. */
export async function inHouse<Result>(
  { settings }: GrowthWorld,
  work: (house: House) => Promise<Result>,
): Promise<Result> {
  const house = new House(parseConfig(settings), createLogger('error', 'stderr'));
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
