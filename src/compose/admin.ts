/**
 * The admin HTTP of the daemon, put together: what it shows, and whether the worker still works.
 * Guarantees: listens before anything else is opened, so that a start that hangs can be seen; opens
 * nothing by itself: a part is asked only once the daemon has it.
 */
import type { Config } from '../config.ts';
import { LANES, type Lane } from '../domain/delivery.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { PortalPresence, Queue } from '../domain/ports.ts';
import { breakers } from '../ledger/breaker.ts';
import type { Database } from '../ledger/database.ts';
import { ledgerGauges } from '../ledger/gauges.ts';
import { couldGo } from '../ledger/lane-work.ts';
import { CachedReading } from '../telemetry/cached-reading.ts';
import { type Check, type HealthReport, runChecks } from '../telemetry/health.ts';
import type { IntakeMetrics } from '../telemetry/intake-metrics.ts';
import { figuresRegistry, type LedgerFigures, type QueueFigures } from '../telemetry/ledger-figures.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ProcessFigures } from '../telemetry/process-figures.ts';
import type { WorkLook } from '../telemetry/stall-watch.ts';
import { within } from '../telemetry/within.ts';
import { HeldLanes } from './held-lanes.ts';
import { askLedger, LedgerProbe } from './ledger-probe.ts';
import { ownFigures } from './own-figures.ts';
import { isJobOf, namedSource, type ScheduledSource } from './sources.ts';
import type { Watch } from './watch.ts';

/** What the daemon has opened. */
export interface DaemonParts {
  readonly ledger: Database;
  readonly queue: Queue;
  /** Those that there are, whoever reads them. */
  readonly sources: readonly ScheduledSource[];
  /** How long before its appointment a finished dossier is due soon, hours. */
  readonly dueSoonHours: () => number;
  /** `null` in a process without workers. */
  readonly portal: PortalPresence | null;
  /** Where dossiers are pushed to; `null` where nobody pushes, or not to this process. */
  readonly intake?: { isListening(): boolean; readonly url: string } | null;
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
  readonly #probe: LedgerProbe;
  readonly #heldLanes: HeldLanes;
  readonly #own: (works: boolean) => Promise<ProcessFigures>;
  #parts: DaemonParts | null = null;

  /** @param now clock that never steps back, milliseconds. */
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
    this.#ledger = reading('the ledger', async ({ ledger, sources, dueSoonHours }) => {
      const gauges = await ledgerGauges(ledger, sources.map(namedSource), dueSoonHours());
      // Of a source that was taken away nothing is shown: its jobs would be missed for ever.
      const isThere = (name: string): boolean => sources.some(({ names }) => names.includes(name));
      return {
        ...gauges,
        lastSuccess: new Map([...gauges.lastSuccess].filter(([job]) => isJobOf(sources, job))),
        sweeps: new Map([...gauges.sweeps].filter(([name]) => isThere(name))),
      };
    });
    this.#queue = reading('the queue', ({ queue }) => queue.counts());
    this.#probe = new LedgerProbe(watch.ledger);
    this.#heldLanes = new HeldLanes(log, now);
    this.#own = ownFigures(config, watch, now);
  }

  /** Starts listening on ADMIN_HOST:ADMIN_PORT. Throws DB-SVC-008. */
  async listen(): Promise<{ readonly url: string; close(): Promise<void> }> {
    // Loaded by the daemon alone: every other command would wait for it in vain.
    const { startAdminServer } = await import('../telemetry/admin-server.ts');
    const { metrics } = this.#watch;
    metrics.addProcess();
    this.#watch.loop.begin();
    const server = await startAdminServer({
      host: this.#config.ADMIN_HOST,
      port: this.#config.ADMIN_PORT,
      token: this.#config.ADMIN_TOKEN,
      language: this.#config.LANGUAGE_CODE,
      metrics: () => this.#exposition(),
      metricsType: metrics.contentType,
      healthz: () => this.#healthz(),
      readyz: () => this.#readyz(),
    });
    const close = async (): Promise<void> => {
      this.#watch.loop.end();
      await server.close();
    };
    return { url: server.url, close };
  }

  /** Tells what the daemon has opened by now. */
  attach(parts: DaemonParts): void {
    this.#parts = parts;
    this.#watch.metrics.extraction.knows(parts.sources.map(({ name }) => name));
  }

  /** What is counted of pushes. */
  get intakeMetrics(): IntakeMetrics {
    return this.#watch.metrics.intake;
  }

  /** Tells whether this process leads the scheduler. */
  leads(leads: boolean): void {
    this.#watch.metrics.leads(leads);
    if (leads) return;
    this.#watch.schedule.expects(null);
    // Who leads now knows better.
    this.#watch.sources.forget();
  }

  /**
   * Is this process well? For a watchdog, which restarts it when it is not, so only what a restart mends
   * counts: workers that stand still though there is work, a leading scheduler that does not tick. That
   * it is answered at all says that the event loop turns. Asks nobody; costs next to nothing.
   */
  isWell(): boolean {
    return this.whyUnwell() === null;
  }

  /** Why `isWell` is false (DB-SVC-006, -019); `null` while it is true. */
  whyUnwell(): DongboError | null {
    return this.#watch.fault();
  }

  /**
   * Looks whether the ledger is there and this process's workers do what there is to do; every few seconds.
   * Answers the seconds without progress of a stalled one, else `null`.
   */
  async look(): Promise<number | null> {
    const parts = this.#parts;
    // Not waited for: what is away may take its time to say so.
    if (parts !== null) void this.#probe.look(parts.ledger);
    if (!parts?.portal) return null;
    void this.#heldLanes.look(parts.ledger);
    // Jobs that wait for a ledger that cannot write are not stalled, though it can be read.
    const seen = this.#watch.ledger.fault === null ? await lookAt(parts) : null;
    for (const lane of LANES) this.#watch.stall[lane].look(seen === null ? null : seen[lane]);
    return this.#watch.stalledSeconds();
  }

  #opened(): DaemonParts {
    if (this.#parts === null) throw new Error('starting');
    return this.#parts;
  }

  async #exposition(): Promise<string> {
    const [ledger, queue] = await Promise.all(
      this.#parts === null ? [null, null] : [this.#ledger.get(), this.#queue.get()],
    );
    const own = await this.#own(this.#parts?.portal != null);
    return this.#watch.metrics.exposition(figuresRegistry(ledger, queue, own));
  }

  #healthz(): Promise<HealthReport> {
    const { loop, schedule } = this.#watch;
    const none = (code: 'DB-SVC-006' | 'DB-SVC-018' | 'DB-SVC-019', seconds: number | null): Check => {
      return async () => {
        if (seconds !== null) throw new DongboError(code, { seconds });
      };
    };
    return this.#run({
      process: none('DB-SVC-018', loop.stoodStillSeconds()),
      ...(this.#parts?.portal ? { worker: none('DB-SVC-006', this.#watch.stalledSeconds()) } : {}),
      ...(schedule.isKept ? { scheduler: none('DB-SVC-019', schedule.lateSeconds()) } : {}),
    });
  }

  #readyz(): Promise<HealthReport> {
    const started: Check = async () => void this.#opened();
    const parts = this.#parts;
    if (parts === null) return this.#run({ started });
    const { ledger, queue, portal, intake = null } = parts;
    const away = this.#sourcesAway();
    return this.#run({
      started,
      ledger: () => this.#ledgerWorks(ledger),
      queue: async () => void (await queue.counts()),
      ...(away === null ? {} : { sources: async () => away }),
      ...(portal ? { portal: () => this.#portal(portal, ledger) } : {}),
      ...(intake ? { intake: async () => assertListens(intake) } : {}),
    });
  }

  /** That a source is away stops nothing else, and a restart mends none: it is good to know. */
  #sourcesAway(): string | null {
    const away = [...this.#watch.sources.troubles()].map(([name, { code, seconds }]) =>
      code === '' ? `${name}: silent for ${seconds} s` : `${name}: ${code} for ${seconds} s`,
    );
    return away.length === 0 ? null : away.join(', ');
  }

  /** What can only be seen in writing (a full disk) is known from the work. */
  async #ledgerWorks(ledger: Database): Promise<void> {
    await askLedger(ledger);
    const { fault } = this.#watch.ledger;
    if (fault !== null) throw fault;
  }

  /**
   * A paused lane says that the portal is away, and one job of all machines asks whether it is back
   * (invariant 8): who only watches asks nobody, and ends no session that others use. That a person has
   * paused a lane is no fault; where all are, the portal may be away and nobody asks it.
   */
  async #portal(portal: PortalPresence, ledger: Database): Promise<string | undefined> {
    const lanes = await within(breakers(ledger), LOOK_PATIENCE_MS).catch(() => null);
    const held = LANES.flatMap((lane) =>
      lanes?.[lane].pausedBy ? [`${lane} (${lanes[lane].pausedBy.by})`] : [],
    );
    const note = held.length === 0 ? undefined : `paused by a person: ${held.join(', ')}`;
    if (held.length === LANES.length) return note;
    const paused = LANES.find((lane) => lanes?.[lane].pausedBy === null && lanes[lane].state !== 'closed');
    if (lanes !== null && paused !== undefined) {
      const where = this.#config.PORTAL_BASE_URL === null ? '' : hostOf(this.#config.PORTAL_BASE_URL);
      throw new DongboError('DB-PRT-001', { where, reason: `${paused} paused, ${lanes[paused].reason}` });
    }
    await this.#watch.contact.check(() => portal.ready(AbortSignal.timeout(CHECK_PATIENCE_MS)));
    return note;
  }

  #run(checks: Readonly<Record<string, Check>>): Promise<HealthReport> {
    return runChecks(checks, CHECK_PATIENCE_MS, this.#config.LANGUAGE_CODE);
  }
}

function assertListens(intake: NonNullable<DaemonParts['intake']>): void {
  if (!intake.isListening()) throw new DongboError('DB-INT-009', { where: intake.url, reason: 'closed' });
}

/** Of an address that may hold a password, what may be shown. */
function hostOf(url: string): string {
  return new URL(url).host;
}

/**
 * `null` when ledger or queue does not answer: then nobody can say that a worker is at fault. What a
 * paused lane keeps back is nobody's to fetch, until it is time to try again.
 */
async function lookAt({ ledger, queue }: DaemonParts): Promise<Readonly<Record<Lane, WorkLook>> | null> {
  const ask = async () => {
    const [live, backfill, counts] = await Promise.all([
      couldGo(ledger, 'live'),
      couldGo(ledger, 'backfill'),
      queue.counts(),
    ]);
    const of = (lane: Lane, free: boolean): WorkLook => ({
      free,
      waiting: counts[lane].waiting,
      idleMs: queue.idleMs(lane),
    });
    return { live: of('live', live), backfill: of('backfill', backfill) };
  };
  return within(ask(), LOOK_PATIENCE_MS).catch(() => null);
}
