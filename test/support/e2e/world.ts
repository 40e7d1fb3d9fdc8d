/**
 * Everything around Dongbo for one test: a made-up province, the simulated portal, an empty ledger.
 * Guarantees: all of it is the test's own and gone after `close`; Dongbo itself is only ever met
 * through its command line.
 */
import { resolve } from 'node:path';
import pg from 'pg';
import type { CrashPoint } from '../../../src/domain/crash-points.ts';
import type { SimulatedPortalOptions } from '../../../src/simulator/portal/portal-options.ts';
import {
  type SimulatedPortal,
  startSimulatedPortal,
} from '../../../src/simulator/portal/simulated-portal.ts';
import { createProvinceDatabase } from '../../../src/simulator/province/create-province-database.ts';
import type { Expectation } from '../../../src/simulator/province/expectation.ts';
import { makeProvince, type ProvinceDossier } from '../../../src/simulator/province/make-province.ts';
import type { ProvinceDatabase } from '../../../src/simulator/province/province-database.ts';
import { childEntry } from '../program.ts';
import { type FreshDatabase, freshDatabase, freshLedger } from '../services.ts';
import { DongboProcess } from './child.ts';
import { documentOf, type Finished, runCommand, type Settings } from './command.ts';
import { SHIPPED_MAPPINGS } from './shipped-mappings.ts';

export { SHIPPED_MAPPINGS } from './shipped-mappings.ts';

const MORTAL = resolve(import.meta.dirname, 'mortal-child.ts');

/** A made-up province on a database of its own; several ledgers may read it one after the other. */
export interface ProvinceHome {
  readonly dossiers: readonly ProvinceDossier[];
  readonly database: ProvinceDatabase;
  readonly url: string;
  /** What must become of each, in the order of `dossiers`. */
  expectations(): readonly Expectation[];
  close(): Promise<void>;
}

/** Makes a province; its last change lies before now. @param place an empty database; one of the common server unless given */
export async function settleProvince(
  dossiers: number,
  faulty: number,
  seed = 1,
  place?: FreshDatabase,
): Promise<ProvinceHome> {
  const province = makeProvince({ dossiers, faulty, seed, now: new Date() });
  const all = [...province.dossiers()];
  const home = place ?? (await freshDatabase());
  const database = await createProvinceDatabase(home.url, all);
  const close = async (): Promise<void> => {
    await database.close();
    await home.drop();
  };
  const expectations = () => all.map(({ expectation }) => expectation);
  return { dossiers: all, database, url: home.url, expectations, close };
}

/** What `sync --once --json` prints, as far as tests look at it. */
export interface SyncDocument {
  readonly read: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly renormalized: number;
  readonly accepted: { readonly dossiers: number; readonly steps: number };
  readonly held: number;
  readonly incomplete: number;
  readonly heldByReason: Readonly<Record<string, number>>;
  readonly retrying: number;
  readonly portalCalls: number;
  readonly seconds: number;
}

/** As a province does it: the audit tells of it. */
async function migrateByCommand(url: string): Promise<void> {
  const { code, stderr } = await runCommand(['migrate'], { DATABASE_URL: url });
  if (code !== 0) throw new Error(`migrate: exit ${code}: ${stderr}`);
}

/** See the head of this file. */
export class World {
  readonly home: ProvinceHome;
  readonly portal: SimulatedPortal;
  readonly settings: Settings;
  readonly #ledger: FreshDatabase;
  readonly #pool: pg.Pool;
  readonly #children: DongboProcess[] = [];

  private constructor(
    home: ProvinceHome,
    portal: SimulatedPortal,
    ledger: FreshDatabase,
    pool: pg.Pool,
    settings: Settings,
  ) {
    this.home = home;
    this.portal = portal;
    this.settings = settings;
    this.#ledger = ledger;
    this.#pool = pool;
  }

  /**
   * Starts the portal and makes a migrated ledger. `settings` are added to those of the test's places.
   * @param place an empty database for the ledger; one of the common server unless the test brings it
   */
  static async open(
    home: ProvinceHome,
    options: SimulatedPortalOptions = {},
    settings: Settings = {},
    place?: FreshDatabase,
  ): Promise<World> {
    const ledger = place ?? (await freshLedger(migrateByCommand));
    const portal = await startSimulatedPortal(options);
    // Whatever is done to the server or its settings, the test itself can look, and put it right.
    const pool = new pg.Pool({
      connectionString: ledger.url,
      max: 1,
      options: '-c default_transaction_read_only=off',
    });
    pool.on('error', () => {});
    const { username, password, agencyCode } = portal.credentials;
    const world = new World(home, portal, ledger, pool, {
      DATABASE_URL: ledger.url,
      SOURCE_URL: home.url,
      PORTAL_BASE_URL: portal.url,
      PORTAL_USERNAME: username,
      PORTAL_PASSWORD: password,
      PORTAL_AGENCY_CODE: agencyCode,
      MAPPINGS_DIR: SHIPPED_MAPPINGS,
      FILE_BASE_URL: 'https://motcua.tinhmau.example/tep/',
      LANGUAGE_CODE: 'vi',
      ADMIN_PORT: '0',
      ...settings,
    });
    if (place) await migrateByCommand(place.url);
    return world;
  }

  /** A command in this process; `settings` overrule for this call. */
  dongbo(argv: readonly string[], settings: Settings = {}): Promise<Finished> {
    return runCommand(argv, { ...this.settings, ...settings });
  }

  /** A command's document, when it ends with `exit`. */
  async json<Document>(argv: readonly string[], settings: Settings = {}, exit = 0): Promise<Document> {
    const finished = await this.dongbo([...argv, '--json'], settings);
    if (finished.code !== exit) {
      throw new Error(`${argv.join(' ')}: exit ${finished.code}: ${finished.stdout}${finished.stderr}`);
    }
    return documentOf<Document>(finished);
  }

  sync(settings: Settings = {}, wait = 60): Promise<SyncDocument> {
    return this.json<SyncDocument>(['sync', '--once', '--wait', String(wait)], settings);
  }

  /** A process of its own, ended with the world at the latest. */
  start(argv: readonly string[], settings: Settings = {}): DongboProcess {
    const child = new DongboProcess(argv, { ...this.settings, ...settings });
    this.#children.push(child);
    return child;
  }

  /** A process that does the work of `sync --once` and kills itself at the n-th passing of a point. */
  mortal(point: CrashPoint, nth: number, settings: Settings = {}): DongboProcess {
    const entry = childEntry(MORTAL);
    const child = new DongboProcess([point, String(nth)], { ...this.settings, ...settings }, entry);
    this.#children.push(child);
    return child;
  }

  /** Looks into the ledger, past the command line; or prepares in it what no command can. */
  async ledger<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#pool.query<Row>(sql, values);
    return rows;
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.end('SIGKILL')));
    await this.portal.close();
    await this.#pool.end();
    await this.#ledger.drop();
  }
}
