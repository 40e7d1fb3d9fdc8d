/**
 * A small province, a real ledger, the simulated portal on HTTP, and processes that may die at any
 * crash point, all inside the test's own process.
 * Guarantees: what runs is the House as it is composed for the daemon; only its ledger and queue are
 * wrapped so that the dead reach nothing. No life waits: time passes in the ledger.
 */
import { type CodebookSource, openCodebook } from '../../../src/compose/codebook.ts';
import { House } from '../../../src/compose.ts';
import { type Config, parseConfig } from '../../../src/config.ts';
import type { ErrorCode } from '../../../src/domain/errors.ts';
import type { Source } from '../../../src/domain/source-ports.ts';
import { type Database, openDatabase } from '../../../src/ledger/database.ts';
import { type Pending, pending } from '../../../src/ledger/pending.ts';
import { once } from '../../../src/lifecycle.ts';
import { extract, extractIrregular } from '../../../src/pipeline/extract.ts';
import { recover } from '../../../src/pipeline/recover.ts';
import { release } from '../../../src/pipeline/release.ts';
import type { FaultRates } from '../../../src/simulator/portal/fault-plan.ts';
import { DEFAULT_CREDENTIALS } from '../../../src/simulator/portal/portal-sessions.ts';
import {
  type SimulatedPortal,
  startSimulatedPortal,
} from '../../../src/simulator/portal/simulated-portal.ts';
import { makeProvince, type ProvinceDossier } from '../../../src/simulator/province/make-province.ts';
import { tableOf } from '../../../src/simulator/province/province-schema.ts';
import { VIEW_NAMES } from '../../../src/simulator/province/view-columns.ts';
import { createSqlSource } from '../../../src/source/sql/create-sql-source.ts';
import type { Logger } from '../../../src/telemetry/logger.ts';
import { freshLedger } from '../services.ts';
import type { ClosingTable } from './closing-table.ts';
import { closingTable } from './closing-table.ts';
import { completeSettings, type Settings } from './command.ts';
import { impatientJobs } from './impatient-jobs.ts';
import { EMPTY_LEDGER, TIME_PASSES } from './ledger-time.ts';
import { ListQueue } from './list-queue.ts';
import { Life, mortalDatabase, mortalQueue } from './mortal-life.ts';
import { saidBySource } from './said-by-source.ts';
import { SHIPPED_MAPPINGS } from './shipped-mappings.ts';
import { TwoTables } from './two-tables.ts';
import { violations } from './violations.ts';
import { type ProvinceHome, settleProvince } from './world.ts';

/** Which tables are in use: the shipped ones, or the same without half of the documents. */
export type TablesInUse = 'whole' | 'less';

/** How one life goes. */
export interface LifePlan {
  readonly life: Life;
  /** A job whose worker died is found again by the queue; otherwise it is gone. */
  readonly jobComesBack: boolean;
  /** Most rounds of recover, extract and deliver; time passes after each. */
  readonly rounds: number;
  /** Called after each round. */
  readonly afterRound?: (round: number) => Promise<void> | void;
}

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {}, inRun: (_run, work) => work() };
const SIZE = 12;
const FAULTY = 4;

/** See the head of this file. */
export class MortalWorld {
  readonly queue = new ListQueue();
  readonly home: ProvinceHome;
  readonly ledger: Database;
  readonly #drop: () => Promise<void>;
  readonly #tables: TwoTables;
  readonly #settings: Settings;
  readonly #opened: Readonly<Record<TablesInUse, CodebookSource>>;
  readonly #source: Source;
  /** Looks into the source, past everything of ours. */
  readonly #province: Database;
  #portal: SimulatedPortal;
  #config: Config;
  tables: TablesInUse = 'whole';
  /** `code/step` of steps that the source corrected. */
  readonly corrected = new Set<string>();

  private constructor(parts: {
    home: ProvinceHome;
    ledger: Database;
    drop: () => Promise<void>;
    tables: TwoTables;
    portal: SimulatedPortal;
    settings: Settings;
  }) {
    this.#settings = parts.settings;
    this.home = parts.home;
    this.ledger = parts.ledger;
    this.#drop = parts.drop;
    this.#tables = parts.tables;
    this.#portal = parts.portal;
    this.#config = this.#configOf();
    const open = (dir: string): CodebookSource =>
      openCodebook(
        dir,
        'vi',
        this.#normalize(),
        { onFault: (error) => void Promise.reject(error) },
        { strict: true },
      );
    this.#opened = { whole: open(SHIPPED_MAPPINGS), less: open(parts.tables.less) };
    this.#province = openDatabase({ url: parts.home.url, max: 1, name: 'mortal-source' });
    this.#source = createSqlSource(
      { url: parts.home.url, pageSize: 5 },
      this.#opened.whole.tables().sources[0].map,
    );
  }

  /** Makes the province and a ledger with the catalogue; `settings` overrule those of this world. */
  static async open(settings: Settings = {}): Promise<MortalWorld> {
    const [home, database] = await Promise.all([settleProvince(SIZE, FAULTY, 3), freshLedger()]);
    const ledger = openDatabase({ url: database.url, max: 8, name: 'mortal' });
    const world = new MortalWorld({
      home,
      ledger,
      drop: database.drop,
      tables: await TwoTables.make(),
      portal: await startSimulatedPortal(),
      settings,
    });
    const house = world.#house(new Life(null));
    await house.pullCatalogue({ full: false }, new AbortController().signal);
    await house.close();
    return world;
  }

  #configOf(): Config {
    const { username, password, agencyCode } = DEFAULT_CREDENTIALS;
    return parseConfig(
      completeSettings({
        DATABASE_URL: 'postgres://localhost/not-used',
        SOURCE_URL: this.home.url,
        PORTAL_BASE_URL: this.#portal.url,
        PORTAL_USERNAME: username,
        PORTAL_PASSWORD: password,
        PORTAL_AGENCY_CODE: agencyCode,
        PORTAL_BATCH_SIZE: '4',
        PORTAL_STEPS_PER_CALL: '3',
        PORTAL_TIMEOUT_SECONDS: '20',
        SOURCE_OVERLAP_SECONDS: '600',
        FILE_BASE_URL: 'https://motcua.tinhmau.example/tep/',
        ...this.#settings,
      }),
    );
  }

  #normalize() {
    return { fileBaseUrl: this.#config.FILE_BASE_URL, holdPolicy: this.#config.HOLD_POLICY };
  }

  get portal(): SimulatedPortal {
    return this.#portal;
  }

  /** Everything as it was in the beginning; the catalogue stays. */
  async reset(seed: number): Promise<void> {
    const { database, dossiers } = this.home;
    await this.#portal.close();
    this.#portal = await startSimulatedPortal({ seed });
    this.#config = this.#configOf();
    this.queue.wipe();
    this.tables = 'whole';
    this.corrected.clear();
    await this.ledger.query(EMPTY_LEDGER);
    await database.run([`truncate ${VIEW_NAMES.map(tableOf).join(', ')}`]);
    await database.insert(dossiers);
  }

  /** Dossiers beyond those of the beginning, for the source to bring. */
  newcomers(count: number): ProvinceDossier[] {
    const province = makeProvince({ dossiers: SIZE + count, faulty: 0, seed: 3, now: new Date() });
    return Array.from({ length: count }, (_, index) => province.at(SIZE + index));
  }

  setFaults(faults: FaultRates): void {
    this.#portal.control({ faults });
  }

  #house(life: Life): House {
    const house = new House(this.#config, SILENT, Date.now, life.reached);
    const ledger = mortalDatabase(this.ledger, life);
    const queue = mortalQueue(this.queue, life);
    const { sources } = house;
    // The parts that remember anything, wrapped; those that only read are shared by all lives.
    return Object.assign(house, {
      ledger: async () => ledger,
      queue: async () => queue,
      sources: once(async () =>
        (await sources()).map((one) => ({ ...one, source: async () => this.#source })),
      ),
      codebook: async () => this.#opened[this.tables],
    });
  }

  /** Lives as the daemon does, until it dies, has nothing left to do or its rounds are over. */
  async live({ life, jobComesBack, rounds, afterRound }: LifePlan): Promise<void> {
    const house = this.#house(life);
    const signal = new AbortController().signal;
    try {
      const handler = impatientJobs(house, this.ledger);
      for (let round = 1; round <= rounds; round += 1) {
        await recover(await house.enqueuing());
        for (const source of await house.sources()) {
          await extractIrregular(await house.extraction(source), signal);
          await extract(await house.extraction(source), signal);
        }
        await this.queue.workOff(handler, jobComesBack);
        // A part that swallows what the dead are told must not make them live on.
        life.alive();
        await afterRound?.(round);
        const { due, waiting } = await pending(this.ledger);
        if (due + waiting === 0 && afterRound === undefined) return;
        await this.timePasses();
      }
    } catch (error) {
      // Whatever the dead say, they were cut off in the middle.
      if (!life.dead) throw error;
    } finally {
      await house.close();
    }
  }

  /** A life that nobody ends goes on until nothing is left, for at most so many rounds. */
  async liveOn(rounds: number): Promise<Pending> {
    for (let round = 0; round < rounds; round += 1) {
      await this.live({ life: new Life(null), jobComesBack: true, rounds: 1 });
      const left = await pending(this.ledger);
      if (left.due + left.waiting === 0) return left;
      await this.timePasses();
    }
    return pending(this.ledger);
  }

  /** A person lets go again what is held for this reason. */
  async release(reason: ErrorCode): Promise<void> {
    const deps = {
      ledger: this.ledger,
      codebook: await this.#opened[this.tables].current(this.ledger),
      normalize: this.#normalize(),
      now: Date.now,
    };
    const options = { dryRun: false, step: null, notAtPortal: false };
    await release(deps, { reason }, options, new AbortController().signal);
  }

  /** Leases end, what waits falls due, delayed jobs wake. */
  async timePasses(): Promise<void> {
    await this.ledger.query(TIME_PASSES);
    this.queue.timePasses();
  }

  /** What must hold at every moment, whoever is dead. One text a violation. */
  violations(): Promise<string[]> {
    const { doubledSteps } = this.#portal.state();
    return violations({ ledger: this.ledger, province: this.#province, source: this.#source, doubledSteps });
  }

  /** Source, ledger and portal held against each other. */
  async closing(): Promise<ClosingTable> {
    return closingTable({
      said: await saidBySource({
        sourceUrl: this.home.url,
        mappingsDir: this.tables === 'whole' ? SHIPPED_MAPPINGS : this.#tables.less,
        ledger: this.ledger,
        normalize: this.#normalize(),
      }),
      portal: this.#portal.state().dossiers,
      ledger: this.ledger,
      corrected: this.corrected,
    });
  }

  async close(): Promise<void> {
    await this.#portal.close();
    await this.#source.close();
    await this.#province.close();
    await this.#tables.remove();
    await this.ledger.close();
    await this.#drop();
    await this.home.close();
  }
}
