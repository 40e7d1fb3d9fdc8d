/**
 * The admin HTTP of the daemon, put together: what it shows, and whether the worker still works.
 * Guarantees: listens before anything else is opened, so that a start that hangs can be seen; opens
 * nothing by itself: a part is asked only once the daemon has it.
 */
import type { Config } from '../config.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { Portal, Queue } from '../domain/ports.ts';
import { breakers, freeLanes } from '../ledger/breaker.ts';
import type { Database } from '../ledger/database.ts';
import { hasFreeWork } from '../ledger/free-work.ts';
import { ledgerGauges } from '../ledger/gauges.ts';
import { assertMigrated } from '../ledger/migrate.ts';
import { assertWritable } from '../ledger/writable.ts';
import { CachedReading } from '../telemetry/cached-reading.ts';
import { type Check, type HealthReport, runChecks } from '../telemetry/health.ts';
import { figuresRegistry, type LedgerFigures, type QueueFigures } from '../telemetry/ledger-figures.ts';
import type { Logger } from '../telemetry/logger.ts';
import { within } from '../telemetry/within.ts';
import type { Watch } from './watch.ts';

/** What the daemon has opened. */
export interface DaemonParts {
  readonly ledger: Database;
  readonly queue: Queue;
  /** `null` in a process without workers. */
  readonly portal: Portal | null;
}

/** A scrape never reads the ledger sooner than this after the last. */
const REST_MS = 10_000;
/** Prometheus gives up after 10 s unless told otherwise. */
const SCRAPE_PATIENCE_MS = 5_000;
const CHECK_PATIENCE_MS = 5_000;
const LOOK_PATIENCE_MS = 3_000;

/** See the file's head. */
export class Admin {
  readonly #config: Config;
  readonly #log: Logger;
  readonly #watch: Watch;
  readonly #ledger: CachedReading<LedgerFigures>;
  readonly #queue: CachedReading<QueueFigures>;
  #parts: DaemonParts | null = null;

  /** @param now clock, milliseconds since the epoch. */
  constructor(config: Config, log: Logger, watch: Watch, now: () => number) {
    this.#config = config;
    this.#log = log;
    this.#watch = watch;
    const reading = <Value>(what: string, read: (parts: DaemonParts) => Promise<Value>) =>
      new CachedReading<Value>({
        read: () => read(this.#opened()),
        now,
        restMs: REST_MS,
        patienceMs: SCRAPE_PATIENCE_MS,
        onFailure: (error) => this.#log.warn(`metrics without ${what}`, { reason: reasonOf(error) }),
      });
    this.#ledger = reading('the ledger', ({ ledger }) => ledgerGauges(ledger, config.SOURCE_KIND));
    this.#queue = reading('the queue', ({ queue }) => queue.counts());
  }

  /** Starts listening on ADMIN_HOST:ADMIN_PORT. Throws DB-SVC-008. */
  async listen(): Promise<{ readonly url: string; close(): Promise<void> }> {
    // Loaded by the daemon alone: every other command would wait for it in vain.
    const { startAdminServer } = await import('../telemetry/admin-server.ts');
    const { metrics } = this.#watch;
    metrics.addProcess();
    return startAdminServer({
      host: this.#config.ADMIN_HOST,
      port: this.#config.ADMIN_PORT,
      metrics: () => this.#exposition(),
      metricsType: metrics.contentType,
      healthz: () => this.#healthz(),
      readyz: () => this.#readyz(),
    });
  }

  /** Tells what the daemon has opened by now. */
  attach(parts: DaemonParts): void {
    this.#parts = parts;
  }

  /**
   * Looks whether this process's worker does what there is to do; every few seconds.
   * Answers the seconds without progress of a stalled worker, else `null`.
   */
  async look(): Promise<number | null> {
    const parts = this.#parts;
    if (!parts?.portal) return null;
    // Jobs that wait for a ledger that cannot write are not stalled, though it can be read.
    this.#watch.stall.look(this.#watch.ledger.fault === null ? await lookAt(parts) : null);
    return this.#watch.stall.stalledSeconds();
  }

  #opened(): DaemonParts {
    if (this.#parts === null) throw new Error('starting');
    return this.#parts;
  }

  async #exposition(): Promise<string> {
    const [ledger, queue] = await Promise.all(
      this.#parts === null ? [null, null] : [this.#ledger.get(), this.#queue.get()],
    );
    return this.#watch.metrics.exposition(figuresRegistry(ledger, queue));
  }

  #healthz(): Promise<HealthReport> {
    const seconds = this.#watch.stall.stalledSeconds();
    const worker: Check = async () => {
      if (seconds !== null) throw new DongboError('DB-SVC-006', { seconds });
    };
    return this.#run({ process: async () => {}, ...(this.#parts?.portal ? { worker } : {}) });
  }

  #readyz(): Promise<HealthReport> {
    const started: Check = async () => void this.#opened();
    const parts = this.#parts;
    if (parts === null) return this.#run({ started });
    const { ledger, queue, portal } = parts;
    return this.#run({
      started,
      ledger: () => this.#ledgerWorks(ledger),
      queue: async () => void (await queue.counts()),
      ...(portal ? { portal: () => this.#portal(portal) } : {}),
    });
  }

  /** What can only be seen in writing (a full disk) is known from the work. */
  async #ledgerWorks(ledger: Database): Promise<void> {
    await assertMigrated(ledger);
    await assertWritable(ledger);
    const { fault } = this.#watch.ledger;
    if (fault !== null) throw fault;
  }

  #portal(portal: Portal): Promise<void> {
    return this.#watch.contact.check(() => portal.open(AbortSignal.timeout(CHECK_PATIENCE_MS)));
  }

  #run(checks: Readonly<Record<string, Check>>): Promise<HealthReport> {
    return runChecks(checks, CHECK_PATIENCE_MS, this.#config.LANGUAGE_CODE);
  }
}

/**
 * `null` when ledger or queue does not answer: then nobody can say that the worker is at fault. What a
 * paused lane keeps back is nobody's to fetch.
 */
async function lookAt({ ledger, queue }: DaemonParts) {
  const ask = async () => {
    const lanes = freeLanes(await breakers(ledger));
    const [free, counts] = await Promise.all([hasFreeWork(ledger, lanes), queue.counts()]);
    return { free, waiting: lanes.reduce((sum, lane) => sum + counts[lane].waiting, 0) };
  };
  const answer = await within(ask(), LOOK_PATIENCE_MS).catch(() => null);
  return answer === null ? null : { ...answer, idleMs: queue.idleMs() };
}
