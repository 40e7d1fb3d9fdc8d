/**
 * The only place that knows everybody: puts the parts together as the settings say.
 * Guarantees: a part is opened when a command first asks for it and closed in reverse order; a
 * command that needs no portal or queue opens none, and does not load their libraries, a third of a start.
 * Must not: do work; what is done with the parts of a house has a file each in compose/.
 */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { Admin } from './compose/admin.ts';
import { openCodebook } from './compose/codebook.ts';
import { deliveryHandler } from './compose/delivery.ts';
import { dropTelling } from './compose/dropping.ts';
import { openLedger } from './compose/ledger.ts';
import { migrateAudited } from './compose/migrating.ts';
import { pullAlone, pullMissing } from './compose/pulling.ts';
import { ShadowLog } from './compose/shadow-log.ts';
import { type SourceInUse, sourcesInUse } from './compose/sources.ts';
import { type JobWatch, Watch } from './compose/watch.ts';
import { type WireForm, wireFormOf } from './compose/wire.ts';
import type { Config } from './config.ts';
import { GO_ON, type Reached } from './domain/crash-points.ts';
import type { CatalogueService, JobHandler } from './domain/ports.ts';
import { attend } from './ledger/attendance.ts';
import type { Database } from './ledger/database.ts';
import { assertMigrated } from './ledger/migrate.ts';
import { ledgerSessionStore } from './ledger/portal-session.ts';
import { Lifecycle, monotonicMs, once, pause } from './lifecycle.ts';
import { Alone } from './pipeline/alone.ts';
import type { EnqueueDeps } from './pipeline/enqueue.ts';
import type { ExtractDeps, ReadDeps } from './pipeline/extract.ts';
import type { PullDeps, PullOptions, PullReport } from './pipeline/pull-catalogue.ts';
import type { FeedMetrics } from './telemetry/feed-metrics.ts';
import type { LedgerContact } from './telemetry/ledger-contact.ts';
import type { Logger } from './telemetry/logger.ts';
import { Tally } from './telemetry/tally.ts';

/** A procedure's details are looked at again after this many days, though its name has not changed. */
const CATALOGUE_REFRESH_DAYS = 7;
/** Running calls get this long to end before they are aborted (SIGTERM must end within 10 s). */
const DRAIN_MS = 6_000;

/** Notices of the portal that somebody should look at. */
const WARNINGS: ReadonlySet<string> = new Set(['login-failed', 'session-not-shared']);

/** The parts of a running Dongbo, each opened on first use. */
export class House {
  readonly config: Config;
  readonly log: Logger;
  readonly tally = new Tally();
  readonly #now: () => number;
  readonly #watch: Watch;
  readonly #reached: Reached;
  readonly #lifecycle = new Lifecycle();
  readonly #shadows: ShadowLog;
  readonly #renormalizing = new Alone();
  #noMoreJobs = new AbortController();

  /**
   * @param now clock of what watches over the work, milliseconds; must never step back, as people's clocks do
   * @param reached told of each crash point; for those who test dying
   */
  constructor(config: Config, log: Logger, now = monotonicMs, reached: Reached = GO_ON) {
    this.config = config;
    this.#reached = reached;
    this.log = log;
    this.#now = now;
    this.#watch = new Watch(config, now, log);
    this.#shadows = new ShadowLog(log, now);
  }

  /** The admin HTTP, listening. Asked for first, it closes last. Throws DB-SVC-008. */
  readonly admin = once(async () => {
    const admin = new Admin(this.config, this.log, this.#watch, this.#now);
    const server = await admin.listen();
    this.#lifecycle.onClose('admin HTTP', () => server.close());
    this.log.info('admin HTTP listens', { where: server.url });
    return admin;
  });

  /** The ledger's server, whatever version it is at; for `migrate`. */
  readonly openedLedger = once(() =>
    openLedger(this.config, this.#lifecycle, (line) => this.log.debug(line)),
  );

  /** The ledger at this program's version. An embedded one is brought there. Throws DB-SVC-005 elsewhere. */
  readonly ledger = once(async () => {
    const opened = await this.openedLedger();
    if (opened.embedded) await migrateAudited(this, opened);
    else await assertMigrated(opened.database);
    return opened.database;
  });

  /** The ledger, or `null` where there is none yet: for work that goes without one, and must not make one. */
  async existingLedger(): Promise<Database | null> {
    const { DATABASE_URL, DATA_DIR } = this.config;
    return DATABASE_URL === null && !existsSync(resolve(DATA_DIR)) ? null : this.ledger();
  }

  /**
   * Stands on the ledger under `name` (ledger/attendance.ts) until the house closes: for work that lasts. Answers what
   * fires once the ledger is at another version, for the reason DB-SVC-005. Throws DB-OPS-007, DB-SVC-005.
   */
  async attend(name: string): Promise<AbortSignal> {
    const attendance = await attend({ ledger: await this.ledger(), name: `${name}@${hostname()}`, pause });
    this.#lifecycle.onClose('attendance', async () => attendance.leave());
    return attendance.misfit;
  }

  /** Mappings and catalogue. Throws DB-MAP-001 with every fault. */
  readonly codebook = once(async () =>
    openCodebook(
      resolve(this.config.MAPPINGS_DIR),
      this.config.LANGUAGE_CODE,
      this.normalizeSettings(),
      {
        onFault: (error) =>
          this.log.error('mappings are faulty, the last good ones stay in use', {
            code: error.code,
            reason: error.details.join('; '),
          }),
        onOtherSources: () =>
          this.log.warn('descriptions of sources have changed: they count when dongbo run is started again'),
      },
      { strict: this.config.CATALOGUE_STRICT },
      this.config.SOURCE_KIND,
    ),
  );

  readonly queue = once(async () => {
    await this.ledger();
    const { url } = await this.openedLedger();
    const { openQueue } = await import('./compose/queue.ts');
    return openQueue(this.config, url, this.#lifecycle, this.log, this.#now);
  });

  readonly portal = once(async () => {
    const codebook = await this.codebook();
    const { accountOf, openPortal } = await import('./compose/portal.ts');
    const portal = openPortal(this.config, codebook.tables().answerRules, {
      sessions: ledgerSessionStore(await this.ledger(), accountOf(this.config)),
      onNotice: ({ kind, detail }) =>
        this.log[WARNINGS.has(kind) ? 'warn' : 'info'](`portal ${kind}`, { reason: detail }),
      onBegin: (service, lane) => this.#watch.begins(service, lane),
      onCall: (call) => this.#watch.call(call),
    });
    this.#lifecycle.onClose('portal', () => portal.close());
    return portal;
  });

  /** Where the national catalogue is pulled from; the public one needs no portal account. */
  readonly catalogueService = once(async (): Promise<CatalogueService> => {
    if (this.config.CATALOGUE_SOURCE === 'adapter') return this.portal();
    const { openPublicCatalogue } = await import('./compose/portal.ts');
    const { catalogue, close } = openPublicCatalogue(this.config);
    this.#lifecycle.onClose('public catalogue', async () => close());
    return catalogue;
  });

  /**
   * The province's sources, the main one first. Throws DB-CFG-001 where there is none or one lacks its settings,
   * DB-MAP-001.
   */
  readonly sources = once(async () => {
    const { config } = this;
    const { sources } = (await this.codebook()).tables();
    return sourcesInUse({
      config,
      definitions: sources,
      lifecycle: this.#lifecycle,
      contacts: this.#watch.sources,
      drops: dropTelling(this.log, this.#watch.metrics.drops),
    });
  });

  /** What handing work to the queue needs. */
  async enqueuing(): Promise<EnqueueDeps> {
    return {
      ledger: await this.ledger(),
      queue: await this.queue(),
      batchSize: this.config.PORTAL_BATCH_SIZE,
      reached: this.#reached,
    };
  }

  /** What taking in dossiers of `source` needs, with the codebook of this moment. */
  async takingIn(source: SourceInUse, onPage?: ReadDeps['onPage']): Promise<ReadDeps> {
    const ledger = await this.ledger();
    const count = this.#watch.metrics.extraction.of(source.name);
    return {
      ...(await this.enqueuing()),
      sourceName: source.name,
      names: source.names,
      outranked: source.outranked,
      behind: source.behind,
      mapHash: source.mapHash,
      turns: source.turns,
      renormalizing: this.#renormalizing,
      codebook: await (await this.codebook()).current(ledger),
      normalize: this.normalizeSettings(),
      now: () => Date.now(),
      onPage: (report) => {
        count(report);
        this.#shadows.seen(source.name, report.shadowed);
        onPage?.(report);
      },
    };
  }

  /** Everything that reading `source` needs: one of the kinds `sql` and `rest`. */
  async extraction(source: SourceInUse, onPage?: ReadDeps['onPage']): Promise<ExtractDeps> {
    const { overlapSeconds, overlap } = source;
    const taking = await this.takingIn(source, onPage);
    return { ...taking, source: await source.source(), overlapSeconds, overlap };
  }

  normalizeSettings() {
    return { fileBaseUrl: this.config.FILE_BASE_URL, holdPolicy: this.config.HOLD_POLICY };
  }

  async #pullDeps(): Promise<PullDeps> {
    return {
      ledger: await this.ledger(),
      catalogue: await this.catalogueService(),
      concurrency: this.config.PORTAL_CONCURRENCY,
      refreshDays: CATALOGUE_REFRESH_DAYS,
      now: () => new Date(),
    };
  }

  /** Pulls the catalogue into the ledger. Throws DB-CAT-006 while another pull runs. */
  async pullCatalogue(
    { onProgress, ...options }: PullOptions & { readonly onProgress?: PullDeps['onProgress'] },
    signal: AbortSignal,
  ): Promise<PullReport> {
    const deps = await this.#pullDeps();
    return pullAlone(onProgress ? { ...deps, onProgress } : deps, options, signal);
  }

  /** Without a whole catalogue no code can be checked: the first pass pulls it, or ends a pull that was cut short. */
  async pullMissingCatalogue(signal: AbortSignal): Promise<void> {
    await pullMissing(await this.ledger(), () => this.#pullDeps(), signal);
  }

  /** The wire form of the portal driver, for people. */
  wire(): WireForm {
    return wireFormOf(this.config);
  }

  /** Whether the ledger lets itself be worked with; told by whoever works with it. */
  get ledgerContact(): LedgerContact {
    return this.#watch.ledger;
  }

  /** What scheduled jobs tell of themselves: that they ran, and when the clock ticks next. */
  get jobWatch(): JobWatch {
    return this.#watch;
  }

  /** What is told of sources that tell of changes at once. */
  get feedMetrics(): FeedMetrics {
    return this.#watch.metrics.feeds;
  }

  /** Does the work of one job. */
  async jobHandler(): Promise<JobHandler> {
    const { config, log, tally } = this;
    const [ledger, portal] = [await this.ledger(), await this.portal()];
    return deliveryHandler({
      config,
      log,
      tally,
      watch: this.#watch,
      ledger,
      portal,
      reached: this.#reached,
      closed: this.#noMoreJobs.signal,
    });
  }

  /** Ends the workers of this process: running jobs get their time, those that wait for their lane go at once. */
  async drain(): Promise<void> {
    const drained = (await this.queue()).drain(DRAIN_MS);
    this.#noMoreJobs.abort();
    await drained;
    this.#noMoreJobs = new AbortController();
  }

  /** Closes what was opened, in reverse. @param onNext told the name of each, before it is closed */
  close(onNext?: (name: string) => void): Promise<void> {
    return this.#lifecycle.close(onNext);
  }
}
