/**
 * What this process does, as Prometheus counts it (5-interface.md, "Metrics").
 * Guarantees: labels come from closed lists or are cut off after a few; no dossier's code, no
 * personal data (invariant 10); telling never throws.
 * Must not: ask the ledger or the queue; `ledger-figures.ts` shows what they say.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DELIVERY_STATES, LANES, type Lane } from '../domain/delivery.ts';
import type { OutcomeKind, PortalCall } from '../domain/portal-outcome.ts';
import { DropMetrics } from './drop-metrics.ts';
import { ExtractMetrics } from './extract-metrics.ts';
import { FeedMetrics } from './feed-metrics.ts';
import { IntakeMetrics } from './intake-metrics.ts';
import type { SettledCount } from './tally.ts';

/** Seconds, from a call at a time to a day. */
const LAG_BUCKETS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400];
const CALL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];
/** Seconds, from a dossier that is there at once to a round whose calls all run into their time-out. */
const BATCH_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
/** Seconds, from a look that finds nothing to the first load of a province. */
const JOB_BUCKETS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800, 7_200];
/** Services of a driver are a dozen; more names than this would be a fault of ours. */
const MOST_SERVICES = 40;
/** Between two looks at the event loop. Node's own ten milliseconds woke an idle daemon a hundred times a second. */
const LOOP_LOOK_MS = 100;

/** A record with what became of it and the service that was asked last. */
export interface RecordCount {
  readonly service: string;
  readonly outcome: OutcomeKind;
}

/** Counters and histograms since the process began. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #services = new Set<string>();
  /** What is read of each source. */
  readonly extraction = new ExtractMetrics(this.#registry);
  /** Of the sources that tell of changes. */
  readonly feeds = new FeedMetrics(this.#registry);
  readonly intake = new IntakeMetrics(this.#registry);
  /** Of the folders where documents are left. */
  readonly drops = new DropMetrics(this.#registry);
  readonly #lag = new Histogram({
    name: 'dongbo_sync_lag_seconds',
    help: 'From a change in the province to its acceptance by the portal',
    labelNames: ['lane'],
    buckets: LAG_BUCKETS,
    registers: [this.#registry],
  });
  readonly #calls = new Counter({
    name: 'dongbo_portal_calls_total',
    help: 'Calls to the portal by what the answer meant',
    labelNames: ['service', 'outcome'],
    registers: [this.#registry],
  });
  readonly #callSeconds = new Histogram({
    name: 'dongbo_portal_call_seconds',
    help: 'How long the portal took to answer',
    labelNames: ['service'],
    buckets: CALL_BUCKETS,
    registers: [this.#registry],
  });
  readonly #records = new Counter({
    name: 'dongbo_portal_records_total',
    help: 'Dossiers and steps offered to the portal by what became of them',
    labelNames: ['service', 'outcome'],
    registers: [this.#registry],
  });

  readonly #jobSeconds = new Histogram({
    name: 'dongbo_job_seconds',
    help: 'How long runs of a scheduled job took, failed ones too',
    labelNames: ['job'],
    buckets: JOB_BUCKETS,
    registers: [this.#registry],
  });
  readonly #jobFailures = new Counter({
    name: 'dongbo_job_failures_total',
    help: 'Runs of a scheduled job that failed',
    labelNames: ['job'],
    registers: [this.#registry],
  });
  readonly #jobPeriod = new Gauge({
    name: 'dongbo_job_period_seconds',
    help: 'Longest pause between two runs of a scheduled job, by its schedule',
    labelNames: ['job'],
    registers: [this.#registry],
  });
  readonly #batches = new Counter({
    name: 'dongbo_batches_total',
    help: 'Rounds of delivery that called the portal or settled something',
    labelNames: ['lane'],
    registers: [this.#registry],
  });
  readonly #batchSeconds = new Histogram({
    name: 'dongbo_batch_seconds',
    help: 'How long these rounds took',
    labelNames: ['lane'],
    buckets: BATCH_BUCKETS,
    registers: [this.#registry],
  });
  readonly #settled = new Counter({
    name: 'dongbo_settled_total',
    help: 'Deliveries that ended a try, by the state that the ledger took',
    labelNames: ['lane', 'kind', 'state'],
    registers: [this.#registry],
  });
  readonly #leads = new Gauge({
    name: 'dongbo_scheduler_leads',
    help: 'Whether this process leads the scheduler; the sum over all processes is 1',
    registers: [this.#registry],
  });

  /** @param version of the program, for `build_info`. */
  constructor(version: string) {
    const info = new Gauge({
      name: 'dongbo_build_info',
      help: 'The version that runs; always 1',
      labelNames: ['version'],
      registers: [this.#registry],
    });
    info.set({ version }, 1);
    for (const lane of LANES) {
      this.#batches.inc({ lane }, 0);
      this.#settledNothing(lane);
    }
  }

  /** What has happened for the first time must be a rise, or the first batch after a start is not counted. */
  #settledNothing(lane: Lane): void {
    for (const state of DELIVERY_STATES) {
      // Nothing ends a try by being sent.
      if (state === 'sending') continue;
      for (const kind of ['dossier', 'step'] as const) this.#settled.inc({ lane, kind, state }, 0);
    }
  }

  /**
   * Tells which jobs there are: what has never failed shows 0, and a first failure is a rise.
   * @param periods seconds between two runs at the most; `null` = nobody can tell
   */
  jobs(periods: ReadonlyMap<string, number | null>): void {
    for (const [job, seconds] of periods) {
      this.#jobFailures.inc({ job }, 0);
      if (seconds !== null) this.#jobPeriod.set({ job }, seconds);
    }
  }

  /** A run of a job has ended. */
  job(job: string, durationMs: number, failed: boolean): void {
    this.#jobSeconds.observe({ job }, Math.max(0, durationMs) / 1000);
    if (failed) this.#jobFailures.inc({ job });
  }

  /** A round of delivery has ended that did something. */
  batch(lane: Lane, durationMs: number): void {
    this.#batches.inc({ lane });
    this.#batchSeconds.observe({ lane }, Math.max(0, durationMs) / 1000);
  }

  /** Adds what Node says of itself (memory, event loop), under its usual names. Once, for the daemon. */
  addProcess(): void {
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LOOP_LOOK_MS });
  }

  #service(name: string): string {
    if (this.#services.size < MOST_SERVICES) this.#services.add(name);
    return this.#services.has(name) ? name : 'other';
  }

  /** Tells whether this process leads the scheduler. */
  leads(leads: boolean): void {
    this.#leads.set(leads ? 1 : 0);
  }

  /** Counts a call to the portal. */
  call(call: PortalCall): void {
    const service = this.#service(call.service);
    this.#calls.inc({ service, outcome: call.outcome });
    this.#callSeconds.observe({ service }, Math.max(0, call.durationMs) / 1000);
  }

  /** Counts what became of records that were offered. */
  records(records: readonly RecordCount[]): void {
    for (const { service, outcome } of records) {
      this.#records.inc({ service: this.#service(service), outcome });
    }
  }

  /** Counts what was settled, and the lag of dossiers accepted now. A source whose clock is ahead has no lag to tell. */
  settled(lane: Lane, settled: readonly SettledCount[]): void {
    for (const { kind, state, lagSeconds } of settled) {
      this.#settled.inc({ lane, kind, state });
      if (kind !== 'dossier' || state !== 'accepted' || lagSeconds === null || lagSeconds < 0) continue;
      this.#lag.observe({ lane }, lagSeconds);
    }
  }

  /** All of it, with `more`, in Prometheus' text format. */
  async exposition(more: Registry): Promise<string> {
    return `${await this.#registry.metrics()}\n${await more.metrics()}`;
  }

  /** The format's Content-Type. */
  get contentType(): string {
    return this.#registry.contentType;
  }
}
