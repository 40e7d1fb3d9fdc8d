/**
 * One run of a job.
 * Guarantees: never while the job runs elsewhere (advisory lock); told to stop when its term, the
 * process or its lock ends; a failure is noted in the ledger and thrown at nobody, and failures without
 * end fill no log; a run that was cut short is no success; each has a name, which is on every line that is
 * written for it, and with the job in the ledger.
 */
import { randomUUID } from 'node:crypto';
import type { House } from '../src/compose.ts';
import { runOf } from '../src/domain/delivery.ts';
import { DongboError, reasonOf } from '../src/domain/errors.ts';
import { withJobLock } from '../src/ledger/job-lock.ts';
import { noteJobRun } from '../src/ledger/job-runs.ts';
import { isLedgerFault } from '../src/ledger/ledger-fault.ts';
import { anyOf } from '../src/lifecycle.ts';
import type { LogFields } from '../src/telemetry/logger.ts';
import type { FailureLog } from './failure-log.ts';
import type { Job } from './job.ts';

/** The name of a run that is to begin. */
export const newRun = (): string => runOf(randomUUID());

/** Runs it. Answers what it has to tell; `null` = nothing, it failed, or it runs elsewhere. */
export function runJob(
  house: House,
  job: Job,
  failures: FailureLog,
  term: AbortSignal,
): Promise<LogFields | null> {
  const run = newRun();
  return house.log.inRun(run, () => oneRun(house, job, run, failures, term));
}

async function oneRun(
  house: House,
  job: Job,
  run: string,
  failures: FailureLog,
  term: AbortSignal,
): Promise<LogFields | null> {
  const started = performance.now();
  try {
    const done = await withJobLock(await house.ledger(), job.name, (lost) =>
      runUnderLock(house, job, run, [term, lost]),
    );
    // Another machine is at it: that says nothing of ours.
    if (done === null) return null;
    house.ledgerContact.back();
    house.jobWatch.ran(job.name, elapsed(started), false);
    failures.done(job.name);
    const { fields } = done;
    house.log[fields ? 'info' : 'debug']('job done', {
      job: job.name,
      durationMs: elapsed(started),
      ...fields,
    });
    return fields;
  } catch (error) {
    const code = error instanceof DongboError ? error.code : 'DB-SVC-007';
    if (isLedgerFault(error)) house.ledgerContact.lost(error);
    house.jobWatch.ran(job.name, elapsed(started), true);
    const told = failures.failed(job.name, code, reasonOf(error), elapsed(started));
    await noteFailure(house, job.name, run, code, told);
    return null;
  }
}

/** Does the job, whose lock is held, and notes that it went well. Throws what the job throws. */
export async function runUnderLock(
  house: House,
  job: Job,
  run: string,
  signals: readonly AbortSignal[],
): Promise<{ readonly fields: LogFields | null }> {
  const { signal, release } = anyOf(signals);
  try {
    house.log.debug('job started', { job: job.name });
    const fields = await job.run(house, signal);
    if (!signal.aborted) await noteJobRun(await house.ledger(), job.name, '', run);
    return { fields };
  } finally {
    release();
  }
}

/** The ledger may be what is away; then the log line has to do. */
async function noteFailure(
  house: House,
  job: string,
  run: string,
  code: string,
  told: boolean,
): Promise<void> {
  try {
    await noteJobRun(await house.ledger(), job, code, run);
  } catch (error) {
    const reason = reasonOf(error);
    if (told) house.log.warn('failure of a job could not be noted in the ledger', { job, reason });
  }
}

const elapsed = (started: number): number => Math.round(performance.now() - started);
