/**
 * Runs the jobs by the clock.
 * Guarantees: a job never overlaps itself, in this process or on another machine (advisory lock);
 * a failed run is noted in the ledger and does not stop the next, and failures without end fill no log;
 * what was missed while down is made up by the first run, because every job looks at the ledger and not
 * at the clock.
 */
import { type ScheduledTask, schedule } from 'node-cron';
import type { House } from '../src/compose.ts';
import { DongboError, reasonOf } from '../src/domain/errors.ts';
import { withJobLock } from '../src/ledger/job-lock.ts';
import { noteJobRun } from '../src/ledger/job-runs.ts';
import { isLedgerFault } from '../src/ledger/ledger-fault.ts';
import { FailureLog } from './failure-log.ts';
import type { Job } from './job.ts';
import { JOBS, scheduleFaults, TIMEZONE } from './schedule.ts';

/** A running scheduler. */
export interface Scheduler {
  /** Stops the clock and waits for the runs under way. */
  stop(): Promise<void>;
}

/** Starts the clock, and runs each of `atOnce` (names) straight away. Throws DB-CFG-001 for a bad expression. */
export function startScheduler(house: House, signal: AbortSignal, atOnce: readonly string[]): Scheduler {
  const faults = scheduleFaults(house.config);
  if (faults.length > 0) throw new DongboError('DB-CFG-001', { count: faults.length }, { details: faults });
  const running = new Map<string, Promise<void>>();
  const failures = new FailureLog(house.log, () => performance.now());
  const tick = (job: Job): void => {
    if (running.has(job.name) || signal.aborted) return;
    running.set(
      job.name,
      runJob(house, job, failures, signal).finally(() => running.delete(job.name)),
    );
  };
  const tasks: ScheduledTask[] = JOBS.map((job) =>
    schedule(job.expression(house.config), () => tick(job), {
      timezone: TIMEZONE,
      name: job.name,
      suppressMissedWarning: true,
    }),
  );
  for (const job of JOBS) if (atOnce.includes(job.name)) tick(job);
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running.values());
    },
  };
}

async function runJob(house: House, job: Job, failures: FailureLog, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  try {
    const ledger = await house.ledger();
    const fields = await withJobLock(ledger, job.name, async () => {
      const report = await job.run(house, signal);
      await noteJobRun(ledger, job.name, '');
      return report;
    });
    // Another machine is at it: that says nothing of ours.
    if (fields === null) return;
    house.ledgerContact.back();
    failures.done(job.name);
    house.log.info('job done', { job: job.name, durationMs: elapsed(started), ...fields });
  } catch (error) {
    const code = error instanceof DongboError ? error.code : 'DB-SVC-007';
    if (isLedgerFault(error)) house.ledgerContact.lost(error);
    const told = failures.failed(job.name, code, reasonOf(error), elapsed(started));
    await noteFailure(house, job.name, code, told);
  }
}

/** The ledger may be what is away; then the log line has to do. */
async function noteFailure(house: House, job: string, code: string, told: boolean): Promise<void> {
  try {
    await noteJobRun(await house.ledger(), job, code);
  } catch (error) {
    const reason = reasonOf(error);
    if (told) house.log.warn('failure of a job could not be noted in the ledger', { job, reason });
  }
}

const elapsed = (started: number): number => Math.round(performance.now() - started);
