/**
 * Runs the jobs by the clock, in one process of all that are started for it.
 * Guarantees: ticks only while it leads (ledger/leadership.ts), and a job never overlaps itself; what
 * was missed is made up for by whoever begins to lead (at-once.ts), and what failed at its hour, if that
 * comes seldom, before the next one (make-up.ts); work that the queue has forgotten
 * is noticed between the ticks (queue-watch.ts), and what a source tells of at once is read at once (follow.ts).
 */
import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { type ScheduledTask, schedule } from 'node-cron';
import type { House } from '../src/compose.ts';
import { DongboError, reasonOf } from '../src/domain/errors.ts';
import { takePart } from '../src/ledger/leadership.ts';
import { pause } from '../src/lifecycle.ts';
import type { LogFields } from '../src/telemetry/logger.ts';
import { jobsAtOnce, missedJobs } from './at-once.ts';
import { FailureLog } from './failure-log.ts';
import { followSources } from './follow.ts';
import type { Job } from './job.ts';
import { makeUp } from './make-up.ts';
import { NextRuns } from './next-run.ts';
import { periodsOf } from './period.ts';
import { watchQueue } from './queue-watch.ts';
import { recoverJob } from './recover.ts';
import { runJob } from './run-job.ts';
import { jobsOf, scheduleFaults, TIMEZONE } from './schedule.ts';

/** A scheduler that leads or stands by. */
export interface Scheduler {
  /** Resolves when it does neither any more and its jobs have ended; after `signal` has fired. */
  stop(): Promise<void>;
}

/**
 * Begins to stand by, and leads when nobody else does, until `signal` fires. Throws DB-CFG-001 for a bad expression.
 * @param onLead told whether it leads, at each change
 */
export async function startScheduler(
  house: House,
  signal: AbortSignal,
  onLead: (leads: boolean) => void,
): Promise<Scheduler> {
  const sources = await house.sources();
  const faults = scheduleFaults(house.config, sources);
  if (faults.length > 0) throw new DongboError('DB-CFG-001', { count: faults.length }, { details: faults });
  const { url } = await house.openedLedger();
  const jobs = jobsOf(sources);
  const running = new RunningJobs(house);
  const part = takePart(
    {
      url,
      name: `dongbo-scheduler@${hostname()}`,
      pause,
      lead: (term) => lead(house, jobs, running, term),
      onChange: (state, reason) => {
        onLead(state === 'leading');
        house.log[reason === '' ? 'info' : 'warn'](state, {
          role: 'scheduler',
          ...(reason ? { reason } : {}),
        });
      },
    },
    signal,
  );
  return {
    async stop() {
      await part;
      await running.ended();
    },
  };
}

/** Wishes that come within this time are one. */
const GATHER_MS = 250;

/** Jobs of this process, whatever term they began in: one that is slow to stop is not begun a second time. */
class RunningJobs {
  readonly #house: House;
  readonly #failures: FailureLog;
  readonly #running = new Map<string, Promise<LogFields | null>>();
  /** Those that begin again when their run has ended. */
  readonly #wanted = new Set<string>();

  constructor(house: House) {
    this.#house = house;
    this.#failures = new FailureLog(house.log, () => performance.now());
  }

  /** Runs it, unless it runs; `null` also then. */
  async run(job: Job, term: AbortSignal): Promise<LogFields | null> {
    if (this.#running.has(job.name) || term.aborted) return null;
    const run = runJob(this.#house, job, this.#failures, term).finally(() => this.#running.delete(job.name));
    this.#running.set(job.name, run);
    return run;
  }

  /** Runs it, after its present run where it has one; asked for again before it has begun, it runs once. */
  async again(job: Job, term: AbortSignal): Promise<void> {
    if (this.#wanted.has(job.name)) return;
    this.#wanted.add(job.name);
    await Promise.allSettled([this.#running.get(job.name), pause(GATHER_MS, term)]);
    this.#wanted.delete(job.name);
    await this.run(job, term);
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}

async function lead(
  house: House,
  jobs: readonly Job[],
  running: RunningJobs,
  term: AbortSignal,
): Promise<void> {
  const nextRuns = new NextRuns(jobs, house.config);
  const tick = (job: Job): void => {
    house.jobWatch.expects(term.aborted ? null : nextRuns.untilFirst());
    void running.run(job, term);
  };
  house.jobWatch.knows(periodsOf(jobs, house.config));
  // Every job of every source listens to it.
  setMaxListeners(0, term);
  const tasks: ScheduledTask[] = jobs.map((job) =>
    schedule(job.expression(house.config), () => tick(job), {
      timezone: TIMEZONE,
      name: job.name,
      suppressMissedWarning: true,
    }),
  );
  try {
    for (const job of await jobsAtOnce(house, jobs)) tick(job);
  } catch (error) {
    // The ledger went away in this moment: the clock makes up for it.
    house.log.warn('jobs of the beginning', { reason: reasonOf(error) });
  }
  await Promise.all([
    watchQueue(house, () => running.run(recoverJob, term), term),
    followSources(house, jobs, (job) => running.again(job, term), term),
    makeUp(
      {
        missed: () => missedJobs(house, jobs, new Date()),
        run: (job) => running.run(job, term),
        pause,
        onFailure: (reason) => house.log.warn('look for missed jobs', { reason }),
      },
      term,
    ),
  ]);
  await Promise.all(tasks.map((task) => task.destroy()));
  await running.ended();
}
