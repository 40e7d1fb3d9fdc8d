/**
 * Which sweeps are to be made up for: those that failed at their hour, or died with whoever led.
 * Guarantees: within a few hours of their time alone, for a sweep asks much of the province's system, and by day
 * that is wanted for other things; one that was not believed waits for a person, or the next night.
 */
import type { Config } from '../src/config.ts';
import type { JobRun } from '../src/ledger/job-runs.ts';
import type { Job } from './job.ts';
import { lastDueOf } from './schedule.ts';

/** Hours of the night after the sweep's own. */
const MADE_UP_MS = 4 * 3_600_000;
/** It went through the whole source: nothing else would come of the next one. */
const NOT_BELIEVED = 'DB-SWP-001';

/**
 * Of `jobs` the sweeps that were due, ran before and have not come to their end since.
 * @param runs of all jobs
 * @param sweptAt when the last sweep of each job's source ended, whoever asked for it
 */
export function missedSweeps(
  jobs: readonly Job[],
  runs: readonly JobRun[],
  sweptAt: ReadonlyMap<string, Date>,
  config: Config,
  now: Date,
): readonly Job[] {
  return jobs.filter((job) => {
    const run = runs.find((one) => one.job === job.name);
    if (job.what !== 'sweep' || !run?.lastRun) return false;
    const due = lastDueOf(job.expression(config), now);
    if (due === null || now.getTime() - due.getTime() > MADE_UP_MS) return false;
    const isDone = [run.lastSuccess, sweptAt.get(job.name)].some((at) => at && at >= due);
    const isRefused = run.lastError === NOT_BELIEVED && run.lastRun >= due;
    return !isDone && !isRefused;
  });
}
