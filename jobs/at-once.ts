/**
 * What whoever begins to lead runs straight away.
 * Guarantees: what was missed while nobody led is made up for: most jobs look at the ledger, and not
 * at the clock; of the catalogue and of sweeps it is asked whether their time has passed since they were last done.
 */
import { sourceJobName } from '../src/compose/sources.ts';
import type { House } from '../src/compose.ts';
import { catalogueAge } from '../src/ledger/catalogue-snapshot.ts';
import { jobRuns } from '../src/ledger/job-runs.ts';
import { lastSweeps } from '../src/ledger/sweep.ts';
import { catalogueJob } from './catalogue.ts';
import type { Job } from './job.ts';
import { missedSweeps } from './missed-sweeps.ts';
import { recoverJob } from './recover.ts';
import { wasMissed } from './schedule.ts';

/** The jobs to begin with, of `jobs`. */
export async function jobsAtOnce(house: House, jobs: readonly Job[]): Promise<readonly Job[]> {
  const all = (what: string): readonly Job[] => jobs.filter((job) => job.what === what);
  const ledger = await house.ledger();
  const { pulledAt } = await catalogueAge(ledger);
  // The first extraction pulls the catalogue; rows that the cursor cannot see come after it.
  if (pulledAt === null) return [recoverJob, ...all('extract')];
  const missed = await missedJobs(house, jobs, new Date());
  return [recoverJob, ...all('extract'), ...all('irregular'), ...missed];
}

/** Of the jobs that run seldom, those that have not been done since they were last due. */
export async function missedJobs(house: House, jobs: readonly Job[], now: Date): Promise<readonly Job[]> {
  const ledger = await house.ledger();
  const { pulledAt } = await catalogueAge(ledger);
  if (pulledAt === null) return [];
  const runs = await jobRuns(ledger);
  const run = runs.find(({ job }) => job === catalogueJob.name);
  const expression = catalogueJob.expression(house.config);
  // Whoever pulled it, a person or the job: it is as good.
  const last = [pulledAt, run?.lastSuccess ?? null].reduce((a, b) =>
    a !== null && b !== null && a < b ? b : a,
  );
  const ended = new Map((await lastSweeps(ledger)).map(({ source, endedAt }) => [source, endedAt]));
  const sweptAt = new Map(
    (await house.sources()).flatMap((source) => {
      const at = ended.get(source.name);
      return at === undefined ? [] : [[sourceJobName('sweep', source), at] as const];
    }),
  );
  return [
    ...(wasMissed(expression, last, now) ? [catalogueJob] : []),
    ...missedSweeps(jobs, runs, sweptAt, house.config, now),
  ];
}
