/** The scheduled jobs: somebody leads them, and each succeeds about as often as it should. */
import { type JobAge, jobAges, jobIsAtWork, somebodyLeads } from '../../ledger/work-facts.ts';
import { type Finding, plain, span, well, words, wrong } from './finding.ts';
import { type Check, type KnownJob, Skip } from './room.ts';

/** One success may be missed, and the next fail; then it is no chance any more. */
const PERIODS = 3;
/** What is at it for as long as this has got stuck; the first load of a province takes hours. */
const STUCK_SECONDS = 86_400;

/** How a job has fared. */
export interface JobFare extends JobAge {
  readonly atWork: boolean;
}

/** Is it overdue? One that never ran, because the schedule is new or nobody leads, is not. */
function isOverdue({ periodMs }: KnownJob, fare: JobFare): boolean {
  if (periodMs === null) return false;
  const { ageSeconds } = fare;
  if (ageSeconds === null) return !fare.atWork;
  const limit = (PERIODS * periodMs) / 1000;
  return ageSeconds > (fare.atWork ? Math.max(limit, STUCK_SECONDS) : limit);
}

/** Judges the jobs that have ever run. */
export function judgeJobs(jobs: readonly KnownJob[], fares: readonly JobFare[]): Finding {
  const known = jobs.flatMap((job) => {
    const fare = fares.find((one) => one.job === job.name);
    return fare === undefined ? [] : [{ job, fare }];
  });
  const found = words(
    known
      .map(
        ({ job, fare }) => `${job.name} ${fare.ageSeconds === null ? 'chưa lần nào' : span(fare.ageSeconds)}`,
      )
      .join(', '),
    known
      .map(({ job, fare }) => `${job.name} ${fare.ageSeconds === null ? 'never' : span(fare.ageSeconds)}`)
      .join(', '),
  );
  const overdue = known.filter(({ job, fare }) => isOverdue(job, fare));
  if (overdue.length === 0) return well(found);
  const value = overdue
    .map(({ job, fare }) => (fare.lastError === '' ? job.name : `${job.name} (${fare.lastError})`))
    .join(', ');
  return wrong('failed', 'DB-DOC-020', found, { params: { value } });
}

/** Their last successes. */
export const jobsCheck: Check = {
  name: 'jobs',
  title: words('Việc định kỳ: lần tốt gần nhất', 'Jobs: last success'),
  async run(room) {
    const ledger = await room.ledger();
    const ages = await jobAges(ledger);
    if (ages.length === 0) throw new Skip(words('chưa chạy thường trực lần nào', 'no daemon has run yet'));
    const fares = await Promise.all(
      ages.map(async (age) => ({ ...age, atWork: await jobIsAtWork(ledger, age.job) })),
    );
    return judgeJobs(room.settings.jobs, fares);
  },
};

/** Whether any process begins them. */
export const leaderCheck: Check = {
  name: 'leader',
  title: words('Việc định kỳ: người điều khiển', 'Jobs: who leads'),
  async run(room) {
    const ledger = await room.ledger();
    if (await somebodyLeads(ledger)) return well(words('có một tiến trình', 'a process'));
    if ((await jobAges(ledger)).length === 0)
      throw new Skip(words('chưa chạy thường trực lần nào', 'no daemon has run yet'));
    return wrong('failed', 'DB-DOC-021', plain(''));
  },
};
