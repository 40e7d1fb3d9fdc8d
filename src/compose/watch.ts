/**
 * What watches over the work of this process: counters, contact with portal and ledger, progress of the workers.
 * Guarantees: the parts that work tell it, it never asks them; telling costs next to nothing.
 */
import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import { LANES, type Lane } from '../domain/delivery.ts';
import { DongboError } from '../domain/errors.ts';
import type { PortalCall } from '../domain/portal-outcome.ts';
import { LOGIN } from '../portal/services.ts';
import { LedgerContact } from '../telemetry/ledger-contact.ts';
import type { Logger } from '../telemetry/logger.ts';
import { LoopDelay } from '../telemetry/loop-delay.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { PortalContact } from '../telemetry/portal-contact.ts';
import { ScheduleWatch } from '../telemetry/schedule-watch.ts';
import { SourceContacts } from '../telemetry/source-contacts.ts';
import { StallWatch } from '../telemetry/stall-watch.ts';

/**
 * A worker that could fetch a job and does not for this long is stalled. With the five seconds between
 * two looks and the three that one may take, it shows within a minute of the stall's beginning.
 */
const IDLE_LIMIT_MS = 45_000;
/**
 * A job in hand gives a sign when a call of its lane, or a login, begins and ends. Between two signs lies one
 * call at most, its own or that of whoever is before it in line; the half is for the ledger.
 */
const TIMEOUTS_WITHOUT_SIGN = 1.5;

/** The version of this program, from the package.json beside it (in dist/ as well). */
export function programVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** What scheduled jobs tell of themselves. */
export interface JobWatch {
  /** Which jobs there are, and how many seconds lie between two runs at the most; `null` = nobody can tell. */
  knows(jobs: ReadonlyMap<string, number | null>): void;
  /** A run has ended. */
  ran(job: string, durationMs: number, failed: boolean): void;
  /** The clock has ticked, or begins to: the next tick is due in so many milliseconds; `null` = none is. */
  expects(nextInMs: number | null): void;
}

/** See the file's head. */
export class Watch implements JobWatch {
  readonly metrics = new Metrics(programVersion());
  readonly contact: PortalContact;
  readonly ledger: LedgerContact;
  readonly sources: SourceContacts;
  readonly loop: LoopDelay;
  readonly schedule: ScheduleWatch;
  /** One a lane: a worker that is silent is not excused by the other's work. */
  readonly stall: Readonly<Record<Lane, StallWatch>>;

  /** @param now clock that never steps back, milliseconds. */
  constructor(config: Pick<Config, 'PORTAL_TIMEOUT_SECONDS'>, now: () => number, log: Logger) {
    this.contact = new PortalContact(now);
    this.ledger = new LedgerContact(log, now);
    this.sources = new SourceContacts(now);
    this.loop = new LoopDelay();
    this.schedule = new ScheduleWatch(now);
    const settings = {
      now,
      idleLimitMs: IDLE_LIMIT_MS,
      stuckLimitMs: Math.max(IDLE_LIMIT_MS, TIMEOUTS_WITHOUT_SIGN * config.PORTAL_TIMEOUT_SECONDS * 1000),
    };
    this.stall = { live: new StallWatch(settings), backfill: new StallWatch(settings) };
  }

  knows(jobs: ReadonlyMap<string, number | null>): void {
    this.metrics.jobs(jobs);
  }

  ran(job: string, durationMs: number, failed: boolean): void {
    this.metrics.job(job, durationMs, failed);
  }

  expects(nextInMs: number | null): void {
    this.schedule.expects(nextInMs);
  }

  /** A call to the portal has ended, whoever made it. */
  call(call: PortalCall): void {
    this.metrics.call(call);
    this.contact.call(call);
    this.#heard(call.service);
  }

  /** A call begins; `lane`: for whom, where it is known. Or a login of another process is waited for. */
  begins(service: string, lane?: Lane): void {
    if (lane !== undefined) this.stall[lane].sign();
    this.#heard(service);
  }

  /** Ends of deliveries' calls are signs of their own lane, below. But whatever is urgent goes before backfill. */
  #heard(service: string): void {
    this.stall.backfill.givesWay();
    // Whatever is in hand needs the session.
    if (service === LOGIN) this.stall.live.givesWay();
  }

  /** A call for a dossier of `lane` has ended. */
  delivered(lane: Lane): void {
    this.stall[lane].sign();
  }

  /** Seconds without progress of the worker that has stalled the longer, `null` while both are well. */
  stalledSeconds(): number | null {
    const seconds = LANES.flatMap((lane) => this.stall[lane].stalledSeconds() ?? []);
    return seconds.length === 0 ? null : Math.max(...seconds);
  }

  /** Seconds without progress of each worker though there is work; 0 = well. */
  idleSeconds(): Readonly<Record<Lane, number>> {
    const of = (lane: Lane): number => Math.round(this.stall[lane].quietMs() / 1000);
    return { live: of('live'), backfill: of('backfill') };
  }

  /** What of this process a restart would mend: workers or scheduler that stand still; `null` while both work. */
  fault(): DongboError | null {
    const stalled = this.stalledSeconds();
    if (stalled !== null) return new DongboError('DB-SVC-006', { seconds: stalled });
    const late = this.schedule.lateSeconds();
    return late === null ? null : new DongboError('DB-SVC-019', { seconds: late });
  }
}
