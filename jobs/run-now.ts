/**
 * One run of a job because a person asks for it.
 * Guarantees: under the lock of the scheduled run, and noted like one; what goes wrong is thrown.
 */
import type { House } from '../src/compose.ts';
import { DongboError } from '../src/domain/errors.ts';
import { withJobLock } from '../src/ledger/job-lock.ts';
import { noteJobRun } from '../src/ledger/job-runs.ts';
import type { LogFields } from '../src/telemetry/logger.ts';
import type { Job } from './job.ts';
import { runUnderLock } from './run-job.ts';

/** Runs it, under the name `run`. Answers what it has to tell. Throws DB-OPS-003 while it runs elsewhere, and what the job throws. */
export function runNow(house: House, job: Job, run: string, signal: AbortSignal): Promise<LogFields | null> {
  return house.log.inRun(run, () => oneRun(house, job, run, signal));
}

async function oneRun(house: House, job: Job, run: string, signal: AbortSignal): Promise<LogFields | null> {
  const ledger = await house.ledger();
  try {
    const done = await withJobLock(ledger, job.name, (lost) => runUnderLock(house, job, run, [signal, lost]));
    if (done !== null) return done.fields;
  } catch (error) {
    const code = error instanceof DongboError ? error.code : 'DB-SVC-007';
    // The ledger may be what is away: the first error is the one to tell.
    await noteJobRun(ledger, job.name, code, run).catch(() => undefined);
    throw error;
  }
  throw new DongboError('DB-OPS-003', { value: job.name });
}
