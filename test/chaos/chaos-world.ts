/**
 * Everything of one rehearsal: servers, portal, province, daemons, in one work folder.
 * Guarantees: nothing is shared with anybody else; a daemon that ends unasked is noted and started
 * again, as systemd would; all of it is gone after `close`.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { DEFAULT_CREDENTIALS } from '../../src/simulator/portal/portal-sessions.ts';
import {
  createProvinceDatabase,
  openProvinceDatabase,
} from '../../src/simulator/province/create-province-database.ts';
import { makeProvince } from '../../src/simulator/province/make-province.ts';
import { type ClosingTable, closingTable } from '../support/e2e/closing-table.ts';
import type { Settings } from '../support/e2e/command.ts';
import { saidBySource } from '../support/e2e/said-by-source.ts';
import { ChangingSource, type SourceChange } from '../support/e2e/source-change.ts';
import { TwoTables } from '../support/e2e/two-tables.ts';
import { OwnPostgres, OwnRedis } from './own-servers.ts';
import { PortalProcess } from './portal-process.ts';
import { endAll, Program } from './program.ts';

/** What is asked of a rehearsal. */
export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly daemons: number;
  readonly queue: 'redis' | 'postgres';
  readonly dossiers: number;
  /** Nothing breaks: the province works, the daemons deliver, and each delivery must go exactly once. */
  readonly calm: boolean;
  /** Ends the rehearsal early, and orderly. */
  readonly signal: AbortSignal;
  /** Told of everything that happens, a line each. */
  readonly tell: (line: string) => void;
}

/** A daemon that ended by itself. */
export interface UnaskedEnd {
  readonly what: string;
  readonly code: number | null;
  readonly lastWords: string;
}

const FILE_BASE_URL = 'https://motcua.tinhmau.example/tep/';
/** Who does what, by number of daemons; the first always reads the province. */
const ROLES: readonly (readonly string[])[] = [
  ['scheduler,worker'],
  ['scheduler,worker', 'worker'],
  ['scheduler,worker', 'worker', 'scheduler'],
];
/** As `RestartSec=` of the unit file, but in a hurry. */
const RESTART_MS = 500;

/** See the head of this file. */
export class ChaosWorld {
  readonly folder: string;
  readonly postgres: OwnPostgres;
  readonly redis: OwnRedis | null;
  readonly portal: PortalProcess;
  readonly tables: TwoTables;
  readonly source: ChangingSource;
  readonly settings: Settings;
  readonly options: ChaosOptions;
  readonly #ledgerUrl: string;
  readonly #sourceUrl: string;
  readonly #corrected: Set<string>;
  readonly #daemons: Program[] = [];
  /** Daemons whose end somebody wanted. */
  readonly #asked = new Set<Program>();
  readonly unasked: UnaskedEnd[] = [];
  #changing: Promise<unknown> = Promise.resolve();
  restarts = 0;
  #closing = false;

  private constructor(parts: {
    folder: string;
    postgres: OwnPostgres;
    redis: OwnRedis | null;
    portal: PortalProcess;
    tables: TwoTables;
    source: ChangingSource;
    corrected: Set<string>;
    ledgerUrl: string;
    sourceUrl: string;
    options: ChaosOptions;
  }) {
    this.folder = parts.folder;
    this.postgres = parts.postgres;
    this.redis = parts.redis;
    this.portal = parts.portal;
    this.tables = parts.tables;
    this.source = parts.source;
    this.options = parts.options;
    this.#corrected = parts.corrected;
    this.#ledgerUrl = parts.ledgerUrl;
    this.#sourceUrl = parts.sourceUrl;
    const { username, password, agencyCode } = DEFAULT_CREDENTIALS;
    this.settings = {
      DATABASE_URL: parts.ledgerUrl,
      SOURCE_URL: parts.sourceUrl,
      REDIS_URL: parts.redis?.url ?? '',
      PORTAL_BASE_URL: parts.portal.url,
      PORTAL_USERNAME: username,
      PORTAL_PASSWORD: password,
      PORTAL_AGENCY_CODE: agencyCode,
      PORTAL_TIMEOUT_SECONDS: '2',
      PORTAL_CONNECT_TIMEOUT_SECONDS: '2',
      PORTAL_FIRST_BYTE_TIMEOUT_SECONDS: '2',
      PORTAL_IDLE_TIMEOUT_SECONDS: '1',
      PORTAL_BATCH_SIZE: '6',
      PORTAL_STEPS_PER_CALL: '4',
      PORTAL_CONCURRENCY: '3',
      SOURCE_PAGE_SIZE: '50',
      MAPPINGS_DIR: parts.tables.less,
      FILE_BASE_URL,
      LANGUAGE_CODE: 'en',
      ADMIN_PORT: '0',
      SCHEDULE_EXTRACT: '* * * * * *',
      SCHEDULE_IRREGULAR: '*/10 * * * * *',
      SCHEDULE_RECOVER: '*/2 * * * * *',
    };
  }

  /** Starts everything but the daemons. */
  static async open(options: ChaosOptions): Promise<ChaosWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'dongbo-chaos-'));
    const postgres = await OwnPostgres.start(folder);
    const redis = options.queue === 'redis' ? await OwnRedis.start() : null;
    if (options.queue === 'redis' && redis === null) throw new Error('there is no redis-server on PATH');
    const [sourceUrl, ledgerUrl] = [await postgres.database('motcua'), await postgres.database('so')];
    const { dossiers: size, seed } = options;
    const province = makeProvince({ dossiers: size * 2, faulty: Math.ceil(size / 5), seed, now: new Date() });
    const all = [...province.dossiers()];
    const database = await createProvinceDatabase(sourceUrl, all.slice(0, size));
    await database.close();
    const ledger = openDatabase({ url: ledgerUrl, max: 1, name: 'chaos' });
    await migrate(ledger, ledgerUrl).finally(() => ledger.close());
    const tables = await TwoTables.make();
    await tables.restore();
    const corrected = new Set<string>();
    return new ChaosWorld({
      folder,
      postgres,
      redis,
      portal: await PortalProcess.start(folder, seed),
      tables,
      source: new ChangingSource(database, all.slice(0, size), all.slice(size), corrected),
      corrected,
      ledgerUrl,
      sourceUrl,
      options,
    });
  }

  get daemons(): readonly Program[] {
    return this.#daemons;
  }

  /** Starts the daemons with their roles. */
  startDaemons(): void {
    const roles = ROLES[this.options.daemons - 1] ?? [];
    for (const [index, role] of roles.entries()) this.#startDaemon(index, role);
  }

  #startDaemon(index: number, role: string): void {
    const program = new Program(`daemon-${index + 1}`, ['run', '--role', role], this.settings, this.folder);
    this.#daemons[index] = program;
    void program.ended.then(({ code, signal }) => {
      if (this.#closing) return;
      if (!this.#asked.has(program)) {
        const what = `${program.name} ${signal ?? `exit ${code}`}`;
        this.unasked.push({ what, code, lastWords: program.lastWords() });
        this.options.tell(`${what}, which nobody asked for: ${program.lastWords()}`);
      }
      setTimeout(() => {
        if (this.#closing) return;
        this.restarts += 1;
        this.#startDaemon(index, role);
      }, RESTART_MS);
    });
  }

  /** Ends a daemon, which is started again a little later. */
  endDaemon(program: Program, signal: 'SIGKILL' | 'SIGTERM'): void {
    this.#asked.add(program);
    program.signal(signal);
  }

  /** A command beside the daemons. Answers its exit code. */
  async command(name: string, argv: readonly string[]): Promise<number | null> {
    return (await new Program(name, argv, this.settings, this.folder).ended).code;
  }

  /** Changes the source, by a connection of this moment, one caller after the other. Throws where its server is away. */
  change(changes: readonly SourceChange[], at: Date): Promise<string[]> {
    const changed = this.#changing.then(() => this.#change(changes, at));
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  async #change(changes: readonly SourceChange[], at: Date): Promise<string[]> {
    const database = await openProvinceDatabase(this.#sourceUrl);
    this.source.by(database);
    try {
      const told: string[] = [];
      for (const change of changes) told.push((await this.source.make(change, at)) ?? '');
      return told.filter((line) => line !== '');
    } finally {
      await database.close();
    }
  }

  /** Looks into the ledger by a connection of this moment. */
  async looking<Result>(look: (ledger: Database) => Promise<Result>): Promise<Result> {
    const ledger = openDatabase({ url: this.#ledgerUrl, max: 1, name: 'chaos' });
    try {
      return await look(ledger);
    } finally {
      await ledger.close();
    }
  }

  /** Source, ledger and portal held against each other. */
  closing(): Promise<ClosingTable> {
    return this.looking(async (ledger) =>
      closingTable({
        said: await saidBySource({
          sourceUrl: this.#sourceUrl,
          mappingsDir: this.tables.less,
          ledger,
          normalize: { fileBaseUrl: FILE_BASE_URL, holdPolicy: 'part' },
        }),
        portal: await this.portal.dossiers(),
        ledger,
        corrected: this.#corrected,
      }),
    );
  }

  /** Ends everything. The folder stays. */
  async close(): Promise<void> {
    this.#closing = true;
    await endAll();
    await this.redis?.close();
    await this.postgres.close();
    await this.tables.remove();
  }
}
